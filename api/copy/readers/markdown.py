"""Reads Markdown, with template tags or without, into copy units.

markdown-it-py parses CommonMark and tables; it maps blocks to lines, and columns are found by
looking for a block's first and last words in those lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from api.copy.findings import Kind
from api.copy.readers.html import html_units
from api.copy.source import Source
from api.copy.tags import INVISIBLE, Piece, Tag, blanked, find_tags, readable
from api.copy.units import CopyUnit, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT: Final = re.compile(
    r"\A(?:---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
    r"|\+\+\+[ \t]*\r?\n(.*?)\r?\n\+\+\+[ \t]*(?:\r?\n|\Z))",
    re.DOTALL,
)
#: Of the front matter only what a mail's reader sees.
_FRONT_LINE: Final = re.compile(
    r"^(subject|preheader|preview_?text)[ \t]*[:=][ \t]*(['\"]?)(.+?)\2[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_VISIBLE: Final = re.compile(f"[^{INVISIBLE}]")
_BREAK_TAG: Final = re.compile(r"<(?:br|/?p|/?div|/?li)\b", re.IGNORECASE)
_BLANK: Final = re.compile(r"[^\r\n]")


def markdown_parser() -> MarkdownIt:
    """Return a parser of CommonMark with tables; links are taken as they are, for speed."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for name, taken in (("normalizeLink", str), ("normalizeLinkText", str), ("validateLink", bool)):
        setattr(parser, name, taken)
    return parser


def read_markdown(source: Source, parser: MarkdownIt) -> tuple[list[CopyUnit], list[Span]]:
    """Return the copy units of a Markdown file, and the spans of its code blocks."""
    tags = find_tags(source.text)
    text = blanked(source.text, tags)
    units: list[CopyUnit] = []
    if front := _FRONT.match(text):
        units += _front_units(source, text, tags, front)
        text = _BLANK.sub(" ", front[0]) + text[front.end() :]
    reader = _Reader(source, text, tags)
    # The parser takes a form feed and its like for no line's end, as Source does.
    for token in parser.parse(text):
        units += reader.token(token)
    return units, reader.code


def _front_units(
    source: Source, text: str, tags: Sequence[Tag], front: re.Match[str]
) -> Iterator[CopyUnit]:
    for line in _FRONT_LINE.finditer(text, front.start(), front.end()):
        read = readable([(line[3], False)], tags, entities=False)
        kind: Kind = "subject" if line[1].lower() == "subject" else "preheader"
        if _VISIBLE.search(read.text):
            place = source.place(line.start(3), line.end(3), kind, read.text, line[1])
            yield CopyUnit(place, read.masks)


class _Reader:
    """Walks the parser's tokens and keeps the place in the text."""

    def __init__(self, source: Source, text: str, tags: Sequence[Tag]) -> None:
        self._source, self._text, self._tags = source, text, tags
        self._kinds: list[Kind] = []
        self._at = 0
        self.code: list[Span] = []

    def token(self, token: Token) -> list[CopyUnit]:
        """Take one block token; return the units it holds."""
        if token.type in ("fence", "code_block") and token.map:
            self.code.append(self._lines(token))
        elif token.type == "html_block" and token.map:
            start, stop = self._lines(token)
            return list(html_units(self._source, self._text, self._tags, start, stop))
        elif token.nesting == 1:
            self._kinds.append(_kind(token.tag))
        elif token.nesting == -1:
            self._kinds.pop()
        elif token.type == "inline" and token.map:
            return list(self._inline(token))
        return []

    def _lines(self, token: Token) -> Span:
        first, last = token.map or (0, 0)
        starts = self._source.line_starts
        stop = starts[last] if last < len(starts) else len(self._text)
        return starts[min(first, len(starts) - 1)], stop

    def _inline(self, token: Token) -> Iterator[CopyUnit]:
        start, stop = self._located(token)
        read = readable(list(_pieces(token.children or ())), self._tags, entities=False)
        if _VISIBLE.search(read.text):
            kinds = [kind for kind in self._kinds if kind != "paragraph"]
            kind: Kind = kinds[-1] if kinds else "paragraph"
            place = self._source.place(start, stop, kind, read.text)
            yield CopyUnit(place, read.masks, read.left_out)
        yield from self._alts(token, start, stop)

    def _located(self, token: Token) -> Span:
        """Return where an inline token's text stands: its first line to its last."""
        first, stop = self._lines(token)
        lines = token.content.splitlines() or [""]
        start = self._text.find(lines[0], max(first, self._at), stop)
        if start < 0:
            start = first
        last = self._text.rfind(lines[-1], start, stop) if len(lines) > 1 else start
        end = (last if last >= 0 else start) + len(lines[-1])
        self._at = max(self._at, end)
        return start, end

    def _alts(self, token: Token, start: int, stop: int) -> Iterator[CopyUnit]:
        for child in token.children or ():
            if child.type != "image" or not child.content:
                continue
            found = self._text.find("![" + child.content, start, stop)
            at = found + 2 if found >= 0 else start
            read = readable([(child.content, False)], self._tags, entities=False)
            if _VISIBLE.search(read.text):
                place = self._source.place(at, at + len(child.content), "alt", read.text)
                yield CopyUnit(place, read.masks)
                start = at


def _kind(tag: str) -> Kind:
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return "heading"
    return "item" if tag == "li" else "paragraph"


def _pieces(children: Sequence[Token]) -> Iterator[Piece]:
    for child in children:
        if child.type == "text":
            yield child.content, False
        elif child.type == "code_inline":
            yield child.content, True
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and _BREAK_TAG.match(child.content)
        ):
            yield " ", False
