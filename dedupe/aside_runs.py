"""Runs of words that were set aside, with a key by which runs of the same words are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.room import Room, in_memory
from dedupe.words import Words


@dataclass(frozen=True, slots=True)
class AsideRuns:
    """Runs of set-aside words within one note: note (int32), unmasked words [first, stop), key.

    Masked words are not counted and end no run. ``keys`` (uint64) are equal where the words are.
    """

    notes: npt.NDArray[np.int32]
    firsts: npt.NDArray[np.int32]
    stops: npt.NDArray[np.int32]
    keys: npt.NDArray[np.uint64]

    @classmethod
    def empty(cls, size: int, room: Room = in_memory) -> AsideRuns:
        """Return room for so many runs, not written yet."""
        notes, firsts, stops = (room(size, np.int32) for _ in range(3))
        return cls(notes, firsts, stops, room(size, np.uint64))


def aside_runs(words: Words, aside: npt.NDArray[np.bool_], room: Room = in_memory) -> AsideRuns:
    """Return the runs of ``aside`` words (bool, one a word) of every note, in order.

    ``room`` is for them.
    """
    from dedupe import loose_kernel

    found = AsideRuns.empty(0)
    for _ in ("count them", "write them down"):
        count = loose_kernel.aside_runs(
            words.hashes, words.flags, words.bounds, aside,
            found.notes, found.firsts, found.stops, found.keys,
        )  # fmt: skip
        if count == len(found.keys):
            break
        found = AsideRuns.empty(count, room)
    return found
