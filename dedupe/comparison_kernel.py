"""Compiled evidence from an alignment: slots, solid runs, shares. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.alignment_kernel import IN_ORDER, MOVED, align
from dedupe.compiling import kernel, part
from dedupe.word_kernel import MASK_FIRST, WORD_UNITS
from dedupe.words import CHARACTER_LENGTH

#: A slot that no mask explains holds up to three words on either side, or five characters of
#: scripts without spaces (4.5, rounded up); a mask stands for four words.
SLOT_UNITS = 10
MASK_UNITS = 12

#: Matched words are solid where they run on for four words (six characters), or where, with gaps
#: of up to four words, six in ten of the words they span on either side are matched
#: (benchmarks/README.md: an excerpt, words replaced, typos).
SOLID_UNITS = 12
GAP_UNITS = 12
DENSITY = 0.6

#: Columns of the evidence that ``compare_pairs`` writes for each pair.
EXACT, WHOLE, SLOTS, CHANGED_A, CHANGED_B, IN_ORDER_UNITS = 0, 1, 2, 3, 4, 5
SOLID_A, SOLID_B, TOTAL_A, TOTAL_B, WEIGHT_A, WEIGHT_B = 6, 7, 8, 9, 10, 11
MASKED_SLOTS, LONGEST, LENGTH_A, LENGTH_B = 12, 13, 14, 15
COLUMNS = 16


@part
def gap(units, flags, first, stop):  # type: ignore[no-untyped-def]
    """Return (units outside masks, all units, how many masks) of words [first, stop)."""
    plain, whole, masks = 0, 0, 0
    for k in range(first, stop):
        whole += units[k]
        if flags[k] == 0:
            plain += units[k]
        elif flags[k] == MASK_FIRST or k == first:
            masks += 1
    return plain, whole, masks


@part
def explained(gap_a, gap_b):  # type: ignore[no-untyped-def]
    """Return the units of either side that no mask explains."""
    plain_a, whole_a, masks_a = gap_a
    plain_b, whole_b, masks_b = gap_b
    if plain_b == 0 and masks_b > 0 and whole_a <= MASK_UNITS * masks_b:
        return 0, 0
    if plain_a == 0 and masks_a > 0 and whole_b <= MASK_UNITS * masks_a:
        return 0, 0
    paired = min(masks_a, masks_b)
    left_a = max(0, plain_a - MASK_UNITS * (masks_b - paired))
    left_b = max(0, plain_b - MASK_UNITS * (masks_a - paired))
    return left_a, left_b


@part
def _slots(units_a, flags_a, units_b, flags_b, match, order, out):  # type: ignore[no-untyped-def]
    """Read the gaps between words matched in order: is everything else a slot?"""
    whole = True
    at_a, at_b = 0, 0
    n, m = len(units_a), len(units_b)
    for i in range(n + 1):
        if i < n and order[i] != IN_ORDER:
            continue
        j = match[i] if i < n else m
        if i > at_a or j > at_b:
            gap_a = gap(units_a, flags_a, at_a, i)
            gap_b = gap(units_b, flags_b, at_b, j)
            left_a, left_b = explained(gap_a, gap_b)
            if left_a == 0 and left_b == 0:
                out[MASKED_SLOTS] += 1
            else:
                out[SLOTS] += 1
                out[CHANGED_A] += left_a
                out[CHANGED_B] += left_b
                if left_a > SLOT_UNITS or left_b > SLOT_UNITS:
                    whole = False
        if i < n:
            # Half for either side, so that both views agree where only one side masks the word.
            halves = int(flags_a[i] == 0) + int(flags_b[j] == 0)
            out[IN_ORDER_UNITS] += 0.5 * halves * units_a[i]
            at_a = i + 1
            at_b = j + 1
    out[WHOLE] = 1.0 if whole else 0.0


@part
def _solid_runs(units, match, order, solid):  # type: ignore[no-untyped-def]
    """Mark matched words that stand in a run long enough to be no accident; return the longest."""
    n = len(units)
    longest = 0
    i = 0
    while i < n:
        if order[i] == 0:
            i += 1
            continue
        reached = 0
        k = i
        while k < n and order[k] == order[i] and match[k] == match[i] + (k - i):
            reached += units[k]
            k += 1
        longest = max(longest, reached)
        if reached >= SOLID_UNITS:
            solid[i:k] = True
        i = k
    return longest


@part
def _close_cluster(units, match, order, solid, first, last, matched, span_a, span_b):  # type: ignore[no-untyped-def]
    if matched >= SOLID_UNITS and matched >= DENSITY * max(span_a, span_b):
        for k in range(first, last + 1):
            if order[k] == IN_ORDER:
                solid[k] = True


@part
def _thin_runs(units, match, order):  # type: ignore[no-untyped-def]
    """Mark matched characters that stand alone: less than a word's worth is an accident."""
    n = len(units)
    thin = np.zeros(n, np.bool_)
    i = 0
    while i < n:
        k = i
        reached = 0
        while k < n and order[k] == order[i] and match[k] == match[i] + (k - i):
            reached += units[k]
            k += 1
        if order[i] and reached < WORD_UNITS:
            thin[i:k] = True
        i = max(k, i + 1)
    return thin


