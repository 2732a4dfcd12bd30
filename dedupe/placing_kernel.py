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
def _sums(units, chosen):  # type: ignore[no-untyped-def]
    """Return the units of the chosen words before each word, and in all."""
    sums = np.zeros(len(units) + 1, np.int64)
    for k in range(len(units)):
        sums[k + 1] = sums[k] + (units[k] if chosen[k] else 0)
    return sums


@part
def _together(notes, note_bounds, groups, starts, stops, counts, bounds, end_of, stamp):  # type: ignore[no-untyped-def]
    """Stamp, in some notes, the words above the sign-off of groups that most of them hold."""
    for note in notes:
        for e in range(note_bounds[note], note_bounds[note + 1]):
            counts[groups[e]] += 1
    for note in notes:
        low = bounds[note]
        for e in range(note_bounds[note], note_bounds[note + 1]):
            if 2 * counts[groups[e]] > len(notes):
                stamp[low + starts[e] : low + min(stops[e], end_of[note])] = True
    for note in notes:
        for e in range(note_bounds[note], note_bounds[note + 1]):
            counts[groups[e]] = 0


@part
def _others(units, shared, stamp, low, end):  # type: ignore[no-untyped-def]
    """Return the units of words [low, end) that are stamped, and of other shared ones.

    Clear the stamps.
    """
    together, others = 0, 0
    for k in range(low, end):
        if stamp[k]:
            together += units[k]
        elif shared[k]:
            others += units[k]
        stamp[k] = False
    return together, others


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


@kernel
def place(  # type: ignore[no-untyped-def]
    class_bounds, of_class, group_bounds, holders, starts, stops,
    note_bounds, note_groups, note_starts, note_stops,
    units, bounds, suspected, shared, signed_at, signed, places,
):  # fmt: skip
    """Say where each group stands in each note that may tell: ``places``, int8, one an entry.

    Groups ``of_class[class_bounds[c]:class_bounds[c + 1]]`` are told by the same notes. Note n
    holds ``note_groups[note_bounds[n]:note_bounds[n + 1]]`` in all; what is ``shared`` there
    beside the text that most notes of the class hold is another stock paragraph. ``signed_at``
    counts a note's loose words above its sign-off.
    """
    written = _sums(units, ~suspected)
    stamp = np.zeros(len(units), np.bool_)
    counts = np.zeros(len(group_bounds) - 1, np.int64)
    others, together = np.zeros(len(bounds) - 1, np.int64), np.zeros(len(bounds) - 1, np.int64)
    for c in range(len(class_bounds) - 1):
        first = of_class[class_bounds[c]]
        notes = holders[group_bounds[first] : group_bounds[first + 1]]
        _together(
            notes, note_bounds, note_groups, note_starts, note_stops, counts, bounds, signed_at,
            stamp,
        )  # fmt: skip
        for note in notes:
            low = bounds[note]
            together[note], others[note] = _others(units, shared, stamp, low, low + signed_at[note])
        for group in of_class[class_bounds[c] : class_bounds[c + 1]]:
            for e in range(group_bounds[group], group_bounds[group + 1]):
                note = holders[e]
                low, high, sign = bounds[note], bounds[note + 1], bounds[note] + signed_at[note]
                places[e] = _place(
                    written[low + starts[e]] - written[low],
                    written[sign] - written[min(low + stops[e], sign)],
                    together[note],
                    others[note],
                    written[high] - written[low],
                    signed[note] and starts[e] < signed_at[note],
                )
