"""Messages as JSON Lines: one object a line, as the contract for outsiders has it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from api.archives.charsets import decode
from api.archives.interface import Chunk, Mail, Origin, Skipped
from api.archives.mbox import CHUNK_BYTES
from api.archives.records import column_map, message_from

LINE_BYTES: Final = 67_108_864
"""A longer line is skipped, not read."""


@dataclass(frozen=True, slots=True)
class JsonlArchive:
    """A file of JSON objects, one a line. ``columns`` maps fields to the keys that hold them."""

    path: str
    file: str
    size: int
    columns: tuple[tuple[str, str], ...] = ()
    format: str = "jsonl"

    def chunks(self) -> Iterator[Chunk]:
        """Cut the file behind line ends, about every 4 MB.

        Raises OSError where the file cannot be read any more.
        """
        with open(self.file, "rb", buffering=0) as source:
            begin, row, lines, at = 0, 0, 0, 0
            while block := os.pread(source.fileno(), CHUNK_BYTES, at):
                last = block.rfind(b"\n")
                lines += block.count(b"\n")
                at += len(block)
                if last >= 0 and at < self.size:
                    stop = at - len(block) + last + 1
                    yield Chunk(self.path, begin, stop, row)
                    begin, row = stop, lines
            if begin < self.size:
                yield Chunk(self.path, begin, self.size, row)

    def read(self, chunk: Chunk) -> Iterator[Mail | Skipped]:
        row, at = chunk.row, chunk.start
        try:
            with open(self.file, "rb") as source:
                source.seek(at)
                while at < chunk.stop and (line := source.readline(LINE_BYTES)):
                    length = len(line)
                    while line and not line.endswith(b"\n") and at + length < chunk.stop:
                        line = source.readline(LINE_BYTES)
                        length += len(line)
                    row += 1
                    origin = Origin(self.path, at, length, row)
                    at += length
                    if length > LINE_BYTES:
                        yield Skipped(origin, "a line of more than 64 MB")
                    elif line.strip():
                        yield self._record(line, origin)
        except OSError as error:
            yield Skipped(Origin(self.path, at, row=row), f"could not be read: {error.strerror}")

    def read_one(self, origin: Origin) -> Mail | Skipped:
        try:
            with open(self.file, "rb", buffering=0) as source:
                line = os.pread(source.fileno(), min(origin.length, LINE_BYTES), origin.offset)
        except OSError as error:
            return Skipped(origin, f"could not be read: {error.strerror}")
        return self._record(line, origin)

    def holds(self, origin: Origin) -> bool:
        return origin.path == self.path

    def _record(self, line: bytes, origin: Origin) -> Mail | Skipped:
        try:
            record = json.loads(decode(line, "utf-8"))
        except ValueError as error:
            return Skipped(origin, f"not JSON: {str(error)[:100]}")
        except RecursionError:
            return Skipped(origin, "JSON nested too deeply")
        if not isinstance(record, dict):
            return Skipped(origin, "a JSON value that is no object")
        return message_from(self._mapped(record), origin)

    def _mapped(self, record: dict[str, object]) -> Mapping[str, object]:
        """Move what is mapped or recognised to the contract's keys; those are taken as they are."""
        if "text" in record and not self.columns:
            return record
        found = column_map([str(key) for key in record], dict(self.columns))
        fields = dict(record)
        merge = dict(fields["fields"]) if isinstance(fields.get("fields"), dict) else {}  # type: ignore[call-overload]
        for field, key in found.items():
            if field.startswith("fields."):
                merge[field.removeprefix("fields.")] = record[key]
            else:
                fields[field] = record[key]
        return fields | {"fields": merge}
