"""Compiled passes over the words of all notes, end to end: runs and sums. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel


@kernel
def cover(starts, stops, covered):  # type: ignore[no-untyped-def]
    """Say of each word whether any of the runs [start, stop) covers it: ``covered``, bool."""
    edges = np.zeros(len(covered) + 1, np.int32)
    for k in range(len(starts)):
        edges[starts[k]] += 1
        edges[stops[k]] -= 1
    runs = 0
    for k in range(len(covered)):
        runs += edges[k]
        covered[k] = runs > 0


@kernel
def sums(units, left_out, before):  # type: ignore[no-untyped-def]
    """Write the units before each word, and in all, without words ``left_out`` (bool)."""
    total = np.int64(0)
    for k in range(len(units)):
        before[k] = total
        total += units[k] * (1 - left_out[k])
    before[len(units)] = total


@kernel
def keys(hashes, starts, stops, factor, found):  # type: ignore[no-untyped-def]
    """Write a key for each run of words [start, stop): a polynomial of their hashes, mod 2^64."""
    for k in range(len(starts)):
        key = np.uint64(0)
        for at in range(stops[k] - 1, starts[k] - 1, -1):
            key = key * factor + np.uint64(hashes[at])
        found[k] = key
