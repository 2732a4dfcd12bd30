"""Compiled passes between words and loose words that take no room besides. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel

#: An odd multiplier of 64 bits (the golden ratio's), whose powers tell a run's words by place.
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@kernel
def bounds_without(left_out, bounds, kept):  # type: ignore[no-untyped-def]
    """Write the bounds of notes as they are without the words left out; return how many stay."""
    kept[0] = 0
    for note in range(len(bounds) - 1):
        gone = 0
        for k in range(bounds[note], bounds[note + 1]):
            gone += left_out[k]
        kept[note + 1] = kept[note] + bounds[note + 1] - bounds[note] - gone
    return kept[len(bounds) - 1]


@kernel
def loosen(hashes, units, left_out, loose_hashes, loose_units):  # type: ignore[no-untyped-def]
    """Write the words that are not left out."""
    count = 0
    for k in range(len(hashes)):
        if not left_out[k]:
            loose_hashes[count] = hashes[k]
            loose_units[count] = units[k]
            count += 1


@kernel
def words_without(  # type: ignore[no-untyped-def]
    left_out, hashes, units, flags, below, starts, stops,
    kept_hashes, kept_units, kept_flags, kept_below, kept_starts, kept_stops,
):  # fmt: skip
    """Write what is said of the words that are not left out; places only where there are any."""
    placed = len(starts) > 0
    count = 0
    for k in range(len(hashes)):
        if not left_out[k]:
            kept_hashes[count] = hashes[k]
            kept_units[count] = units[k]
            kept_flags[count] = flags[k]
            kept_below[count] = below[k]
            if placed:
                kept_starts[count] = starts[k]
                kept_stops[count] = stops[k]
            count += 1


@kernel
def longest(bounds):  # type: ignore[no-untyped-def]
    """Return how many words the longest note has."""
    most = 0
    for note in range(len(bounds) - 1):
        most = max(most, bounds[note + 1] - bounds[note])
    return most


@kernel
def mark_runs(bounds, holders, starts, stops, edge, marked):  # type: ignore[no-untyped-def]
    """Mark words [start, stop) of each holder, and ``edge`` words beside them within the note."""
    for e in range(len(holders)):
        first, last = bounds[holders[e]], bounds[holders[e] + 1]
        for k in range(max(first + starts[e] - edge, first), min(first + stops[e] + edge, last)):
            marked[k] = True


@kernel
def of_words(left_out, values, found):  # type: ignore[no-untyped-def]
    """Write, of values one a word, those of the loose words."""
    count = 0
    for k in range(len(left_out)):
        if not left_out[k]:
            found[count] = values[k]
            count += 1


@kernel
def mark_words(left_out, marked, words):  # type: ignore[no-untyped-def]
    """Mark the words that the marked loose words are."""
    count = 0
    for k in range(len(left_out)):
        if not left_out[k]:
            if marked[count]:
                words[k] = True
            count += 1


@kernel
def mark_words_of_bits(left_out, marked, words):  # type: ignore[no-untyped-def]
    """Do the same, where there is one bit a loose word."""
    count = 0
    for k in range(len(left_out)):
        if not left_out[k]:
            if marked[count >> 3] >> (count & 7) & 1:
                words[k] = True
            count += 1


@kernel
def sign_offs(below, left_out, bounds, above, signed):  # type: ignore[no-untyped-def]
    """Write how many words of each note that are not left out stand above its sign-off.

    With it whether the note has one.
    """
    for note in range(len(bounds) - 1):
        above[note] = 0
        signed[note] = False
        for k in range(bounds[note], bounds[note + 1]):
            signed[note] |= below[k]
            above[note] += not (below[k] or left_out[k])


@kernel
def note_units(units, bounds, marked, above, sums):  # type: ignore[no-untyped-def]
    """Write the units of the marked ones among the first ``above`` words of each note."""
    for note in range(len(bounds) - 1):
        sums[note] = 0
        for k in range(bounds[note], bounds[note] + above[note]):
            if marked[k]:
                sums[note] += units[k]


@kernel
def masks_inside(flags, bounds, aside, inside):  # type: ignore[no-untyped-def]
    """Mark the masked words whose neighbours without a mask are set aside, both, or the one."""
    for note in range(len(bounds) - 1):
        before, plain = bounds[note], False
        told = True
        for k in range(bounds[note], bounds[note + 1] + 1):
            if k < bounds[note + 1] and flags[k] != 0:
                continue
            # The masked words [before, k) stand between the word before them and word k.
            at_end = k == bounds[note + 1]
            if (plain or not at_end) and told and (at_end or aside[k]):
                for m in range(before, k):
                    inside[m] = True
            if not at_end:
                before, plain, told = k + 1, True, aside[k]


@kernel
def aside_runs(hashes, flags, bounds, aside, notes, firsts, stops, keys):  # type: ignore[no-untyped-def]
    """Write the runs of set-aside words of every note, by its unmasked words; return how many.

    A key is a polynomial of the words' hashes, modulo 2^64. Without room they are counted only.
    """
    count = 0
    for note in range(len(bounds) - 1):
        place, first = 0, -1
        key, power = np.uint64(0), np.uint64(1)
        for k in range(bounds[note], bounds[note + 1] + 1):
            at_end = k == bounds[note + 1]
            if not at_end and flags[k] != 0:
                continue
            if not at_end and aside[k]:
                if first < 0:
                    first, key, power = place, np.uint64(0), np.uint64(1)
                key += np.uint64(hashes[k]) * power
                power *= _FACTOR
            elif first >= 0:
                if count < len(keys):
                    notes[count], firsts[count], stops[count] = note, first, place
                    keys[count] = key
                count += 1
                first = -1
            place += 1
    return count
