"""Vectors as 8-bit codes by row, with the caller's ids: an array that grows, or a mapped file.

A component is one of 256 steps over five standard deviations either side of its mean. Rows of
removed vectors are wiped and used again.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from dedupe import Vectors
from index.vectors.interface import Ids, Places

_DEVIATIONS = 5.0
_STEPS = 255
_GROWTH = 1.25

Codes = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]


class CodeTable:
    """Row r is the code of the vector of id ``ids[r]``; a free row has the id -1."""

    def __init__(self, low: Vectors, step: Vectors) -> None:
        self._low, self._step = low, step
        self._codes: Codes = np.empty((0, len(low)), np.uint8)
        self._ids: Ids = np.empty(0, np.int64)
        self._used = 0
        self._free: Rows = np.empty(0, np.int64)
        self._places: Places | None = None

    @classmethod
    def fitted(cls, sample: Vectors) -> CodeTable:
        """Return an empty table whose steps suit vectors like those of the sample."""
        mean, spread = sample.mean(axis=0), sample.std(axis=0) * np.float32(_DEVIATIONS)
        spread = np.maximum(spread, np.float32(1e-6))
        return cls(
            (mean - spread).astype(np.float32), (2 * spread / np.float32(_STEPS)).astype(np.float32)
        )

    @classmethod
    def opened(cls, codes: Path, rest: Path, *, mapped: bool = True) -> CodeTable:
        """Read what `save` wrote; the codes stay in their file until a row changes."""
        with np.load(rest) as held:
            made = cls(held["low"], held["step"])
            made._ids = held["ids"]
        # "c": a change is this process's own and never reaches the file.
        made._codes = np.load(codes, mmap_mode="c" if mapped else None)
        made._used = len(made._ids)
        made._free = np.flatnonzero(made._ids < 0)
        return made

    def save(self, codes: Path, rest: Path) -> None:
        np.save(codes, self._codes[: self._used])
        np.savez(rest, low=self._low, step=self._step, ids=self._ids[: self._used])

    @property
    def ids(self) -> Ids:
        """The ids of all rows, -1 where a row is free."""
        return self._ids[: self._used]

    def add(self, ids: Ids, vectors: Vectors) -> Rows:
        """Write vectors into free rows, then into new ones; return their rows."""
        reused = self._free[: len(ids)]
        fresh = len(ids) - len(reused)
        self._grow(self._used + fresh)
        rows = np.concatenate([reused, np.arange(self._used, self._used + fresh)])
        self._codes[rows] = self.encoded(vectors)
        self._ids[rows] = ids
        self._free = self._free[len(reused) :]
        self._used += fresh
        self._places = None
        return rows

    def wipe(self, rows: Rows) -> None:
        """Erase rows, so that nothing of what was removed is kept."""
        self._codes[rows] = 0
        self._ids[rows] = -1
        self._places = None
        self._free = np.concatenate([self._free, rows])

    def rows_of(self, ids: Ids) -> Rows:
        """Return the rows of those of the ids that are there; looks at every row."""
        return np.flatnonzero(np.isin(self.ids, ids))

    def places(self, ids: Ids) -> Rows:
        """Return the row of each id, -1 where it is not there."""
        places = self._places
        if places is None:
            self._places = places = Places(self.ids)
        return places.find(ids)

    def encoded(self, vectors: Vectors) -> Codes:
        steps = np.rint((vectors - self._low) / self._step)
        codes: Codes = np.clip(steps, 0, _STEPS).astype(np.uint8)
        return codes

    def vectors(self, rows: Rows) -> Vectors:
        """Return unit vectors as the codes of these rows tell them."""
        # In place: every search looks at hundreds of rows, and fresh arrays take longer than sums.
        made: Vectors = self._codes[rows].astype(np.float32)
        made *= self._step
        made += self._low
        lengths = np.sqrt(np.einsum("ij,ij->i", made, made))
        # The code of a vector of zeros is a little off zero, and must not become a direction.
        made /= np.where(lengths > 0.5, lengths, np.float32(1))[:, None]
        return made

    def _grow(self, rows: int) -> None:
        if rows <= len(self._codes) and rows <= len(self._ids):
            return
        room = int(rows * _GROWTH) + 1
        codes = np.zeros((room, self._codes.shape[1]), np.uint8)
        codes[: self._used] = self._codes[: self._used]
        ids = np.full(room, -1, np.int64)
        ids[: self._used] = self._ids[: self._used]
        self._codes, self._ids = codes, ids
