"""Witnesses: notes that hold one text and are otherwise unrelated, so that the text is common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.distinct import distinct
from dedupe.known import COMMON_FAMILIES, Neighbourhood
from dedupe.sketch import Loose
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
        """Return the passages of a neighbourhood."""
        return cls(near.bounds, near.holders, near.starts, near.stops)

    def only(self, groups: npt.NDArray[np.int64]) -> Held:
        """Return some groups only."""
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
        known = self.holders < remembered
        pairs = distinct(self.groups()[known] << np.int64(32) | families[self.holders[known]])
        result: npt.NDArray[np.int64] = np.bincount(pairs >> np.int64(32), minlength=len(self))
        return result

    def where(self, chosen: npt.NDArray[np.bool_]) -> Held:
        """Return the same groups with some of their entries only."""
        kept = np.concatenate(([0], np.cumsum(chosen, dtype=np.int64)))
        return Held(
            kept[self.bounds], self.holders[chosen], self.starts[chosen], self.stops[chosen]
        )

    def one_a_family(self, families: npt.NDArray[np.int32], remembered: int) -> Held:
        """Return the first remembered holder of each family in each group, MOST_TOLD at most."""
        groups = self.groups()
        known = np.flatnonzero(self.holders < remembered)
        told = groups[known] << np.int64(32) | families[self.holders[known]]
        first = known[np.sort(np.unique(told, return_index=True)[1])]
        sizes = np.bincount(groups[first], minlength=len(self))
        place = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        first = first[place < MOST_TOLD]
        bounds = np.concatenate(([0], np.cumsum(np.minimum(sizes, MOST_TOLD))))
        return Held(bounds, self.holders[first], self.starts[first], self.stops[first])

    def marks(self, loose: Loose, edge: int = 0) -> npt.NDArray[np.bool_]:
        """Say of each loose word whether a group, or ``edge`` words beside it, covers it."""
        edges = np.zeros(len(loose.hashes) + 1, np.int64)
        first, last = loose.bounds[self.holders], loose.bounds[self.holders + 1]
        np.add.at(edges, np.maximum(first + self.starts - edge, first), 1)
        np.add.at(edges, np.minimum(first + self.stops + edge, last), -1)
        result: npt.NDArray[np.bool_] = np.cumsum(edges)[:-1] > 0
        return result


def unrelated_holders(
    told: Held, rest: Words, weights: npt.NDArray[np.float32], threads: int
) -> npt.NDArray[np.int32]:
    """Return, for each group, COMMON_FAMILIES mutually unrelated holders, shape (groups, 5).

    A row of -1 says that there are none. ``told`` are the groups with the notes that may bear
    witness, one a family; ``rest`` and its ``weights`` are what is left of each note without any
    such group.
    """
    from dedupe import set_aside_kernel as kernel

    firsts, same_as = distinct_groups(told.bounds, told.holders)
    few = told.only(firsts)
    found = np.full((len(firsts), COMMON_FAMILIES), -1, np.int32)
    units = _units_by_note(rest)

    def share(first: int, stop: int) -> None:
        kernel.common_groups(
            few.bounds[first : stop + 1], few.holders, rest.hashes, rest.units, rest.flags,
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


def without_loose(
    words: Words,
    weights: npt.NDArray[np.float32],
    loose: Loose,
    left_out: npt.NDArray[np.bool_],
) -> tuple[Words, npt.NDArray[np.float32]]:
    """Return words and weights that are neither masked nor left out (one a loose word)."""
    out = np.ones(len(words.hashes), np.bool_)
    out[loose.positions] = left_out
    return words.without(out), weights[~out]


def _units_by_note(words: Words) -> npt.NDArray[np.int64]:
    sums = np.concatenate(([0], np.cumsum(words.units, dtype=np.int64)))
    result: npt.NDArray[np.int64] = sums[words.bounds[1:]] - sums[words.bounds[:-1]]
    return result
