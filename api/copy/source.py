"""A source file as text: decoded, what had to be guessed said; places by line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from api.archives.charsets import decode, guess_charset
from api.copy.findings import CopyPlace, Kind, SkippedCopy

# The marks of Unicode encodings, the longer ones first: UTF-32's begins like UTF-16's.
_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: A file whose first bytes hold a NUL is no text, as git says too.
_HEAD: Final = 8000
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Source:
    """The text of one file. Offsets count its code points; lines and columns start at 1."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts."""
        if "\r" in self.text:
            return [0, *(m.end() for m in _LINE_END.finditer(self.text))]
        lines = self.text.split("\n")
        return [0, *accumulate(len(line) + 1 for line in lines[:-1])]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def place(self, start: int, stop: int, kind: Kind, text: str, key: str = "") -> CopyPlace:
        """Return the place [start, stop) of this file, with the text that a person reads there."""
        line, column = self.position(start)
        end_line, end_column = self.position(stop)
        return CopyPlace(self.path, line, column, end_line, end_column, kind, text, key)


class NotTextError(Exception):
    """The bytes are no text; the message says so to a person."""


def decoded(path: str, raw: bytes) -> tuple[Source, tuple[SkippedCopy, ...]]:
    """Return the text of a file, and what to say of its charset.

    Raises NotTextError for binary files.
    """
    for mark, charset in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _marked(path, raw[len(mark) :], charset)
    if b"\0" in raw[:_HEAD]:
        raise NotTextError("is a binary file, not text")
    try:
        return Source(path, raw.decode()), ()
    except UnicodeDecodeError as error:
        return _guessed(path, raw, error.start)


def _marked(path: str, raw: bytes, charset: str) -> tuple[Source, tuple[SkippedCopy, ...]]:
    text = raw.decode(charset, "replace")
    if "\ufffd" not in text:
        return Source(path, text), ()
    reason = f"says it is {charset.upper()}, but holds bytes that are not; they read as \ufffd"
    line, _ = Source(path, text).position(text.index("\ufffd"))
    return Source(path, text), (SkippedCopy(path, line, reason, unread=False),)


def _guessed(path: str, raw: bytes, at: int) -> tuple[Source, tuple[SkippedCopy, ...]]:
    charset = guess_charset(raw[max(0, at - _HEAD) : at + _HEAD])
    line = raw.count(b"\n", 0, at) + 1
    reason = f"is not UTF-8 (byte 0x{raw[at]:02x}); read as {charset}. Save it as UTF-8."
    return Source(path, decode(raw, charset)), (SkippedCopy(path, line, reason, unread=False),)