@part
def _solid_clusters(units_a, flags_a, units_b, flags_b, match, order, solid):  # type: ignore[no-untyped-def]
    """Mark words matched in order that stand close together on both sides. Masks take no room."""
    first, last = -1, -1
    matched, span_a, span_b = 0, 0, 0
    thin = _thin_runs(units_a, match, order)
    for i in range(len(units_a)):
        if order[i] != IN_ORDER or thin[i]:
            continue
        j = match[i]
        gap_a, gap_b = 0, 0
        if first >= 0:
            gap_a = gap(units_a, flags_a, last + 1, i)[0]
            gap_b = gap(units_b, flags_b, match[last] + 1, j)[0]
            if gap_a > GAP_UNITS or gap_b > GAP_UNITS:
                _close_cluster(units_a, match, order, solid, first, last, matched, span_a, span_b)
                first = -1
        if first < 0:
            first = i
            matched, span_a, span_b = 0, 0, 0
            gap_a, gap_b = 0, 0
        matched += units_a[i]
        span_a += gap_a + units_a[i]
        span_b += gap_b + units_a[i]
        last = i
    if first >= 0:
        _close_cluster(units_a, match, order, solid, first, last, matched, span_a, span_b)


@kernel
def compare(  # type: ignore[no-untyped-def]
    a, units_a, flags_a, weights_a, b, units_b, flags_b, weights_b, match, order, solid, out
):
    """Align two notes and write the evidence; ``match``, ``order``, ``solid`` are per word of a."""
    out[:] = 0.0
    n, m = len(a), len(b)
    align(a, b, units_a, match, order)
    solid[:] = False
    out[LONGEST] = _solid_runs(units_a, match, order, solid)
    _slots(units_a, flags_a, units_b, flags_b, match, order, out)
    _solid_clusters(units_a, flags_a, units_b, flags_b, match, order, solid)
    exact = n == m
    for i in range(n):
        exact = exact and match[i] == i
        out[LENGTH_A] += 1.0 if units_a[i] == WORD_UNITS else CHARACTER_LENGTH
        if flags_a[i] == 0:
            out[TOTAL_A] += units_a[i]
        if solid[i]:
            j = match[i]
            if flags_a[i] == 0:
                out[SOLID_A] += units_a[i]
                out[WEIGHT_A] += weights_a[i]
            if flags_b[j] == 0:
                out[SOLID_B] += units_b[j]
                out[WEIGHT_B] += weights_b[j]
        elif order[i] == MOVED:
            order[i] = 0
    for j in range(m):
        out[LENGTH_B] += 1.0 if units_b[j] == WORD_UNITS else CHARACTER_LENGTH
        if flags_b[j] == 0:
            out[TOTAL_B] += units_b[j]
    out[EXACT] = 1.0 if exact else 0.0


@kernel
def compare_pairs(hashes, units, flags, weights, bounds, left, right, evidence):  # type: ignore[no-untyped-def]
    """Compare notes left[p] and right[p] of one batch; write evidence, shape (pairs, COLUMNS)."""
    longest = 0
    for note in range(len(bounds) - 1):
        longest = max(longest, bounds[note + 1] - bounds[note])
    match = np.empty(longest, np.int32)
    order = np.empty(longest, np.uint8)
    solid = np.empty(longest, np.bool_)
    for p in range(len(left)):
        f, s = bounds[left[p]], bounds[left[p] + 1]
        g, t = bounds[right[p]], bounds[right[p] + 1]
        n = s - f
        compare(
            hashes[f:s], units[f:s], flags[f:s], weights[f:s],
            hashes[g:t], units[g:t], flags[g:t], weights[g:t],
            match[:n], order[:n], solid[:n], evidence[p],
        )  # fmt: skip
