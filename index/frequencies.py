"""Frequencies: how many variants wrote each word, copied text left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import Words, rarity_keys_in_shares
from index.segments import GROWTH

Counted = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Counts by word key, in sorted parts that are merged as they grow (see index.segments)."""

    parts: tuple[Counted, ...] = ()

    @classmethod
    def of(cls, words: Words, written: npt.NDArray[np.bool_]) -> Frequencies:
        """Count the words of very many notes, a share of the notes at a time."""
        counted = [
            _counted(keys, bounds, written[share])
            for keys, bounds, share in rarity_keys_in_shares(words)
        ]
        if not sum(len(keys) for keys, _ in counted):
            return cls()
        keys, counts = (np.concatenate([each[n] for each in counted]) for n in range(2))
        return cls((_summed(keys, counts),))

    def added(
        self,
        keys: npt.NDArray[np.uint64],
        bounds: npt.NDArray[np.int64],
        written: npt.NDArray[np.bool_],
    ) -> Frequencies:
        """Count further notes: note n has ``keys[bounds[n]:bounds[n + 1]]``."""
        counted = _counted(keys, bounds, written)
        if not len(counted[0]):
            return self
        parts = [*self.parts, counted]
        while len(parts) > 1 and len(parts[-2][0]) < GROWTH * len(parts[-1][0]):
            later = parts.pop()
            parts[-1] = _merged(parts[-1], later)
        return Frequencies(tuple(parts))

    def without(
        self,
        keys: npt.NDArray[np.uint64],
        bounds: npt.NDArray[np.int64],
        written: npt.NDArray[np.bool_],
    ) -> Frequencies:
        """Return the counts without some of the notes that were counted, and words none wrote."""
        gone, less = _counted(keys, bounds, written)
        whole: Counted = (gone, -less)
        for part in self.parts:
            whole = _merged(whole, part)
        left = whole[1] > 0
        return Frequencies(((whole[0][left], whole[1][left]),) if left.any() else ())

    def counts(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        """Return how many notes wrote each word."""
        found = np.zeros(len(keys), np.float32)
        for listed, counts in self.parts:
            at = np.minimum(np.searchsorted(listed, keys), len(listed) - 1)
            found += np.where(listed[at] == keys, counts[at], 0)
        return found


def _counted(
    keys: npt.NDArray[np.uint64], bounds: npt.NDArray[np.int64], written: npt.NDArray[np.bool_]
) -> Counted:
    """Return each word that notes wrote with how many of them did."""
    note = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))[written]
    held = keys[written]
    order = np.lexsort((note, held))
    held, note = held[order], note[order]
    new = np.ones(len(held), np.bool_)
    new[1:] = (held[1:] != held[:-1]) | (note[1:] != note[:-1])
    distinct, counts = np.unique(held[new], return_counts=True)
    return distinct, counts.astype(np.int32)


def _merged(one: Counted, other: Counted) -> Counted:
    return _summed(np.concatenate((one[0], other[0])), np.concatenate((one[1], other[1])))


def _summed(keys: npt.NDArray[np.uint64], counts: npt.NDArray[np.int32]) -> Counted:
    """Return each key with the sum of its counts."""
    each, where = np.unique(keys, return_inverse=True)
    return each, np.bincount(where, weights=counts, minlength=len(each)).astype(np.int32)
