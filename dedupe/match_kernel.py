"""Compiled evidence for many pairs of notes: shared shingles and shared runs. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.alignment_kernel import IN_ORDER
from dedupe.comparison_kernel import COLUMNS, WHOLE, compare_in, comparing_room
from dedupe.compiling import kernel, part

_WHOLE = WHOLE


@kernel
def shared_shingles(shingles, bounds, left, right, both):  # type: ignore[no-untyped-def]
    """Count the shingles that each pair of notes shares; each note's are distinct and ascend."""
    for p in range(len(left)):
        i, i_stop = bounds[left[p]], bounds[left[p] + 1]
        j, j_stop = bounds[right[p]], bounds[right[p] + 1]
        count = 0
        while i < i_stop and j < j_stop:
            if shingles[i] == shingles[j]:
                count += 1
                i += 1
                j += 1
            elif shingles[i] < shingles[j]:
                i += 1
            else:
                j += 1
        both[p] = count


@part
def _widened(runs):  # type: ignore[no-untyped-def]
    # Word by word: an assignment of one array to a slice of another takes seconds to compile.
    wider = np.empty((2 * len(runs), 4), np.int32)
    for k in range(len(runs)):
        for column in range(4):
            wider[k, column] = runs[k, column]
    return wider


@kernel
def shared_runs(hashes, units, flags, bounds, left, right, run_bounds):  # type: ignore[no-untyped-def]
    """Return the runs of each pair: (first word, last word, first and last word there), by pair.

    Runs are solid, consecutive in both notes and in order of the left note; in a template every
    word matched in order is shared. Words are counted within their notes; pair p has the runs
    ``run_bounds[p]:run_bounds[p + 1]``.
    """
    room = comparing_room(bounds)
    match, order, solid, _ = room
    even = np.empty(len(match), np.float32)
    even[:] = np.float32(1.0)
    evidence = np.empty(COLUMNS)
    runs = np.empty((max(64, 4 * len(left)), 4), np.int32)
    count = 0
    run_bounds[0] = 0
    for p in range(len(left)):
        f, s = bounds[left[p]], bounds[left[p] + 1]
        g, t = bounds[right[p]], bounds[right[p] + 1]
        n = s - f
        compare_in(
            room, hashes[f:s], units[f:s], flags[f:s], even[:n],
            hashes[g:t], units[g:t], flags[g:t], even[: t - g], evidence,
        )  # fmt: skip
        whole = evidence[_WHOLE] > 0
        k = 0
        while k < n:
            if not (solid[k] or (whole and order[k] == IN_ORDER)):
                k += 1
                continue
            first = k
            while (
                k + 1 < n
                and (solid[k + 1] or (whole and order[k + 1] == IN_ORDER))
                and match[k + 1] == match[k] + 1
            ):
                k += 1
            if count == len(runs):
                runs = _widened(runs)
            runs[count, 0] = first
            runs[count, 1] = k
            runs[count, 2] = match[first]
            runs[count, 3] = match[k]
            count += 1
            k += 1
        run_bounds[p + 1] = count
    return runs[:count]
