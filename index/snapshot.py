"""Snapshots: the memory's arrays in one file, opened without reading the ledger again.

The header (index.array_file) names the version, the settings, the store and the ledger's position.
A file that is missing, of another version, of other settings, of another store or damaged is no
error: what it held is made anew from the ledger.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedupe import Settings
from index.approved import ApprovedTexts
from index.array_file import mapped_arrays, read_header, write_arrays
from index.common_text import CommonText
from index.frequencies import Frequencies
from index.messages import Messages, held_rows, judgeable_rows
from index.remembered import Remembered
from index.segments import Segment, Segments
from index.table import Array, Table
from index.variants import Variants

if TYPE_CHECKING:
    from index.ledger.ledger import Ledger

#: Raised when the arrays, or what they mean, change.
VERSION = 3
MAGIC = b"samenote memory\n"

#: How the names of files end that are still being written.
UNFINISHED = ".part"

COMMON = ("keys", "at", "bounds", "words", "endings", "readers")
_SEGMENTS = {
    "variants": ("masked", "followers"),
    "messages": (
        "of_variant", "of_person", "of_thread", "from_sender", "by_identity", "by_meeting",
    ),
}  # fmt: skip
_PART = ("directory", "rests", "held", "lists")
_TABLES = {"variants": ("words", "notes"), "messages": ("rows", "recipients", "people")}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a snapshot held; nothing, with the ``fault`` that was found, where it is not good."""

    known: Remembered
    fault: str


class Snapshots:
    """The snapshots of the tenants of one store, in one folder."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)

    @property
    def folder(self) -> Path:
        """The folder that they stand in."""
        return self._folder

    def path(self, tenant: int) -> Path:
        """Return where a tenant's snapshot stands."""
        return self._folder / f"tenant-{tenant}.memory"

    def save(self, known: Remembered, ledger: Ledger, tenant: int) -> None:
        """Write a snapshot in place of the one before; a reader sees the old or the new one.

        A folder that cannot be written to is no error: the next process then reads the ledger.
        """
        header = {
            "version": VERSION,
            "settings": Settings().digest,
            "store": ledger.store_id,
            "position": known.position,
            "moment": str(ledger.moment(tenant, known.position)),
            "judged": known.judged,
        }
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=UNFINISHED)
            with os.fdopen(handle, "wb") as out:
                write_arrays(out, MAGIC, header, dict(arrays_of(known)))
                os.fsync(out.fileno())
            os.replace(name, self.path(tenant))
        except OSError:
            self.drop(tenant)

    def drop(self, tenant: int) -> None:
        """Remove a tenant's snapshot."""
        try:
            self.path(tenant).unlink(missing_ok=True)
        except OSError:
            return

    def load(self, ledger: Ledger, tenant: int) -> Opened:
        """Open a tenant's snapshot, mapped into memory."""
        try:
            known = self._loaded(ledger, tenant)
        except FileNotFoundError:
            return Opened(Remembered.nothing(), "")
        except (OSError, ValueError, KeyError, TypeError) as error:
            fault = f"the snapshot {self.path(tenant)} is not used: {error}"
            return Opened(Remembered.nothing(), fault)
        return Opened(known, "")

    def _loaded(self, ledger: Ledger, tenant: int) -> Remembered:
        header = read_header(self.path(tenant), MAGIC)
        _check_header(header, ledger, tenant)
        arrays = mapped_arrays(self.path(tenant), header)
        return remembered_of(arrays, header["position"], header["judged"])


def _check_header(header: Mapping[str, Any], ledger: Ledger, tenant: int) -> None:
    if header["version"] != VERSION:
        raise ValueError("another version of samenote wrote it")
    if header["settings"] != Settings().digest:
        raise ValueError("it was made with other settings")
    if header["store"] != ledger.store_id:
        raise ValueError("it belongs to another store")
    if header["moment"] != str(ledger.moment(tenant, header["position"])):
        raise ValueError("the store went another way since")


def size_of(known: Remembered) -> int:
    """Return the bytes of all arrays of a memory."""
    return sum(values.nbytes for _, values in arrays_of(known))


def arrays_of(known: Remembered) -> Iterator[tuple[str, Array]]:
    """Yield every array of the memory with its name."""
    for room in ("variants", "messages"):
        owner = getattr(known, room)
        for name in _TABLES[room]:
            for column, values in getattr(owner, name).arrays().items():
                yield f"{room}.{name}.{column}", values
        for name in _SEGMENTS[room]:
            yield from _segment_arrays(f"{room}.{name}", getattr(owner, name))
    yield from _segment_arrays("keys", known.keys)
    for name in COMMON:
        yield f"common.{name}", getattr(known.common, name)
    for number, (keys, counts) in enumerate(known.frequencies.parts):
        yield f"frequencies.{number}.keys", keys
        yield f"frequencies.{number}.counts", counts


def _segment_arrays(name: str, segments: Segments) -> Iterator[tuple[str, Array]]:
    for number, part in enumerate(segments.parts):
        for column, values in zip(_PART, part.arrays, strict=True):
            yield f"{name}.{number}.{column}", values


def remembered_of(arrays: Mapping[str, Array], position: int, judged: int) -> Remembered:
    def table(name: str) -> Table:
        head = f"{name}."
        return Table({k.removeprefix(head): v for k, v in arrays.items() if k.startswith(head)})

    def parts(name: str, *columns: str) -> Iterator[tuple[Array, ...]]:
        number = 0
        while f"{name}.{number}.{columns[0]}" in arrays:
            yield tuple(arrays[f"{name}.{number}.{column}"] for column in columns)
            number += 1

    def segments(name: str) -> Segments:
        return Segments(tuple(Segment(*part) for part in parts(name, *_PART)))

    def room(name: str) -> list[Any]:
        return [
            *(table(f"{name}.{part}") for part in _TABLES[name]),
            *(segments(f"{name}.{part}") for part in _SEGMENTS[name]),
        ]

    messages = room("messages")
    return Remembered(
        position, judged, Variants(*room("variants")),
        Messages(
            *messages, judgeable=judgeable_rows(messages[0]), held=held_rows(messages[0])
        ),
        segments("keys"),
        CommonText(*(arrays[f"common.{name}"] for name in COMMON)),
        Frequencies(tuple((k, n) for k, n in parts("frequencies", "keys", "counts"))),
        ApprovedTexts.of(()),
    )  # fmt: skip
