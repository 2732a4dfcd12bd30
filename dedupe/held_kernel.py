"""Compiled passes over groups of equal runs and the notes that hold them. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel
from dedupe.sort_kernel import sort_keys


@kernel
def count_families(bounds, holders, families, remembered, counts):  # type: ignore[no-untyped-def]
    """Write how many families the holders of each group are of; those remembered alone count."""
    last = np.full(len(families), -1, np.int64)
    for group in range(len(bounds) - 1):
        counts[group] = 0
        for e in range(bounds[group], bounds[group + 1]):
            note = holders[e]
            if note < remembered and last[families[note]] != group:
                last[families[note]] = group
                counts[group] += 1


@kernel
def first_of_families(bounds, holders, families, remembered, most, chosen, sizes):  # type: ignore[no-untyped-def]
    """Choose the first remembered holder of each family in each group, ``most`` of a group."""
    last = np.full(len(families), -1, np.int64)
    for group in range(len(bounds) - 1):
        sizes[group] = 0
        for e in range(bounds[group], bounds[group + 1]):
            note = holders[e]
            chosen[e] = False
            if note < remembered and last[families[note]] != group:
                last[families[note]] = group
                if sizes[group] < most:
                    chosen[e] = True
                    sizes[group] += 1


@kernel
def by_place(bounds, holders, starts, stops, note_bounds, groups, firsts, lasts):  # type: ignore[no-untyped-def]
    """Write each note's groups with its words [first, last) in them, in order of place.

    ``note_bounds`` says where each note's groups stand; groups of one place stand as they are
    numbered.
    """
    at = note_bounds[:-1].copy()
    longest = 0
    for note in range(len(at)):
        longest = max(longest, note_bounds[note + 1] - note_bounds[note])
    for group in range(len(bounds) - 1):
        for e in range(bounds[group], bounds[group + 1]):
            k = at[holders[e]]
            groups[k], firsts[k], lasts[k] = group, starts[e], stops[e]
            at[holders[e]] = k + 1
    keys = np.empty(longest, np.int64)
    kept = np.empty((longest, 3), np.int32)
    for note in range(len(at)):
        first = note_bounds[note]
        count = note_bounds[note + 1] - first
        for k in range(count):
            keys[k] = np.int64(firsts[first + k]) << 32 | k
            kept[k, 0], kept[k, 1] = groups[first + k], firsts[first + k]
            kept[k, 2] = lasts[first + k]
        sort_keys(keys, count)
        for k in range(count):
            place = keys[k] & 0xFFFFFFFF
            groups[first + k], firsts[first + k] = kept[place, 0], kept[place, 1]
            lasts[first + k] = kept[place, 2]
