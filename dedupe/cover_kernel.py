"""Compiled marking of the words that related notes share. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.alignment_kernel import IN_ORDER
from dedupe.comparison_kernel import (
    COLUMNS,
    MASK_UNITS,
    SLOT_UNITS,
    compare_notes,
    comparing_room,
    explained,
    gap,
)
from dedupe.compiling import kernel, leaf
from dedupe.relation_kernel import EXCERPT, NONE, TEMPLATE, relate_one
from dedupe.word_kernel import WORD_UNITS

#: Characters that match in a shorter run than a shingle (three of them, six of a syllabic script)
#: match by chance: between any two lines of Thai a third of the letters do (benchmarks/README.md:
#: a merge with a personal line).
STRAY_UNITS = 6


@leaf
def _drop_strays(units, match, solid):  # type: ignore[no-untyped-def]
    """Take runs of a few matched characters out of ``solid``; whole words stay."""
    i = 0
    while i < len(units):
        reached = 0
        k = i
        while k < len(units) and solid[k] and match[k] == match[i] + (k - i):
            reached += units[k]
            k += 1
        if reached < STRAY_UNITS and units[i] < WORD_UNITS:
            solid[i:k] = False
        i = max(k, i + 1)


@leaf
def _cover_slots(units, marked, covered):  # type: ignore[no-untyped-def]
    """Cover the marked words, and gaps of up to a slot's size between or beside them."""
    reached = 0
    start = 0
    for k in range(len(units) + 1):
        if k < len(units) and not marked[k]:
            reached += units[k]
            continue
        inner = start > 0 and k < len(units)
        if inner and reached <= SLOT_UNITS:
            covered[start:k] = True
        if k < len(units):
            covered[k] = True
        reached = 0
        start = k + 1


@leaf
def _own_line(units, flags, first, stop, left, covered):  # type: ignore[no-untyped-def]
    """Take a gap of more words than any value has out of ``covered``."""
    if left > MASK_UNITS:
        for k in range(first, stop):
            if flags[k] == 0:
                covered[k] = False


@leaf
def _cover_template(units_a, flags_a, units_b, flags_b, match, order, in_a, in_b):  # type: ignore[no-untyped-def]
    """Cover both sides of a template, all but lines of five words and more.

    Two such lines have a word in common by chance, which makes two slots of them: slots with less
    than two words between them are one here.
    """
    in_a[:] = True
    in_b[:] = True
    n, m = len(units_a), len(units_b)
    first_a, first_b, left_a, left_b = -1, -1, 0, 0
    end_a, end_b, at_a, at_b, run = 0, 0, 0, 0, 0
    for i in range(n + 1):
        if i < n and order[i] != IN_ORDER:
            continue
        j = match[i] if i < n else m
        if i > at_a or j > at_b:
            more_a, more_b = explained(
                gap(units_a, flags_a, at_a, i), gap(units_b, flags_b, at_b, j)
            )
            joined = first_a >= 0 and run < 2 * WORD_UNITS and more_a + more_b > 0
            if not joined:
                if first_a >= 0:
                    _own_line(units_a, flags_a, first_a, end_a, left_a, in_a)
                    _own_line(units_b, flags_b, first_b, end_b, left_b, in_b)
                first_a, first_b, left_a, left_b, run = at_a, at_b, 0, 0, 0
            left_a += run + more_a
            left_b += run + more_b
            end_a, end_b, run = i, j, 0
        if i < n:
            run += units_a[i]
            at_a, at_b = i + 1, j + 1
    if first_a >= 0:
        _own_line(units_a, flags_a, first_a, end_a, left_a, in_a)
        _own_line(units_b, flags_b, first_b, end_b, left_b, in_b)


@leaf
def _take_over(marked, covered, first, stop, wanted):  # type: ignore[no-untyped-def]
    if wanted:
        for k in range(stop - first):
            covered[first + k] |= marked[k]


@leaf
def _all_covered(covered, first, stop, wanted):  # type: ignore[no-untyped-def]
    """Say whether there is nothing left to cover on one side of a pair."""
    if wanted:
        for k in range(first, stop):
            if not covered[k]:
                return False
    return True


@kernel
def cover_pairs(  # type: ignore[no-untyped-def]
    hashes, units, flags, weights, bounds, left, right, on_left, on_right, covered
):
    """Mark in ``covered`` (bool, one a word) what each pair's notes have of each other."""
    room = comparing_room(bounds)
    match, order, solid, _ = room
    marked, marked_there = np.empty(len(match), np.bool_), np.empty(len(match), np.bool_)
    evidence = np.empty(COLUMNS)
    for p in range(len(left)):
        f, s = bounds[left[p]], bounds[left[p] + 1]
        g, t = bounds[right[p]], bounds[right[p] + 1]
        n = s - f
        if _all_covered(covered, f, s, on_left[p]) and _all_covered(covered, g, t, on_right[p]):
            continue
        compare_notes(room, hashes, units, flags, weights, bounds, left[p], right[p], evidence)
        forward, backward, _, _, _ = relate_one(evidence)
        if forward >= TEMPLATE:
            _cover_template(
                units[f:s], flags[f:s], units[g:t], flags[g:t], match[:n], order[:n],
                marked[:n], marked_there[: t - g],
            )  # fmt: skip
            _take_over(marked, covered, f, s, on_left[p])
            _take_over(marked_there, covered, g, t, on_right[p])
            continue
        _drop_strays(units[f:s], match[:n], solid[:n])
        if forward != NONE and on_left[p]:
            _cover_slots(units[f:s], solid[:n], covered[f:s])
        if backward >= EXCERPT and on_right[p]:
            marked[: t - g] = False
            for k in range(n):
                if solid[k]:
                    marked[match[k]] = True
            _cover_slots(units[g:t], marked[: t - g], covered[g:t])
