"""Compiled building of an index's parts: grouped by key, merged, numbered anew.

A part goes in and comes out as the arrays of an index.segments.Segment: directory, rests, held and
lists.
"""

from __future__ import annotations

import numpy as np

from dedupe import kernel, part


@part
def held_by(held, lists, at):  # type: ignore[no-untyped-def]
    """Return where the members of key number ``at`` stand: array, first and the place after."""
    member = held[at]
    if member >= 0:
        return held, at, at + 1
    start = ~np.int64(member) + 1
    return lists, start, start + lists[start - 1]


@part
def _put(members, start, stop, held, lists, key, at):  # type: ignore[no-untyped-def]
    """Write the members of a key, at least one; return where the next list goes."""
    if stop - start == 1:
        held[key] = members[start]
        return at
    held[key] = ~at
    lists[at] = stop - start
    for n in range(start, stop):
        lists[at + 1 + n - start] = members[n]
    return at + 1 + stop - start


@part
def _put_both(mine, others, held, lists, key, at):  # type: ignore[no-untyped-def]
    """Write the members that two parts have of a key, ascending, each once, as ``_put`` does."""
    members, start, stop = mine
    later, begin, end = others
    place = at + 1
    while start < stop or begin < end:
        first = begin == end or (start < stop and members[start] <= later[begin])
        second = start == stop or (begin < end and later[begin] <= members[start])
        lists[place] = members[start] if first else later[begin]
        start += first
        begin += second
        place += 1
    count = place - at - 1
    if count == 1:
        held[key] = lists[at + 1]
        return at
    held[key] = ~at
    lists[at] = count
    return place


@part
def _listed(keys):  # type: ignore[no-untyped-def]
    """Return how many distinct keys there are, and what room the lists of repeated ones take."""
    count, room, run = 0, 0, 0
    for k in range(len(keys)):
        run += 1
        if k + 1 == len(keys) or keys[k + 1] != keys[k]:
            count += 1
            room += run + 1 if run > 1 else 0
            run = 0
    return count, room


@kernel
def group(keys, members, directory, kind):  # type: ignore[no-untyped-def]
    """Return the rests, members and lists of sorted entries; write where each bucket ends.

    ``keys`` (uint64) are as much of the keys as the part keeps: the bucket above a rest, which is
    of type ``kind``; ``directory`` holds zeros.
    """
    count, room = _listed(keys)
    rests = np.empty(count, kind)
    width = np.uint64(8 * rests.itemsize)
    held, lists = np.empty(count, np.int32), np.empty(room, np.int32)
    start, key, at, many = 0, 0, 0, len(directory) > 2
    for k in range(len(keys)):
        if k + 1 < len(keys) and keys[k + 1] == keys[k]:
            continue
        at = _put(members, start, k + 1, held, lists, key, at)
        rests[key] = keys[k]
        directory[np.int64(keys[k] >> width) + 1 if many else 1] += 1
        start, key = k + 1, key + 1
    for bucket in range(1, len(directory)):
        directory[bucket] += directory[bucket - 1]
    return rests, held, lists


@part
def _take(held, lists, a, out_held, out_lists, key, at):  # type: ignore[no-untyped-def]
    """Copy the members of key number ``a``; return where the next list goes."""
    out_held[key] = held[a]
    if held[a] >= 0:
        return at
    members, start, stop = held_by(held, lists, a)
    return _put(members, start, stop, out_held, out_lists, key, at)


@kernel
def merge(one, later):  # type: ignore[no-untyped-def]
    """Return two parts with the same number of buckets as one.

    No branch tells which part is next where both have single members, as most keys have: keys are
    hashes, and it would be guessed wrong.
    """
    directory, rests, held, lists = one
    later_directory, later_rests, later_held, later_lists = later
    most, fewer = len(rests) + len(later_rests), min(len(rests), len(later_rests))
    out_directory = np.zeros(len(directory), np.uint32)
    out_rests, out_held = np.empty(most, rests.dtype), np.empty(most, np.int32)
    # Two single members become a list of two, below their count.
    out_lists = np.empty(len(lists) + len(later_lists) + 3 * fewer, np.int32)
    key, at, a, b = 0, 0, 0, 0
    for bucket in range(1, len(directory)):
        a_stop, b_stop = directory[bucket], later_directory[bucket]
        while a < a_stop and b < b_stop:
            first, second = rests[a] <= later_rests[b], later_rests[b] <= rests[a]
            out_rests[key] = rests[a] if first else later_rests[b]
            out_held[key] = held[a] if first else later_held[b]
            if first and second:
                at = _put_both(
                    held_by(held, lists, a), held_by(later_held, later_lists, b), out_held,
                    out_lists, key, at,
                )  # fmt: skip
            elif out_held[key] < 0 and first:
                at = _take(held, lists, a, out_held, out_lists, key, at)
            elif out_held[key] < 0:
                at = _take(later_held, later_lists, b, out_held, out_lists, key, at)
            a += first
            b += second
            key += 1
        while a < a_stop:
            out_rests[key] = rests[a]
            at = _take(held, lists, a, out_held, out_lists, key, at)
            a, key = a + 1, key + 1
        while b < b_stop:
            out_rests[key] = later_rests[b]
            at = _take(later_held, later_lists, b, out_held, out_lists, key, at)
            b, key = b + 1, key + 1
        out_directory[bucket] = key
    return out_directory, out_rests[:key], out_held[:key], out_lists[:at]


@kernel
def renumber(one, numbers):  # type: ignore[no-untyped-def]
    """Return a part with the new number of each member, in the same order; -1 drops it."""
    directory, rests, held, lists = one
    out_directory = np.zeros(len(directory), np.uint32)
    out_rests, out_held = np.empty_like(rests), np.empty_like(held)
    # Two places more: of a single member, too, a list is written first.
    out_lists = np.empty(len(lists) + 2, np.int32)
    key, at = 0, 0
    for bucket in range(1, len(directory)):
        for a in range(np.int64(directory[bucket - 1]), np.int64(directory[bucket])):
            members, start, stop = held_by(held, lists, a)
            place = at + 1
            for n in range(start, stop):
                out_lists[place] = numbers[members[n]]
                place += out_lists[place] >= 0
            if place == at + 1:
                continue
            out_rests[key] = rests[a]
            at = _put(out_lists, at + 1, place, out_held, out_lists, key, at)
            key += 1
        out_directory[bucket] = key
    return out_directory, out_rests[:key], out_held[:key], out_lists[:at]


@kernel
def entries(one):  # type: ignore[no-untyped-def]
    """Return each key, or as much of it as is kept, with each of its members."""
    directory, rests, held, lists = one
    size = 0
    for k in range(len(held)):
        _, start, stop = held_by(held, lists, k)
        size += stop - start
    keys, members = np.empty(size, np.uint64), np.empty(size, np.int32)
    width, many, at = np.uint64(8 * rests.itemsize), len(directory) > 2, 0
    for bucket in range(len(directory) - 1):
        high = np.uint64(bucket) << width if many else np.uint64(0)
        for k in range(np.int64(directory[bucket]), np.int64(directory[bucket + 1])):
            listed, start, stop = held_by(held, lists, k)
            for n in range(start, stop):
                keys[at], members[at] = high | np.uint64(rests[k]), listed[n]
                at += 1
    return keys, members
