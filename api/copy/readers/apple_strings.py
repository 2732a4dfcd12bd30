"""Reads Apple's .strings files: "key" = "value"; with comments of C."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from api.copy.readers.broken import BrokenFileError
from api.copy.readers.strings import Entry
from api.copy.source import Source

_QUOTED: Final = r'"((?:[^"\\]++|\\.)*+)"'
_ENTRY: Final = re.compile(
    rf"(?:\s++|/\*.*?(?:\*/|\Z)|//[^\r\n]*+)*+(?:(?:{_QUOTED}|([\w.-]++))\s*+=\s*+{_QUOTED}\s*+;)?+",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:U([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r"}


def apple_entries(source: Source) -> Iterator[Entry]:
    """Yield the strings of a .strings file. Raises BrokenFileError where it is none."""
    at = 0
    while at < len(source.text):
        found = _ENTRY.match(source.text, at)
        if (
            found is None
            or found.end() == at
            or (found[3] is None and found.end() < len(source.text))
        ):
            bad = found.end() if found else at
            raise BrokenFileError(
                'is no valid .strings file: "key" = "value"; is expected', source.position(bad)[0]
            )
        if found[3] is not None:
            key = _unescaped(found[1]) if found[1] is not None else found[2]
            yield Entry(key, _unescaped(found[3]), found.start(3), found.end(3))
        at = found.end()


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPES.get(m[2], m[2]), text)
