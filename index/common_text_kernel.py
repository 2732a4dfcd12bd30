"""Compiled marking of text that is common, and count of what may be. Imported on use."""

from __future__ import annotations

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
