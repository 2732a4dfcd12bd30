"""Compiled alignment of two notes, word by word. Imported on use.

First the longest shared runs are taken greedily, wherever they stand (greedy string tiling, Wise
1993), then the heaviest chain of runs in the same order is found, then single words between the
links of the chain are matched (longest common subsequence). What is left outside the chain has
moved. Time is near linear for notes that share little and for notes that share nearly all.
"""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, part
from dedupe.sort_kernel import sort_keys

#: A run must reach two words or three characters to be a tile.
TILE_UNITS = 6

#: Of a word that a note repeats, this many occurrences are tried as the start of a run.
OCCURRENCES = 12

#: Gaps between links are filled exactly up to this many cells of the dynamic programme.
FILL_CELLS = 4096

#: The words of a gap are looked up in this many slots.
FILL_SLOTS = 512

IN_ORDER = 1
MOVED = 2


@part
def _index_words(b, first, stop, heads, links):  # type: ignore[no-untyped-def]
    """Chain the positions of equal words of ``b``, earliest first, in a table by word hash."""
    size = np.uint64(len(heads) - 1)
    heads[:] = -1
    for j in range(stop - 1, first - 1, -1):
        slot = np.uint64(b[j]) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32) & size
        while heads[slot] >= 0 and b[heads[slot]] != b[j]:
            slot = (slot + np.uint64(1)) & size
        links[j] = heads[slot]
        heads[slot] = j


@part
def _shared_runs(a, b, units, lo, hi_a, hi_b, runs):  # type: ignore[no-untyped-def]
    """Write the maximal shared runs (i, j, words) of the untrimmed middle; return how many."""
    size = 16
    while size < 2 * (hi_b - lo):
        size *= 2
    heads = np.empty(size, np.int32)
    links = np.empty(hi_b, np.int32)
    _index_words(b, lo, hi_b, heads, links)
    mask = np.uint64(size - 1)
    count = 0
    for i in range(lo, hi_a):
        slot = np.uint64(a[i]) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32) & mask
        while heads[slot] >= 0 and b[heads[slot]] != a[i]:
            slot = (slot + np.uint64(1)) & mask
        j = heads[slot]
        tried = 0
        while j >= 0 and tried < OCCURRENCES:
            tried += 1
            if i == lo or j == lo or a[i - 1] != b[j - 1]:
                reached = 0
                k = 0
                while i + k < hi_a and j + k < hi_b and a[i + k] == b[j + k]:
                    reached += units[i + k]
                    k += 1
                if reached >= TILE_UNITS and count < len(runs):
                    runs[count, 0] = i
                    runs[count, 1] = j
                    runs[count, 2] = k
                    count += 1
            j = links[j]
    return count


@part
def _take_tiles(runs, count, units, match, taken, tiles):  # type: ignore[no-untyped-def]
    """Take runs longest first, cut to the words that are still free on both sides."""
    keys = np.empty(count, np.int64)
    for r in range(count):
        keys[r] = r - (np.int64(runs[r, 2]) << 32)
    sort_keys(keys, count)
    found = 0
    for key in keys:
        r = key & 0xFFFFFFFF
        i, j, length = runs[r, 0], runs[r, 1], runs[r, 2]
        k = 0
        while k < length:
            while k < length and (match[i + k] >= 0 or taken[j + k]):
                k += 1
            begin = k
            reached = 0
            while k < length and match[i + k] < 0 and not taken[j + k]:
                reached += units[i + k]
                k += 1
            if reached >= TILE_UNITS and found < len(tiles):
                tiles[found, 0] = i + begin
                tiles[found, 1] = j + begin
                tiles[found, 2] = k - begin
                found += 1
                for t in range(begin, k):
                    match[i + t] = j + t
                    taken[j + t] = True
    return found


@part
def _in_order(tiles, found):  # type: ignore[no-untyped-def]
    """Return the numbers of the tiles by where they stand in the first note."""
    keys = np.empty(found, np.int64)
    for t in range(found):
        keys[t] = np.int64(tiles[t, 0]) << 32 | t
    sort_keys(keys, found)
    for t in range(found):
        keys[t] &= 0xFFFFFFFF
    return keys


@part
def _chain(tiles, found, sequence, units, size_b):  # type: ignore[no-untyped-def]
    """Return which tiles form the heaviest chain in the same order on both sides.

    A Fenwick tree of prefix maxima over the other note's positions: n log n.
    """
    best = np.zeros(size_b + 2, np.int64)
    who = np.full(size_b + 2, -1, np.int32)
    weight = np.zeros(found, np.int64)
    before = np.full(found, -1, np.int32)
    top = -1
    for t in sequence:
        p = tiles[t, 1]
        own = 0
        for k in range(tiles[t, 2]):
            own += units[tiles[t, 0] + k]
        weight[t] = own
        while p > 0:
            if who[p] >= 0 and best[p] + own > weight[t]:
                weight[t] = best[p] + own
                before[t] = who[p]
            p -= p & -p
        p = tiles[t, 1] + tiles[t, 2]
        while p < len(best):
            if weight[t] > best[p]:
                best[p] = weight[t]
                who[p] = t
            p += p & -p
        if top < 0 or weight[t] > weight[top]:
            top = t
    linked = np.zeros(found, np.bool_)
    while top >= 0:
        linked[top] = True
        top = before[top]
    return linked


