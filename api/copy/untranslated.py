"""Strings of a translation that were left in the source language.

Many strings are rightly equal in two languages: "OK", "Email", addresses, placeholders, names of
products. So a single word says nothing, and a name in capitals only where most other languages
have a translation of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.copy.locales import language
from api.copy.pairs import Key, same_as_source, source_strings
from api.copy.units import CopyUnit

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LINK: Final = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b[\w-]+(?:\.[\w-]+)+/\S*")
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)

LEAST_WORDS: Final = 2
#: Without spaces between words, so many characters are more than one word.
LEAST_CHARACTERS: Final = 6
#: A name in capitals is one unless it is translated into so many languages, and more than half.
LEAST_LANGUAGES: Final = 3


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A unit that says the same as its source text; ``source`` is where that stands, if it does."""

    unit: int
    source: CopyUnit | None


def untranslated(units: Sequence[CopyUnit], source_language: str) -> Iterator[Untranslated]:
    """Yield the units that were left in the source language, in order."""
    known = source_strings(units, source_language)
    own = language(source_language)
    translations = [
        (number, unit, source, same_as_source(unit, source))
        for number, unit in enumerate(units)
        if unit.catalogue and not unit.echo and language(unit.locale) != own
        for source in [known.get((unit.catalogue, unit.place.key))]
        if source is not None or unit.source
    ]
    translated = _translated(unit for _, unit, _, same in translations if not same)
    left = _translated(unit for _, unit, _, same in translations if same)
    for number, unit, source, same in translations:
        key = unit.catalogue, unit.place.key
        if same and _is_copy(unit, translated[key], left[key]):
            yield Untranslated(number, source)


def _translated(units: Iterator[CopyUnit]) -> Counter[Key]:
    """Count the languages of the units, by catalogue and key."""
    seen = {(unit.catalogue, unit.place.key, language(unit.locale)) for unit in units}
    return Counter((catalogue, key) for catalogue, key, _ in seen)


def _is_copy(unit: CopyUnit, translated: int, left: int) -> bool:
    """Say whether a text is one that a translator would change."""
    text = _LINK.sub(" ", _shown(unit))
    if len(_UNSPACED.findall(text)) >= LEAST_CHARACTERS:
        return True
    words = _WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return False
    if any(word[0].islower() and len(word) > 1 for word in words) or not _cased(words):
        return True
    return translated >= LEAST_LANGUAGES and translated > left


def _cased(words: Sequence[str]) -> bool:
    return any(word[0].isupper() for word in words)


def _shown(unit: CopyUnit) -> str:
    """Return the text without placeholders and markup."""
    spans = sorted((*unit.masks, *unit.left_out))
    parts, at = [], 0
    for start, stop in spans:
        parts.append(unit.place.text[at:start])
        at = max(at, stop)
    return " ".join([*parts, unit.place.text[at:]])
