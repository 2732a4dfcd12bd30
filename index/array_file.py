"""Array files: named arrays in one file, mapped into memory as they are.

A header in JSON says what its writer wants said, and where each array stands with its checksum; the
arrays follow, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np

from index.table import Array

_ALIGNED = 64


def write_arrays(
    out: IO[bytes], magic: bytes, said: Mapping[str, Any], arrays: Mapping[str, Array]
) -> None:
    """Write arrays, and what is to be said of them, to an empty file; raises OSError."""
    places = _places(arrays)
    raw = json.dumps({**said, "arrays": places}).encode()
    out.write(magic + len(raw).to_bytes(8, "little") + raw)
    start = _start(magic, len(raw))
    for name, place in places.items():
        out.seek(start + place["at"])
        out.write(np.ascontiguousarray(arrays[name]).data)
    out.truncate(max(out.tell(), start))
    out.flush()


def read_header(path: Path, magic: bytes) -> dict[str, Any]:
    """Return the header of a file; raises OSError, and ValueError where it is not one of these."""
    with open(path, "rb") as source:
        if source.read(len(magic)) != magic:
            raise ValueError("it is no snapshot")
        size = int.from_bytes(source.read(8), "little")
        if size > os.fstat(source.fileno()).st_size:
            raise ValueError("it is damaged")
        header: dict[str, Any] = json.loads(source.read(size))
    return header | {"start": _start(magic, size)}


def mapped_arrays(path: Path, header: Mapping[str, Any]) -> dict[str, Array]:
    """Return the arrays of a file whose header was read; raises OSError and ValueError."""
    # Copy on write, though nothing writes: kernels are compiled for writable arrays alone, and
    # a plain array is quicker to take a part of than a memmap.
    whole = np.asarray(np.memmap(path, np.uint8, "c", header["start"]))
    return {name: _array(whole, place, name) for name, place in header["arrays"].items()}


def _start(magic: bytes, header: int) -> int:
    end = len(magic) + 8 + header
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
