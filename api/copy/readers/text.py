"""Reads plain text, with template tags or without, into paragraphs, items, headings and subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from api.copy.findings import Kind
from api.copy.source import Source
from api.copy.tags import INVISIBLE, Tag, blanked, find_tags, readable
from api.copy.units import CopyUnit

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_EMPTY: Final = re.compile(f"[{INVISIBLE}]*+")
_RULE: Final = re.compile(r"\s*([*=\-_~#+.])(?:\s*\1){2,}\s*$")
_ITEM: Final = re.compile(r"\s*(?:[-*\u2022\u2013+>]|\d{1,3}[.)])[ \t]+(?=\S)")
_HEADER: Final = re.compile(
    r"(subject|preheader|preview(?:[ _-]?text)?|betreff|objet|asunto|oggetto|onderwerp|temat)"
    r"[ \t]*:[ \t]*",
    re.IGNORECASE,
)
_VISIBLE: Final = re.compile(f"[^{INVISIBLE}]")


def read_text(source: Source) -> list[CopyUnit]:
    """Return the copy units of a plain text, in order."""
    tags = find_tags(source.text)
    return list(text_units(source, blanked(source.text, tags), tags))


def text_units(source: Source, text: str, tags: Sequence[Tag]) -> Iterator[CopyUnit]:
    """Yield the units of the source's text with its tags blanked."""
    block = _Block(source, text, tags)
    first = True
    for line in _LINE.finditer(text):
        if line.start() == line.end():
            continue
        ink = _EMPTY.match(text, line.start(), line.end()).end()  # type: ignore[union-attr]
        if ink == line.end():
            yield from block.finished("paragraph")
        elif _RULE.match(line[0]):
            yield from block.finished("heading" if block.lines == 1 else "paragraph")
        else:
            yield from _line(block, line, ink, first)
            first = False
    yield from block.finished("paragraph")


def _line(block: _Block, line: re.Match[str], ink: int, first: bool) -> Iterator[CopyUnit]:
    """Take a line with something on it; subject and preheader stand in the first ones."""
    text, stop = line.string, line.end()
    if (first or block.headed) and (header := _HEADER.match(text, ink, stop)):
        yield from block.finished("paragraph")
        block.headed = True
        block.add(header.end(), stop)
        yield from block.finished("preheader" if header[1][:3].lower() == "pre" else "subject")
        return
    if item := _ITEM.match(text, line.start(), stop):
        yield from block.finished("paragraph")
        block.item = True
        ink = item.end()
    block.headed = False
    block.add(ink, stop)


class _Block:
    """The lines of the unit being read."""

    def __init__(self, source: Source, text: str, tags: Sequence[Tag]) -> None:
        self._source, self._text, self._tags = source, text, tags
        self._start = self._stop = -1
        self.lines = 0
        self.item = self.headed = False

    def add(self, start: int, stop: int) -> None:
        """Add a line, from its first visible character on."""
        self._start = start if self._start < 0 else self._start
        self._stop = start + len(self._text[start:stop].rstrip())
        self.lines += 1

    def finished(self, kind: Kind) -> Iterator[CopyUnit]:
        """Yield the unit that the lines so far are, if they show anything, and start anew."""
        start, stop, item = self._start, self._stop, self.item
        self._start, self.lines, self.item = -1, 0, False
        if start < 0:
            return
        read = readable([(self._text[start:stop], False)], self._tags, entities=False)
        if _VISIBLE.search(read.text):
            place = self._source.place(start, stop, "item" if item else kind, read.text)
            yield CopyUnit(place, read.masks)
