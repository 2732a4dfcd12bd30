"""Reads CSV tables of strings: a column of keys, then one column a locale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from api.copy.locales import locale_code
from api.copy.readers.strings import Entry
from api.copy.source import Source

_KEYS: Final = frozenset(("key", "keys", "id", "name", "string", "identifier", "msgid", "code"))
_DELIMITERS: Final = ",;\t|"


def csv_strings(source: Source) -> Iterator[tuple[str, Entry]]:
    """Yield the locale and entry of each string; nothing where the table holds no locales."""
    head = source.text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=Counter(head).__getitem__)
    rows = _rows(source.text, delimiter)
    names = [cell.text.strip().lower() for cell in next(rows, [])]
    locales = [locale_code(name.replace("_", "-")) for name in names]
    keyed = next((n for n, name in enumerate(names) if name in _KEYS), None)
    if keyed is None or not any(locales):
        return
    for row in rows:
        key = row[keyed].text.strip() if keyed < len(row) else ""
        for locale, cell in zip(locales, row, strict=False):
            if locale and cell.text.strip():
                yield locale, Entry(key, cell.text, cell.start, cell.stop)


def _rows(text: str, delimiter: str) -> Iterator[list[Entry]]:
    """Yield the rows as the standard library's csv module cuts them, cells with their places."""
    cell = re.compile(
        rf'(?:"((?:[^"]++|"")*+)"?+|([^{re.escape(delimiter)}\r\n]*+))[^{re.escape(delimiter)}\r\n]*+'
        rf"({re.escape(delimiter)}|\r\n|\r|\n|\Z)"
    )
    row: list[Entry] = []
    at = 0
    while at < len(text) or row:
        found = cell.match(text, at)
        if found is None:
            break
        group = 1 if found[1] is not None else 2
        row.append(Entry("", found[group].replace('""', '"'), *found.span(group)))
        at = found.end()
        if found[3] != delimiter:
            yield row
            row = []
        elif at == len(text):
            row.append(Entry("", "", at, at))
            yield row
            row = []
