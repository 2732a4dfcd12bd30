"""A small compiled sort. numba's own sorts take seconds to compile, this one a few hundredths."""

from __future__ import annotations

from dedupe.compiling import kernel, leaf


@leaf
def _sift(keys, root, stop):  # type: ignore[no-untyped-def]
    while 2 * root + 1 < stop:
        child = 2 * root + 1
        if child + 1 < stop and keys[child] < keys[child + 1]:
            child += 1
        if keys[root] >= keys[child]:
            return
        keys[root], keys[child] = keys[child], keys[root]
        root = child


@kernel
def sort_keys(keys, count):  # type: ignore[no-untyped-def]
    """Sort the first ``count`` of an int64 array in place."""
    sort(keys, count)


@leaf
def sort(keys, count):  # type: ignore[no-untyped-def]
    """Do the same, within a kernel: heapsort (Williams 1964)."""
    for root in range(count // 2 - 1, -1, -1):
        _sift(keys, root, count)
    for last in range(count - 1, 0, -1):
        keys[0], keys[last] = keys[last], keys[0]
        _sift(keys, 0, last)
