"""Which pairs of units may be told as duplicates: not translations, nor two forms of one mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from api.copy.locales import language, string_key
from api.copy.readers.registry import document_of
from api.copy.units import CopyUnit

#: Kinds that are told when they stand twice in one file; a preheader, a title or a description of
#: an image often says what the text beside it says.
_BODY: Final = frozenset(("paragraph", "item"))
_ANY_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What decides of one unit: its file, its mail, and for strings catalogue, key and locale."""

    path: str
    document: str
    body: bool
    string: tuple[str, str] | None
    locale: str
    translation: bool
    untranslated: bool


class Pairs:
    """Says of two units whether they may be told as duplicates of each other."""

    def __init__(self, units: Sequence[CopyUnit], source_language: str) -> None:
        known = source_strings(units, source_language)
        documents = {path: document_of(path) for path in {unit.place.path for unit in units}}
        self._facts = [
            _Facts(
                unit.place.path,
                documents[unit.place.path],
                unit.place.kind in _BODY,
                (unit.catalogue, string_key(unit.place.key)) if unit.catalogue else None,
                unit.locale,
                _is_translation(unit, known, source_language),
                _is_untranslated(unit, known, source_language),
            )
            for unit in units
        ]

    def told(self, one: int, other: int) -> bool:
        """Say whether a reader wants to hear that the two units are alike."""
        a, b = self._facts[one], self._facts[other]
        if a.untranslated or b.untranslated:
            return False  # it repeats what its source repeats, and is told as untranslated
        if a.string and b.string:
            same = a.string == b.string or a.locale != b.locale
            return not (same or a.translation or b.translation)
        if a.path == b.path:
            return a.body and b.body
        return a.document != b.document


Key = tuple[str, str]


def source_strings(units: Iterable[CopyUnit], source_language: str) -> dict[Key, CopyUnit]:
    """Return the units in the source language, by catalogue and key.

    The locale that is the source language itself comes before its regions, then the first place.
    """
    found: dict[Key, CopyUnit] = {}
    for unit in units:
        if not unit.catalogue or language(unit.locale) != language(source_language):
            continue
        key = unit.catalogue, unit.place.key
        before = found.get(key)
        if before is None or (before.locale != source_language == unit.locale):
            found[key] = unit
    return found


def _is_translation(unit: CopyUnit, known: dict[Key, CopyUnit], source_language: str) -> bool:
    """Say whether a string is a translation: of another language, or region, than its source."""
    if not unit.catalogue or unit.locale == source_language:
        return False
    source = known.get((unit.catalogue, unit.place.key))
    return bool(unit.source) or (source is not None and source.locale != unit.locale)


def _is_untranslated(unit: CopyUnit, known: dict[Key, CopyUnit], source_language: str) -> bool:
    """Say whether a string of another language says what its source says."""
    if not unit.catalogue or unit.echo or language(unit.locale) == language(source_language):
        return False
    source = known.get((unit.catalogue, unit.place.key))
    return (source is not None or bool(unit.source)) and same_as_source(unit, source)


def same_as_source(unit: CopyUnit, source: CopyUnit | None) -> bool:
    """Say whether a translation says what its source says; letter case and marks aside.

    The source is what the translation's own file gives, else a unit of another file.
    """
    given = unit.source or (source.place.text if source else "")
    text = unit.place.text
    if given == text:
        return True
    words = (_ANY_WORD.finditer(each.casefold()) for each in (given, text))
    return all(a and b and a[0] == b[0] for a, b in zip_longest(*words))


def without_echoes(units: Sequence[CopyUnit]) -> list[CopyUnit]:
    """Return the units without source texts that translations of a catalogue repeat.

    One stays where no file of the source language gives the text.
    """
    given = {_echoed(unit) for unit in units if unit.catalogue and not unit.echo}
    kept = []
    for unit in units:
        if unit.echo:
            if _echoed(unit) in given:
                continue
            given.add(_echoed(unit))
        kept.append(unit)
    return kept


def _echoed(unit: CopyUnit) -> tuple[str, str, str, str]:
    return unit.catalogue, unit.place.key, unit.locale, unit.place.text
