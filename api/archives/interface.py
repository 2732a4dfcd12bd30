"""What every archive reader gives: chunks to share out; mails or skipped entries out of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from dedupe import Message


class Exclusion(StrEnum):
    """Why a mail is left out of an audit unless lists are asked for."""

    LIST = "list"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    CALENDAR = "calendar"
    BULK = "bulk"
    DRAFT = "draft"


class Origin(NamedTuple):
    """Where one message stands: enough to read it again, and to tell a person where it is.

    ``path`` is the path as given (``-`` for standard input), ``offset`` and ``length`` are bytes
    in the file once decompressed. ``row`` counts from 1 in what has rows or items (CSV, JSONL,
    .pst); it is 0 elsewhere. A file that holds one message has offset 0 and its own length.

    A named tuple, because every message has one that goes from process to process.
    """

    path: str
    offset: int = 0
    length: int = -1
    row: int = 0

    def __str__(self) -> str:
        if self.row:
            return f"{self.path}:{self.row}"
        return f"{self.path}@{self.offset}" if self.offset else self.path


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that could not be read, and why, in words for a person."""

    origin: Origin
    reason: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as read from an archive, with what only its headers tell.

    ``warnings`` say, in words for a person, what of the message was left out or guessed: a text
    that was cut, a charset that was wrong.
    """

    origin: Origin
    message: Message
    exclusion: Exclusion | None = None
    in_sent_folder: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A picklable share of an archive that one process reads: bytes or files [start, stop).

    ``row`` counts the rows before ``start``, where the archive has rows.
    """

    path: str
    start: int
    stop: int
    row: int = 0


class Archive(Protocol):
    """One archive in one format. Picklable: workers receive it with a chunk."""

    @property
    def path(self) -> str: ...

    @property
    def format(self) -> str: ...

    @property
    def size(self) -> int:
        """Bytes on disk to be read, for progress."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """Cut the archive into shares of a few megabytes, in order, without parsing messages."""
        ...

    def read(self, chunk: Chunk) -> Iterator[Mail | Skipped]:
        """Read every message that begins in the chunk, in order."""
        ...

    def read_one(self, origin: Origin) -> Mail | Skipped:
        """Read one message again (for the report's examples)."""
        ...

    def holds(self, origin: Origin) -> bool:
        """Tell whether an origin comes from this archive."""
        ...
