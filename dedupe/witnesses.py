"""Witnesses: notes that hold one text and are otherwise unrelated, so that the text is common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.known import COMMON_FAMILIES, Neighbourhood
from dedupe.room import Room
from dedupe.sketch import Loose, loosen
from dedupe.threads import in_threads
from dedupe.words import Words

#: At most so many notes tell of one text: twice what are tried as witnesses
#: (dedupe.set_aside_kernel.MOST_WITNESSES), as some have too few words of their own.
MOST_TOLD = 96


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

    @classmethod
    def of(cls, near: Neighbourhood) -> Held:
        """Return the passages of a neighbourhood that are held by enough notes to be common."""
        held = cls(near.bounds, near.holders, near.starts, near.stops)
        return held.only(np.flatnonzero(np.diff(held.bounds) >= COMMON_FAMILIES))

    def only(self, groups: npt.NDArray[np.int64]) -> Held:
        """Return some groups only, in order of number."""
        if len(groups) == len(self):
            return self
        sizes = self.bounds[groups + 1] - self.bounds[groups]
        entries = self.entries(groups)
        bounds = np.concatenate(([0], np.cumsum(sizes)))
        return Held(bounds, self.holders[entries], self.starts[entries], self.stops[entries])

    def entries(self, groups: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the entry numbers of some groups."""
        sizes = self.bounds[groups + 1] - self.bounds[groups]
        before = np.cumsum(sizes) - sizes
        shifts = np.repeat(self.bounds[groups] - before, sizes)
        result: npt.NDArray[np.int64] = np.arange(len(shifts)) + shifts
        return result

    def groups(self) -> npt.NDArray[np.int64]:
        """Return the group of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    def families(self, families: npt.NDArray[np.int32], remembered: int) -> npt.NDArray[np.int64]:
        """Return how many families hold each group, by the remembered notes alone."""
        from dedupe import held_kernel

        counts = np.empty(len(self), np.int64)
        held_kernel.count_families(self.bounds, self.holders, families, remembered, counts)
        return counts

    def where(self, chosen: npt.NDArray[np.bool_]) -> Held:
        """Return the same groups with some of their entries only."""
        kept = np.concatenate(([0], np.cumsum(chosen, dtype=np.int64)))
        return Held(
            kept[self.bounds], self.holders[chosen], self.starts[chosen], self.stops[chosen]
        )

    def one_a_family(self, families: npt.NDArray[np.int32], remembered: int) -> Held:
        """Return the first remembered holder of each family in each group, MOST_TOLD at most."""
        from dedupe import held_kernel

        chosen, sizes = np.empty(len(self.holders), np.bool_), np.empty(len(self), np.int64)
        held_kernel.first_of_families(
            self.bounds, self.holders, families, remembered, MOST_TOLD, chosen, sizes
        )
        bounds = np.concatenate(([0], np.cumsum(sizes)))
        return Held(bounds, self.holders[chosen], self.starts[chosen], self.stops[chosen])

    def by_place(
        self, notes: int
    ) -> tuple[npt.NDArray[np.int64], tuple[npt.NDArray[np.int32], ...]]:
        """Return each note's bounds among the entries in order of note and place, and those.

        They are three columns: group, and the note's words [start, stop) in it.
        """
        from dedupe import held_kernel

        bounds = np.zeros(notes + 1, np.int64)
        np.cumsum(np.bincount(self.holders, minlength=notes), out=bounds[1:])
        columns = tuple(np.empty(len(self.holders), np.int32) for _ in range(3))
        held_kernel.by_place(self.bounds, self.holders, self.starts, self.stops, bounds, *columns)
        return bounds, columns

    def marks(self, loose: Loose, edge: int = 0) -> npt.NDArray[np.bool_]:
        """Say of each loose word whether a group, or ``edge`` words beside it, covers it."""
        from dedupe import loose_kernel

        marked = np.zeros(len(loose.hashes), np.bool_)
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
    seen: dict[bytes, int] = {}
    distinct: list[int] = []
    same_as = np.empty(len(bounds) - 1, np.int64)
    for g in range(len(bounds) - 1):
        key = members[bounds[g] : bounds[g + 1]].tobytes()
        if key not in seen:
            seen[key] = len(distinct)
            distinct.append(g)
        same_as[g] = seen[key]
    return np.array(distinct, np.int64), same_as


def without_loose(words: Words, loose: Loose, left_out: npt.NDArray[np.bool_], room: Room) -> Loose:
    """Return the words that are neither masked nor left out (bool, one a loose word)."""
    out = loose.left_out.copy()
    loose.mark(left_out, out)
    return loosen(words.hashes, words.units, out, words.bounds, room)


def _units_by_note(rest: Loose) -> npt.NDArray[np.int64]:
    from dedupe import loose_kernel

    all_words, sums = np.ones(len(rest.units), np.bool_), np.empty(len(rest), np.int64)
    loose_kernel.note_units(rest.units, rest.bounds, all_words, np.diff(rest.bounds), sums)
    return sums
