"""Messages as rows of a CSV file: its delimiter, charset and columns are found out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from api.archives.charsets import decode
from api.archives.interface import Chunk, Mail, Origin, Skipped
from api.archives.mbox import CHUNK_BYTES
from api.archives.records import column_map, message_from

FIELD_CHARACTERS: Final = 4_194_304
"""A longer field is an error of its row: a quote that nobody closed swallows no whole file."""
_DELIMITERS: Final = (",", ";", "\t", "|")
_LINE_BYTES: Final = 16_777_216
_HEAD_LINES: Final = 50


@dataclass(frozen=True, slots=True)
class TableShape:
    """How a table is written: its delimiter, the charset of what is not UTF-8, its headings."""

    delimiter: str
    charset: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvArchive:
    """A CSV file with a heading line. ``fields`` maps fields to column numbers."""

    path: str
    file: str
    size: int
    shape: TableShape
    fields: tuple[tuple[str, int], ...]
    format: str = "csv"

    def chunks(self) -> Iterator[Chunk]:
        """Cut the file between rows, about every 4 MB: one fast pass that knows quotes.

        Raises OSError where the file cannot be read any more.
        """
        with open(self.file, "rb") as source:
            begin, row, last = -1, 0, 0
            for number, (start, _, _) in enumerate(table_rows(source, 0, self.shape)):
                if number == 1:
                    begin = start
                elif number and start - begin >= CHUNK_BYTES:
                    yield Chunk(self.path, begin, start, row)
                    begin, row = start, number - 1
                last = number
            if last:
                yield Chunk(self.path, begin, self.size, row)

    def read(self, chunk: Chunk) -> Iterator[Mail | Skipped]:
        row = chunk.row
        try:
            with open(self.file, "rb") as source:
                for start, stop, cells in table_rows(source, chunk.start, self.shape):
                    if start >= chunk.stop:
                        return
                    row += 1
                    origin = Origin(self.path, start, stop - start, row)
                    if isinstance(cells, str):
                        yield Skipped(origin, cells)
                    elif any(cell.strip() for cell in cells):
                        yield self._record(cells, origin)
        except OSError as error:
            yield Skipped(Origin(self.path, chunk.start, row=row), f"could not be read: {error}")

    def read_one(self, origin: Origin) -> Mail | Skipped:
        try:
            with open(self.file, "rb") as source:
                for _, _, cells in table_rows(source, origin.offset, self.shape):
                    if isinstance(cells, str):
                        return Skipped(origin, cells)
                    return self._record(cells, origin)
        except OSError as error:
            return Skipped(origin, f"could not be read: {error.strerror}")
        return Skipped(origin, "no such row")

    def holds(self, origin: Origin) -> bool:
        return origin.path == self.path

    def _record(self, cells: list[str], origin: Origin) -> Mail | Skipped:
        record: dict[str, object] = {}
        merge: dict[str, str] = {}
        for field, number in self.fields:
            if number < len(cells):
                if field.startswith("fields."):
                    merge[field.removeprefix("fields.")] = cells[number]
                else:
                    record[field] = cells[number]
        return message_from(record | {"fields": merge}, origin)


def table_rows(
    source: BinaryIO, begin: int, shape: TableShape
) -> Iterator[tuple[int, int, list[str] | str]]:
    """Yield each row's bytes [start, stop) and its cells, or what is wrong with it.

    Rows are streamed: no more than one is held at a time.
    """
    # The limit is the csv module's own and holds for the process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), FIELD_CHARACTERS))
    at = begin
    source.seek(begin)

    def lines() -> Iterator[str]:
        nonlocal at
        while line := source.readline(_LINE_BYTES):
            at += len(line)
            text = decode(line, shape.charset)
            yield text.replace("\r\n", "\n").replace("\r", " ") if "\r" in text else text

    reader = csv.reader(lines(), delimiter=shape.delimiter)
    while True:
        start = at
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, at, f"not a row of this table: {error}"
            continue
        yield start, at, cells


def open_csv(
    path: str, file: str, size: int, head: bytes, columns: Mapping[str, str]
) -> CsvArchive | str:
    """Return the table, or why it cannot be one of messages.

    Raises UsageError for a mapping to a field that does not exist.
    """
    shape = shape_of(head, columns)
    if shape is None:
        return "a table without a heading line"
    found = column_map(shape.headings, columns)
    missing = [heading for field, heading in columns.items() if field not in found]
    if missing:
        return f"a table without the column {missing[0]!r}; it has: {_listed(shape.headings)}"
    if "text" not in found and "html" not in found:
        return "a table in which no column is known to hold the text; map one of: " + _listed(
            shape.headings
        )
    numbers = {heading: number for number, heading in reversed(list(enumerate(shape.headings)))}
    fields = tuple((field, numbers[heading]) for field, heading in found.items())
    return CsvArchive(path, file, size, shape, fields)


def shape_of(head: bytes, columns: Mapping[str, str], charset: str = "") -> TableShape | None:
    """Find out how a table is written from its first bytes; nothing where it is no table.

    The charset is guessed where none is given.
    """
    from api.archives.charsets import guess_charset

    charset = charset or guess_charset(head)
    text = decode(head, charset).removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_HEAD_LINES]
    while lines and not lines[0].strip():
        lines.pop(0)
    if not lines:
        return None

    def worth(delimiter: str) -> tuple[int, int]:
        headings = next(iter(csv.reader(lines[:1], delimiter=delimiter)), [])
        return len(column_map(headings, columns)), len(headings)

    best = max(_DELIMITERS, key=_guarded(worth))
    try:
        headings = next(iter(csv.reader(lines, delimiter=best)), [])
    except csv.Error:
        return None
    return TableShape(best, charset, tuple(heading.strip() for heading in headings))


def _guarded(worth: Callable[[str], tuple[int, int]]) -> Callable[[str], tuple[int, int]]:
    def guarded(delimiter: str) -> tuple[int, int]:
        try:
            return worth(delimiter)
        except csv.Error:
            return (0, 0)

    return guarded


def _listed(headings: tuple[str, ...]) -> str:
    shown = ", ".join(heading[:40] for heading in headings[:12])
    return shown + (", ..." if len(headings) > 12 else "")


def is_utf16(head: bytes) -> bool:
    """Tell whether a file's bytes are UTF-16, marked or not, which cannot be cut at newlines."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = head[:2000]
    return len(sample) >= 8 and sample.count(0) * 3 > len(sample) and b"\n" in sample
