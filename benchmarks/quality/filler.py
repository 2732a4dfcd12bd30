"""Lines of a given length: of a language's sentences, and of its most frequent words."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from benchmarks.quality.wording import UNSPACED, folded_units, run_length, runs, unit_spans

# So many words pass as most frequent; where words have no spaces, stretches of so many characters.
_FREQUENT = 50
_STRETCH = 6


def line_of(words: int, supply: Iterator[str], language: str) -> str:
    """Sentences from the supply, cut off after so many words; shorter where it ends before."""
    gap = "" if language in ("zh", "ja") else " "
    text, length = "", run_length(words, language)
    while len(spans := list(unit_spans(text, language))) < length:
        sentence = next(supply, None)
        if sentence is None:
            return text
        text = f"{text}{gap}{sentence}".strip()
    return text[: spans[length - 1][1]]


def frequent_words(
    corpus: Sequence[str], language: str, rng: random.Random
) -> Callable[[int], str]:
    """Return what makes filler of so many words out of the corpus' most frequent ones.

    Where words have no spaces: the stretches of sentences whose rarest pair of characters (in
    Thai, three of them) is the most frequent, one after another.
    """
    folded = [folded_units(s, language) for s in corpus]
    if language not in UNSPACED:
        counts = Counter(word for sentence in folded for word in sentence)
        words = [word for word, _ in counts.most_common(_FREQUENT)]
        return lambda number: " ".join(rng.choices(words, k=number))
    width = 3 if language == "th" else 2
    met = Counter(run for sentence in folded for run in runs(sentence, width))
    stretches = sorted(
        {run for s in folded for run in runs(s, _STRETCH) if not any(c.isascii() for c in run)},
        key=lambda stretch: (-min(met[run] for run in runs(stretch, width)), stretch),
    )[:_FREQUENT]

    def string(number: int) -> str:
        length = run_length(number, language)
        chosen = rng.choices(stretches, k=length // _STRETCH + 1)
        return "".join(c for stretch in chosen for c in stretch)[:length]

    return string
