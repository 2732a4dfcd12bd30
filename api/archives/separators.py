"""The lines that part one message from the next in a file of many.

Both rules look at a line and its neighbours only, so that a reader may begin anywhere in a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

LINE_BYTES: Final = 1_000
"""A separating line longer than this is none."""
AHEAD_BYTES: Final = 2 * LINE_BYTES
"""A rule may look this far beyond the beginning of its line."""
BEHIND_BYTES: Final = 4
"""A rule may look this far before its line."""

_MONTH: Final = rb"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY: Final = rb"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?"
_CLOCK: Final = rb"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
_ZONE: Final = rb"(?:\s+[+-]\d{4}|\s+[a-z]{1,5}(?:\s+dst)?|\s+\([a-z ]{1,20}\))?"
# asctime, with or without a zone before or after the year (Takeout: "+0000 2015"), RFC 5322, ISO.
_DATED: Final = re.compile(
    rb"(?i)From (?:.{0,400}?\s)??\s*(?:"
    rb"(?:"
    + _DAY
    + rb"\s+)"
    + _MONTH
    + rb"\s+\d{1,2},?\s+"
    + _CLOCK
    + _ZONE
    + rb"\s+\d{2,4}"
    + _ZONE
    + rb"|(?:"
    + _DAY
    + rb"\s+)?\d{1,2}[ -]"
    + _MONTH
    + rb"[ -]\d{2,4}\s+"
    + _CLOCK
    + _ZONE
    + rb"|\d{4}-\d\d-\d\d[T ]"
    + _CLOCK
    + rb"(?:[.,]\d+)?(?:z|\s?[+-]\d\d:?\d\d)?"
    rb")(?:\s+remote from .{1,80})?\s*"
)
_DATELESS: Final = re.compile(rb"From (?:-|[^\s<>\"]{1,100}@[^\s<>\"]{1,100})\s*")
_HEADER_LINE: Final = re.compile(rb"[!-9;-~]{1,76}[ \t]*:|>From ")
_RULER: Final = re.compile(rb"={70,80}\s*")
_PIPERMAIL: Final = re.compile(rb"From \S+ at \S+ ")
_LISTSERV_FIELD: Final = re.compile(
    rb"(?i)(?:date|reply-to|sender|from|subject|to|organi[sz]ation|comments|message-id|mime-version"
    rb"|content-type|in-reply-to|x-[a-z-]+)[ \t]*:"
)


class SeparatorRule(Protocol):
    """Which lines begin a message. ``marker`` is what such a line begins with."""

    @property
    def marker(self) -> bytes: ...

    def begins(self, window: bytes, at: int) -> bool:
        """Tell whether the line at ``at`` begins a message.

        ``window`` holds ``BEHIND_BYTES`` before and ``AHEAD_BYTES`` after ``at``, unless the file
        begins or ends there.
        """
        ...


@dataclass(frozen=True, slots=True)
class FromLines:
    """The From_ line of mbox: it ends in a date and a header follows it.

    A line of prose that begins "From " has no date at its end, or no header line behind it.
    ``dateless`` accepts "From -" and "From id@host" too, for files whose first line is such; these
    must follow a blank line unless a mail header follows them.
    """

    dateless: bool = False

    @property
    def marker(self) -> bytes:
        return b"From "

    def begins(self, window: bytes, at: int) -> bool:
        line, after = _line(window, at)
        if not (is_dated(line) or (self.dateless and _DATELESS.fullmatch(line))):
            return False
        if _HEADER_LINE.match(window, after):
            return True
        # A message without any header, or the end of the file: only behind a blank line.
        return window[after : after + 2].strip() == b"" and _after_blank(window, at)


@dataclass(frozen=True, slots=True)
class ListservRulers:
    """The line of 73 equals signs between messages of a LISTSERV log, a header behind it."""

    @property
    def marker(self) -> bytes:
        return b"=" * 70

    def begins(self, window: bytes, at: int) -> bool:
        line, after = _line(window, at)
        return bool(_RULER.fullmatch(line)) and bool(_LISTSERV_FIELD.match(window, after))


def is_dated(line: bytes) -> bool:
    """Tell whether a From_ line ends in a date.

    >>> is_dated(b"From ann@x.org Thu Jan  1 00:00:00 1970"), is_dated(b"From Monday on we close")
    (True, False)
    """
    return (
        len(line) <= LINE_BYTES
        and line[-24:].strip()[-1:].isalnum()
        and bool(_DATED.fullmatch(line))
    )


def is_dateless(line: bytes) -> bool:
    """Tell whether a line is a From_ line of those that carry no date."""
    return bool(_DATELESS.fullmatch(line))


def is_pipermail(line: bytes) -> bool:
    """Tell whether a From_ line hides its address as Mailman's archives do ("user at host")."""
    return bool(_PIPERMAIL.match(line))


def _line(window: bytes, at: int) -> tuple[bytes, int]:
    end = window.find(b"\n", at, at + LINE_BYTES)
    if end < 0:
        return window[at : at + LINE_BYTES + 1], len(window)
    return window[at:end].rstrip(b"\r"), end + 1


def _after_blank(window: bytes, at: int) -> bool:
    return at == 0 or window[:at].endswith((b"\n\n", b"\n\r\n", b"\r\r")) or at <= 2
