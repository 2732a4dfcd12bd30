"""Segments: from 64-bit keys to the numbers that hold them, as sorted arrays that grow.

One structure serves bands, passages, pairs, exact hashes, people and words. What is added becomes
a sorted part of its own; parts of like size are merged, so that there are few of them (the
logarithmic method, Bentley and Saxe 1980). Nothing is changed in place: whoever holds an older
state goes on reading it.

Most keys have one member, which stands beside the key; several stand in a list. Where keys are
hashes, a part may be *packed*: a directory of buckets, by the upper bits of the key, and 32 further
bits for each key. Keys that are alike in all of those become one. A bucket has ``FULL`` keys in the
mean at most, so that a key asked meets a stranger once in 2^32 / 8 times, 5 * 10^8, however large
the part; in a check that asks 200 keys it happens once in 2.7 million checks. A packed part is made
at once, when all is judged together, and takes in nothing: keys that were shortened cannot be made
longer again, as more of them would ask for. What comes afterwards stands in parts of whole keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dedupe import sizes_of
from index.spill import Spill
from index.temporary_files import TemporaryFiles

#: A part is merged with the one before it unless that is at least so many times larger.
GROWTH = 4

#: Buckets of a packed part have so many keys in the mean, or fewer down to half as many.
FULL = 8

#: Bits of a key that a packed part keeps besides those that number the bucket.
KEPT = 32

#: More members than any key has.
ALL = 1 << 40

_Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Segment:
    """Distinct keys, ascending, each with its members (int32), ascending.

    Bucket b holds the keys ``directory[b]:directory[b + 1]`` (uint32; 2^n buckets). Of each key
    ``rests`` holds what follows the number of its bucket: all 64 bits in the only bucket of a part
    of whole keys (uint64), 32 bits in a packed one (uint32). ``held`` (int32) is the only member of
    a key, or ~p where its list begins at p in ``lists`` (int32): how many there are, and they.
    """

    directory: npt.NDArray[np.uint32]
    rests: npt.NDArray[np.uint64] | npt.NDArray[np.uint32]
    held: npt.NDArray[np.int32]
    lists: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        if len(self.lists) > np.iinfo(np.int32).max:
            raise OverflowError("an index has too many members for one part")

    @property
    def arrays(self) -> tuple[_Array, _Array, _Array, _Array]:
        """All arrays, as kernels take them."""
        return self.directory, self.rests, self.held, self.lists

    @property
    def size(self) -> int:
        """How much there is to copy."""
        return len(self.held) + len(self.lists)

    @property
    def bits(self) -> int | None:
        """How many bits number the buckets of a packed part; None for a part of whole keys."""
        if self.rests.dtype == np.uint64:
            return None
        return (len(self.directory) - 1).bit_length() - 1

    @classmethod
    def of(cls, keys: npt.NDArray[np.uint64], members: npt.NDArray[np.int32]) -> Segment:
        """Return entries as a part of whole keys; an entry that is given twice is kept once."""
        return cls.of_sorted(*_sorted(keys, members), None)

    @classmethod
    def of_sorted(
        cls, keys: npt.NDArray[np.uint64], members: npt.NDArray[np.int32], bits: int | None
    ) -> Segment:
        """Return entries whose keys ascend, packed where ``bits`` number the buckets."""
        from index import segment_part_kernel

        if bits is not None:
            keys = keys >> np.uint64(64 - KEPT - bits)
        same = keys[1:] == keys[:-1]
        if (same & (members[1:] < members[:-1])).any():
            order = np.lexsort((members, keys))
            keys, members = keys[order], members[order]
        again = np.flatnonzero(same & (members[1:] == members[:-1])) + 1
        if len(again):
            keys, members = np.delete(keys, again), np.delete(members, again)
        directory = np.zeros((1 << (bits or 0)) + 1, np.uint32)
        kind = np.uint64 if bits is None else np.uint32
        return cls(directory, *segment_part_kernel.group(keys, members, directory, kind))

    def takes_in(self, later: Segment) -> bool:
        """Say whether a later part is to be merged with this one."""
        return self.bits is None and self.size < GROWTH * later.size

    def merged(self, later: Segment) -> Segment:
        """Return both parts as one, packed as this one is."""
        from index import segment_part_kernel

        if later.bits is None and self.bits is not None:
            keys, members = segment_part_kernel.entries(later.arrays)
            later = Segment.of_sorted(keys, members, self.bits)
        return Segment(*segment_part_kernel.merge(self.arrays, later.arrays))


def _sorted(
    keys: npt.NDArray[np.uint64], members: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    """Return entries in order of their keys."""
    order = np.argsort(keys, kind="stable")
    return keys[order], members[order]


class PackedParts:
    """Packs entries that come by ascending ranges of their keys, all of which are as large."""

    def __init__(self, ranges: int, files: TemporaryFiles) -> None:
        self._ranges = ranges
        self._bits = 0
        self._directory = np.zeros(0, np.uint32)
        self._columns = [Spill(kind, files) for kind in (np.uint32, np.int32, np.int32)]
        self._lists = 0

    def add(self, keys: npt.NDArray[np.uint64], members: npt.NDArray[np.int32]) -> None:
        """Add the entries of one range; how many keys the first has tells how many there are."""
        keys, members = _sorted(keys, members)
        if not len(self._directory):
            distinct = 1 + int(np.count_nonzero(keys[1:] != keys[:-1]))
            self._bits = ((distinct * self._ranges - 1) // FULL).bit_length()
            self._directory = np.zeros((1 << self._bits) + 1, np.uint32)
        part = Segment.of_sorted(keys, members, self._bits)
        held = np.where(part.held < 0, part.held - self._lists, part.held)
        for column, values in zip(self._columns, (part.rests, held, part.lists), strict=True):
            column.add(values)
        self._directory += part.directory
        self._lists += len(part.lists)

    def all(self) -> Segments:
        """Return what was added as one part."""
        part = Segment(self._directory, *(column.all() for column in self._columns))
        return Segments((part,) if len(part.held) else ())


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

    def added(self, keys: npt.NDArray[np.uint64], members: npt.NDArray[np.int32]) -> Segments:
        """Return the index with further entries, as whole keys."""
        if not len(keys):
            return self
        parts = [*self.parts, Segment.of(keys, members)]
        while len(parts) > 1 and parts[-2].takes_in(parts[-1]):
            later = parts.pop()
            parts[-1] = parts[-1].merged(later)
        return Segments(tuple(parts))

    def in_one_part(self) -> Segments:
        """Return the same index as one part, packed where the first is."""
        parts = list(self.parts)
        while len(parts) > 1:
            later = parts.pop()
            parts[-1] = parts[-1].merged(later)
        return Segments(tuple(parts))

    def renumbered(self, numbers: npt.NDArray[np.int32]) -> Segments:
        """Return the index with other members, in the same order; -1 drops a member."""
        from index import segment_part_kernel

        parts = (segment_part_kernel.renumber(part.arrays, numbers) for part in self.parts)
        return Segments(tuple(Segment(*arrays) for arrays in parts if len(arrays[1])))

    def find(self, keys: npt.NDArray[np.uint64], wide: int | None = None) -> Found:
        """Return who holds each key; of more than ``2 * wide`` the first and the last ``wide``."""
        from index import segment_kernel

        size = len(keys)
        if not size or not self.parts:
            return Found(
                np.zeros(size + 1, np.int64), np.empty(0, np.int32), np.zeros(size, np.bool_)
            )
        most = ALL if wide is None else wide
        if len(self.parts) == 1:
            return Found(*segment_kernel.find_in_one(self.parts[0].arrays, keys, most))
        first, counts = np.empty((2, len(self.parts), size), np.int64)
        totals = np.zeros(size, np.int64)
        for number, part in enumerate(self.parts):
            segment_kernel.locate(part.arrays, keys, first[number], counts[number])
            totals += counts[number]
        bounds, cut = np.empty(size + 1, np.int64), np.empty(size, np.bool_)
        members = np.empty(segment_kernel.room(totals, most, bounds, cut), np.int32)
        if len(members):
            before, filled = np.zeros((2, size), np.int64)
            for number, part in enumerate(self.parts):
                segment_kernel.gather(
                    part.held, part.lists, first[number], counts[number], before, totals, most,
                    bounds, filled, members,
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
            segment_kernel.count_groups(part.arrays, keys, groups, stop, most, seen, counts)
        return counts
