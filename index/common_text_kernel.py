"""Compiled marking of text that is common, and count of what may be. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe import kernel


@kernel
def mark(entries, at, bounds, words, places, first, stop, hashes, marks):  # type: ignore[no-untyped-def]
    """Mark around each fingerprint, found at ``places``, the words that its run has too.

    ``first`` and ``stop`` are where the note of each fingerprint begins and ends.
    """
    for k in range(len(entries)):
        low, high = bounds[entries[k]], bounds[entries[k] + 1]
        origin = low + at[entries[k]]
        step = 0
        while origin + step < high and places[k] + step < stop[k]:
            if words[origin + step] != hashes[places[k] + step]:
                break
            marks[places[k] + step] = True
            step += 1
        step = 1
        while origin - step >= low and places[k] - step >= first[k]:
            if words[origin - step] != hashes[places[k] - step]:
                break
            marks[places[k] - step] = True
            step += 1


@kernel
def new_holders(keys, notes, numbers, each, here):  # type: ignore[no-untyped-def]
    """Write each key once, and how many new notes hold it; return how many keys there are.

    Keys ascend, and the notes of one key; ``numbers`` are those of the notes, -1 for a new one.
    """
    count = 0
    for k in range(len(keys)):
        again = k > 0 and keys[k] == keys[k - 1]
        if not again:
            each[count], here[count] = keys[k], 0
            count += 1
        if numbers[notes[k]] < 0 and not (again and notes[k] == notes[k - 1]):
            here[count - 1] += 1
    return count


@kernel
def runs_inside(flags, aside, bounds, notes, starts, stops, inside):  # type: ignore[no-untyped-def]
    """Say of each run of a note's unmasked words whether all of them are set aside."""
    count = 0
    first = np.empty(len(bounds), np.int64)
    kept = np.empty(len(flags) + 1, np.int64)  # Unmasked words before each that are not aside.
    kept[0] = 0
    for note in range(len(bounds) - 1):
        first[note] = count
        for k in range(bounds[note], bounds[note + 1]):
            if flags[k] == 0:
                kept[count + 1] = kept[count] + (not aside[k])
                count += 1
    for k in range(len(notes)):
        at = first[notes[k]]
        inside[k] = kept[at + starts[k]] == kept[at + stops[k]]
