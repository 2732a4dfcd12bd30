"""Witnesses: notes that hold one text and are otherwise unrelated, so that the text is common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.known import COMMON_FAMILIES
from dedupe.room import Room, in_memory
from dedupe.sketch import Loose, loosen
from dedupe.threads import in_threads
from dedupe.words import Words

#: At most so many notes tell of one text: twice what are tried as witnesses
#: (dedupe.set_aside_kernel.MOST_WITNESSES), as some have too few words of their own.
MOST_TOLD = 96

#: Entries are put in order of note in blocks of so many in the mean, some 4 MB at work.
BLOCK = 1 << 17


@dataclass(frozen=True, slots=True)
class Held:
    """Groups of equal runs of words, each with the notes that hold it.

    Group g is held by notes ``holders[bounds[g]:bounds[g + 1]]`` (int32, distinct), each at its
    loose words [starts, stops), counted from the note's first loose word.
    """

    bounds: npt.NDArray[np.int64]
    holders: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    stops: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def only(self, groups: npt.NDArray[np.int64], room: Room = in_memory) -> Held:
        """Return some groups only, in order of number; ``room`` is for their entries."""
        if len(groups) == len(self):
            return self
        from dedupe import held_kernel

        bounds = np.zeros(len(groups) + 1, np.int64)
        np.cumsum(self.bounds[groups + 1] - self.bounds[groups], out=bounds[1:])
        columns = tuple(room(int(bounds[-1]), np.int32) for _ in range(3))
        held_kernel.copy_groups(
            self.bounds, self.holders, self.starts, self.stops, groups, bounds, *columns
        )
        return Held(bounds, *columns)

    def groups(self) -> npt.NDArray[np.int64]:
        """Return the group of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    def families(self, families: npt.NDArray[np.int32], remembered: int) -> npt.NDArray[np.int64]:
        """Return how many families hold each group, by the remembered notes alone."""
        from dedupe import held_kernel

        counts = np.empty(len(self), np.int64)
        held_kernel.count_families(self.bounds, self.holders, families, remembered, counts)
        return counts

    def where(self, chosen: npt.NDArray[np.bool_], room: Room = in_memory) -> Held:
        """Return the same groups with some of their entries only, which are put in ``room``."""
        from dedupe import held_kernel

        bounds = np.empty(len(self.bounds), np.int64)
        held_kernel.bounds_of_chosen(self.bounds, chosen, bounds)
        columns = tuple(room(int(bounds[-1]), np.int32) for _ in range(3))
        held_kernel.copy_chosen(chosen, self.holders, self.starts, self.stops, *columns)
        return Held(bounds, *columns)

    def one_a_family(
        self, families: npt.NDArray[np.int32], remembered: int, room: Room = in_memory
    ) -> Held:
        """Return the first remembered holder of each family in each group, MOST_TOLD at most.

        ``room`` is for their entries.
        """
        from dedupe import held_kernel

        chosen = room(len(self.holders), np.bool_)
        held_kernel.first_of_families(
            self.bounds, self.holders, families, remembered, MOST_TOLD, chosen
        )
        return self.where(chosen, room)

    def by_place(
        self, notes: int, room: Room
    ) -> tuple[npt.NDArray[np.int64], tuple[npt.NDArray[np.int32], ...]]:
        """Return each note's bounds among the entries in order of note and place, and those.

        They are three columns: group, and the note's words [start, stop) in it. ``room`` is for
        them.
        """
        from dedupe import held_kernel

        bounds = np.empty(notes + 1, np.int64)
        held_kernel.note_bounds(self.holders, bounds)
        shift = 0
        while 1 << shift < notes and len(self.holders) << shift < BLOCK * notes and shift < 16:
            shift += 1
        columns = tuple(room(len(self.holders), np.int32) for _ in range(3))
        within = room(len(self.holders), np.uint16)
        held_kernel.by_block(
            self.bounds, self.holders, self.starts, self.stops, bounds, shift, within, *columns
        )
        held_kernel.by_place(bounds, shift, within, *columns)
        return bounds, columns

    def marks(self, loose: Loose, room: Room, edge: int = 0) -> npt.NDArray[np.bool_]:
        """Say of each loose word whether a group, or ``edge`` words beside it, covers it.

        ``room`` is for what is returned.
        """
        from dedupe import loose_kernel

        marked = room(len(loose.hashes), np.bool_)
        marked[:] = False
        loose_kernel.mark_runs(loose.bounds, self.holders, self.starts, self.stops, edge, marked)
        return marked


def unrelated_holders(told: Held, rest: Loose, threads: int) -> npt.NDArray[np.int32]:
    """Return, for each group, COMMON_FAMILIES mutually unrelated holders, shape (groups, 5).

    A row of -1 says that there are none. ``told`` are the groups with the notes that may bear
    witness, one a family; ``rest`` is what is left of each note without any such group.
    """
    from dedupe import set_aside_kernel as kernel

    firsts, same_as = distinct_groups(told.bounds, told.holders)
    few = told.only(firsts)
    found = np.full((len(firsts), COMMON_FAMILIES), -1, np.int32)
    units = _units_by_note(rest)
    # No masks, and no word weighs anything (set_aside_kernel): only read, these take no memory.
    flags, weights = np.zeros(len(rest.hashes), np.uint8), np.zeros(len(rest.hashes), np.float32)

    def share(first: int, stop: int) -> None:
        kernel.common_groups(
            few.bounds[first : stop + 1], few.holders, rest.hashes, rest.units, flags,
            weights, rest.bounds, units, found[first:stop],
        )  # fmt: skip

    in_threads(share, len(few), threads)
    result: npt.NDArray[np.int32] = found[same_as]
    return result


def distinct_groups(
    bounds: npt.NDArray[np.int64], members: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the groups with distinct members, and for each group which of those it equals."""
    from dedupe import held_kernel

    count = len(bounds) - 1
    firsts, same_as = np.empty(count, np.int64), np.empty(count, np.int64)
    distinct = held_kernel.distinct_groups(bounds, members, firsts, same_as)
    return firsts[:distinct], same_as


def without_loose(words: Words, loose: Loose, left_out: npt.NDArray[np.bool_], room: Room) -> Loose:
    """Return the words that are neither masked nor left out (bool, one a loose word)."""
    out = room(len(loose.left_out), np.bool_)
    out[:] = loose.left_out
    loose.mark(left_out, out)
    return loosen(words.hashes, words.units, out, words.bounds, room)


def _units_by_note(rest: Loose) -> npt.NDArray[np.int64]:
    from dedupe import loose_kernel

    all_words, sums = np.ones(len(rest.units), np.bool_), np.empty(len(rest), np.int64)
    loose_kernel.note_units(rest.units, rest.bounds, all_words, np.diff(rest.bounds), sums)
    return sums
