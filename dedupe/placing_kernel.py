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
def _before_each(units, suspected, all_units, written):  # type: ignore[no-untyped-def]
    """Write the units before each word of a note, of all its words and of the written ones."""
    all_units[0] = written[0] = 0
    for k in range(len(units)):
        all_units[k + 1] = all_units[k] + units[k]
        written[k + 1] = written[k] + (0 if suspected[k] else units[k])


@part
def _stands_as_common(written, start, stop, sign, signed):  # type: ignore[no-untyped-def]
    """Say whether a text stands below written text, and above the sign-off right above it.

    ``written`` are the units before each word.
    """
    between = written[sign] - written[min(stop, sign)]
    above = signed and start < sign
    return written[start] >= WRITTEN_UNITS and (not above or between >= WRITTEN_UNITS)


@kernel
def read_notes(  # type: ignore[no-untyped-def]
    units, suspected, bounds, signed_at, signed, note_bounds, starts, stops,
    firsts, lasts, stands, shared, told,
):  # fmt: skip
    """Write what ``place`` asks of each note and of each text in it.

    Note n holds texts at its words ``[starts, stops)[note_bounds[n]:note_bounds[n + 1]]``, in order
    of place. ``firsts`` and ``lasts`` are the units of the note before each and up to its end, or
    to the sign-off, which has ``signed_at`` words above it; ``stands`` (bool) says whether a text
    has written words around it as common text has; ``shared`` are the units above a note's sign-off
    that stand in any text, and ``told`` (bool) says whether enough words of the note are written.
    """
    longest = 0
    for note in range(len(signed)):
        longest = max(longest, bounds[note + 1] - bounds[note])
    all_units, written = np.empty(longest + 1, np.int64), np.empty(longest + 1, np.int64)
    for note in range(len(signed)):
        low, high, sign = bounds[note], bounds[note + 1], signed_at[note]
        _before_each(units[low:high], suspected[low:high], all_units, written)
        told[note] = written[high - low] >= WRITTEN_UNITS
        shared[note] = reached = 0
        for e in range(note_bounds[note], note_bounds[note + 1]):
            last = all_units[min(stops[e], sign)]
            firsts[e], lasts[e] = all_units[starts[e]], last
            stands[e] = _stands_as_common(written, starts[e], stops[e], sign, signed[note])
            shared[note] += max(last - max(all_units[starts[e]], reached), 0)
            reached = max(reached, last)


@part
def _together(begin, end, groups, firsts, lasts, counts, most):  # type: ignore[no-untyped-def]
    """Return the units of a note in those of its groups that have more than ``most`` counts.

    They stand in order of place, so that what overlaps is counted once.
    """
    units = reached = np.int64(0)
    for e in range(begin, end):
        if 2 * counts[groups[e]] > most:
            first, last = max(np.int64(firsts[e]), reached), np.int64(lasts[e])
            if last > first:
                units += last - first
                reached = last
    return units


@part
def _placed(stands, together, others):  # type: ignore[no-untyped-def]
    """Return where a text stands, by what its notes share above the sign-off.

    ``together`` are the units of that, ``others`` those of other stock text there.
    """
    if others >= WRITTEN_UNITS or together < TEMPLATE_UNITS or stands:
        return COMMON
    return TEMPLATE


@kernel
def place(  # type: ignore[no-untyped-def]
    class_bounds, of_class, class_of, first_class, group_bounds, holders,
    note_bounds, note_groups, firsts, lasts, stands, shared, told, places,
):  # fmt: skip
    """Say where each group stands in each note that may tell: ``places``, int8, one an entry.

    Groups ``of_class[class_bounds[c]:class_bounds[c + 1]]`` are told by the same notes; group g is
    of class ``class_of[g] - first_class``. Note n holds
    ``note_groups[note_bounds[n]:note_bounds[n + 1]]`` in all, in order of place; what is shared
    there beside the text that most notes of the class hold is another stock paragraph. The rest is
    as ``read_notes`` writes it.
    """
    counts = np.zeros(len(class_of), np.int64)
    none = 0
    for c in range(len(class_bounds) - 1):
        group = of_class[class_bounds[c]]
        notes = holders[group_bounds[group] : group_bounds[group + 1]]
        for note in notes:
            for e in range(note_bounds[note], note_bounds[note + 1]):
                counts[note_groups[e]] = max(counts[note_groups[e]], none) + 1
        for k in range(len(notes)):
            note = notes[k]
            first, stop = note_bounds[note], note_bounds[note + 1]
            together = _together(
                first, stop, note_groups, firsts, lasts, counts, 2 * none + len(notes)
            )
            others = shared[note] - together
            for e in range(first, stop):
                group = note_groups[e]
                if class_of[group] == first_class + c:
                    stood = _placed(stands[e], together, others) if told[note] else UNTOLD
                    places[group_bounds[group] + k] = stood
        none += len(notes)
