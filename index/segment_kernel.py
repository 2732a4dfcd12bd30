"""Compiled look-up in the sorted parts of an index, and the count of shared keys."""

from __future__ import annotations

import numpy as np

from dedupe import kernel, part


@part
def not_below(held, key, start, stop):  # type: ignore[no-untyped-def]
    """Return the first place in held[start:stop], ascending, that is not below ``key``."""
    while start < stop:
        middle = (start + stop) // 2
        if held[middle] < key:
            start = middle + 1
        else:
            stop = middle
    return start


@kernel
def places(held, keys, found):  # type: ignore[no-untyped-def]
    """Write, for each key, the first place in ``held``, ascending, that is not below it.

    All searches are halved in step, and no branch is guessed: what one of them waits for from
    memory is fetched while the others ask. In a large part that takes a quarter of the time of one
    search after the other.
    """
    size = len(held)
    for k in range(len(keys)):
        found[k] = 0
    while size > 1:
        half = size // 2
        for k in range(len(keys)):
            found[k] += half * (held[np.uint64(found[k] + half - 1)] < keys[k])
        size -= half
    if size:
        for k in range(len(keys)):
            found[k] += held[np.uint64(found[k])] < keys[k]


@part
def _places_in_buckets(directory, rests, keys, found, stops, wanted):  # type: ignore[no-untyped-def]
    """Do as ``places`` in a packed part; write where each bucket ends, and what to look for there.

    The few keys of a bucket lie side by side, and are gone through one by one.
    """
    bits = 0
    while (1 << bits) < len(directory) - 1:
        bits += 1
    # Shifted in two steps, since a shift by all 64 bits is none.
    down, across = np.uint64(63 - bits), np.uint64(bits)
    for k in range(len(keys)):
        bucket = np.int64((keys[k] >> np.uint64(1)) >> down)
        found[k], stops[k] = directory[bucket], directory[bucket + 1]
        wanted[k] = (keys[k] << across) >> np.uint64(32)
    for k in range(len(keys)):
        at, stop = found[k], stops[k]
        while at < stop and rests[at] < wanted[k]:
            at += 1
        found[k] = at


@kernel
def locate(one, keys, first, counts):  # type: ignore[no-untyped-def]
    """Find how many members each key has in a part, and where they begin.

    A key's only member is ``held[first[k]]``, several stand from ``lists[first[k]]`` on.
    """
    directory, rests, held, lists = one
    wanted = np.empty(len(keys), np.uint64)
    if rests.itemsize == 8:
        for k in range(len(keys)):
            wanted[k], counts[k] = keys[k], len(rests)
        places(rests, keys, first)
    else:
        _places_in_buckets(directory, rests, keys, first, counts, wanted)
    for k in range(len(keys)):
        at = first[k]
        there = at < counts[k] and rests[at] == wanted[k]
        counts[k] = there
        if there and held[at] < 0:
            first[k] = ~np.int64(held[at]) + 1
            counts[k] = lists[first[k] - 1]


@kernel
def room(totals, wide, bounds, cut):  # type: ignore[no-untyped-def]
    """Lay out ``2 * wide`` members of each key at most; return how many there are in all."""
    bounds[0] = 0
    for k in range(len(totals)):
        taken = min(totals[k], 2 * wide)
        bounds[k + 1] = bounds[k] + taken
        cut[k] = totals[k] > taken
    return bounds[len(totals)]


@kernel
def gather(held, lists, first, counts, before, totals, wide, starts, filled, out):  # type: ignore[no-untyped-def]
    """Copy one part's members of each key to the key's place in ``out``.

    The part holds ``counts[k]`` members of key k from ``first[k]`` on (``locate``), after
    ``before[k]`` in earlier parts, which it counts on; of more than ``2 * wide`` in all only the
    first and the last ``wide`` are copied.
    """
    for k in range(len(first)):
        count, at, total = counts[k], first[k], totals[k]
        members = lists if count > 1 else held
        place = starts[k] + filled[k]
        # Of a key in wide use the many between are not gone through.
        first_stop, last_start = count, count
        if total > 2 * wide:
            first_stop = min(count, max(0, wide - before[k]))
            last_start = max(first_stop, total - wide - before[k])
        for n in range(first_stop):
            out[place] = members[at + n]
            place += 1
        for n in range(last_start, count):
            out[place] = members[at + n]
            place += 1
        filled[k] = place - starts[k]
        before[k] += count


