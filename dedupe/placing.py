"""Placing: where in their notes shared texts stand, which tells a footer from a template.

A footer or a legal line stands below what was written, a stock paragraph between written text or
beside other stock paragraphs. A text that opens its notes, or that stands right above the
sign-off, is a template with a personal line, however long that line is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dedupe.known import COMMON_FAMILIES
from dedupe.ordering import stable_order
from dedupe.room import Room
from dedupe.sketch import Loose, longest_note
from dedupe.threads import in_threads
from dedupe.witnesses import Held, distinct_groups
from dedupe.words import UNITS_PER_WORD, Words


def placed_as_common(
    words: Words,
    loose: Loose,
    held: Held,
    told: Held,
    suspected: npt.NDArray[np.bool_],
    room: Room,
    threads: int,
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Say of each group whether it stands as common text does, and in which of its notes.

    ``told`` are the same groups with the notes that may tell. ``suspected`` (one a loose word)
    is what several families share, with its edges; the rest counts as written. A group stands so
    in most of the notes that have a place to tell by, and in at least COMMON_FAMILIES of them.
    Return one entry a group, and one an entry of ``told``. ``room`` is for long arrays.
    """
    from dedupe import placing_kernel

    firsts, same_as = distinct_groups(told.bounds, told.holders)
    order = stable_order(same_as)
    class_bounds = np.searchsorted(same_as[order], np.arange(len(firsts) + 1))
    note_bounds, (note_groups, starts, stops) = held.by_place(len(loose), room)
    read = _read(words, loose, suspected, note_bounds, starts, stops, room)
    del starts, stops
    places = np.empty(len(told.holders), np.int8)

    def share(first: int, stop: int) -> None:
        placing_kernel.place(
            class_bounds[first : stop + 1], order, same_as, first, told.bounds, told.holders,
            note_bounds, note_groups, *read, places,
        )  # fmt: skip

    in_threads(share, len(firsts), threads)
    groups = told.groups()
    common, other = (
        np.bincount(groups[places == kind], minlength=len(told))
        for kind in (placing_kernel.COMMON, placing_kernel.TEMPLATE)
    )
    return (common >= COMMON_FAMILIES) & (common >= other), places == placing_kernel.COMMON


def _read(
    words: Words,
    loose: Loose,
    suspected: npt.NDArray[np.bool_],
    note_bounds: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int32],
    stops: npt.NDArray[np.int32],
    room: Room,
) -> tuple[npt.NDArray[Any], ...]:
    """Return what is asked of notes, and of the texts in each: ``placing_kernel.read_notes``.

    Notes are asked for in any order, and several times: what is asked of them is read once, in
    order, and takes little room.
    """
    from dedupe import placing_kernel

    narrow = UNITS_PER_WORD * longest_note(loose) < 1 << 16
    sums: tuple[npt.NDArray[Any], npt.NDArray[Any]] = (
        (room(len(starts), np.uint16), room(len(starts), np.uint16))
        if narrow
        else (room(len(starts), np.int64), room(len(starts), np.int64))
    )
    stands = room(len(starts), np.bool_)
    shared, told = np.empty(len(loose), np.int64), np.empty(len(loose), np.bool_)
    placing_kernel.read_notes(
        loose.units, suspected, loose.bounds, *sign_offs(words, loose), note_bounds, starts, stops,
        *sums, stands, shared, told,
    )  # fmt: skip
    return *sums, stands, shared, told


def sign_offs(words: Words, loose: Loose) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return how many loose words of each note stand above its sign-off, and whether it has one."""
    from dedupe import loose_kernel

    above, signed = np.empty(len(words), np.int64), np.empty(len(words), np.bool_)
    loose_kernel.sign_offs(words.below, loose.left_out, words.bounds, above, signed)
    return above, signed
