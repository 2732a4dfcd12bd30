"""Which words of one text are not in another, for the eye of a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from api.copy.tags import find_tags
from api.copy.units import Span

#: One character, with its marks, is a word in scripts that put no spaces between words.
SPACELESS: Final = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*+"
_SPACED: Final = rf"(?:(?!{SPACELESS})[\w\p{{M}}])++"
_WORD: Final = rf"{SPACELESS}|{_SPACED}(?:['\u2019]{_SPACED})*+|[^\w\s]"

_BLANK: Final = re.compile(r"\s*")
_BETWEEN_WORDS: Final = re.compile(r"\W*")
_QUOTES: Final = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")

#: Of longer texts only so many words are laid side by side.
_MOST: Final = 4000


def differing_spans(here: str, there: str) -> tuple[Span, ...]:
    """Return the spans of ``here`` that are not in ``there``: ascending, disjoint, whole words.

    In scripts without spaces between words each character is one.

    Words are aligned in order (longest common subsequence); letter case, and the shape of
    quotes make no difference.
    """
    if here == there:
        return ()
    from rapidfuzz.distance import Indel

    spans = list(islice(_words(here), _MOST))
    ours = [_folded(here[a:b]) for a, b in spans]
    theirs = [_folded(there[a:b]) for a, b in islice(_words(there), _MOST)]
    found = [
        (spans[step.src_start][0], spans[step.src_end - 1][1])
        for step in Indel.opcodes(ours, theirs)
        if step.tag in ("delete", "replace")
    ]
    return tuple(joined_spans(found, here))


def _words(text: str) -> Iterator[Span]:
    """Yield the spans of words and marks; a placeholder is one word."""
    import regex

    word = regex.compile(_WORD)
    for start, stop, placeholder in with_placeholders(text):
        if placeholder:
            yield start, stop
        else:
            yield from (found.span() for found in word.finditer(text, start, stop))


def with_placeholders(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the spans of placeholders, marked as such, and of what stands between them."""
    at = 0
    for tag in find_tags(text):
        yield at, tag.start, False
        yield tag.start, tag.stop, True
        at = tag.stop
    yield at, len(text), False


def _folded(word: str) -> str:
    return word.casefold().translate(_QUOTES)


def joined_spans(spans: list[Span], text: str, *, over_marks: bool = False) -> list[Span]:
    """Join spans with nothing but white space between them, or punctuation if that is asked."""
    between = _BETWEEN_WORDS if over_marks else _BLANK
    joined: list[Span] = []
    for start, stop in spans:
        if joined and between.fullmatch(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined
