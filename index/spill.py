"""Long arrays in temporary files: read in order and seldom, they need not fill the memory.

The files have no name and are gone with the process, however it ends. The system keeps their pages
as long as there is room, and writes them out where there is none. Where no file can be made, or
the disk is full, arrays stay in memory.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from typing import IO, TypeVar

import numpy as np
import numpy.typing as npt

_Scalar = TypeVar("_Scalar", bound=np.generic)

#: Less than so many bytes stay in memory.
LARGE = 1 << 22


def room(size: int, kind: type[_Scalar], /) -> npt.NDArray[_Scalar]:
    """Return an array of so many entries, not written yet; in a file if it is large."""
    wanted = size * np.dtype(kind).itemsize
    if wanted >= LARGE:
        try:
            with tempfile.TemporaryFile() as file:
                # Room on the disk is asked for now: to write where there is none ends the process.
                os.posix_fallocate(file.fileno(), 0, wanted)
                return np.frombuffer(mmap.mmap(file.fileno(), wanted), kind)
        except (AttributeError, OSError):
            pass  # no such call on this system, or no room
    return np.empty(size, kind)


class Spill:
    """Values of one type, added bit by bit and read together afterwards."""

    def __init__(self, kind: npt.DTypeLike) -> None:
        self._kind = np.dtype(kind)
        self._waiting: list[npt.NDArray] = []  # type: ignore[type-arg]
        self._bytes = 0
        self._file: IO[bytes] | None = None
        self._written = 0

    def add(self, values: npt.NDArray) -> None:  # type: ignore[type-arg]
        """Add some values after those that are there."""
        self._waiting.append(values)
        self._bytes += values.nbytes
        if self._bytes >= LARGE:
            self._write()

    def all(self) -> npt.NDArray:  # type: ignore[type-arg]
        """Return all values, to be read only."""
        if self._file is not None:
            self._write()
        if self._file is None:
            whole = np.concatenate(self._waiting) if self._waiting else np.empty(0, self._kind)
            self._waiting = [whole]
            return whole
        # Writable, though nobody writes: kernels are compiled for such arrays alone.
        return np.frombuffer(mmap.mmap(self._file.fileno(), self._written), self._kind)

    def clear(self) -> None:
        """Let all values go."""
        if self._file is not None:
            self._file.close()
        self._waiting, self._bytes, self._file, self._written = [], 0, None, 0

    def _write(self) -> None:
        """Put what waits into the file; if that fails, read back what is there and do without."""
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
            for values in self._waiting:
                _write_all(self._file, np.ascontiguousarray(values).view(np.uint8).data)
        except OSError:
            self._read_back()
            return
        self._waiting, self._written, self._bytes = [], self._written + self._bytes, 0

    def _read_back(self) -> None:
        if self._file is not None:
            self._file.seek(0)
            read = self._file.read(self._written)
            self._file.close()
            self._waiting.insert(0, np.frombuffer(read, self._kind))
        # Not tried again before as much more has come.
        self._file, self._written, self._bytes = None, 0, 0


def _write_all(file: IO[bytes], data: memoryview) -> None:
    while data:
        data = data[file.write(data) :]
