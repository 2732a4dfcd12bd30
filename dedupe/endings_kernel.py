"""Compiled keys of the last words of notes. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, leaf, part

#: An ending has four words (six characters) at least: fewer are no solid match by themselves
#: (dedupe.comparison_kernel.SOLID_UNITS); and eight at most: more are found as a passage.
LEAST_UNITS = 12
MOST_UNITS = 24

#: At most so many endings begin within the last words of a note: one a character.
MOST_KEYS = MOST_UNITS - LEAST_UNITS + 1

#: A known ending is found with up to four words after it: a name that is no mask, a postscript.
AFTER_UNITS = 12

_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@part
def _step(key, word):  # type: ignore[no-untyped-def]
    """Return the key of a run that begins one word earlier."""
    key = (key + np.uint64(word) + np.uint64(1)) * _FACTOR
    return key ^ key >> np.uint64(29)


@kernel
def endings(hashes, units, bounds, signed_at, keys, notes, starts, stops):  # type: ignore[no-untyped-def]
    """Write a key for each run of words that ends a note or its text above the sign-off.

    ``signed_at`` counts the words above a note's sign-off. Return how many were written; a run
    that stands at both places of one note is written once.
    """
    count = 0
    for note in range(len(bounds) - 1):
        low, high = bounds[note], bounds[note + 1]
        before = count
        sign = low + signed_at[note]
        for place in range(1 if sign == high else 2):
            end = sign if place else high
            key = np.uint64(0)
            reached = 0
            k = end - 1
            while k >= low and reached + units[k] <= MOST_UNITS:
                reached += units[k]
                key = _step(key, hashes[k])
                if reached >= LEAST_UNITS and not _written(keys, before, count, key):
                    keys[count], notes[count] = key, note
                    starts[count], stops[count] = k - low, end - low
                    count += 1
                k -= 1
    return count


@kernel
def may_be_shared(keys, least, told):  # type: ignore[no-untyped-def]
    """Write which keys may stand ``least`` times (255 at most); one that does is never left out."""
    size = 2
    while size < 2 * len(keys):
        size *= 2
    counts = np.zeros(size, np.uint8)
    for k in range(len(keys)):
        slot = np.int64(keys[k] & np.uint64(size - 1))
        counts[slot] += counts[slot] < 255
    for k in range(len(keys)):
        told[k] = counts[np.int64(keys[k] & np.uint64(size - 1))] >= least


@leaf
def _written(keys, first, stop, key):  # type: ignore[no-untyped-def]
    found = False
    for k in range(first, stop):
        found = found or keys[k] == key
    return found


@kernel
def mark_endings(  # type: ignore[no-untyped-def]
    hashes, units, bounds, signed_at, known, left_out, word_bounds, words
):
    """Mark the ``known`` endings (keys, sorted) at or a few words before either end of a note.

    What follows a known sign-off is a name that no mask was found for, and goes with it. They are
    marked among all ``words``, of which those are none that are ``left_out``.
    """
    most = (AFTER_UNITS + 1) * MOST_KEYS
    keys = np.empty(most, np.uint64)
    starts, stops, at = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    longest = 0
    for note in range(len(bounds) - 1):
        longest = max(longest, bounds[note + 1] - bounds[note])
    marked = np.zeros(longest, np.bool_)
    for note in range(len(bounds) - 1):
        low, high = bounds[note], bounds[note + 1]
        sign = low + signed_at[note]
        found = False
        for place in range(1 if sign == high else 2):
            end = sign if place else high
            after, count = 0, 0
            while end > low and after <= AFTER_UNITS:
                count = _runs_to(hashes, units, low, end, keys, starts, stops, count)
                end -= 1
                after += units[end]
            _look_up(known, keys, count, at)
            told = -1
            for k in range(count - 1, -1, -1):
                # Of the runs that stop at one word the longest, which is the last, is taken.
                if stops[k] != told and at[k] < len(known) and known[at[k]] == keys[k]:
                    told = stops[k]
                    marked[starts[k] - low : (high if starts[k] >= sign else told) - low] = True
                    found = True
        if found:
            _mark_words(marked, left_out, word_bounds[note], word_bounds[note + 1], words)


@leaf
def _mark_words(marked, left_out, first, stop, words):  # type: ignore[no-untyped-def]
    """Mark the words of one note that the marked loose words are; none of those is marked then."""
    count = 0
    for k in range(first, stop):
        if not left_out[k]:
            if marked[count]:
                words[k] = True
                marked[count] = False
            count += 1


@leaf
def _runs_to(hashes, units, low, end, keys, starts, stops, count):  # type: ignore[no-untyped-def]
    """Write the runs that stop at ``end``, longer and longer ones; return how many there are."""
    key = np.uint64(0)
    reached = 0
    k = end - 1
    while k >= low and reached + units[k] <= MOST_UNITS:
        reached += units[k]
        key = _step(key, hashes[k])
        if reached >= LEAST_UNITS:
            keys[count], starts[count], stops[count] = key, k, end
            count += 1
        k -= 1
    return count


@leaf
def _look_up(known, keys, count, at):  # type: ignore[no-untyped-def]
    """Write the first place in ``known`` that is not below each key: all are halved in step."""
    for k in range(count):
        at[k] = 0
    size = len(known)
    while size > 1:
        half = size // 2
        for k in range(count):
            at[k] += half * (known[at[k] + half - 1] < keys[k])
        size -= half
    for k in range(count if size else 0):
        at[k] += known[at[k]] < keys[k]
