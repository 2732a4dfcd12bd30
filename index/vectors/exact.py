"""Exact search: every vector is looked at. A twentieth of a millisecond for a thousand vectors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import Vectors
from index.vectors.faiss_library import load_faiss, one_thread
from index.vectors.interface import Hits, Ids, Places, checked_ids, checked_vectors, merged


class ExactIndex:
    """A `VectorIndex` that looks at every vector; changes need the caller's lock."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._faiss = load_faiss()
        self._flat = self._faiss.IndexFlatIP(dimension)
        # FAISS renumbers a flat index on removal, so the ids stand beside it, in its order.
        self._ids = np.empty(0, np.int64)
        self._places: Places | None = None

    @property
    def dimension(self) -> int:
        return self._dimension

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, id_: int) -> bool:
        return bool((self._ids == id_).any())

    @property
    def ids(self) -> Ids:
        """The ids, in the order of `vectors`."""
        return self._ids.copy()

    @property
    def vectors(self) -> Vectors:
        """A copy of all vectors, shape (n, dimension)."""
        if not len(self._ids):
            return np.empty((0, self._dimension), np.float32)
        held: Vectors = self._flat.reconstruct_n(0, len(self._ids))
        return held

    def add(self, ids: Ids, vectors: Vectors) -> None:
        made, rows = checked_ids(ids), checked_vectors(vectors, self._dimension)
        if len(made) != len(rows):
            raise ValueError(f"{len(made)} ids for {len(rows)} vectors")
        if (there := np.isin(made, self._ids)).any():
            raise ValueError(f"id {int(made[there][0])} is there already")
        self._flat.add(rows)
        self._ids = np.concatenate([self._ids, made])
        self._places = None

    def remove(self, ids: Ids) -> int:
        gone = np.isin(self._ids, checked_ids(ids))
        if gone.any():
            places = np.flatnonzero(gone).astype(np.int64)
            self._flat.remove_ids(self._faiss.IDSelectorBatch(places))
            self._ids = self._ids[~gone]
            self._places = None
        return int(gone.sum())

    def search(self, vectors: Vectors, k: int) -> list[Hits]:
        rows = checked_vectors(vectors, self._dimension)
        most = min(k, len(self._ids))
        if most < 1:
            return [_nothing() for _ in rows]
        with one_thread(self._faiss, len(rows)):
            cosines, places = self._flat.search(rows, most)
        return [merged(self._ids[p], c, k) for p, c in zip(places, cosines, strict=True)]

    def places(self, ids: Ids) -> npt.NDArray[np.int64]:
        """Return where each id stands, -1 where it is not there."""
        places = self._places
        if places is None:
            self._places = places = Places(self._ids)
        return places.find(ids)

    def vectors_of(self, ids: Ids) -> Vectors:
        places = self.places(checked_ids(ids))
        if (places < 0).any():
            raise KeyError(int(ids[int(np.argmin(places))]))
        return self.at(places)

    def at(self, places: npt.NDArray[np.int64]) -> Vectors:
        """Return the vectors that stand at some places."""
        if not len(places):
            return np.empty((0, self._dimension), np.float32)
        found: Vectors = self._flat.reconstruct_batch(places)
        return found


def _nothing() -> Hits:
    return Hits(np.empty(0, np.int64), np.empty(0, np.float32))
