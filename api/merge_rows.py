"""The rows of a mail merge, streamed from CSV or JSON Lines: one row is held at a time."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from api.archives.charsets import decode, guess_charset
from api.archives.csv_rows import TableShape, is_utf16, shape_of, table_rows
from api.archives.interface import Origin, Skipped
from api.archives.recognise import Kind, Unknown, recognise
from api.archives.spool import Spool
from api.merge_charsets import CHARSETS, strangeness
from api.merge_fields import folded
from dedupe import CannotJudgeError

HEAD_BYTES: Final = 262_144
"""So much of a file is looked at for its charset, delimiter and headings."""
PEEKED_ROWS: Final = 1000
"""JSON objects whose keys are the columns."""
JSON_LINE_BYTES: Final = 16_777_216

_SEPARATOR_LINE: Final = re.compile(rb"(?:\xef\xbb\xbf)?sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values by the names of the columns. ``missing`` are those that it lacks."""

    origin: Origin
    values: Mapping[str, str]
    missing: frozenset[str] = frozenset()


class Rows:
    """A table's columns and rows. A context manager: leaving it removes temporary files."""

    def __init__(
        self,
        columns: Sequence[str],
        rows: Iterable[Row | Skipped],
        *,
        size: int = 0,
        warnings: Sequence[str] = (),
        spool: Spool | None = None,
    ) -> None:
        """``size`` is in bytes, for progress."""
        self.columns = tuple(columns)
        self.size = size
        self.warnings = tuple(warnings)
        self._rows = rows
        self._spool = spool

    def __iter__(self) -> Iterator[Row | Skipped]:
        return iter(self._rows)

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, *_: object) -> None:
        if self._spool is not None:
            self._spool.close()


def open_rows(path: str, names: Iterable[str] = ()) -> Rows:
    """Open a file of rows; ``-`` is standard input, gzip is unpacked.

    ``names`` are those of the template's placeholders: they tell an old charset by its
    headings. Raises CannotJudgeError for what is no table with a heading line and no JSON Lines.
    """
    spool = Spool(None)
    try:
        return _opened(path, frozenset(map(folded, names)), spool)
    except OSError as error:
        spool.close()
        raise CannotJudgeError(
            f"the rows could not be read: {error.strerror or error}", where=_said(path)
        ) from error
    except BaseException:
        spool.close()
        raise


def _opened(path: str, names: frozenset[str], spool: Spool) -> Rows:
    file = spool.copied(sys.stdin.buffer) if path == "-" else path
    if os.path.isdir(file):
        raise CannotJudgeError("a folder, not a file of rows", where=path)
    if not os.path.isfile(file) and os.path.exists(file):
        with open(file, "rb") as pipe:
            file = spool.copied(pipe)
    head = _head(file)
    if head.startswith(b"\x1f\x8b"):
        file, fault = spool.unpacked(file)
        if fault:
            raise CannotJudgeError(fault, where=_said(path))
        head = _head(file)
    kind = _kind(head, _said(path))
    if kind is Kind.JSONL:
        return _json_rows(path, file, spool)
    if is_utf16(head) or (b"\n" not in head and b"\r" in head):
        file = spool.transcoded(file, _wide(head) or "utf-8")
        head = _head(file)
    return _csv_rows(path, file, head, names, spool)


def _head(file: str) -> bytes:
    with open(file, "rb") as source:
        return source.read(HEAD_BYTES)


