"""Long arrays in temporary files: read in order and seldom, they need not fill the memory.

The files have no name and are gone with the process, however it ends. Where no file can be made, or
the disk is full, arrays stay in memory.
"""

from __future__ import annotations

import mmap
import os
import sys
import tempfile
from typing import IO, Any, TypeVar
from weakref import WeakSet

import numpy as np
import numpy.typing as npt

_Scalar = TypeVar("_Scalar", bound=np.generic)

#: Less than so many bytes stay in memory.
LARGE = 1 << 22


class TemporaryFiles:
    """Gives room in files, and lets the pages of all of them go.

    Pages that are let go stay with the system as long as it has room for them, and cost no reading
    to look at again: they only stop counting as this process's memory.
    """

    def __init__(self) -> None:
        self._mapped = WeakSet[mmap.mmap]()

    def room(self, size: int, kind: type[_Scalar], /) -> npt.NDArray[_Scalar]:
        """Return an array of so many entries, not written yet; in a file if it is large."""
        wanted = size * np.dtype(kind).itemsize
        if wanted >= LARGE:
            try:
                with tempfile.TemporaryFile() as file:
                    # Room on the disk is asked for now: to write where there is none ends the
                    # process.
                    os.posix_fallocate(file.fileno(), 0, wanted)
                    return self.mapped(file, wanted, np.dtype(kind))
            except (AttributeError, OSError):
                pass  # no such call on this system, or no room
        return np.empty(size, kind)

    def mapped(self, file: IO[bytes], size: int, kind: np.dtype[Any]) -> npt.NDArray[Any]:
        """Return the first ``size`` bytes of a file as an array; raises OSError."""
        pages = mmap.mmap(file.fileno(), size)
        self._mapped.add(pages)
        # Writable, even where nobody writes: kernels are compiled for such arrays alone.
        return np.frombuffer(pages, kind)

    def let_go(self) -> None:
        """Let the pages of all files go; on other systems than Linux do nothing."""
        if sys.platform == "linux":
            for pages in list(self._mapped):
                pages.madvise(mmap.MADV_DONTNEED)  # shared pages: what was written stays
