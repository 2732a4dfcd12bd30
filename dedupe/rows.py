"""Rows of numbers, one after the other in two flat arrays: tuples take 80 bytes and more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from dedupe.distinct import distinct


@dataclass(frozen=True, slots=True)
class Rows(Sequence[tuple[int, ...]]):
    """Row n is ``values[bounds[n]:bounds[n + 1]]`` (int32); read as a tuple."""

    bounds: npt.NDArray[np.int64]
    values: npt.NDArray[np.int32]

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> Rows:
        """Return given rows, as they are."""
        kept, values = [0], list[int]()
        for row in rows:
            values.extend(row)
            kept.append(len(values))
        return cls(np.array(kept, np.int64), np.array(values, np.int32))

    @classmethod
    def of_pairs(
        cls, rows: npt.NDArray[np.integer], values: npt.NDArray[np.integer], count: int
    ) -> Rows:
        """Return ``count`` rows: of each, its values once each, ascending."""
        pairs = distinct(rows.astype(np.int64) << np.int64(32) | values)
        bounds = np.searchsorted(pairs, np.arange(count + 1, dtype=np.int64) << np.int64(32))
        return cls(bounds, (pairs & np.int64(0xFFFFFFFF)).astype(np.int32))

    @property
    def numbers(self) -> npt.NDArray[np.int64]:
        """The row of each value."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    @property
    def width(self) -> int:
        """One more than the highest value."""
        return int(self.values.max(initial=-1)) + 1

    def turned(self, count: int) -> Rows:
        """Return, for each value under ``count``, the rows that hold it."""
        return Rows.of_pairs(self.values, self.numbers, count)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @overload
    def __getitem__(self, row: int) -> tuple[int, ...]: ...

    @overload
    def __getitem__(self, row: slice) -> list[tuple[int, ...]]: ...

    def __getitem__(self, row: int | slice) -> tuple[int, ...] | list[tuple[int, ...]]:
        if isinstance(row, slice):
            return [self[n] for n in range(*row.indices(len(self)))]
        return tuple(self.values[self.bounds[row] : self.bounds[row + 1]].tolist())

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        values, bounds = self.values.tolist(), self.bounds.tolist()
        for first, stop in zip(bounds, bounds[1:], strict=False):
            yield tuple(values[first:stop])
