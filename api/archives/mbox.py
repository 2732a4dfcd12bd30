"""Files that hold many messages one behind the other: mbox in its kinds, list archives, logs.

Nothing is read whole: the file may be larger than memory. A share of the file is found by jumping
to its middle and looking for the next separating line; only files whose Content-Length fields
check out (mboxcl) are walked message by message, because there a body may hold any line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from api.archives.interface import Chunk, Exclusion, Mail, Origin, Skipped
from api.archives.rfc822 import MESSAGE_BYTES, read_message
from api.archives.separators import AHEAD_BYTES, BEHIND_BYTES, FromLines, SeparatorRule

CHUNK_BYTES: Final = 4_194_304
_BLOCK_BYTES: Final = 524_288
"""So much is read at once. Under a megabyte (``index.allocator``) its memory is used again and
again; more would be new memory each time, which takes the system longer than to fill it."""
_HEADER_BYTES: Final = 65_536
_QUOTED_FROM: Final = re.compile(rb"(?m)^>(>*From )")
_ANY_QUOTED: Final = re.compile(rb">From ")  # found sooner by a pattern than by ``in``
_LENGTH: Final = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,15})[ \t]*\r?$")
_CHECKED_MESSAGES: Final = 20


@dataclass(frozen=True, slots=True)
class MboxArchive:
    """A file of many messages. ``file`` is where its bytes lie, ``path`` what a person knows it by.

    ``exclusion`` is what the whole file is (a list's archive); ``by_length`` says that
    Content-Length fields tell where messages end.
    """

    path: str
    file: str
    size: int
    format: str = "mbox"
    rule: SeparatorRule = field(default_factory=FromLines)
    in_sent_folder: bool = False
    exclusion: Exclusion | None = None
    by_length: bool = False

    def chunks(self) -> Iterator[Chunk]:
        """Cut the file at message beginnings, about every 4 MB.

        Raises OSError where the file cannot be read any more.
        """
        with open(self.file, "rb", buffering=0) as source:
            begin = 0
            for start in self._cuts(source.fileno()):
                yield Chunk(self.path, begin, start)
                begin = start
            if begin < self.size:
                yield Chunk(self.path, begin, self.size)

    def read(self, chunk: Chunk) -> Iterator[Mail | Skipped]:
        """Read every message of a chunk, in order; what cannot be read is skipped, with reason."""
        try:
            with open(self.file, "rb", buffering=0) as source:
                yield from self._messages(source.fileno(), chunk)
        except OSError as error:
            yield Skipped(Origin(self.path, chunk.start), f"could not be read: {error.strerror}")

    def read_one(self, origin: Origin) -> Mail | Skipped:
        try:
            with open(self.file, "rb", buffering=0) as source:
                return self._message(source.fileno(), origin.offset, origin.offset + origin.length)
        except OSError as error:
            return Skipped(origin, f"could not be read: {error.strerror}")

    def holds(self, origin: Origin) -> bool:
        return origin.path == self.path

    def _cuts(self, fd: int) -> Iterator[int]:
        if self.by_length:
            last = 0
            for start in self._starts(fd, 0, self.size):
                if start - last >= CHUNK_BYTES:
                    yield start
                    last = start
            return
        at = CHUNK_BYTES
        while (found := next(self._found(fd, at, self.size), None)) is not None:
            yield found
            at = found + CHUNK_BYTES

    def _messages(self, fd: int, chunk: Chunk) -> Iterator[Mail | Skipped]:
        # To ask the system for each message costs as much as to read its date and sender.
        block, at, quoted = b"", 0, True
        begin = -1
        for start in (*self._starts(fd, chunk.start, chunk.stop), chunk.stop):
            if begin >= 0 and start > begin:
                if start - at > len(block):
                    size = max(min(start - begin, MESSAGE_BYTES), _BLOCK_BYTES)
                    block, at = os.pread(fd, size, begin), begin
                    quoted = _ANY_QUOTED.search(block) is not None
                yield self._mail(block[begin - at : start - at], begin, start, quoted)
            begin = start

    def _starts(self, fd: int, begin: int, stop: int) -> Iterator[int]:
        """Yield the beginnings of messages in [begin, stop); a message begins at ``begin``."""
        if not self.by_length:
            yield begin
            yield from self._found(fd, begin + 1, stop)
            return
        at: int | None = begin
        while at is not None and at < stop:
            yield at
            after = length_end(fd, at, self.size)
            at = after if after else next(self._found(fd, at + 1, stop), None)

    def _found(self, fd: int, begin: int, stop: int) -> Iterator[int]:
        """Yield where separating lines stand in [begin, stop), ``begin`` > 0."""
        needle = re.compile(b"\n" + re.escape(self.rule.marker))  # sooner than by ``bytes.find``
        while begin < stop:
            low = max(0, begin - BEHIND_BYTES)
            high = min(begin + _BLOCK_BYTES, stop)
            window = os.pread(fd, high - low + AHEAD_BYTES, low)
            for hit in needle.finditer(window, begin - 1 - low):
                start = hit.start() + 1
                if start + low >= high:
                    break
                if self.rule.begins(window, start):
                    yield start + low
            begin = high

    def _message(self, fd: int, begin: int, end: int) -> Mail | Skipped:
        return self._mail(os.pread(fd, min(end - begin, MESSAGE_BYTES), begin), begin, end)

    def _mail(self, raw: bytes, begin: int, end: int, quoted: bool = True) -> Mail | Skipped:
        """Read one message; ``quoted`` says that a From_ line may be quoted in it."""
        raw = _without_separator(raw)
        if quoted and b">From " in raw and not (self.by_length and b"\nFrom " in raw):
            raw = _QUOTED_FROM.sub(rb"\1", raw)
        return read_message(
            raw,
            Origin(self.path, begin, end - begin),
            in_sent_folder=self.in_sent_folder,
            exclusion=self.exclusion,
            cut=end - begin > MESSAGE_BYTES,
        )


def length_end(fd: int, begin: int, size: int) -> int:
    """Return where a message ends by its Content-Length; 0 where it has none or it is wrong.

    It is right if it leads exactly to the next From_ line (a blank line may stand between) or to
    the end of the file.
    """
    head = os.pread(fd, _HEADER_BYTES, begin)
    blanks = [at + len(gap) for gap in (b"\n\n", b"\n\r\n") if (at := head.find(gap)) >= 0]
    if not blanks:
        return 0
    body = min(blanks)
    match = _LENGTH.search(head, 0, body)
    if match is None:
        return 0
    end = begin + body + int(match[1])
    if end >= size:
        return size if end == size else 0
    following = os.pread(fd, 8, end)
    for gap in (b"", b"\n", b"\r\n", b"\n\n"):
        if following.startswith(gap + b"From ") or (following == gap and gap):
            return min(end + len(gap), size)
    return 0


def has_checked_lengths(fd: int, size: int) -> bool:
    """Tell whether one of the first messages of an mbox has a Content-Length that is right."""
    rule_only = MboxArchive("", "", size)
    at: int | None = 0
    for _ in range(_CHECKED_MESSAGES):
        if at is None or at >= min(size, 2 * CHUNK_BYTES):
            return False
        if length_end(fd, at, size):
            return True
        at = next(rule_only._found(fd, at + 1, min(size, 2 * CHUNK_BYTES)), None)
    return False


def _without_separator(raw: bytes) -> bytes:
    start = raw.find(b"\n") + 1
    end = len(raw)
    # The blank line before the next separator belongs to the container.
    if raw.endswith(b"\n\n"):
        end -= 1
    elif raw.endswith(b"\n\r\n"):
        end -= 2
    return raw[start:end]
