"""Compiled evidence from an alignment: slots, solid runs, shares. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.alignment_kernel import IN_ORDER, MOVED, align_in, aligning_room
from dedupe.compiling import kernel, leaf, part
from dedupe.word_kernel import MASK_FIRST, WORD_UNITS, is_plain
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


@leaf
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


@leaf
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


@leaf
def _slots(units_a, flags_a, units_b, flags_b, match, order, out):  # type: ignore[no-untyped-def]
    """Read the gaps between words matched in order: is everything else a slot?

    If not, no more is read: the numbers of slots count only where everything else is one.
    """
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
                    return
        if i < n:
            # Half for either side, so that both views agree where only one side masks the word.
            halves = int(flags_a[i] == 0) + int(flags_b[j] == 0)
            out[IN_ORDER_UNITS] += 0.5 * halves * units_a[i]
            at_a = i + 1
            at_b = j + 1
    out[WHOLE] = 1.0


@leaf
def _solid_runs(units, match, order, solid):  # type: ignore[no-untyped-def]
    """Mark matched words that stand in a run long enough to be no accident.

    Return (the longest run, how much is matched in order), in units.
    """
    n = len(units)
    longest, in_order = 0, 0
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
        if order[i] == IN_ORDER:
            in_order += reached
        if reached >= SOLID_UNITS:
            solid[i:k] = True
        i = k
    return longest, in_order


@leaf
def _close_cluster(units, match, order, solid, first, last, matched, span_a, span_b):  # type: ignore[no-untyped-def]
    if matched >= SOLID_UNITS and matched >= DENSITY * max(span_a, span_b):
        for k in range(first, last + 1):
            if order[k] == IN_ORDER:
                solid[k] = True


@leaf
def _thin_runs(units, match, order, thin):  # type: ignore[no-untyped-def]
    """Mark matched characters that stand alone: less than a word's worth is an accident."""
    n = len(units)
    thin[:n] = False
    if is_plain(units):
        return
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


@leaf
def _solid_clusters(units_a, flags_a, units_b, flags_b, match, order, solid, thin):  # type: ignore[no-untyped-def]
    """Mark words matched in order that stand close together on both sides. Masks take no room."""
    first, last = -1, -1
    matched, span_a, span_b = 0, 0, 0
    _thin_runs(units_a, match, order, thin)
    for i in range(len(units_a)):
        if order[i] != IN_ORDER or thin[i]:
            continue
        j = match[i]
        gap_a, gap_b = 0, 0
        if first >= 0 and (last + 1 < i or match[last] + 1 < j):
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


@leaf
def _sizes(units, flags):  # type: ignore[no-untyped-def]
    """Return (units outside masks, length as it is stated) of a note."""
    plain, characters = 0, 0
    for k in range(len(units)):
        plain += units[k] * (flags[k] == 0)
        characters += units[k] != WORD_UNITS
    return plain, len(units) - characters + characters * CHARACTER_LENGTH


@leaf
def _solid_shares(units_a, flags_a, weights_a, units_b, flags_b, weights_b, match, solid, out):  # type: ignore[no-untyped-def]
    """Add up what is solid, by units and by weight, on either side."""
    for i in range(len(units_a)):
        if solid[i]:
            j = match[i]
            if flags_a[i] == 0:
                out[SOLID_A] += units_a[i]
                out[WEIGHT_A] += weights_a[i]
            if flags_b[j] == 0:
                out[SOLID_B] += units_b[j]
                out[WEIGHT_B] += weights_b[j]


@leaf
def _is_same(match, size_b):  # type: ignore[no-untyped-def]
    """Say whether every word stands for the word at its place, and there are no others."""
    same = len(match) == size_b
    for i in range(len(match)):
        same &= match[i] == i
    return same


@leaf
def compare_in(  # type: ignore[no-untyped-def]
    room, a, units_a, flags_a, weights_a, b, units_b, flags_b, weights_b, out
):
    """Align two notes and write the evidence.

    The first three arrays of ``room`` (``comparing_room``) then say for each word of ``a`` which
    word of ``b`` it stands for, or -1; whether that is in order (dedupe.alignment_kernel); and
    whether it is solid.
    """
    n = len(a)
    match, order, solid = room[0][:n], room[1][:n], room[2][:n]
    out[:] = 0.0
    align_in(room[3], a, b, units_a, match, order)
    solid[:] = False
    longest, in_order = _solid_runs(units_a, match, order, solid)
    out[LONGEST] = longest
    _slots(units_a, flags_a, units_b, flags_b, match, order, out)
    if in_order >= SOLID_UNITS:
        _solid_clusters(units_a, flags_a, units_b, flags_b, match, order, solid, room[3][0])
    out[TOTAL_A], out[LENGTH_A] = _sizes(units_a, flags_a)
    out[TOTAL_B], out[LENGTH_B] = _sizes(units_b, flags_b)
    _solid_shares(units_a, flags_a, weights_a, units_b, flags_b, weights_b, match, solid, out)
    out[EXACT] = 1.0 if _is_same(match, len(b)) else 0.0
    for i in range(n):
        if order[i] == MOVED and not solid[i]:
            order[i] = 0


@leaf
def compare_notes(room, hashes, units, flags, weights, bounds, x, y, out):  # type: ignore[no-untyped-def]
    """Do so with notes ``x`` and ``y`` of a batch."""
    f, s = bounds[x], bounds[x + 1]
    g, t = bounds[y], bounds[y + 1]
    compare_in(
        room, hashes[f:s], units[f:s], flags[f:s], weights[f:s],
        hashes[g:t], units[g:t], flags[g:t], weights[g:t], out,
    )  # fmt: skip


@part
def comparing_room(bounds):  # type: ignore[no-untyped-def]
    """Return what ``compare_in`` works in, for the notes of a batch."""
    longest = 0
    for note in range(len(bounds) - 1):
        longest = max(longest, bounds[note + 1] - bounds[note])
    return (
        np.empty(longest, np.int32),
        np.empty(longest, np.uint8),
        np.empty(longest, np.bool_),
        aligning_room(longest),
    )


@kernel
def compare_two(hashes, units, flags, weights, bounds, match, order, solid, evidence):  # type: ignore[no-untyped-def]
    """Compare notes 0 and 1 of a batch; write what ``compare_in`` says of both, and of words."""
    room = comparing_room(bounds)
    compare_notes(room, hashes, units, flags, weights, bounds, 0, 1, evidence)
    for k in range(len(match)):
        match[k], order[k], solid[k] = room[0][k], room[1][k], room[2][k]


@kernel
def compare_pairs(hashes, units, flags, weights, bounds, left, right, evidence):  # type: ignore[no-untyped-def]
    """Compare notes left[p] and right[p] of one batch; write evidence, shape (pairs, COLUMNS)."""
    room = comparing_room(bounds)
    for p in range(len(left)):
        compare_notes(
            room, hashes, units, flags, weights, bounds, left[p], right[p], evidence[p]
        )  # fmt: skip
