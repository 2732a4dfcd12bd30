"""Compiled alignment of two notes, word by word. Imported on use.

First the longest shared runs are taken greedily, wherever they stand (greedy string tiling, Wise
1993), then the heaviest chain of runs in the same order is found, then single words between the
links of the chain are matched (longest common subsequence). What is left outside the chain has
moved. Time is near linear for notes that share little and for notes that share nearly all.
"""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, leaf, part
from dedupe.sort_kernel import sort

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


@leaf
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


@leaf
def _shared_runs(a, b, units, lo, hi_a, hi_b, slots, links, runs):  # type: ignore[no-untyped-def]
    """Write the maximal shared runs (i, j, words) of the untrimmed middle; return how many."""
    size = 16
    while size < 2 * (hi_b - lo):
        size *= 2
    heads = slots[:size]
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


@leaf
def _take_tiles(runs, count, units, match, taken, keys, tiles):  # type: ignore[no-untyped-def]
    """Take runs longest first, cut to the words that are still free on both sides."""
    for r in range(count):
        keys[r] = r - (np.int64(runs[r, 2]) << 32)
    sort(keys, count)
    found = 0
    for n in range(count):
        r = keys[n] & 0xFFFFFFFF
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


@leaf
def _in_order(tiles, found, keys):  # type: ignore[no-untyped-def]
    """Write the numbers of the tiles by where they stand in the first note."""
    for t in range(found):
        keys[t] = np.int64(tiles[t, 0]) << 32 | t
    sort(keys, found)
    for t in range(found):
        keys[t] &= 0xFFFFFFFF


@leaf
def _chain(tiles, found, sequence, units, best, who, weight, before, linked):  # type: ignore[no-untyped-def]
    """Say which tiles form the heaviest chain in the same order on both sides.

    A Fenwick tree of prefix maxima over the other note's positions: n log n.
    """
    best[:], who[:], top = 0, -1, -1
    for k in range(found):
        t = sequence[k]
        before[t], linked[t] = -1, False
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
    while top >= 0:
        linked[top] = True
        top = before[top]


@leaf
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


@leaf
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


@part
def aligning_room(longest):  # type: ignore[no-untyped-def]
    """Return what ``align_in`` works in, for notes of up to so many words."""
    slots = 16
    while slots < 2 * longest:
        slots *= 2
    return (
        np.empty(longest, np.bool_),
        np.empty(slots, np.int32),
        np.empty(longest, np.int32),
        np.empty((8 * longest + 16, 3), np.int32),
        np.empty(8 * longest + 16, np.int64),
        np.empty((longest + 1, 3), np.int32),
        np.empty(longest + 1, np.int64),
        np.empty(longest + 2, np.int64),
        np.empty(longest + 2, np.int32),
        np.empty(longest + 1, np.int64),
        np.empty(longest + 1, np.int32),
        np.empty(longest + 1, np.bool_),
        np.zeros(FILL_SLOTS, np.uint8),
        np.empty(longest, np.int32),
        np.empty(longest, np.int32),
        np.empty(FILL_CELLS + 2 * longest + 1, np.int16),
    )


@kernel
def align(a, b, units, match, order):  # type: ignore[no-untyped-def]
    """Align note ``a`` with note ``b`` (word hashes; ``units`` are those of ``a``).

    Fill ``match`` with the position in ``b`` of each word of ``a`` or -1, and ``order`` with
    IN_ORDER, MOVED or 0.
    """
    align_in(aligning_room(max(len(a), len(b))), a, b, units, match, order)


@leaf
def _trim(a, b, match, taken, order):  # type: ignore[no-untyped-def]
    """Match what two notes begin and end with; return (first word between, ends in both)."""
    n, m = len(a), len(b)
    lo = 0
    while lo < n and lo < m and a[lo] == b[lo]:
        match[lo], taken[lo], order[lo] = lo, True, IN_ORDER
        lo += 1
    while n > lo and m > lo and a[n - 1] == b[m - 1]:
        n, m = n - 1, m - 1
        match[n], taken[m], order[n] = m, True, IN_ORDER
    return lo, n, m


@leaf
def align_in(room, a, b, units, match, order):  # type: ignore[no-untyped-def]
    """Do as ``align``, within what ``aligning_room`` gives."""
    (
        taken, slots, links, all_runs, keys, all_tiles, sequence, best, who, weight, before,
        linked, seen, rows, columns, table,
    ) = room  # fmt: skip
    m = len(b)
    match[:], order[:], taken[:m] = -1, 0, False
    lo, hi_a, hi_b = _trim(a, b, match, taken, order)
    if lo in (hi_a, hi_b):
        return
    runs = all_runs[: 4 * (hi_a + hi_b - 2 * lo) + 16]
    count = _shared_runs(a, b, units, lo, hi_a, hi_b, slots, links, runs)
    tiles = all_tiles[: min(hi_a, hi_b) - lo + 1]
    found = _take_tiles(runs, count, units, match, taken, keys, tiles)
    _in_order(tiles, found, sequence)
    _chain(tiles, found, sequence, units, best[: m + 2], who[: m + 2], weight, before, linked)
    at_a, at_b = lo, lo
    for k in range(found + 1):
        to_a, to_b, length = hi_a, hi_b, 0
        if k < found:
            tile = sequence[k]
            to_a, to_b, length = tiles[tile, 0], tiles[tile, 1], tiles[tile, 2]
            for w in range(to_a, to_a + length):
                order[w] = IN_ORDER if linked[tile] else MOVED
            if not linked[tile]:
                continue
        _fill(a, b, match, taken, order, at_a, to_a, at_b, to_b, seen, rows, columns, table)
        at_a, at_b = to_a + length, to_b + length
