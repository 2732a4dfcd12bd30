"""Compiled reading of where shared texts stand in their notes. Imported on use."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Six words make text above, between or beside: fewer are a greeting or a phrase.
WRITTEN_UNITS = 18

#: Where a text stands in a note: as common text does, as a template does, or too little is left.
UNTOLD, COMMON, TEMPLATE = 0, 1, 2


@njit(cache=True, nogil=True)
def _sums(units, chosen):  # type: ignore[no-untyped-def]
    """Return the units of the chosen words before each word, and in all."""
    sums = np.zeros(len(units) + 1, np.int64)
    for k in range(len(units)):
        sums[k + 1] = sums[k] + (units[k] if chosen[k] else 0)
    return sums


@njit(cache=True, nogil=True)
def _own_units(  # type: ignore[no-untyped-def]
    group, group_bounds, holders, starts, stops, units, bounds, suspected, signed_at, stamp,
    number, own,
):  # fmt: skip
    """Add to ``own`` the suspected units above the sign-off that a group covers in its notes."""
    for e in range(group_bounds[group], group_bounds[group + 1]):
        note = holders[e]
        low = bounds[note]
        for k in range(low + starts[e], min(low + stops[e], low + signed_at[note])):
            if stamp[k] != number and suspected[k]:
                stamp[k] = number
                own[note] += units[k]


@njit(cache=True, nogil=True)
def _place(before, between, others, in_all, above):  # type: ignore[no-untyped-def]
    """Return where a text stands, by the written units before it, between it and the sign-off."""
    if in_all < WRITTEN_UNITS:
        return UNTOLD
    if others >= WRITTEN_UNITS:
        return COMMON
    if before >= WRITTEN_UNITS and (not above or between >= WRITTEN_UNITS):
        return COMMON
    return TEMPLATE


@njit(cache=True, nogil=True)
def place(  # type: ignore[no-untyped-def]
    class_bounds, groups, group_bounds, holders, starts, stops, units, bounds, suspected,
    signed_at, signed, places,
):  # fmt: skip
    """Say where each group stands in each note that holds it: ``places``, int8, one an entry.

    ``groups[class_bounds[c]:class_bounds[c + 1]]`` are held by the same notes: pieces of one
    text. ``signed_at`` counts a note's loose words above its sign-off.
    """
    written = _sums(units, ~suspected)
    shared = _sums(units, suspected)
    stamp = np.full(len(units), -1, np.int64)
    own = np.zeros(len(bounds) - 1, np.int64)
    for c in range(len(class_bounds) - 1):
        of_class = groups[class_bounds[c] : class_bounds[c + 1]]
        first = of_class[0]
        for e in range(group_bounds[first], group_bounds[first + 1]):
            own[holders[e]] = 0
        for group in of_class:
            _own_units(
                group, group_bounds, holders, starts, stops, units, bounds, suspected,
                signed_at, stamp, c, own,
            )  # fmt: skip
        for group in of_class:
            for e in range(group_bounds[group], group_bounds[group + 1]):
                note = holders[e]
                low, high, sign = bounds[note], bounds[note + 1], bounds[note] + signed_at[note]
                places[e] = _place(
                    written[low + starts[e]] - written[low],
                    written[sign] - written[min(low + stops[e], sign)],
                    shared[sign] - shared[low] - own[note],
                    written[high] - written[low],
                    signed[note] and starts[e] < signed_at[note],
                )
