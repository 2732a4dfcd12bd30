"""Template tags: placeholders, control tags and comments of every template syntax.

A tag is blanked before a file is read as HTML, Markdown or text, so that a ``<`` or a quote inside
it misleads no reader: it is written as a mark of the same length that carries its number, and is
put back when a unit's text is made.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final, Literal

from api.copy.units import Span

TagKind = Literal["value", "control", "comment"]


@dataclass(frozen=True, slots=True)
class Tag:
    """Code points [start, stop) of a file: a value to be filled in, a control tag, a comment."""

    start: int
    stop: int
    kind: TagKind
    text: str


# Private-use characters: two digits say which tag a mark is, and fill follows. Values have one set
# of them and what shows nothing another. Lines inside a tag are kept: line numbers stay true.
_FILLS: Final = ("\U000f0000", "\U000f0001")
_HIGH: Final = (0xF1000, 0xF3000)
_LOW: Final = (0xF2000, 0xF4000)
_BASE: Final = 4096
_PRIVATE: Final = re.compile("[\U000f0000-\U000f4fff]")
_NOT_LINES: Final = re.compile(r"[^\r\n]")
_STRAY: Final = re.compile("[\U000f0000\U000f0001]+")
_MARK: Final = re.compile(
    "([\U000f1000-\U000f1fff\U000f3000-\U000f3fff])([\U000f2000-\U000f2fff\U000f4000-\U000f4fff])"
    "(?:[\r\n]*+[\U000f0000\U000f0001])*+"
)
#: For a character class: what shows nothing, marks of control tags and comments among it.
INVISIBLE: Final = "\\s\u00ad\u034f\u200b-\u200d\u2060\ufeff\U000f0001\U000f3000-\U000f4fff"

# What opens a tag; each begins with one character, which is found quickly. The end is looked for
# within a bound, so that a stray opening costs little.
_OPENING: Final = re.compile(r"\{[{%#/]|<%|\*\||%%(?=[A-Za-z])|\$\{|#\{|%\{|\[\[|%\(")
_LONGEST: Final = 4000
#: Values with an end of their own; longest first.
_VALUE: Final = re.compile(
    r"\*\|[^\r\n]{1,80}?\|\*|%%[A-Za-z][\w.:-]{1,60}%%|[$#]\{[^{}\n]{1,120}\}"
    r"|\[\[[\w.: -]{1,60}\]\]|%\{[\w.]{1,60}\}|%\([\w.]{1,60}\)[sdif]"
)
_COMMENTS: Final = (
    ("{#", "#}"), ("{{!--", "--}}"), ("{{!", "}}"), ("<%#", "%>"), ("<%--", "--%>"),
    ("{/*", "*/}"),
)  # fmt: skip
_GO_COMMENT: Final = re.compile(r"\{\{-?\s*/\*")
#: Blocks of Jinja, Twig and Liquid whose content is no copy, or is none of theirs to read.
_BLOCK: Final = re.compile(
    r"\{%[-+]?\s*(comment|raw|verbatim|schema|stylesheet|javascript|style)\b"
)
_BLOCK_END: Final = re.compile(
    r"\{%[-+]?\s*end(comment|raw|verbatim|schema|stylesheet|javascript|style)\s*[-+]?%\}"
)
_SHORTCODES: Final = (("{{<", ">}}"), ("{{%", "%}}"))

# What is no value in double curly brackets: blocks of Handlebars, keywords of Go templates.
_CURLY_CONTROL: Final = re.compile(
    r"\{\{\{?[-~]?\s*(?:[#/^>!*]|else\b|end\s*[-~]?\}|(?:if|range|with|define|template|block|break"
    r"|continue|yield|partial|layout)\b|\$\w+\s*:?=)"
)
# Merge tags of mailing services that steer and say nothing: *|IF:X|*, *|END:IF|*.
_STAR_CONTROL: Final = re.compile(r"\*\|(?:IF|IFNOT|ELSE|ELSEIF|END|INTERESTED|MC:)\b")
_ELSE: Final = re.compile(r"\W*(?:else|elsif|elif|elseif|when|plural)\b", re.IGNORECASE)


def find_tags(text: str) -> list[Tag]:
    """Return the template tags of a file, in order, whatever their syntax. Linear in its length."""
    finder = _TagFinder(text)
    tags: list[Tag] = []
    at = 0
    while opening := _OPENING.search(text, at):
        tag = finder.tag(opening.start())
        if tag is None:
            at = opening.start() + 1
        else:
            tags.append(tag)
            at = tag.stop
    return tags


class _TagFinder:
    """Reads the tag at a place of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last: dict[str, int] = {}
        self._ends: dict[str, list[tuple[int, int]]] = {}
        for end in _BLOCK_END.finditer(text) if "{%" in text else ():
            self._ends.setdefault(end[1], []).append(end.span())

    def tag(self, at: int) -> Tag | None:
        """Return the tag that begins at a place; None where none does, or it has no end."""
        text = self._text
        if found := _VALUE.match(text, at):
            kind: TagKind = "control" if _STAR_CONTROL.match(found[0]) else "value"
            return Tag(at, found.end(), kind, found[0])
        for opening, closing in _COMMENTS:
            if text.startswith(opening, at):
                return self._closed(at, len(opening), closing, "comment")
        if text.startswith("{%", at):
            return self._block(at)
        if text.startswith("<%", at):
            tag = self._closed(at, 2, "%>", "control")
            output = tag and tag.text.startswith("=", 2 + tag.text.startswith("-", 2))
            return Tag(tag.start, tag.stop, "value", tag.text) if tag and output else tag
        return self._curly(at) if text.startswith("{{", at) else None

    def _closed(self, at: int, skip: int, closing: str, kind: TagKind) -> Tag | None:
        if closing not in self._last:
            self._last[closing] = self._text.rfind(closing)
        if at > self._last[closing]:
            return None
        end = self._text.find(closing, at + skip, at + skip + _LONGEST)
        if end < 0:
            return None
        stop = end + len(closing)
        return Tag(at, stop, kind, self._text[at:stop])

    def _curly(self, at: int) -> Tag | None:
        text = self._text
        if found := _GO_COMMENT.match(text, at):
            return self._closed(at, found.end() - at, "}}", "comment")
        for opening, closing in _SHORTCODES:
            if text.startswith(opening, at):
                return self._closed(at, len(opening), closing, "control")
        three = text.startswith("{{{", at)
        tag = self._closed(at, 3, "}}}", "value") if three else self._closed(at, 2, "}}", "value")
        if tag and _CURLY_CONTROL.match(tag.text):
            return Tag(tag.start, tag.stop, "control", tag.text)
        return tag

    def _block(self, at: int) -> Tag | None:
        tag = self._closed(at, 2, "%}", "control")
        block = _BLOCK.match(self._text, at)
        if tag is None or block is None:
            return tag
        ends = self._ends.get(block[1], [])
        number = bisect_left(ends, (tag.stop, 0))
        if number == len(ends):
            return tag
        stop = ends[number][1]
        kind: TagKind = "comment" if block[1] == "comment" else "control"
        return Tag(at, stop, kind, self._text[at:stop])


