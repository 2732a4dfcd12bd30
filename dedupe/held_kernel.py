"""Compiled passes over groups of equal runs and the notes that hold them. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, leaf
from dedupe.sort_kernel import sort_keys

#: Odd multipliers of a hash of members (splitmix64, https://prng.di.unimi.it/splitmix64.c).
_MIX, _MIX_AGAIN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


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
def count_below(bounds, holders, starts, remembered, note_bounds, below, counts, sizes):  # type: ignore[no-untyped-def]
    """Write how many remembered holders each group has, and for how many it begins ``below``.

    ``below`` (bool) has one entry a word, those of note n from ``note_bounds[n]`` on.
    """
    for group in range(len(bounds) - 1):
        counts[group] = sizes[group] = 0
        for e in range(bounds[group], bounds[group + 1]):
            if holders[e] < remembered:
                sizes[group] += 1
                counts[group] += below[note_bounds[holders[e]] + starts[e]]


@kernel
def first_of_families(bounds, holders, families, remembered, most, chosen):  # type: ignore[no-untyped-def]
    """Choose the first remembered holder of each family in each group, ``most`` of a group."""
    last = np.full(len(families), -1, np.int64)
    for group in range(len(bounds) - 1):
        size = 0
        for e in range(bounds[group], bounds[group + 1]):
            note = holders[e]
            chosen[e] = False
            if note < remembered and last[families[note]] != group:
                last[families[note]] = group
                chosen[e] = size < most
                size += 1


@kernel
def by_block(  # type: ignore[no-untyped-def]
    bounds, holders, starts, stops, note_bounds, shift, notes, groups, firsts, lasts
):
    """Write the entries of groups in order of the block of 2^``shift`` notes that holds them.

    Of each its group, its words [first, last), and its note within the block. A block's entries
    stand in order of group. Every block is written in order, so that few pages are at work at once.
    """
    at = note_bounds[:: 1 << shift].copy()
    for group in range(len(bounds) - 1):
        for e in range(bounds[group], bounds[group + 1]):
            k = at[holders[e] >> shift]
            notes[k] = holders[e] & ((1 << shift) - 1)
            groups[k], firsts[k], lasts[k] = group, starts[e], stops[e]
            at[holders[e] >> shift] = k + 1


@kernel
def by_place(note_bounds, shift, notes, groups, firsts, lasts):  # type: ignore[no-untyped-def]
    """Put the entries of each block in order of note, and of place within it.

    ``note_bounds`` says where each note's entries stand; what is of one place stays in order.
    """
    size = 1 << shift
    most = 0
    for low in range(0, len(note_bounds) - 1, size):
        high = min(low + size, len(note_bounds) - 1)
        most = max(most, note_bounds[high] - note_bounds[low])
    keys, kept = np.empty(most, np.int64), np.empty((most, 3), np.int32)
    at = np.empty(size, np.int64)
    for low in range(0, len(note_bounds) - 1, size):
        high = min(low + size, len(note_bounds) - 1)
        first = note_bounds[low]
        count = note_bounds[high] - first
        at[: high - low] = note_bounds[low:high] - first
        for k in range(count):
            kept[k, 0], kept[k, 1] = groups[first + k], firsts[first + k]
            kept[k, 2] = lasts[first + k]
            note = notes[first + k]
            keys[at[note]] = np.int64(firsts[first + k]) << 32 | k
            at[note] += 1
        for note in range(low, high):
            begin, end = note_bounds[note] - first, note_bounds[note + 1] - first
            sort_keys(keys[begin:end], end - begin)
            for k in range(begin, end):
                place = keys[k] & 0xFFFFFFFF
                groups[first + k], firsts[first + k] = kept[place, 0], kept[place, 1]
                lasts[first + k] = kept[place, 2]


@kernel
def copy_groups(bounds, holders, starts, stops, groups, to_bounds, to_holders, to_starts, to_stops):  # type: ignore[no-untyped-def]
    """Copy the entries of some groups, to where ``to_bounds`` says."""
    for g in range(len(groups)):
        first = bounds[groups[g]]
        for k in range(to_bounds[g + 1] - to_bounds[g]):
            at = to_bounds[g] + k
            to_holders[at], to_starts[at] = holders[first + k], starts[first + k]
            to_stops[at] = stops[first + k]


@kernel
def note_bounds(holders, bounds):  # type: ignore[no-untyped-def]
    """Write the bounds of each note's entries, were they in order of note."""
    bounds[:] = 0
    for e in range(len(holders)):
        bounds[holders[e] + 1] += 1
    for note in range(1, len(bounds)):
        bounds[note] += bounds[note - 1]


@kernel
def copy_chosen(chosen, holders, starts, stops, to_holders, to_starts, to_stops):  # type: ignore[no-untyped-def]
    """Copy some entries, in order."""
    at = 0
    for e in range(len(chosen)):
        if chosen[e]:
            to_holders[at], to_starts[at], to_stops[at] = holders[e], starts[e], stops[e]
            at += 1


@kernel
def bounds_of_chosen(bounds, chosen, to_bounds):  # type: ignore[no-untyped-def]
    """Write the bounds of the groups' chosen entries."""
    count = to_bounds[0] = 0
    for group in range(len(bounds) - 1):
        for e in range(bounds[group], bounds[group + 1]):
            count += chosen[e]
        to_bounds[group + 1] = count


@leaf
def _hash(members, first, stop):  # type: ignore[no-untyped-def]
    value = np.uint64(stop - first)
    for k in range(first, stop):
        value = (value ^ np.uint64(members[k])) * _MIX
        value = (value ^ (value >> np.uint64(29))) * _MIX_AGAIN
    return value ^ (value >> np.uint64(32))


@leaf
def _same(bounds, members, one, other):  # type: ignore[no-untyped-def]
    """Say whether two groups have the same members."""
    size = bounds[one + 1] - bounds[one]
    if bounds[other + 1] - bounds[other] != size:
        return False
    k = 0
    while k < size and members[bounds[one] + k] == members[bounds[other] + k]:
        k += 1
    return k == size


@kernel
def distinct_groups(bounds, members, firsts, same_as):  # type: ignore[no-untyped-def]
    """Write the first of all groups of the same members, and which of those each group equals.

    Return how many there are.
    """
    room = 2
    while room < 2 * len(bounds):
        room *= 2
    slots = np.full(room, -1, np.int64)
    count = 0
    for group in range(len(bounds) - 1):
        at = np.int64(_hash(members, bounds[group], bounds[group + 1]) & np.uint64(room - 1))
        while slots[at] >= 0 and not _same(bounds, members, firsts[slots[at]], group):
            at = (at + 1) & (room - 1)
        if slots[at] < 0:
            slots[at], firsts[count] = count, group
            count += 1
        same_as[group] = slots[at]
    return count
