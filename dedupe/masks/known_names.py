"""Mask names that are known, from the headers or a greeting, wherever they stand in the note.

A single part of a name must be written like a name, and in Slavic text its case endings count
("Anna" is known, "Annie", "Annę" and "Anno" are found).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from dedupe.masks.kinds import Found, MaskKind, MaskSource
from dedupe.masks.letters import WORD, bounded, is_unspaced, occurrences, starts_sentence, word_set
from dedupe.masks.name_words import ALSO_WORDS, NEVER_ALONE
from dedupe.masks.names import is_everyday, is_title


class Evidence(StrEnum):
    """How an occurrence must be written to count."""

    ANY = "any"  # a whole name or company: any letter case
    CAPITAL = "capital"  # one part of a name: with a capital, or in a short line
    INSIDE = "inside"  # an everyday word or a guess: with a capital inside a sentence

    __hash__ = str.__hash__  # an Enum's own is a call into Python


class Known(NamedTuple):
    """A value to look for, in lower case, and how it must be written.

    A named tuple, because a mail makes a dozen and they are compared and hashed.
    """

    value: str
    kind: MaskKind
    evidence: Evidence


#: Names taken apart that are kept: a name is taken apart several times a mail.
_REMEMBERED = 1024
_SLAVIC = re.compile("[ąćęłńśźżčšžřěů\u0400-\u052f]")
#: A text shows its language within so many characters.
_SAMPLE = 1000
_VOWELS = "aeiouyąęáéíóúýěаеиоуъыэюяіїєй"
#: Case endings of Polish, Czech; Bulgarian, Ukrainian, Russian given names and surnames.
_ENDINGS = frozenset({""}) | word_set(
    "a o e u y i ą ę ie iem owi em om ego emu ej iej ku kiem ka ko kowi owie ově ovi ou é í ú"
    " ů ze cie rze sze le ii ią ię io iu іє а о е у ю я и й ъ ы і є ї ой ей ою ею ом ем ові"
    " еві єві ова ого ому ій ії йо ьо ия ии ию ией ієм єм ів ьом ь"
)
#: A line so short is a greeting or a signature: names may stand there in small letters.
_SHORT_LINE = 40
#: From so many values on, those whose first word is not in the text are sorted out beforehand.
_MANY = 200


@lru_cache(maxsize=_REMEMBERED)
def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without titles, initials and everyday words."""
    words = [word.lower() for word in WORD.findall(name)]
    return tuple(
        [
            word
            for word in words
            if 2 <= len(word) <= 24
            and (len(word) > 2 or not word.isascii())
            and word not in NEVER_ALONE
            and not is_title(word)
        ]
    )


def part_evidence(word: str) -> Evidence:
    """Return how one part of a name must be written to count."""
    return Evidence.INSIDE if word in ALSO_WORDS or is_everyday(word) else Evidence.CAPITAL


def find_known(text: str, lower: str, values: Sequence[Known], source: MaskSource) -> list[Found]:
    """Return where the known values stand, in any order; they may overlap."""
    if len(values) > _MANY:
        present = set(WORD.findall(lower))
        values = [v for v in values if _first_word(v.value) in present or not v.value[0].isascii()]
    slavic = bool(values) and not text.isascii() and _SLAVIC.search(lower, 0, _SAMPLE) is not None
    found: list[Found] = []
    for known in values:
        value, kind, _ = known
        single = " " not in value
        if slavic and single and kind is MaskKind.NAME:
            places = _inflected(lower, value) if value[:-2] in lower else []
        else:
            places = occurrences(lower, value)
        for start, stop in places:
            if _written_so(text, lower, start, known):
                found.append((start, stop, kind, source))
    return found


def _first_word(value: str) -> str:
    match = WORD.match(value)
    return match.group() if match else value


def _written_so(text: str, lower: str, start: int, known: Known) -> bool:
    if known.evidence is Evidence.ANY:
        return True
    first = text[start]
    if not (first.isupper() or first.islower()):
        return known.evidence is Evidence.CAPITAL or len(known.value) > 3
    if first.islower():
        return known.evidence is Evidence.CAPITAL and _in_short_line(text, start)
    if known.evidence is Evidence.CAPITAL:
        return True
    return not starts_sentence(text, start)


def _in_short_line(text: str, at: int) -> bool:
    begin = text.rfind("\n", max(0, at - _SHORT_LINE - 1), at)
    if begin < 0 and at > _SHORT_LINE:
        return False
    end = text.find("\n", at, begin + 1 + _SHORT_LINE + 1)
    return end != -1 or len(text) - begin <= _SHORT_LINE


def _inflected(lower: str, name: str) -> list[tuple[int, int]]:
    """Return where a name stands in any case: a stem of it with the ending it has or another one.

    A stem under four letters takes short endings only, and one under three none: "Ewa" must not
    find "Ewolucja".
    """
    stems = [stem for stem in _stems(name) if len(stem) >= 3]
    if not stems or is_unspaced(name[0]):
        return occurrences(lower, name)
    found = []
    for stem in stems:
        at = lower.find(stem)
        while at != -1:
            word = WORD.match(lower, at)
            stop = word.end() if word else at + len(stem)
            ending = lower[at + len(stem) : stop]
            fits = ending in _ENDINGS and (len(stem) >= 4 or len(ending) <= 2)
            if (fits or lower[at:stop] == name) and bounded(lower, at, stop):
                found.append((at, stop))
            at = lower.find(stem, stop)
    return found


def _stems(name: str) -> list[str]:
    """Return what is left of a name before case endings: "ann", "mark" and "marek", "pawł"."""
    stems = [name.rstrip(_VOWELS) or name if name[-1] in _VOWELS else name]
    if len(name) > 4 and name[-2] in "eеъo" and name[-1] not in _VOWELS:
        stems.append(name[:-2] + name[-1])
        if name[-1] == "ł":
            stems.append(name[:-2] + "l")
    return stems