@part
def _shared_words(a, b, match, taken, from_a, to_a, from_b, to_b, seen, rows, columns):  # type: ignore[no-untyped-def]
    """List the free words of two gaps that the other gap may have; return how many on each side.

    A word is looked up by some bits of its hash: all that are shared are listed, and a few more.
    ``seen`` is zero before and after.
    """
    for q in range(from_b, to_b):
        seen[b[q] % FILL_SLOTS] |= not taken[q]
    n, m = 0, 0
    for p in range(from_a, to_a):
        rows[n] = p
        if match[p] < 0 and seen[a[p] % FILL_SLOTS] > 0:
            seen[a[p] % FILL_SLOTS] = 2
            n += 1
    for q in range(from_b, to_b):
        columns[m] = q
        m += not taken[q] and seen[b[q] % FILL_SLOTS] == 2
    for q in range(from_b, to_b):
        seen[b[q] % FILL_SLOTS] = 0
    return n, m


@part
def _fill(  # type: ignore[no-untyped-def]
    a, b, match, taken, order, from_a, to_a, from_b, to_b, seen, rows, columns, table
):
    """Match single free words between two links: longest common subsequence, in order.

    Only words that both gaps may have enter the table, which is as most words are not shared a
    tenth of the whole. Which of equal subsequences is found is as if all words had entered it: a
    word of ``b`` that is not listed still has its turn to be stepped over.
    """
    if from_a >= to_a or from_b >= to_b or (to_a - from_a) * (to_b - from_b) > FILL_CELLS:
        return
    n, m = _shared_words(
        a, b, match, taken, from_a, to_a, from_b, to_b, seen, rows, columns
    )  # fmt: skip
    width = m + 1
    for j in range(width):
        table[n * width + j] = 0
    for i in range(n - 1, -1, -1):
        at = i * width
        word = a[rows[i]]
        table[at + m] = 0
        for j in range(m - 1, -1, -1):
            if word == b[columns[j]]:
                table[at + j] = table[at + width + j + 1] + 1
            else:
                table[at + j] = max(table[at + width + j], table[at + j + 1])
    i, j = 0, 0
    reached = from_b
    while i < n and j < m:
        p, q = rows[i], columns[j]
        turn = reached == q  # else a word that is not listed has it
        if turn and a[p] == b[q]:
            match[p] = q
            taken[q] = True
            order[p] = IN_ORDER
            i += 1
            j += 1
            reached = q + 1
        elif table[(i + 1) * width + j] >= table[i * width + j + turn]:
            i += 1
        else:
            j += turn
            reached = q + turn


@kernel
def align(a, b, units, match, order):  # type: ignore[no-untyped-def]
    """Align note ``a`` with note ``b`` (word hashes; ``units`` are those of ``a``).

    Fill ``match`` with the position in ``b`` of each word of ``a`` or -1, and ``order`` with
    IN_ORDER, MOVED or 0.
    """
    n, m = len(a), len(b)
    match[:] = -1
    order[:] = 0
    taken = np.zeros(m, np.bool_)
    lo = 0
    while lo < n and lo < m and a[lo] == b[lo]:
        match[lo] = lo
        taken[lo] = True
        order[lo] = IN_ORDER
        lo += 1
    hi_a, hi_b = n, m
    while hi_a > lo and hi_b > lo and a[hi_a - 1] == b[hi_b - 1]:
        hi_a -= 1
        hi_b -= 1
        match[hi_a] = hi_b
        taken[hi_b] = True
        order[hi_a] = IN_ORDER
    if lo in (hi_a, hi_b):
        return
    runs = np.empty((4 * (hi_a + hi_b - 2 * lo) + 16, 3), np.int32)
    count = _shared_runs(a, b, units, lo, hi_a, hi_b, runs)
    tiles = np.empty((min(hi_a, hi_b) - lo + 1, 3), np.int32)
    found = _take_tiles(runs, count, units, match, taken, tiles)
    sequence = _in_order(tiles, found)
    linked = _chain(tiles, found, sequence, units, m)
    at_a, at_b = lo, lo
    seen = np.zeros(FILL_SLOTS, np.uint8)
    rows, columns = np.empty(n, np.int32), np.empty(m, np.int32)
    table = np.empty(FILL_CELLS + n + m + 1, np.int16)
    for t in sequence:
        for k in range(tiles[t, 2]):
            order[tiles[t, 0] + k] = IN_ORDER if linked[t] else MOVED
    for t in sequence:
        if linked[t]:
            _fill(
                a, b, match, taken, order, at_a, tiles[t, 0], at_b, tiles[t, 1],
                seen, rows, columns, table,
            )  # fmt: skip
            at_a = tiles[t, 0] + tiles[t, 2]
            at_b = tiles[t, 1] + tiles[t, 2]
    _fill(a, b, match, taken, order, at_a, hi_a, at_b, hi_b, seen, rows, columns, table)
