"""Spilled values: added bit by bit, put into a file where they are many, read together."""

from __future__ import annotations

import tempfile
from typing import IO

import numpy as np
import numpy.typing as npt

from index import temporary_files
from index.temporary_files import TemporaryFiles


class Spill:
    """Values of one type, added bit by bit and read together afterwards."""

    def __init__(self, kind: npt.DTypeLike, files: TemporaryFiles) -> None:
        self._kind = np.dtype(kind)
        self._files = files
        self._waiting: list[npt.NDArray] = []  # type: ignore[type-arg]
        self._bytes = 0
        self._file: IO[bytes] | None = None
        self._written = 0

    def add(self, values: npt.NDArray) -> None:  # type: ignore[type-arg]
        """Add some values after those that are there."""
        self._waiting.append(values)
        self._bytes += values.nbytes
        if self._bytes >= temporary_files.LARGE:
            self._write()

    def all(self) -> npt.NDArray:  # type: ignore[type-arg]
        """Return all values, to be read only."""
        if self._file is not None:
            self._write()
        if self._file is None:
            whole = np.concatenate(self._waiting) if self._waiting else np.empty(0, self._kind)
            self._waiting = [whole]
            return whole
        return self._files.mapped(self._file, self._written, self._kind)

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