@kernel
def find_in_one(one, keys, wide):  # type: ignore[no-untyped-def]
    """Return where the members of each key begin, they, and what is cut, for an index of one part.

    The same as ``locate``, ``room`` and ``gather`` one after the other, without a way back between.
    """
    size = len(keys)
    first, counts = np.empty(size, np.int64), np.empty(size, np.int64)
    locate(one, keys, first, counts)
    bounds, cut = np.empty(size + 1, np.int64), np.empty(size, np.bool_)
    members = np.empty(room(counts, wide, bounds, cut), np.int32)
    if len(members):
        before, filled = np.zeros(size, np.int64), np.zeros(size, np.int64)
        gather(one[2], one[3], first, counts, before, counts, wide, bounds, filled, members)
    return bounds, members, cut


@kernel
def count_groups(one, keys, groups, below, most, seen, counts):  # type: ignore[no-untyped-def]
    """Count the groups that each key's members in one part are of, on from what others hold.

    ``groups[m]`` is the group of member m, of which those from ``below`` on do not count; ``seen``
    (int32, shape (keys, at least the greatest of ``most``)) lists the ``counts[k]`` groups of key
    k; beyond ``most[k]`` none is counted.
    """
    first, sizes = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
    locate(one, keys, first, sizes)
    for k in range(len(keys)):
        members = one[3] if sizes[k] > 1 else one[2]
        count, at, stop = counts[k], first[k], first[k] + sizes[k]
        while at < stop and members[at] < below and count < most[k]:
            group = groups[members[at]]
            new = True
            for n in range(count):
                if seen[k, n] == group:
                    new = False
                    break
            if new:
                seen[k, count] = group
                count += 1
            at += 1
        counts[k] = count


@part
def _most_members(rows, row_bounds, key_bounds):  # type: ignore[no-untyped-def]
    """Return how many members the keys of any row have together at most."""
    most = 0
    for r in range(rows):
        most = max(most, key_bounds[row_bounds[r + 1]] - key_bounds[row_bounds[r]])
    return most


@part
def _slot_of(others, other):  # type: ignore[no-untyped-def]
    """Return the slot of a member in a table of a power of two slots, or the free one for it."""
    mask = len(others) - 1
    slot = ((other * np.int64(0x9E3779B1)) >> np.int64(7)) & mask
    while others[slot] >= 0 and others[slot] != other:
        slot = (slot + 1) & mask
    return slot


@kernel
def tally(  # type: ignore[no-untyped-def]
    rows, row_bounds, kinds, key_bounds, members, sizes, row_sizes, own, least_share, most,
    listed_row, listed_member, cuts,
):  # fmt: skip
    """Count for each row the keys it shares with each member; keep the ``most`` with most votes.

    Row r asks the keys ``row_bounds[r]:row_bounds[r + 1]``, key k is of kind ``kinds[k]`` and is
    held by ``members[key_bounds[k]:key_bounds[k + 1]]``. Another note counts where, for some kind,
    it shares ``least_share[kind]`` of the smaller one's keys (``sizes``, shape (notes, kinds);
    ``row_sizes``, shape (rows, kinds)); ``own[r]`` is the row itself, or -1. Returns how many pairs
    were written.
    """
    how_many = len(least_share)
    slots = 64
    while slots < 2 * _most_members(rows, row_bounds, key_bounds):
        slots *= 2
    others = np.full(slots, -1, np.int32)
    seen = np.zeros((slots, how_many), np.int32)
    total = np.zeros(slots, np.int32)
    touched = np.empty(slots, np.int32)
    count = 0
    for r in range(rows):
        found = 0
        for k in range(row_bounds[r], row_bounds[r + 1]):
            for p in range(key_bounds[k], key_bounds[k + 1]):
                other = members[p]
                if other == own[r]:
                    continue
                slot = _slot_of(others, other)
                if others[slot] < 0:
                    others[slot] = other
                    touched[found] = slot
                    found += 1
                seen[slot, kinds[k]] += 1
        kept = 0
        for t in range(found):
            slot = touched[t]
            other = others[slot]
            total[slot] = 0
            for j in range(how_many):
                votes = seen[slot, j]
                seen[slot, j] = 0
                if votes and votes >= least_share[j] * min(row_sizes[r, j], sizes[other, j]):
                    total[slot] += votes
            if total[slot]:
                touched[t] = touched[kept]
                touched[kept] = slot
                kept += 1
        keep = min(kept, most[r])
        cuts[r] = cuts[r] or kept > most[r]
        for k in range(keep):
            best = k
            for t in range(k + 1, kept):
                a, b = touched[t], touched[best]
                if total[a] > total[b] or (total[a] == total[b] and others[a] < others[b]):
                    best = t
            touched[k], touched[best] = touched[best], touched[k]
            listed_row[count] = r
            listed_member[count] = others[touched[k]]
            count += 1
        for t in range(found):
            others[touched[t]] = -1
    return count
