"""Compiled marking of text that is known to be common. Imported on use."""

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
