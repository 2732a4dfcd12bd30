"""Compiled order of look-up keys by note and kind. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, part
from dedupe.sort_kernel import sort


@part
def _taken(made, of_note, at, note, kind, keys, kinds, notes, sizes, size):  # type: ignore[no-untyped-def]
    """Take in a note's keys of a kind, each once, ascending; return how far both have come."""
    first = at
    while at < len(made) and of_note[at] == note:
        at += 1
    sizes[note, kind] = at - first
    ordered = keys[size : size + at - first]
    ordered[:] = made[first:at]
    sort(ordered, at - first)
    start = size
    for k in range(at - first):
        if k and ordered[k] == keys[size - 1]:
            continue
        keys[size] = ordered[k]
        size += 1
    kinds[start:size] = kind
    notes[start:size] = note
    return at, size


@kernel
def by_note(count, bands, band_notes, runs, run_notes, pairs, pair_notes):  # type: ignore[no-untyped-def]
    """Return the keys of ``count`` notes, their kinds, notes, bounds by note, and how many of each.

    Of each kind of key the notes ascend. One after the other: first bands, then passages, pairs.
    """
    total = len(bands) + len(runs) + len(pairs)
    keys, kinds = np.empty(total, np.uint64), np.empty(total, np.uint8)
    notes, bounds = np.empty(total, np.int32), np.empty(count + 1, np.int64)
    sizes = np.empty((count, 3), np.int32)
    band, run, pair, size = 0, 0, 0, 0
    for note in range(count):
        bounds[note] = size
        band, size = _taken(bands, band_notes, band, note, 0, keys, kinds, notes, sizes, size)
        run, size = _taken(runs, run_notes, run, note, 1, keys, kinds, notes, sizes, size)
        pair, size = _taken(pairs, pair_notes, pair, note, 2, keys, kinds, notes, sizes, size)
    bounds[count] = size
    return keys[:size], kinds[:size], notes[:size], bounds, sizes
