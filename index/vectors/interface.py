"""What every index of vectors does, however it finds its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dedupe import Vectors

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hits:
    """The neighbours of one vector: ``ids`` (int64) and ``cosines`` (float32), the nearest first.

    Neighbours of equal cosine stand in order of their ids. There are as many as were asked for,
    or fewer.
    """

    ids: Ids
    cosines: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ids)


class VectorIndex(Protocol):
    """Unit vectors by the ids that the caller gives them (int64, not negative, each once).

    A wrong call (another dimension, an id twice, rows of another length than 1) raises ValueError
    and changes nothing.
    """

    @property
    def dimension(self) -> int: ...

    def __len__(self) -> int: ...

    def __contains__(self, id_: int) -> bool: ...

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add vectors, shape (n, dimension), under n ids that are not there yet."""
        ...

    def remove(self, ids: Ids) -> int:
        """Remove the vectors of these ids; return how many were there."""
        ...

    def search(self, vectors: Vectors, k: int) -> list[Hits]:
        """Return the up to ``k`` nearest of each row."""
        ...

    def vectors_of(self, ids: Ids) -> Vectors:
        """Return the vector of each id, shape (n, dimension), as the index holds it.

        Raises KeyError where an id is not there.
        """
        ...


def checked_ids(ids: Ids) -> Ids:
    """Return the ids as int64, shape (n,); ValueError if one is negative or comes twice."""
    made = np.asarray(ids)
    if made.ndim != 1 or (made.size and made.dtype.kind not in "iu"):
        raise ValueError("ids are whole numbers, one a vector")
    if made.dtype.kind == "u" and made.size and int(made.max()) > np.iinfo(np.int64).max:
        raise ValueError("an id is larger than an int64 holds")
    made = made.astype(np.int64)
    if (made < 0).any():
        raise ValueError("an id is negative")
    if len(np.unique(made)) != len(made):
        raise ValueError("an id is given twice")
    return made


def checked_vectors(vectors: Vectors, dimension: int) -> Vectors:
    """Return the rows as contiguous float32; ValueError if they are no unit vectors.

    A row of zeros, which an encoder gives for a blank text, is let through: its cosine with
    everything is 0.
    """
    made = np.ascontiguousarray(vectors, dtype=np.float32)
    if made.ndim != 2 or made.shape[1] != dimension:
        raise ValueError(f"vectors of shape {made.shape} where (n, {dimension}) is wanted")
    lengths = np.linalg.norm(made, axis=1)
    sound = (np.abs(lengths - 1) < 0.01) | (lengths == 0)
    if not sound.all():
        row = int(np.flatnonzero(~sound)[0])
        raise ValueError(f"row {row} is no unit vector: its length is {lengths[row]}")
    return made


class Places:
    """Leads from ids to the places where they stand in an array, made for one state of it."""

    def __init__(self, ids: Ids) -> None:
        self._order = np.argsort(ids, kind="stable")
        self._sorted = ids[self._order]

    def find(self, ids: Ids) -> npt.NDArray[np.int64]:
        """Return the place of each id, -1 where it is not there."""
        if not len(self._sorted):
            return np.full(len(ids), -1, np.int64)
        at = np.minimum(np.searchsorted(self._sorted, ids), len(self._sorted) - 1)
        return np.where(self._sorted[at] == ids, self._order[at], -1)


def merged(ids: Ids, cosines: npt.NDArray[np.float32], k: int) -> Hits:
    """Return the ``k`` nearest of one query's finds, missing ones (id -1) left out."""
    held = ids >= 0
    ids, cosines = ids[held], cosines[held]
    order = np.lexsort((ids, -cosines))[:k]
    return Hits(ids[order], cosines[order])
