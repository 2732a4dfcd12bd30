"""Compiled marking of the words that related notes share. Imported on use."""

from __future__ import annotations

import numpy as np
from numba import njit

from dedupe.comparison_kernel import COLUMNS, SLOT_UNITS, compare
from dedupe.relation_kernel import EXCERPT, NONE, TEMPLATE, relate_one
from dedupe.word_kernel import WORD_UNITS

#: Characters that match in a shorter run than a shingle (three of them, six of a syllabic script)
#: match by chance: between any two lines of Thai a third of the letters do (benchmarks/README.md:
#: a merge with a personal line).
STRAY_UNITS = 6


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def _cover_slots(units, marked, covered):  # type: ignore[no-untyped-def]
    """Cover the marked words, and gaps of up to a slot's size between or beside them."""
    gap = 0
    start = 0
    for k in range(len(units) + 1):
        if k < len(units) and not marked[k]:
            gap += units[k]
            continue
        inner = start > 0 and k < len(units)
        if inner and gap <= SLOT_UNITS:
            covered[start:k] = True
        if k < len(units):
            covered[k] = True
        gap = 0
        start = k + 1


@njit(cache=True, nogil=True)
def cover_pairs(  # type: ignore[no-untyped-def]
    hashes, units, flags, weights, bounds, left, right, on_left, on_right, covered
):
    """Mark in ``covered`` (bool, one a word) what each pair's notes have of each other."""
    longest = 0
    for note in range(len(bounds) - 1):
        longest = max(longest, bounds[note + 1] - bounds[note])
    match = np.empty(longest, np.int32)
    order = np.empty(longest, np.uint8)
    solid = np.empty(longest, np.bool_)
    marked = np.empty(longest, np.bool_)
    evidence = np.empty(COLUMNS)
    for p in range(len(left)):
        f, s = bounds[left[p]], bounds[left[p] + 1]
        g, t = bounds[right[p]], bounds[right[p] + 1]
        n = s - f
        compare(
            hashes[f:s], units[f:s], flags[f:s], weights[f:s],
            hashes[g:t], units[g:t], flags[g:t], weights[g:t],
            match[:n], order[:n], solid[:n], evidence,
        )  # fmt: skip
        forward, backward, _, _, _ = relate_one(evidence)
        if forward >= TEMPLATE:
            covered[f:s] |= on_left[p]
            covered[g:t] |= on_right[p]
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
