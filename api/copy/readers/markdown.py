"""Reads Markdown, with template tags or without, into copy units.

markdown-it-py parses CommonMark and tables; it maps blocks to lines, and columns are found by
looking for a block's first and last words in those lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

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
#: What may be mark-up at all.
_MARKS: Final = re.compile(r"[\\`<&\[*_~]")
#: Text without any; a link to a plain address; words in stars that have space around them, so that
#: they can be read in one way only (CommonMark 0.31.2, section 6.2).
_PART: Final = re.compile(
    r"[^\\`<&\[\]*_~]++"
    r"|(?<!!)\[([^\\`<&\[\]*_~]++)\]\([^\s()<>\\&`]++\)"
    r"|(?<!\S)(?P<stars>\*{1,2})([^\W_](?:[^\\`<&\[\]*_~]*[^\W_])?)(?P=stars)(?=[\s.,;:]|\Z)"
)
_PLAIN: Final = re.compile(f"(?:{_PART.pattern})*+")
_BLANK: Final = re.compile(r"[^\r\n]")


def markdown_parser() -> MarkdownIt:
    """Return a parser of CommonMark with tables; links are taken as they are, for speed."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.disable("inline")  # the text of each block is parsed when it is read, most of it here
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
    reader = _Reader(source, text, tags, parser)
    # The parser takes a form feed and its like for no line's end, as Source does.
    for token in parser.parse(text, reader.references):
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

    def __init__(self, source: Source, text: str, tags: Sequence[Tag], parser: MarkdownIt) -> None:
        self._source, self._text, self._tags = source, text, tags
        self._parser = parser
        self.references: dict[str, Any] = {}
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
        children: list[Token] = []
        pieces = plain_pieces(token.content)
        if pieces is None:
            self._parser.inline.parse(token.content, self._parser, self.references, children)
            pieces = list(parsed_pieces(children))
        read = readable(pieces, self._tags, entities=False)
        if _VISIBLE.search(read.text):
            kinds = [kind for kind in self._kinds if kind != "paragraph"]
            kind: Kind = kinds[-1] if kinds else "paragraph"
            place = self._source.place(start, stop, kind, read.text)
            yield CopyUnit(place, read.masks, read.left_out)
        yield from self._alts(children, start, stop)

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

    def _alts(self, children: Sequence[Token], start: int, stop: int) -> Iterator[CopyUnit]:
        for child in children:
            if child.type != "image" or not child.content:
                continue
            found = self._text.find("![" + child.content, start, stop)
            at = found + 2 if found >= 0 else start
            read = readable([(child.content, False)], self._tags, entities=False)
            if _VISIBLE.search(read.text):
                place = self._source.place(at, at + len(child.content), "alt", read.text)
                yield CopyUnit(place, read.masks)
                start = at


def plain_pieces(text: str) -> list[Piece] | None:
    """Return the pieces of a block's text if it plainly has no mark-up, or links and bold or
    italic words that can be read in one way only; else None."""
    if not _MARKS.search(text):
        return [(text, False)]
    if _PLAIN.fullmatch(text):
        return [
            ("".join(found[1] or found[3] or found[0] for found in _PART.finditer(text)), False)
        ]
    return None


def _kind(tag: str) -> Kind:
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return "heading"
    return "item" if tag == "li" else "paragraph"


def parsed_pieces(children: Sequence[Token]) -> Iterator[Piece]:
    """Yield the pieces of a block's text as the parser has it."""
    for child in children:
        if child.type in ("text", "text_special"):
            yield child.content, False
        elif child.type == "code_inline":
            yield child.content, True
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and _BREAK_TAG.match(child.content)
        ):
            yield " ", False
