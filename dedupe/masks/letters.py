"""Letters, words and their edges: what the recognisers share. Nothing here knows a language."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
UNSPACED = (
    r"\u0e00-\u0e4f\u0e5a-\u0ecf\u0edc-\u0eff\u1000-\u103f\u1780-\u17df"
    r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
#: Hangul has spaces between words but glues particles and units to names and numbers.
HANGUL = r"\uac00-\ud7af"
#: Points and vowel signs that stand inside words yet are no letters for ``\w``.
MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)

#: One word: letters with their marks, no digits.
WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}])*+")
#: What counts as words in a length: an unspaced character, or a run of letters and digits.
COUNTED = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")

_UNSPACED_CHAR = re.compile(f"[{UNSPACED}]")
_GLUING_CHAR = re.compile(f"[{UNSPACED}{HANGUL}]")
#: What mostly stands beside a word: no part of one, so no need to look closer.
_EDGES = frozenset(' \n\t,.;:!?()"')
_MARK = re.compile(f"[{MARKS}]")


def word_set(words: str) -> frozenset[str]:
    """Return the words of a table's line."""
    return frozenset(words.split())


def lowered(text: str) -> str:
    """Return the text in lower case, of the same length whatever the text."""
    if "İ" in text:
        text = text.replace("İ", "i")
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def is_unspaced(char: str) -> bool:
    """Say whether the character belongs to a script without spaces between words."""
    return char > "\u0dff" and _UNSPACED_CHAR.match(char) is not None


def glues(char: str) -> bool:
    """Say whether words of this character's script stand next to a value without a space."""
    return char > "\u0dff" and _GLUING_CHAR.match(char) is not None


def in_word(char: str) -> bool:
    """Say whether the character belongs inside a word: a run of letters or digits, no "_"."""
    return char.isalnum() or (char > "\u02ff" and _MARK.match(char) is not None)


def bounded(text: str, start: int, stop: int) -> bool:
    """Say whether [start, stop) begins and ends at the edge of a word."""
    before = text[start - 1] if start > 0 else " "
    after = text[stop] if stop < len(text) else " "
    if before not in _EDGES and in_word(before) and in_word(text[start]):
        return is_unspaced(before) and (after in _EDGES or _free_after(text, stop))
    return after in _EDGES or _free_after(text, stop)


def _free_after(text: str, stop: int) -> bool:
    after = text[stop]
    return not (in_word(after) and in_word(text[stop - 1])) or glues(after)


def occurrences(text: str, value: str) -> list[tuple[int, int]]:
    """Return where the words of ``value`` stand in ``text``, any white space between them.

    Both must be in lower case; a value of more than 200 characters stands nowhere (it is no
    short value, and the bound keeps the search linear).
    """
    if len(value) > 200:
        return []
    words = (value,) if value.isalpha() else value.split()
    if not words:
        return []
    first = words[0]
    found = []
    at = text.find(first)
    while at != -1:
        stop = _stop_of(text, at, words) if len(words) > 1 else at + len(first)
        if stop and bounded(text, at, stop):
            found.append((at, stop))
            at = text.find(first, stop)
        else:
            at = text.find(first, at + 1)
    return found


def _stop_of(text: str, at: int, words: Sequence[str]) -> int:
    """Return where ``words`` end that begin at ``at``; 0 where they do not all follow."""
    stop = at + len(words[0])
    for word in words[1:]:
        begin = stop
        while begin < len(text) and begin - stop < 4 and text[begin].isspace():
            begin += 1
        if begin == stop or not text.startswith(word, begin):
            return 0
        stop = begin + len(word)
    return stop


def word_before(text: str, at: int, floor: int = 0) -> tuple[int, int]:
    """Return the span of the word that ends before ``at`` behind at most 3 spaces, dots, commas.

    An empty span at ``at`` where there is none, or where the word has more than 16 letters.
    """
    stop = at
    while stop > floor and at - stop < 3 and text[stop - 1] in " .,\u00a0\u202f":
        stop -= 1
    begin = text.rfind(" ", max(floor, stop - 17), stop) + 1
    if 0 < begin < stop and text[begin:stop].isalpha():
        return begin, stop
    start = stop
    while start > floor and stop - start <= 16 and _is_letter(text[start - 1]):
        start -= 1
    if start == stop or stop - start > 16:
        return at, at
    return start, stop


def _is_letter(char: str) -> bool:
    return char.isalpha() or (char > "\u02ff" and _MARK.match(char) is not None)


def count_words(text: str) -> float:
    """Return the length in words; 1.5 characters of an unspaced script count as one."""
    if text.isascii() and text.isalpha():
        return 1.0  # most names that are weighed
    parts = text.split()
    if all([part.isalpha() for part in parts]) and (not text or max(text) < "\u0e00"):
        return float(len(parts))
    words = 0.0
    for match in COUNTED.finditer(text):
        words += 2 / 3 if is_unspaced(match.group()[0]) else 1
    return words


def starts_sentence(text: str, at: int) -> bool:
    """Say whether a word at ``at`` opens a sentence or a line, where any word has a capital."""
    while at > 0 and text[at - 1] in " \t\u00a0\"'“„«»‘(*_-–—":
        at -= 1
    return at == 0 or text[at - 1] in "\n\r.!?:;…。！？：•·>"
