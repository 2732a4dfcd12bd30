"""What every archive reader gives: chunks to share out, and mails or skipped entries out of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from dedupe import Message


class Exclusion(StrEnum):
    """Why a mail is left out of an audit unless lists are asked for."""

    LIST = "list"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    CALENDAR = "calendar"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one message stands: enough to read it again, and to tell a person where it is.

    ``offset`` and ``length`` are bytes in the (decompressed) file; for CSV and JSONL the offset
    is the row, counted from 1. A file that holds one message has offset 0 and its own length.
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
    """A message as read from an archive, with what only its headers tell."""

    origin: Origin
    message: Message
    exclusion: Exclusion | None = None
    in_sent_folder: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A picklable share of an archive that one process reads: bytes or rows [start, stop)."""

    path: str
    start: int
    stop: int


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
