"""Segments: from 64-bit keys to the numbers that hold them, as sorted arrays that grow.

One structure serves bands, passages, pairs, exact hashes, people and words. What is added becomes
a sorted part of its own; parts of like size are merged, so that there are few of them (the
logarithmic method, Bentley and Saxe 1980). Numbers are added in ascending order, so the members of
a key ascend. Nothing is changed in place: whoever holds an older state goes on reading it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import sizes_of

#: A part is merged with the one before it unless that is at least so many times larger.
GROWTH = 4

#: More members than any key has.
ALL = 1 << 40


@dataclass(frozen=True, slots=True)
class Segment:
    """Keys (uint64), ascending, with one member (int32) each, ascending within a key."""

    keys: npt.NDArray[np.uint64]
    members: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(cls, keys: npt.NDArray[np.uint64], members: npt.NDArray[np.int32]) -> Segment:
        """Sort keys with their members, which ascend as given; drop repeated pairs."""
        order = np.argsort(keys, kind="stable")
        k, m = keys[order], members[order]
        del order
        new = np.ones(len(k), np.bool_)
        new[1:] = k[1:] != k[:-1]
        new[1:] |= m[1:] != m[:-1]
        return cls(k, m) if new.all() else cls(k[new], m[new])

    def merged(self, later: Segment) -> Segment:
        """Return both parts as one; the members of ``later`` are the greater ones."""
        from index import segment_kernel

        keys = np.empty(len(self) + len(later), np.uint64)
        members = np.empty(len(keys), np.int32)
        segment_kernel.merge(self.keys, self.members, later.keys, later.members, keys, members)
        return Segment(keys, members)


@dataclass(frozen=True, slots=True)
class Found:
    """The members of each key asked: ``members[bounds[k]:bounds[k + 1]]``; ``cut``: not all."""

    bounds: npt.NDArray[np.int64]
    members: npt.NDArray[np.int32]
    cut: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def of(self, key: int) -> npt.NDArray[np.int32]:
        """Return the members of the key asked at this place."""
        return self.members[self.bounds[key] : self.bounds[key + 1]]

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        return sizes_of(self.bounds)


@dataclass(frozen=True, slots=True)
class Segments:
    """All parts of one index, oldest and largest first."""

    parts: tuple[Segment, ...] = ()

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    def added(self, keys: npt.NDArray[np.uint64], members: npt.NDArray[np.int32]) -> Segments:
        """Return the index with further entries, whose members are not below any before."""
        if not len(keys):
            return self
        parts = [*self.parts, Segment.of(keys, members)]
        while len(parts) > 1 and len(parts[-2]) < GROWTH * len(parts[-1]):
            later = parts.pop()
            parts[-1] = parts[-1].merged(later)
        return Segments(tuple(parts))

    def in_one_part(self) -> Segments:
        """Return the same index as one part."""
        parts = list(self.parts)
        while len(parts) > 1:
            later = parts.pop()
            parts[-1] = parts[-1].merged(later)
        return Segments(tuple(parts))

    def renumbered(self, numbers: npt.NDArray[np.int32]) -> Segments:
        """Return the index with other members; those whose new number is -1 are dropped."""
        parts = []
        for part in self.parts:
            members = numbers[part.members]
            kept = members >= 0
            if kept.any():
                parts.append(Segment(part.keys[kept], members[kept]))
        return Segments(tuple(parts))

    def find(self, keys: npt.NDArray[np.uint64], wide: int | None = None) -> Found:
        """Return who holds each key; of more than ``2 * wide`` the first and the last ``wide``."""
        from index import segment_kernel

        size = len(keys)
        if not size or not self.parts:
            return Found(
                np.zeros(size + 1, np.int64), np.empty(0, np.int32), np.zeros(size, np.bool_)
            )
        first, counts = np.empty((2, len(self.parts), size), np.int64)
        totals = np.zeros(size, np.int64)
        for number, part in enumerate(self.parts):
            segment_kernel.locate(part.keys, keys, first[number], counts[number], totals)
        bounds, cut = np.empty(size + 1, np.int64), np.empty(size, np.bool_)
        most = ALL if wide is None else wide
        members = np.empty(segment_kernel.room(totals, most, bounds, cut), np.int32)
        if len(members):
            before, filled = np.zeros((2, size), np.int64)
            for number, part in enumerate(self.parts):
                segment_kernel.gather(
                    part.members, first[number], counts[number], before, totals, most, bounds,
                    filled, members,
                )  # fmt: skip
        return Found(bounds, members, cut)

    def count_groups(
        self,
        keys: npt.NDArray[np.uint64],
        groups: npt.NDArray[np.int32],
        most: npt.NDArray[np.int64],
        *,
        below: int | None = None,
    ) -> npt.NDArray[np.int64]:
        """Return of how many groups (one a member) each key's members are, up to so many a key.

        Only members ``below`` a number count where it is given.
        """
        from index import segment_kernel

        counts = np.zeros(len(keys), np.int64)
        seen = np.empty((len(keys), int(most.max(initial=0))), np.int32)
        stop = len(groups) if below is None else below
        for part in self.parts:
            segment_kernel.count_groups(
                part.keys, part.members, keys, groups, stop, most, seen, counts
            )
        return counts
