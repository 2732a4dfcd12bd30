"""Long texts: a model reads some hundred tokens at once, so a longer text is read in windows.

A window is a run of whole sentences. The text's vector is the mean of its windows' vectors, each
weighted by its tokens, as the model's own mean over tokens would weigh them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dedupe import sentence_spans

#: So many windows of a text are read, about 2,500 words; the rest is not, and that is said.
MOST_WINDOWS = 16

#: No script has more characters in a token on average; what lies beyond is not even counted.
_CHARACTERS_A_TOKEN = 12

#: Returns how many tokens each text has, prompt and marks not counted.
Count = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Windows:
    """The parts of a text that are encoded, their tokens, and the share of the text they are."""

    texts: tuple[str, ...]
    tokens: tuple[int, ...]
    share: float


def windows_of(texts: Sequence[str], limit: int, count: Count) -> list[Windows]:
    """Cut each text into windows of at most ``limit`` tokens; most texts are one window."""
    most = limit * MOST_WINDOWS * _CHARACTERS_A_TOKEN
    read = [text[:most] for text in texts]
    made = []
    for whole, text, tokens in zip(texts, read, count(read), strict=True):
        if tokens <= limit:
            made.append(Windows((text,), (tokens,), len(text) / max(len(whole), 1)))
        else:
            made.append(_cut(whole, text, limit, count))
    return made


def _cut(whole: str, text: str, limit: int, count: Count) -> Windows:
    spans = [s for span in sentence_spans(text, 0, len(text)) for s in _fit(text, *span, limit)]
    tokens = count([text[start:stop] for start, stop in spans])
    windows: list[tuple[int, int]] = []
    sizes: list[int] = []
    for (start, stop), size in zip(spans, tokens, strict=True):
        if sizes and sizes[-1] + size <= limit:
            windows[-1], sizes[-1] = (windows[-1][0], stop), sizes[-1] + size
        else:
            windows.append((start, stop))
            sizes.append(size)
    kept = windows[:MOST_WINDOWS]
    everything = len(kept) == len(windows) and len(text) == len(whole)
    share = 1.0 if everything else kept[-1][1] / len(whole)
    parts = tuple(text[start:stop] for start, stop in kept)
    return Windows(parts, tuple(sizes[:MOST_WINDOWS]), share)


def _fit(text: str, start: int, stop: int, limit: int) -> list[tuple[int, int]]:
    """Cut a sentence that is too long at blanks; a token is at least about a character."""
    pieces = []
    while stop - start > limit:
        blank = text.rfind(" ", start + limit // 2, start + limit)
        at = blank if blank > 0 else start + limit
        pieces.append((start, at))
        start = at
    return [*pieces, (start, stop)]
