"""The allocator of the C library: what is let go goes back to the system.

glibc raises the size from which it maps an array by itself whenever a mapped one is freed, up to
32 MB; what is smaller lies among other things, and stays with the process. Judging 84,000 messages
so held 1,330 MB at its peak, with the size fixed 1,120 (benchmarks/README.md: audit, memory). What
is smaller than that size is given back when asked for: some 40 MB of 160 in the midst of it.
"""

from __future__ import annotations

import ctypes
from functools import cache

#: Arrays from this many bytes on are mapped by themselves.
LARGE = 1 << 20

#: mallopt's number for that size (malloc.h of glibc).
_M_MMAP_THRESHOLD = -3


def give_back_large_arrays() -> None:
    """Fix the size from which arrays are mapped; where the C library is another, do nothing."""
    library = _library()
    if library is not None:
        library.mallopt(_M_MMAP_THRESHOLD, LARGE)


def give_back_freed() -> None:
    """Give back what is free in between (malloc_trim(3)); with another C library do nothing."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


@cache
def _library() -> ctypes.CDLL | None:
    """Return the C library, if it is glibc."""
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
