"""Compiled search for the notes that others stem from. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel


@kernel
def likeliest(left, right, estimate, leaders, sizes, remembered, least, found):  # type: ignore[no-untyped-def]
    """Write, for each note, the one that it shares most with and may stem from, -1 where none.

    Of several that it shares as much with, the first.
    """
    best = np.full(len(found), np.float32(-1))
    found[:] = -1
    for pair in range(len(left)):
        share = estimate[pair] / (np.float32(1) + estimate[pair])
        one, other = left[pair], right[pair]
        if share * (sizes[one] + sizes[other]) < least * max(sizes[one], sizes[other]):
            continue
        for _ in range(2):
            note, origin = one, other
            one, other = other, one
            if leaders[note] != note or leaders[origin] == note:
                continue
            if note < remembered <= origin or estimate[pair] < best[note]:
                continue
            if estimate[pair] > best[note] or origin < found[note]:
                best[note], found[note] = estimate[pair], origin


@kernel
def lacked_runs(notes, origins, note_bounds, groups, count, least, found):  # type: ignore[no-untyped-def]
    """Count, for each note, the runs of ``least`` and more groups of its origin that it lacks.

    Between two that it has, in order of place, as ``groups`` (``count`` different ones) are within
    [note_bounds[n], note_bounds[n + 1]).
    """
    held = np.full(count, -1, np.int64)
    for pair in range(len(notes)):
        note, origin = notes[pair], origins[pair]
        for e in range(note_bounds[note], note_bounds[note + 1]):
            held[groups[e]] = pair
        shared = -1
        found[pair] = 0
        for e in range(note_bounds[origin], note_bounds[origin + 1]):
            if held[groups[e]] == pair:
                found[pair] += shared >= 0 and e - shared > least
                shared = e
