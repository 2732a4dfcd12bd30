"""Reads HTML and MJML, with template tags or without, into copy units.

A scanner of tags, not a tree: what mail templates hold is often half a page, and a unit needs its
exact place in the file, which tree builders do not keep. It follows the HTML standard where text
is concerned: comments (and conditional comments), raw text, attributes with ``>`` in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.copy.findings import Kind
from api.copy.readers import html_elements as elements
from api.copy.source import Source
from api.copy.tags import INVISIBLE, Piece, Tag, blanked, find_tags, readable
from api.copy.units import CopyUnit

# Possessive throughout, and an end of file closes everything: linear on whatever comes.
_TOKEN: Final = re.compile(
    r"""<!--.*?(?:-->|\Z) | <!\[CDATA\[.*?(?:\]\]>|\Z) | <[!?][^>]*+>?
      | <(/?)([A-Za-z][^\s/>]*+)((?:[^"'>]++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+)(?:>|\Z)""",
    re.DOTALL | re.VERBOSE,
)
_RAW: Final = re.compile(r"<(script|style)\b[^>]*+>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_NOTHING: Final = ("&nbsp;", "&zwnj;", "&zwj;", "&shy;", "&#160;", "&#xa0;", "&#847;", "&#8199;")
_EMPTY: Final = re.compile(f"(?:[{INVISIBLE}]++|{'|'.join(_NOTHING)})*+", re.IGNORECASE)
#: So many elements around a unit say what it is; pages that close nothing nest without end.
_NEAREST: Final = 64
_EDGES: Final = " \t\r\n\f\u00a0\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff\U000f0001"
_VISIBLE: Final = re.compile(f"[^{INVISIBLE}]")


def read_html(source: Source) -> list[CopyUnit]:
    """Return the copy units of an HTML or MJML file, in order."""
    tags = find_tags(_without_raw(source.text))
    return list(html_units(source, blanked(source.text, tags), tags, 0, len(source.text)))


def _without_raw(text: str) -> str:
    """Blank scripts and styles, whose curly brackets are no template tags worth keeping."""
    return _RAW.sub(lambda m: " " * (m.end() - m.start()), text)


def html_units(
    source: Source, text: str, tags: Sequence[Tag], start: int, stop: int
) -> Iterator[CopyUnit]:
    """Yield the units of ``text[start:stop]``: the source's text with its tags blanked."""
    scan = _Scan(source, text, tags)
    at = start
    for token in _TOKEN.finditer(text, start, stop):
        if token.start() < at:
            continue
        scan.text(at, token.start())
        at = token.end()
        if token[2] is None:
            continue
        name = token[2].lower()
        if token[1]:
            scan.close(name)
        else:
            scan.open(name, token)
            if name in ("script", "style") and (raw := _RAW.match(text, token.start(), stop)):
                scan.close(name)
                at = raw.end()
        yield from scan.taken()
    scan.text(at, stop)
    scan.flush()
    yield from scan.taken()


@dataclass(slots=True)
class _Open:
    """An element that was opened and not yet closed, and what it does to its text."""

    name: str
    kind: Kind | None
    unread: bool = False
    code: bool = False


class _Scan:
    """Where the scanner is: open elements, the unit being read, units that are finished."""

    def __init__(self, source: Source, text: str, tags: Sequence[Tag]) -> None:
        self._source, self._text, self._tags = source, text, tags
        self._stack: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._unread = self._code = 0
        self._pieces: list[Piece] = []
        self._start, self._stop = -1, 0
        self._breaks = 0
        self._shown = False
        self._units: list[CopyUnit] = []

    def taken(self) -> list[CopyUnit]:
        """Return the units finished since the last call."""
        units, self._units = self._units, []
        return units

    def text(self, start: int, stop: int) -> None:
        """Add text to the unit being read."""
        if start >= stop or self._unread:
            return
        piece = self._text[start:stop]
        ink = _EMPTY.match(piece).end()  # type: ignore[union-attr]
        if ink < len(piece):
            if self._start < 0:
                self._start = start + ink
            self._stop = start + _inked(piece)
            self._breaks = 0
        self._pieces.append((piece, self._code > 0))

    def open(self, name: str, token: re.Match[str]) -> None:
        """Take an opening tag."""
        attributes = token[3]
        if name == "br":
            self._break()
        elif name in ("img", "mj-image", "amp-img", "area") and not self._unread:
            self._alt(attributes, token.start(3))
        elif name not in elements.VOID and not attributes.endswith("/"):
            self._push(name, attributes)
        elif name not in elements.INLINE:
            self.flush()

    def _push(self, name: str, attributes: str) -> None:
        opened = _Open(name, elements.KINDS.get(name), code=name in elements.CODE)
        opened.unread = name in elements.UNREAD or elements.is_navigation(attributes)
        if elements.is_preheader(attributes) or (
            not self._shown and elements.is_hidden(attributes)
        ):
            opened.kind = "preheader"
        elif name in ("a", "td", "div", "span") and elements.is_button(attributes):
            opened.kind = "button"
        if self._breaks_unit(opened):
            self.flush()
        self._stack.append(opened)
        self._names[name] += 1
        self._unread += opened.unread
        self._code += opened.code

    @staticmethod
    def _breaks_unit(opened: _Open) -> bool:
        return opened.name not in elements.INLINE or opened.kind in ("button", "preheader")

    def close(self, name: str) -> None:
        """Take a closing tag; one that closes nothing is no more than a break."""
        if not self._names[name]:
            if name not in elements.INLINE:
                self.flush()
            return
        while True:
            opened = self._stack[-1]
            if self._breaks_unit(opened):
                self.flush()
            self._stack.pop()
            self._names[opened.name] -= 1
            self._unread -= opened.unread
            self._code -= opened.code
            if opened.name == name:
                return

    def _break(self) -> None:
        """A line break is a space; two in a row part paragraphs."""
        self._breaks += 1
        self._pieces.append((" ", False))
        if self._breaks > 1:
            self.flush()

    def flush(self) -> None:
        """Finish the unit being read."""
        pieces, self._pieces, self._breaks = self._pieces, [], 0
        start, self._start = self._start, -1
        if start < 0:
            return
        read = readable(pieces, self._tags, entities=True)
        if not _VISIBLE.search(read.text):
            return
        kind = self._kind()
        self._shown = self._shown or kind not in ("preheader", "title")
        place = self._source.place(start, self._stop, kind, read.text)
        self._units.append(CopyUnit(place, read.masks, read.left_out))

    def _kind(self) -> Kind:
        kinds = [opened.kind for opened in self._stack[-_NEAREST:] if opened.kind]
        strong: tuple[Kind, ...] = ("preheader", "button")
        for kind in strong:
            if kind in kinds:
                return kind
        known = [kind for kind in kinds if kind != "paragraph"]
        return known[-1] if known else "paragraph"

    def _alt(self, attributes: str, offset: int) -> None:
        place = elements.attribute(attributes, "alt")
        if place is None:
            return
        read = readable([(attributes[place[0] : place[1]], False)], self._tags, entities=True)
        if _VISIBLE.search(read.text):
            at = self._source.place(offset + place[0], offset + place[1], "alt", read.text)
            self._units.append(CopyUnit(at, read.masks, read.left_out))


def _inked(piece: str) -> int:
    """Return where the last visible character of a text ends."""
    while True:
        piece = piece.rstrip(_EDGES)
        if not piece.endswith(_NOTHING):
            return len(piece)
        piece = piece[: piece.rindex("&")]
