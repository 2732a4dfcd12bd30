"""Postings: which notes hold a look-up key, as sorted arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import among


@dataclass(frozen=True, slots=True)
class Postings:
    """Keys shared by at least two notes; group g is ``members[bounds[g]:bounds[g + 1]]``.

    ``members`` (int32) are notes, ascending and distinct inside a group; ``entries`` (int64) is
    the entry of each member among the keys as given. ``note_groups[note_bounds[n]:...]`` are the
    groups of note n. ``keys`` (uint64) ascend.
    """

    keys: npt.NDArray[np.uint64]
    bounds: npt.NDArray[np.int64]
    members: npt.NDArray[np.int32]
    entries: npt.NDArray[np.int64]
    note_groups: npt.NDArray[np.int32]
    note_bounds: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(
        cls,
        keys: npt.NDArray[np.uint64],
        notes: npt.NDArray[np.int32],
        how_many: int,
        keep: npt.NDArray[np.uint64] | None = None,
    ) -> Postings:
        """Build from one key and one note an entry, notes ascending.

        Keys that one note alone holds are dropped, but for those to ``keep``, which ascend.
        """
        order = _order(keys) if keep is None else np.argsort(keys, kind="stable")
        k, n = keys[order], notes[order]
        first = np.ones(len(k), np.bool_)
        first[1:] = (k[1:] != k[:-1]) | (n[1:] != n[:-1])
        k, n, order = k[first], n[first], order[first]
        same = k[1:] == k[:-1]
        shared = np.zeros(len(k), np.bool_)
        shared[1:] |= same
        shared[:-1] |= same
        if keep is not None:
            shared |= among(k, keep)
        k, n, order = k[shared], n[shared], order[shared]
        starts = np.ones(len(k), np.bool_)
        starts[1:] = k[1:] != k[:-1]
        heads = np.flatnonzero(starts)
        bounds = np.append(heads, len(k)).astype(np.int64)
        groups = (np.cumsum(starts) - 1).astype(np.int32)
        by_note = np.argsort(n, kind="stable")
        note_bounds = np.zeros(how_many + 1, np.int64)
        np.cumsum(np.bincount(n, minlength=how_many), out=note_bounds[1:])
        return cls(
            k[heads], bounds, n.astype(np.int32), order.astype(np.int64), groups[by_note],
            note_bounds,
        )  # fmt: skip


def _order(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Return the entries in order of key, without most of those whose key stands once.

    Most keys of most notes do, and a look at each costs a fraction of its place in a sort.
    """
    from index import postings_kernel

    slots = 1 << max(10, int(4 * len(keys)).bit_length())
    places = np.empty(len(keys), np.int64)
    found = postings_kernel.perhaps_twice(keys, np.zeros(slots, np.uint8), places)
    result: npt.NDArray[np.int64] = places[:found]
    return result[np.argsort(keys[result], kind="stable")]