def _kind(head: bytes, where: str) -> Kind:
    """Say whether the bytes are CSV or JSON Lines; raise for anything else."""
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise CannotJudgeError("the file of rows is empty", where=where)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CannotJudgeError(
            "an Excel or other Office file (or a ZIP archive)",
            where=where,
            do="Save the sheet as CSV.",
        )
    if re.match(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*\{|\{\s*\n)", head):
        raise CannotJudgeError(
            "a JSON document, not one object a line", where=where, do="Try: jq -c '.[]' FILE"
        )
    kind = recognise(head, "rows.csv", columns=True)
    if isinstance(kind, Unknown):
        raise CannotJudgeError(kind.reason, where=where, do="Give the rows as CSV or JSON Lines.")
    if kind not in (Kind.CSV, Kind.JSONL):
        raise CannotJudgeError(
            f"{kind.value}, not a table", where=where, do="Give the rows as CSV or JSON Lines."
        )
    return kind


def _wide(head: bytes) -> str:
    if not is_utf16(head):
        return ""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"


def _csv_rows(path: str, file: str, head: bytes, names: frozenset[str], spool: Spool) -> Rows:
    told = _SEPARATOR_LINE.match(head)
    begin = told.end() if told else 0
    shape, warnings = _shape(head[begin:], names, _said(path))
    if told:
        delimiter = told[1].decode("latin-1")
        shape = TableShape(delimiter, shape.charset, shape.headings)
    rows = _numbered(path, file, begin, shape)
    headings = next((cells for _, cells in rows if isinstance(cells, list)), [])
    columns = _columns(headings)
    if not any(columns):
        raise CannotJudgeError("a table without a heading line", where=_said(path))
    warnings += [f"{_said(path)}: two columns are named {c!r}; the first is used"
        for c in dict.fromkeys(columns) if c and columns.count(c) > 1]  # fmt: skip
    return Rows(
        list(dict.fromkeys(c for c in columns if c)),
        (_row(origin, cells, columns) for origin, cells in rows),
        size=os.path.getsize(file), warnings=warnings, spool=spool,
    )  # fmt: skip


def _columns(headings: list[str]) -> list[str]:
    return [" ".join(heading.removeprefix("\ufeff").split()) for heading in headings]


def _numbered(
    path: str, file: str, begin: int, shape: TableShape
) -> Iterator[tuple[Origin, list[str] | str]]:
    """Yield each row that is not empty, the heading line first as row 0."""
    number = -1
    with open(file, "rb") as source:
        for start, stop, cells in table_rows(source, begin, shape):
            if number < 0 and isinstance(cells, list) and not any(c.strip() for c in cells):
                continue
            number += 1
            if isinstance(cells, str) or any(cell.strip() for cell in cells):
                yield Origin(path, start, stop - start, number), cells


def _row(origin: Origin, cells: list[str] | str, columns: list[str]) -> Row | Skipped:
    if isinstance(cells, str):
        return Skipped(origin, cells)
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Skipped(
            origin,
            f"has {len(cells)} values for {len(columns)} columns; put a value that holds the "
            "delimiter in quotes",
        )
    values: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name:
            values.setdefault(name, cell.strip())
    return Row(origin, values, frozenset(columns[len(cells) :]))


def _shape(head: bytes, names: frozenset[str], where: str) -> tuple[TableShape, list[str]]:
    """Find out delimiter and charset; an old charset is the one whose headings fit best."""
    guessed = guess_charset(head)
    shape = shape_of(head, {}, guessed)
    if shape is None:
        raise CannotJudgeError("a table without a heading line", where=where)
    if guessed == "utf-8":
        return shape, []
    readable = [c for c in (guessed, *CHARSETS) if strangeness(head, c) < float("inf")]
    shapes = [s for c in readable if (s := shape_of(head, {}, c)) is not None]
    best = max(shapes or [shape], key=lambda s: (_fit(s, names), -strangeness(head, s.charset)))
    said = f"{where}: not UTF-8; read as {best.charset}"
    return best, [said + ". If names look wrong, save it as UTF-8."]


def _fit(shape: TableShape, names: frozenset[str]) -> int:
    from api.archives.records import column_map

    known = sum(folded(heading) in names for heading in shape.headings)
    return known + len(column_map(shape.headings, {}))


def _json_rows(path: str, file: str, spool: Spool) -> Rows:
    with open(file, "rb") as source:
        peeked = [row for row in islice(_json(path, source), PEEKED_ROWS) if isinstance(row, Row)]
    columns = dict.fromkeys(key for row in peeked for key in row.values)
    if not columns:
        raise CannotJudgeError("no line holds a JSON object with keys", where=_said(path))
    return Rows([*columns], _all_json(path, file), size=os.path.getsize(file), spool=spool)


def _all_json(path: str, file: str) -> Iterator[Row | Skipped]:
    with open(file, "rb") as source:
        yield from _json(path, source)


def _json(path: str, source: BinaryIO) -> Iterator[Row | Skipped]:
    number, at = 0, 0
    while line := source.readline(JSON_LINE_BYTES):
        number += 1
        origin = Origin(path, at, len(line), number)
        at += len(line)
        if not line.strip():
            continue
        try:
            value = json.loads(decode(line, "utf-8").removeprefix("\ufeff"))
        except (ValueError, RecursionError) as error:
            yield Skipped(origin, f"not JSON: {str(error)[:100]}")
            continue
        yield row_from(value, origin)


def row_from(value: object, origin: Origin) -> Row | Skipped:
    """Return the row that a JSON value is: an object of texts, numbers and lists of these."""
    if not isinstance(value, Mapping):
        return Skipped(origin, "a JSON value that is no object")
    values: dict[str, str] = {}
    for key, item in value.items():
        text = _text(item)
        if text is None:
            return Skipped(origin, f"the value of {str(key)[:40]!r} is no text")
        values[str(key)] = text
    return Row(origin, values)


def _text(item: object) -> str | None:
    if item is None:
        return ""
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, str | int | float):
        return str(item).strip()
    if isinstance(item, list):
        texts = [_text(each) for each in item if not isinstance(each, list)]
        if len(texts) == len(item) and None not in texts:
            return ", ".join(text for text in texts if text)
    return None


def _said(path: str) -> str:
    return "standard input" if path == "-" else path
