"""From locale files of every format to copy units, each with its locale, catalogue and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from api.copy.ignores import is_meant
from api.copy.locales import LocaleFile, locale_code, locale_file
from api.copy.readers.apple_strings import apple_entries
from api.copy.readers.broken import BrokenFileError
from api.copy.readers.csv_strings import csv_strings
from api.copy.readers.json_strings import json_entries
from api.copy.readers.po_strings import po_language, po_messages
from api.copy.readers.registry import Format
from api.copy.readers.strings import Entry, string_unit
from api.copy.readers.xml_strings import XmlStrings, android_strings, xliff_strings
from api.copy.readers.yaml_strings import yaml_entries
from api.copy.source import Source
from api.copy.tags import find_tags
from api.copy.units import CopyUnit

_FIRST_KEY: Final = re.compile(r'\A\s*\{\s*"([^"\\]{2,12})"\s*:\s*\{')
_ROOT_KEY: Final = re.compile(r"^([\"']?)([\w@-]{1,40})\1[ \t]*:", re.MULTILINE)
#: Beside a string in ARB files and in those of browser extensions: words for translators.
_REMARK: Final = re.compile(r"(?:^|\.)@|\.(?:description|comment|context|placeholders)(?:\.|\Z)")
_GETTEXT: Final = "gettext"


@dataclass(frozen=True, slots=True)
class Strings:
    """How strings are read: the language of files that name none, and ``told``: that a person or
    the configuration says this file holds strings."""

    source_language: str
    told: bool = False


def locale_units(source: Source, found: Format, strings: Strings) -> list[CopyUnit] | None:
    """Return the units of a locale file; None where the file holds no strings for translation.

    Raises BrokenFileError for a file that is not what its name says.
    """
    reader: Callable[[Source, LocaleFile, Strings], Iterable[CopyUnit | None] | None] = {
        Format.YAML: _yaml_units,
        Format.JSON: _json_units,
        Format.PO: _po_units,
        Format.XLIFF: _xliff_units,
        Format.ANDROID: _android_units,
        Format.APPLE: _apple_units,
        Format.CSV: _csv_units,
    }[found]
    units = reader(source, locale_file(source.path), strings)
    if units is None:
        return None
    return [unit for unit in units if unit and not is_meant(unit.place.text)]


def _yaml_units(
    source: Source, file: LocaleFile, strings: Strings
) -> Iterator[CopyUnit | None] | None:
    roots = [mark[2] for mark in _ROOT_KEY.finditer(source.text)]
    rooted = bool(roots) and all(locale_code(root.replace("_", "-")) for root in roots)
    if not (rooted or file.certain or strings.told):
        _refuse_broken(source)
        return None
    return _keyed_units(source, list(yaml_entries(source)), file, strings, rooted=rooted)


def _refuse_broken(source: Source) -> None:
    """Say so where a YAML file is broken: whether it held strings cannot be told then.

    A template of a YAML file is none that could be broken.
    """
    if not find_tags(source.text):
        for _ in yaml_entries(source):
            pass


def _json_units(
    source: Source, file: LocaleFile, strings: Strings
) -> Iterator[CopyUnit | None] | None:
    first = _FIRST_KEY.match(source.text)
    rooted = bool(first and locale_code(first[1].replace("_", "-")))
    if not (rooted or file.certain or strings.told or source.path.endswith(".arb")):
        return None
    entries = [entry for entry in json_entries(source) if not _REMARK.search(entry.key)]
    return _keyed_units(source, entries, file, strings, rooted=rooted)


def _keyed_units(
    source: Source, entries: list[Entry], file: LocaleFile, strings: Strings, *, rooted: bool
) -> Iterator[CopyUnit | None]:
    """Yield units of keyed strings; where ``rooted`` the first part of a key is its locale."""
    for entry in entries:
        locale, key = file.locale or strings.source_language, entry.key
        if rooted:
            root, _, rest = entry.key.partition(".")
            locale, key = locale_code(root.replace("_", "-")) or locale, rest
        if key.endswith(".message"):
            key = key.removesuffix(".message")  # browser extensions: {"key": {"message": ...}}
        kept = Entry(key, entry.text, entry.start, entry.stop)
        yield string_unit(source, kept, locale, file.catalogue)


def _po_units(source: Source, file: LocaleFile, strings: Strings) -> Iterator[CopyUnit | None]:
    messages = po_messages(source)
    locale = locale_code(po_language(messages).replace("_", "-")) or file.locale
    template = source.path.lower().endswith(".pot") or not locale
    for message in messages:
        if not message.text("msgid"):
            continue
        for name in ("msgid", "msgid_plural"):
            if name in message.fields:
                entry = message.fields[name]
                kept = Entry(message.key, entry.text, entry.start, entry.stop)
                yield string_unit(
                    source, kept, strings.source_language, _GETTEXT, echo=not template
                )
        for given, entry in () if template else message.strings():
            kept = Entry(message.key, entry.text, entry.start, entry.stop)
            yield string_unit(source, kept, locale, _GETTEXT, given=given)


def _xliff_units(source: Source, file: LocaleFile, strings: Strings) -> Iterator[CopyUnit | None]:
    found = xliff_strings(source)
    from_locale = locale_code(found.source.replace("_", "-")) or strings.source_language
    to_locale = locale_code(found.target.replace("_", "-")) or file.locale
    for _, given, target in found.strings:
        if given:
            echo = bool(to_locale) and to_locale != from_locale
            yield string_unit(source, given, from_locale, file.catalogue, echo=echo)
        if target and to_locale:
            text = given.text if given else ""
            yield string_unit(source, target, to_locale, file.catalogue, given=text)


def _android_units(source: Source, file: LocaleFile, strings: Strings) -> Iterator[CopyUnit | None]:
    found: XmlStrings = android_strings(source)
    locale = file.locale or strings.source_language
    # The default resources lie in values/, translations in values-de/: one catalogue.
    catalogue = file.catalogue if file.locale else source.path.replace("values/", "*/", 1)
    for _, entry, _none in found.strings:
        if entry:
            yield string_unit(source, entry, locale, catalogue)


def _apple_units(source: Source, file: LocaleFile, strings: Strings) -> Iterator[CopyUnit | None]:
    locale = file.locale or strings.source_language
    catalogue = file.catalogue if file.locale else source.path.replace("Base.lproj/", "*/", 1)
    for entry in apple_entries(source):
        yield string_unit(source, entry, locale, catalogue)


def _csv_units(
    source: Source, file: LocaleFile, strings: Strings
) -> Iterator[CopyUnit | None] | None:
    rows = list(csv_strings(source))
    if not rows:
        if strings.told:
            raise BrokenFileError("has no column of keys beside columns named by locale (en, de)")
        return None
    return (string_unit(source, entry, locale, file.catalogue) for locale, entry in rows)
