"""Placing: where in their notes shared texts stand, which tells a footer from a template.

A footer or a legal line stands below what was written, a stock paragraph between written text or
beside other stock paragraphs. A text that opens its notes, or that stands right above the
sign-off, is a template with a personal line, however long that line is.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.known import COMMON_FAMILIES
from dedupe.ordering import stable_order
from dedupe.sketch import Loose
from dedupe.threads import in_threads
from dedupe.witnesses import Held, distinct_groups
from dedupe.words import Words


def placed_as_common(
    words: Words,
    loose: Loose,
    held: Held,
    told: Held,
    suspected: npt.NDArray[np.bool_],
    threads: int,
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Say of each group whether it stands as common text does, and in which of its notes.

    ``told`` are the same groups with the notes that may tell. ``suspected`` (one a loose word)
    is what several families share, with its edges; the rest counts as written. A group stands so
    in most of the notes that have a place to tell by, and in at least COMMON_FAMILIES of them.
    Return one entry a group, and one an entry of ``told``.
    """
    from dedupe import placing_kernel

    firsts, same_as = distinct_groups(told.bounds, told.holders)
    order = stable_order(same_as)
    class_bounds = np.searchsorted(same_as[order], np.arange(len(firsts) + 1))
    by_place = stable_order(loose.bounds[held.holders] + held.starts)
    note_bounds = np.searchsorted(held.holders[by_place], np.arange(len(loose) + 1))
    signed_at, signed = sign_offs(words, loose)
    shared = _sums(loose.units * held.marks(loose))
    low = loose.bounds[:-1]
    above = shared[low + signed_at] - shared[low]
    written, every = _sums(loose.units * ~suspected), _sums(loose.units)
    by_note = held.groups()[by_place].astype(np.int32), held.starts[by_place], held.stops[by_place]
    places = np.empty(len(told.holders), np.int8)

    def share(first: int, stop: int) -> None:
        placing_kernel.place(
            class_bounds[first : stop + 1], order, told.bounds, told.holders, told.starts,
            told.stops, note_bounds, *by_note, written, every, above, loose.bounds, signed_at,
            signed, places,
        )  # fmt: skip

    in_threads(share, len(firsts), threads)
    groups = told.groups()
    common, other = (
        np.bincount(groups[places == kind], minlength=len(told))
        for kind in (placing_kernel.COMMON, placing_kernel.TEMPLATE)
    )
    return (common >= COMMON_FAMILIES) & (common >= other), places == placing_kernel.COMMON


def _sums(units: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Return the units before each word, and in all."""
    return np.concatenate(([0], np.cumsum(units, dtype=np.int64)))


def sign_offs(words: Words, loose: Loose) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return how many loose words of each note stand above its sign-off, and whether it has one."""
    below = words.below[loose.positions]
    return (
        np.diff(loose.bounds) - np.diff(np.searchsorted(np.flatnonzero(below), loose.bounds)),
        np.diff(np.searchsorted(np.flatnonzero(words.below), words.bounds)) > 0,
    )
