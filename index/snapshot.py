"""Snapshots: the memory's arrays in one file, opened without reading the ledger again.

A header in JSON names the version, the settings, the store and the ledger's position, and where
each array stands with its checksum; the arrays follow, mapped into memory as they are. A file that
is missing, of another version, of other settings, of another store or damaged is no error: what it
held is made anew from the ledger.
"""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dedupe import Settings
from index.approved import ApprovedTexts
from index.common_text import CommonText
from index.frequencies import Frequencies
from index.messages import Messages, first_end, judgeable_rows
from index.remembered import Remembered
from index.segments import Segment, Segments
from index.table import Array, Table
from index.variants import Variants

if TYPE_CHECKING:
    from index.ledger.ledger import Ledger

#: Raised when the arrays, or what they mean, change.
VERSION = 2
MAGIC = b"samenote memory\n"
_ALIGNED = 64

COMMON = ("keys", "at", "bounds", "words", "endings", "readers")
_SEGMENTS = {
    "variants": ("masked", "followers"),
    "messages": (
        "of_variant", "of_person", "of_thread", "from_sender", "by_identity", "by_meeting",
    ),
}  # fmt: skip
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

    def path(self, tenant: int) -> Path:
        """Return where a tenant's snapshot stands."""
        return self._folder / f"tenant-{tenant}.memory"

    def save(self, known: Remembered, ledger: Ledger, tenant: int) -> None:
        """Write a snapshot in place of the one before; a reader sees the old or the new one.

        A folder that cannot be written to is no error: the next process then reads the ledger.
        """
        arrays = dict(_arrays(known))
        header = {
            "version": VERSION,
            "settings": Settings().digest,
            "store": ledger.store_id,
            "position": known.position,
            "moment": str(ledger.moment(tenant, known.position)),
            "judged": known.judged,
            "arrays": _places(arrays),
        }
        raw = json.dumps(header).encode()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(handle, "wb") as out:
                out.write(MAGIC + len(raw).to_bytes(8, "little") + raw)
                start = _start(len(raw))
                for key, place in header["arrays"].items():  # type: ignore[attr-defined]
                    out.seek(start + place["at"])
                    out.write(np.ascontiguousarray(arrays[key]).data)
                out.truncate(max(out.tell(), start))
                out.flush()
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
        with open(self.path(tenant), "rb") as source:
            if source.read(len(MAGIC)) != MAGIC:
                raise ValueError("it is no snapshot")
            size = int.from_bytes(source.read(8), "little")
            if size > os.fstat(source.fileno()).st_size:
                raise ValueError("it is damaged")
            header = json.loads(source.read(size))
        _check_header(header, ledger, tenant)
        # Copy on write, though nothing writes: kernels are compiled for writable arrays alone, and
        # a plain array is quicker to take a part of than a memmap.
        whole = np.asarray(np.memmap(self.path(tenant), np.uint8, "c", _start(size)))
        arrays = {name: _array(whole, place, name) for name, place in header["arrays"].items()}
        return _remembered(arrays, header["position"], header["judged"])


def _check_header(header: Mapping[str, Any], ledger: Ledger, tenant: int) -> None:
    if header["version"] != VERSION:
        raise ValueError("another version of samenote wrote it")
    if header["settings"] != Settings().digest:
        raise ValueError("it was made with other settings")
    if header["store"] != ledger.store_id:
        raise ValueError("it belongs to another store")
    if header["moment"] != str(ledger.moment(tenant, header["position"])):
        raise ValueError("the store went another way since")


def _start(header: int) -> int:
    end = len(MAGIC) + 8 + header
    return -(-end // _ALIGNED) * _ALIGNED


def _places(arrays: Mapping[str, Array]) -> dict[str, dict[str, Any]]:
    places, at = {}, 0
    for name, values in arrays.items():
        flat = np.ascontiguousarray(values)
        places[name] = {
            "at": at, "type": flat.dtype.str, "shape": list(flat.shape),
            "crc32": zlib.crc32(flat.data),
        }  # fmt: skip
        at += -(-flat.nbytes // _ALIGNED) * _ALIGNED
    return places


def _array(whole: Array, place: Mapping[str, Any], name: str) -> Array:
    kind, shape = np.dtype(place["type"]), tuple(place["shape"])
    size = kind.itemsize * int(np.prod(shape))
    raw = whole[place["at"] : place["at"] + size]
    if len(raw) != size or zlib.crc32(raw.data) != place["crc32"]:
        raise ValueError(f"it is damaged ({name})")
    result: Array = raw.view(kind).reshape(shape)
    return result


def size_of(known: Remembered) -> int:
    """Return the bytes of all arrays of a memory."""
    return sum(values.nbytes for _, values in _arrays(known))


def _arrays(known: Remembered) -> Iterator[tuple[str, Array]]:
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
        yield f"{name}.{number}.keys", part.keys
        yield f"{name}.{number}.members", part.members


def _remembered(arrays: Mapping[str, Array], position: int, judged: int) -> Remembered:
    def table(name: str) -> Table:
        head = f"{name}."
        return Table({k.removeprefix(head): v for k, v in arrays.items() if k.startswith(head)})

    def parts(name: str, second: str) -> Iterator[tuple[Array, Array]]:
        number = 0
        while f"{name}.{number}.keys" in arrays:
            yield arrays[f"{name}.{number}.keys"], arrays[f"{name}.{number}.{second}"]
            number += 1

    def segments(name: str) -> Segments:
        return Segments(tuple(Segment(*part) for part in parts(name, "members")))

    def room(name: str) -> list[Any]:
        return [
            *(table(f"{name}.{part}") for part in _TABLES[name]),
            *(segments(f"{name}.{part}") for part in _SEGMENTS[name]),
        ]

    messages = room("messages")
    return Remembered(
        position, judged, Variants(*room("variants")),
        Messages(
            *messages, judgeable=judgeable_rows(messages[0]), first_end=first_end(messages[0])
        ),
        segments("keys"),
        CommonText(*(arrays[f"common.{name}"] for name in COMMON)),
        Frequencies(tuple(parts("frequencies", "counts"))),
        ApprovedTexts.of(()),
    )  # fmt: skip
