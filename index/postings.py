"""Postings: which notes hold a look-up key, as sorted arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import among, stable_order


@dataclass(frozen=True, slots=True)
class Postings:
    """Keys shared by at least two notes; group g is ``members[bounds[g]:bounds[g + 1]]``.

    ``members`` (int32) are notes, ascending and distinct inside a group; ``entries`` (int64) is
    the entry of each member among the keys as given. ``keys`` (uint64) ascend.
    """

    keys: npt.NDArray[np.uint64]
    bounds: npt.NDArray[np.int64]
    members: npt.NDArray[np.int32]
    entries: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(
        cls,
        keys: npt.NDArray[np.uint64],
        notes: npt.NDArray[np.int32],
        keep: npt.NDArray[np.uint64] | None = None,
    ) -> Postings:
        """Build from one key and one note an entry, notes ascending.

        Keys that one note alone holds are dropped, but for those to ``keep``, which ascend.
        """
        order = stable_order(keys)
        k = keys[order]
        held = _several(k, keep)  # Most keys stand once: they go before anything else is done.
        k, order = k[held], order[held]
        n = notes[order]
        again = (k[1:] == k[:-1]) & (n[1:] == n[:-1])
        if again.any():
            first = np.concatenate(([True], ~again))
            k, n, order = k[first], n[first], order[first]
            held = _several(k, keep)
            k, n, order = k[held], n[held], order[held]
        starts = np.ones(len(k), np.bool_)
        starts[1:] = k[1:] != k[:-1]
        heads = np.flatnonzero(starts)
        bounds = np.append(heads, len(k)).astype(np.int64)
        return cls(k[heads], bounds, n.astype(np.int32), order)


def _several(
    keys: npt.NDArray[np.uint64], keep: npt.NDArray[np.uint64] | None
) -> npt.NDArray[np.bool_]:
    """Say which keys, which ascend, stand more than once or are to be kept."""
    result = np.zeros(len(keys), np.bool_) if keep is None else among(keys, keep)
    same = keys[1:] == keys[:-1]
    result[1:] |= same
    result[:-1] |= same
    return result
