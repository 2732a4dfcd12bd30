"""Compiled reading of where shared texts stand in their notes. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, part

#: Six words make text above, between or beside: fewer are a greeting or a phrase.
WRITTEN_UNITS = 18

#: A template has twenty words at least: a shorter opening is a stock phrase
#: (benchmarks/README.md: false alarms of the same purpose, a merge with a personal line).
TEMPLATE_UNITS = 60

#: Where a text stands in a note: as common text does, as a template does, or too little is left.
UNTOLD, COMMON, TEMPLATE = 0, 1, 2


@part
def _together(  # type: ignore[no-untyped-def]
    notes, note_bounds, groups, starts, stops, counts, none, bounds, end_of, word_units, together
):
    """Write, for some notes, the units above the sign-off in groups that most of them hold.

    A note's groups stand in order of place, so that those that overlap are counted once.
    ``counts`` go on from ``none``, which is more than any of other notes.
    """
    for note in notes:
        for e in range(note_bounds[note], note_bounds[note + 1]):
            counts[groups[e]] = max(counts[groups[e]], none) + 1
    for note in notes:
        low, reached, units = bounds[note], 0, 0
        for e in range(note_bounds[note], note_bounds[note + 1]):
            first, last = max(starts[e], reached), min(stops[e], end_of[note])
            if 2 * (counts[groups[e]] - none) > len(notes) and last > first:
                for k in range(low + first, low + last):
                    units += word_units[k]
                reached = last
        together[note] = units


@part
def _place(before, between, together, others, in_all, above):  # type: ignore[no-untyped-def]
    """Return where a text stands, by the written units before it, between it and the sign-off.

    ``together`` is what its notes share above the sign-off, ``others`` other stock text there.
    """
    if in_all < WRITTEN_UNITS:
        return UNTOLD
    if others >= WRITTEN_UNITS or together < TEMPLATE_UNITS:
        return COMMON
    if before >= WRITTEN_UNITS and (not above or between >= WRITTEN_UNITS):
        return COMMON
    return TEMPLATE


@part
def _between(sums, first, stop):  # type: ignore[no-untyped-def]
    """Return what the words [first, stop) of a note add to sums that may run over."""
    return sums.dtype.type(sums[stop] - sums[first])


@kernel
def place(  # type: ignore[no-untyped-def]
    class_bounds, of_class, group_bounds, holders, starts, stops,
    note_bounds, note_groups, note_starts, note_stops,
    written, units, shared, bounds, signed_at, signed, places,
):  # fmt: skip
    """Say where each group stands in each note that may tell: ``places``, int8, one an entry.

    Groups ``of_class[class_bounds[c]:class_bounds[c + 1]]`` are told by the same notes. Note n
    holds ``note_groups[note_bounds[n]:note_bounds[n + 1]]`` in all, in order of place; what is
    shared there beside the text that most notes of the class hold is another stock paragraph.
    ``written`` (one more than loose words, uint16 where no note has more) are the units of written
    words before each word, of all notes;
    ``shared`` the units above a note's sign-off that stand in any group;
    ``signed_at`` counts a note's loose words above its sign-off.
    """
    counts = np.zeros(len(group_bounds) - 1, np.int64)
    together = np.zeros(len(bounds) - 1, np.int64)
    none = 0
    for c in range(len(class_bounds) - 1):
        first = of_class[class_bounds[c]]
        notes = holders[group_bounds[first] : group_bounds[first + 1]]
        _together(
            notes, note_bounds, note_groups, note_starts, note_stops, counts, none, bounds,
            signed_at, units, together,
        )  # fmt: skip
        none += len(notes)
        for group in of_class[class_bounds[c] : class_bounds[c + 1]]:
            for e in range(group_bounds[group], group_bounds[group + 1]):
                note = holders[e]
                low, high, sign = bounds[note], bounds[note + 1], bounds[note] + signed_at[note]
                places[e] = _place(
                    _between(written, low, low + starts[e]),
                    _between(written, min(low + stops[e], sign), sign),
                    together[note],
                    shared[note] - together[note],
                    _between(written, low, high),
                    signed[note] and starts[e] < signed_at[note],
                )
