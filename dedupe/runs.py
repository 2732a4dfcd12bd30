"""Runs of words that stand together, in one array of the words of many notes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

#: An odd multiplier of 64 bits (the golden ratio's), whose powers tell a run's words by place.
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def covered_by_runs(
    starts: npt.NDArray[np.int64], stops: npt.NDArray[np.int64], count: int
) -> npt.NDArray[np.bool_]:
    """Say of each of ``count`` words whether any of the runs [start, stop) covers it."""
    from dedupe import runs_kernel

    covered = np.empty(count, np.bool_)
    runs_kernel.cover(starts, stops, covered)
    return covered


def units_before(
    units: npt.NDArray[np.uint8], left_out: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Return the units before each word, and in all, without words that are left out."""
    from dedupe import runs_kernel

    before = np.empty(len(units) + 1, np.int64)
    runs_kernel.sums(units, left_out, before)
    return before


def run_keys(
    hashes: npt.NDArray[np.uint32], starts: npt.NDArray[np.int64], stops: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    """Return a key for each run of words [start, stop): equal runs have equal keys."""
    from dedupe import runs_kernel

    found = np.empty(len(starts), np.uint64)
    runs_kernel.keys(hashes, starts, stops, _FACTOR, found)
    return found
