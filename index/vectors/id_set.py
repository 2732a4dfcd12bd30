"""A growing set of int64 ids at 8 bytes each: a sorted array, and a small set of recent ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.vectors.interface import Ids

Flags = npt.NDArray[np.bool_]

_RECENT = 16_384


class IdSet:
    """Ids that are there; not safe under threads by itself."""

    def __init__(self, ids: Ids | None = None) -> None:
        self._sorted = np.empty(0, np.int64) if ids is None else np.unique(ids)
        self._recent: set[int] = set()

    def __len__(self) -> int:
        return len(self._sorted) + len(self._recent)

    def __contains__(self, id_: int) -> bool:
        return id_ in self._recent or bool(self.held(np.array([id_], np.int64))[0])

    def held(self, ids: Ids) -> Flags:
        """Say of each id whether it is there."""
        if len(self._sorted):
            places = np.minimum(np.searchsorted(self._sorted, ids), len(self._sorted) - 1)
            found: Flags = self._sorted[places] == ids
        else:
            found = np.zeros(len(ids), np.bool_)
        if self._recent:
            found |= np.fromiter((i in self._recent for i in ids.tolist()), np.bool_, len(ids))
        return found

    def add(self, ids: Ids) -> None:
        """Add ids that are not there yet."""
        self._recent.update(ids.tolist())
        if len(self._recent) > _RECENT:
            self._sorted, self._recent = self.array(), set()

    def remove(self, ids: Ids) -> None:
        """Remove ids; those that are not there are passed over."""
        self._recent.difference_update(ids.tolist())
        if len(self._sorted):
            kept = ~np.isin(self._sorted, ids)
            if not kept.all():
                self._sorted = self._sorted[kept]

    def array(self) -> Ids:
        """Return all ids, ascending."""
        recent = np.fromiter(self._recent, np.int64, len(self._recent))
        return np.sort(np.concatenate([self._sorted, recent]))