def blanked(text: str, tags: Sequence[Tag]) -> str:
    """Return the text with each tag as a mark of the same length."""
    text = _PRIVATE.sub("\ufffd", text)
    parts = []
    at = 0
    for number, tag in enumerate(tags):
        hidden = tag.kind != "value"
        high, low = divmod(number, _BASE)
        mark = chr(_HIGH[hidden] + high % _BASE) + chr(_LOW[hidden] + low)
        parts += [text[at : tag.start], mark, _NOT_LINES.sub(_FILLS[hidden], tag.text[2:])]
        at = tag.stop
    parts.append(text[at:])
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class ReadableText:
    """A unit's text as a person reads it, with the spans of its placeholders and of inline code."""

    text: str
    masks: tuple[Span, ...]
    left_out: tuple[Span, ...]


#: A stretch of blanked text, and whether it is inline code.
Piece = tuple[str, bool]

_SPACES: Final = re.compile(r"[\s\u200b\u2060\ufeff]+")
_EDGES: Final = " \u00ad\u034f\u200b\u200c\u200d\u2060\ufeff"


def readable(pieces: Sequence[Piece], tags: Sequence[Tag], *, entities: bool) -> ReadableText:
    """Put a unit's text together: white space collapsed, tags put back or dropped.

    ``entities``: character references are resolved. Text at the edges that shows nothing is cut.
    """
    writer = _Writer(tags)
    for text, code in pieces:
        writer.add(unescape(text) if entities and "&" in text else text, code)
    return writer.written()


class _Writer:
    """Writes a unit's text, one space between words however the source breaks its lines."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self._tags = tags
        self._parts: list[str] = []
        self._length = 0
        self._spaced = True
        self._masks: list[Span] = []
        self._left_out: list[Span] = []

    def add(self, text: str, code: bool) -> None:
        start = self._length
        at = 0
        for mark in _MARK.finditer(text) if self._tags else ():
            self._plain(text[at : mark.start()])
            self._tag(self._tags[_number(mark)])
            at = mark.end()
        self._plain(text[at:])
        if code and self._length > start:
            self._left_out.append((start, self._length))

    def _plain(self, text: str) -> None:
        # Printable is what shows something, and the space: most text needs no second look.
        if not text.isprintable() or "  " in text:
            text = _SPACES.sub(" ", _STRAY.sub("", text))
        if self._spaced:
            text = text.lstrip(_EDGES)
        self._put(text)

    def _tag(self, tag: Tag) -> None:
        if tag.kind == "value":
            start = self._length
            self._put(" ".join(tag.text.split()))
            self._masks.append((start, self._length))
        elif _ELSE.match(tag.text):
            self._plain(" ")

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._spaced = text[-1] == " "

    def written(self) -> ReadableText:
        text = "".join(self._parts).rstrip(_EDGES)
        return ReadableText(text, _inside(self._masks, text), _inside(self._left_out, text))


def _inside(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    return tuple((a, min(b, len(text))) for a, b in spans if a < len(text))


def _number(mark: re.Match[str]) -> int:
    return (ord(mark[1]) & 0xFFF) * _BASE + (ord(mark[2]) & 0xFFF)
