"""Folding: what a code point counts as when two texts are compared.

Case, accents, presentation forms, look-alike letters, decimal digits of any script, points and
tatweel, zero-width and soft characters are folded, so that a text that only looks different is
the same text. One table serves every language, whatever the language of the note.

Limits: a fold is made per code point, so two texts that differ only in the order of stacked
combining marks of Indic scripts stay different.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

SEPARATOR = 0
IGNORED = -1

SPACED = 0
SPACELESS = 1
ATTACHED = 2
SYLLABIC = 3

#: Ranges where no word has to be looked at one by one: a code point there folds to itself.
_IDENTITY = ((0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0x20000, 0x3FFFF))
_END = 0x110000

#: Hangul syllables.
_HANGUL = slice(0xAC00, 0xD7A4)

#: Scripts written without spaces between words (Unicode Standard, chapter 6 and UAX #29).
_SPACELESS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x19E0, 0x19FF), (0x1A20, 0x1AAF),
    (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x9FFF),
    (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x20000, 0x3FFFF),
)  # fmt: skip

#: Of those, the ones whose characters are sounds: one says less there, a word being four or five
#: of them (Thai, Lao, Burmese, Khmer and their relatives, and Japanese kana).
_SYLLABIC = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x19E0, 0x19FF), (0x1A20, 0x1AAF),
    (0x3040, 0x30FF), (0x31F0, 0x31FF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0xFF66, 0xFF9F),
)  # fmt: skip

#: Combining marks that carry spelling or pronunciation but not the identity of a word here:
#: accents, Hebrew points, Arabic vowel signs, kana voicing marks, variation selectors.
_DROPPED_MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F),
    (0x0670, 0x0670), (0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0x3099, 0x309A), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
)  # fmt: skip

_LETTERS = dict(zip("łøđıħŧŀĸ", "lodihtlk", strict=True)) | {
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŋ": "ng",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه",
}  # fmt: skip

#: Letters of three alphabets that look alike, in capitals or in small (UTS #39, confusables.txt,
#: single letters). They fold together in every word, so that a disguised word is the word.
_ALIKE = dict(
    zip("аеорсухіјѕһԁԛԝѵвкмнтαβεζηικμνορτυχ", "aeopcyxijshdqwvbkmhtabezhikmnoptyx", strict=True)
)


@dataclass(frozen=True, slots=True)
class FoldTable:
    """Arrays over all code points, shape (0x110000,).

    ``fold`` holds the folded code point, SEPARATOR, IGNORED, or -(k + 2) where the fold is
    ``expansions[starts[k]:starts[k + 1]]``. ``kind`` says SPACED, SPACELESS, SYLLABIC
    (spaceless, and written by sound) or ATTACHED (a mark that goes with the character before it).
    ``letters`` is the fold of the letters and digits that need no other look: those of scripts with
    spaces that fold to one character; 0 for everything else.
    """

    fold: npt.NDArray[np.int32]
    kind: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    expansions: npt.NDArray[np.int32]


@cache
def fold_table() -> FoldTable:
    """Return the table for this Python's Unicode version; made once a process, about 0.3 s."""
    fold = np.zeros(_END, dtype=np.int32)
    kind = np.zeros(_END, dtype=np.uint8)
    for first, last in _IDENTITY:
        fold[first : last + 1] = np.arange(first, last + 1)
    for first, last in _SPACELESS:
        kind[first : last + 1] = SPACELESS
    for first, last in _SYLLABIC:
        kind[first : last + 1] = SYLLABIC
    expansions: list[int] = []
    starts = [0]

    def entry(text: str) -> int:
        if not text:
            return IGNORED
        if len(text) == 1:
            return ord(text)
        expansions.extend(map(ord, text))
        starts.append(len(expansions))
        return -len(starts)

    for code in _listed_code_points():
        letter = chr(code)
        folded = _folded(letter)
        if folded is None:
            continue
        fold[code] = entry(folded)
        if kind[code] != SPACED and unicodedata.category(letter) in ("Mn", "Mc", "Me"):
            kind[code] = ATTACHED
    letters = np.where(kind == SPACED, np.maximum(fold, 0), 0).astype(np.int32)
    letters[_HANGUL] = 0  # folds to its jamo
    return FoldTable(
        fold, kind, letters, np.array(starts, np.int32), np.array(expansions, np.int32)
    )


def _listed_code_points() -> list[int]:
    codes = list(range(0x3400)) + list(range(0xA000, 0xAC00)) + list(range(0xD7B0, 0xD800))
    return codes + list(range(0xF900, 0x10000)) + list(range(0x10000, 0x1F200))


def _folded(letter: str) -> str | None:
    """Return the fold of one code point: text, "" if ignored, None if it parts words."""
    category = unicodedata.category(letter)
    if category == "Cf" or letter in "\u115f\u1160\u3164\uffa0\u180b\u180c\u180d\u034f\u0640":
        return ""
    if category[0] not in "LNM":
        return None
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKD", letter).casefold()
    plain = unicodedata.normalize("NFKD", plain).casefold()
    return "".join(
        _ALIKE.get(folded, folded)
        for c in plain
        for folded in _LETTERS.get(c, c)
        if not _in(ord(folded), _DROPPED_MARKS) and unicodedata.category(folded)[0] in "LNM"
    )


def _in(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def fold_text(text: str) -> str:
    """Return the folded text with one space between words; for people and tables, not for speed.

    A character of a script without spaces is a word of its own, as in Words.
    """
    table = fold_table()
    out: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        value = int(table.fold[ord(letter)])
        shape = table.kind[ord(letter)]
        if value == SEPARATOR or shape in (SPACELESS, SYLLABIC):
            out.append(" ")
        if value > 0:
            out.append(chr(value))
        elif value < IGNORED:
            out += map(chr, table.expansions[table.starts[-value - 2] : table.starts[-value - 1]])
    return " ".join("".join(out).split())
