"""Compiled search for text that otherwise unrelated notes share. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.comparison_kernel import (
    COLUMNS,
    DENSITY,
    SOLID_A,
    SOLID_B,
    SOLID_UNITS,
    TOTAL_A,
    TOTAL_B,
    compare_notes,
    comparing_room,
)
from dedupe.compiling import kernel, leaf
from dedupe.known import COMMON_FAMILIES
from dedupe.relation import EXCERPT_SHARE, MOST_CHANGED
from dedupe.relation_kernel import NONE, relate_one

#: A note bears witness only with at least six words besides any suspected passage.
WITNESS_UNITS = 18

#: Answers are kept for 2 to the power of so many pairs: two notes share many passages, and what
#: they are to each other is the same in each. A newer pair takes the place of an older one. A
#: check has few witnesses, and to lay out the largest table would take longer than to use it.
FEWEST_PLACES, MOST_PLACES = 8, 18

#: The words of a note are looked up in this many slots.
SLOTS = 4096

#: Sums of thousands of words' densities are off by less.
ROUNDING = 1e-6

#: At most this many families that hold a passage are tried as witnesses.
MOST_WITNESSES = 48


@leaf
def _at_most(h, u, a, s, b, t, seen, sums):  # type: ignore[no-untyped-def]
    """Return the most units of words [a, s) that a comparison with words [b, t) may find solid.

    With it those of words that are there at all, and of all words. Solid words stand in a run in
    which at least DENSITY of the words are matched (dedupe.comparison_kernel), so in one in which
    as many are there. ``seen`` is zero before and after.
    """
    for k in range(b, t):
        seen[h[k] % SLOTS] = 1
    there, total, sums[0] = 0, 0, 0.0
    for k in range(a, s):
        found = seen[h[k] % SLOTS]
        there += found * u[k]
        total += u[k]
        sums[k - a + 1] = sums[k - a] + (found - DENSITY) * u[k]
    # A word is in such a run where the sums before it go below one after it; runs that touch are
    # taken for one, and as long as they are.
    best = sums[s - a]
    for k in range(s - a, 0, -1):
        best = max(best, sums[k])
        sums[k] = best
    most, together, low, before = 0, 0, 0.0, 0.0
    for k in range(a, s):
        low = min(low, before)
        if sums[k - a + 1] < low - ROUNDING:
            together = 0
        found = seen[h[k] % SLOTS] * u[k]
        together += found
        if together - found < SOLID_UNITS <= together:
            most += together
        elif together >= SOLID_UNITS:
            most += found
        before += found - DENSITY * u[k]
    for k in range(b, t):
        seen[h[k] % SLOTS] = 0
    return most, there, total


@leaf
def _cannot_be_related(h, u, a, s, b, t, seen, sums):  # type: ignore[no-untyped-def]
    """Say whether two notes without masks are unrelated whatever their comparison finds.

    For a template or the same text too few words are there, for every other relation too few can
    be solid: those take a larger share than an excerpt.
    """
    most, there, total = _at_most(h, u, a, s, b, t, seen, sums)
    if most >= EXCERPT_SHARE * total or there >= (1 - MOST_CHANGED) * total - ROUNDING:
        return False
    most, _, total = _at_most(h, u, b, t, a, s, seen, sums)
    return most < EXCERPT_SHARE * total


@leaf
def _unrelated(h, u, f, w, bounds, x, y, room, evidence, seen, sums):  # type: ignore[no-untyped-def]
    # What words weigh makes no difference: by it alone an excerpt is none, and so large a part of
    # either note as an excerpt is tells by itself.
    a, s = bounds[x], bounds[x + 1]
    b, t = bounds[y], bounds[y + 1]
    if _cannot_be_related(h, u, a, s, b, t, seen, sums):
        return True
    compare_notes(room, h, u, f, w, bounds, x, y, evidence)
    forward, backward, _, _, _ = relate_one(evidence)
    if forward != NONE or backward != NONE:
        return False
    return (
        evidence[SOLID_A] < EXCERPT_SHARE * evidence[TOTAL_A]
        and evidence[SOLID_B] < EXCERPT_SHARE * evidence[TOTAL_B]
    )


@leaf
def _known(x, y, pairs, answers, places):  # type: ignore[no-untyped-def]
    """Return the place of a pair of notes in the table, and its answer: -1 where not known."""
    pair = np.uint64(x) << np.uint64(32) | np.uint64(y)
    place = (pair * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - places)
    if pairs[place] != pair:
        pairs[place] = pair
        answers[place] = -1
    return place, answers[place]


@kernel
def common_groups(  # type: ignore[no-untyped-def]
    group_bounds, witnesses, hashes, units, flags, weights, bounds, rest, representatives,
):  # fmt: skip
    """Find, for each passage group, COMMON_FAMILIES mutually unrelated witnesses.

    ``witnesses[group_bounds[g]:group_bounds[g + 1]]`` hold the passage, one a family. The words
    given are what is left of each note without masks and any suspected passage; ``rest`` (units,
    one a note) says how much that is. ``representatives``, int32,
    shape (groups, COMMON_FAMILIES), is -1 where the passage is not common.
    """
    longest = 0
    for note in range(len(bounds) - 1):
        longest = max(longest, bounds[note + 1] - bounds[note])
    room = comparing_room(bounds)
    evidence = np.empty(COLUMNS)
    seen, sums = np.zeros(SLOTS, np.uint8), np.empty(longest + 1)
    places = FEWEST_PLACES
    while places < MOST_PLACES and 1 << places < 4 * len(witnesses):
        places += 1
    pairs = np.empty(1 << places, np.uint64)
    pairs[:] = np.uint64(0xFFFFFFFFFFFFFFFF)  # no pair
    answers = np.empty(1 << places, np.int8)
    for g in range(len(group_bounds) - 1):
        found = 0
        tried = 0
        for k in range(group_bounds[g], group_bounds[g + 1]):
            x = witnesses[k]
            if rest[x] < WITNESS_UNITS:
                continue
            tried += 1
            if tried > MOST_WITNESSES or found == COMMON_FAMILIES:
                break
            alone = True
            for r in range(found):
                place, answer = _known(x, representatives[g, r], pairs, answers, places)
                if answer < 0:
                    answer = answers[place] = _unrelated(
                        hashes, units, flags, weights, bounds, x, representatives[g, r],
                        room, evidence, seen, sums,
                    )  # fmt: skip
                alone = answer > 0
                if not alone:
                    break
            if alone:
                representatives[g, found] = x
                found += 1
        if found < COMMON_FAMILIES:
            representatives[g, :] = -1


@leaf
def _agreed(hashes, bounds, notes, ats, step):  # type: ignore[no-untyped-def]
    """Return how many further words all but one of the representatives share, from ``ats``."""
    reach = 0
    while True:
        votes = 0
        k = ats[0] + step * reach
        if k < bounds[notes[0]] or k >= bounds[notes[0] + 1]:
            return reach
        for r in range(1, len(notes)):
            p = ats[r] + step * reach
            if bounds[notes[r]] <= p < bounds[notes[r] + 1] and hashes[p] == hashes[k]:
                votes += 1
        if votes < len(notes) - 2:
            return reach
        reach += 1


@leaf
def _mark(common, word):  # type: ignore[no-untyped-def]
    common[word >> 3] |= np.uint8(1 << (word & 7))


@kernel
def mark_common(  # type: ignore[no-untyped-def]
    group_bounds, holders, starts, stops, representatives, hashes, bounds, common
):
    """Mark each holder's passage, and the words beside it that the representatives share too.

    ``common`` has one bit a word, bit k & 7 of ``common[k >> 3]``: words are marked here and there,
    which takes a page of memory each time where an array lies in a file. A group whose
    representatives are -1 has none and is passed over.
    """
    count = representatives.shape[1]
    left_ends = np.empty(count, np.int64)
    right_ends = np.empty(count, np.int64)
    for g in range(len(group_bounds) - 1):
        if representatives[g, 0] < 0:
            continue
        first, stop = group_bounds[g], group_bounds[g + 1]
        for r in range(count):
            for k in range(first, stop):
                if holders[k] == representatives[g, r]:
                    left_ends[r] = bounds[holders[k]] + starts[k] - 1
                    right_ends[r] = bounds[holders[k]] + stops[k]
                    break
        to_left = _agreed(hashes, bounds, representatives[g], left_ends, -1)
        to_right = _agreed(hashes, bounds, representatives[g], right_ends, 1)
        for k in range(first, stop):
            low, high = bounds[holders[k]], bounds[holders[k] + 1]
            begin, end = low + starts[k], low + stops[k]
            for at in range(begin, end):
                _mark(common, at)
            for step in range(to_left):
                at = begin - 1 - step
                if at < low or hashes[at] != hashes[left_ends[0] - step]:
                    break
                _mark(common, at)
            for step in range(to_right):
                at = end + step
                if at >= high or hashes[at] != hashes[right_ends[0] + step]:
                    break
                _mark(common, at)
