"""Words of a text as the benchmark counts them: lengths, word-like units, runs for cleaning.

In scripts without spaces (Chinese, Japanese, Thai) a unit is one written character (grapheme),
1.5 of which count as one word; elsewhere a unit is a run of letters, marks and digits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

UNSPACED = frozenset({"zh", "ja", "th"})
CHARACTERS_PER_WORD = 1.5

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*")
_CHARACTER = regex.compile(r"(?=[\p{L}\p{N}])\X")


def unit_spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield [start, stop) of every word, or of every character where words have no spaces."""
    pattern = _CHARACTER if language in UNSPACED else _WORD
    for match in pattern.finditer(text):
        yield match.span()


def units(text: str, language: str) -> list[str]:
    """The words (or characters) of a text, in order, as written."""
    return [text[start:stop] for start, stop in unit_spans(text, language)]


def folded_units(text: str, language: str) -> tuple[str, ...]:
    """The units as compared when cleaning: compatibility form, case folded."""
    return tuple(units(unicodedata.normalize("NFKC", text).casefold(), language))


def count_words(text: str, language: str) -> float:
    """Length in words; characters of unspaced scripts count 1/1.5 each."""
    number = sum(1 for _ in unit_spans(text, language))
    return number / CHARACTERS_PER_WORD if language in UNSPACED else float(number)


def run_length(words: int, language: str) -> int:
    """How many units a run of so many words has."""
    return round(words * CHARACTERS_PER_WORD) if language in UNSPACED else words


def runs(folded: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    """Every run of `length` units, in order."""
    for start in range(len(folded) - length + 1):
        yield folded[start : start + length]
