"""Records that grow: those of one chunk of an archive after the other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from api.records import Head, Records
from index import Spill, TemporaryFiles

#: Heads, ids, moments and sizes of some records.
_Columns = tuple[
    npt.NDArray[np.int32], npt.NDArray[np.uint64], npt.NDArray[np.int64], npt.NDArray[np.int32]
]


class GrowingRecords:
    """Records of one chunk after the other; what is a mail's own goes to a file if it is much."""

    def __init__(self, files: TemporaryFiles) -> None:
        self._heads: dict[Head, int] = {}
        self._columns: list[_Columns] = []
        self._own = Spill(np.uint8, files)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, records: Records) -> None:
        """Add records after those that are there."""
        heads = [self._heads.setdefault(head, len(self._heads)) for head in records.heads]
        of_heads = np.array(heads, np.int32)[records.of_heads]
        self._columns.append((of_heads, records.ids, records.moments, records.sizes))
        self._own.add(records.own)
        self._count += len(records)

    def hand_over(self) -> Records:
        """Return all records and keep none: it is the last thing that is asked."""
        empty = Records.of(())
        columns = [*self._columns, (empty.of_heads, empty.ids, empty.moments, empty.sizes)]
        of_heads, ids, moments, sizes = (
            np.concatenate(column) for column in zip(*columns, strict=True)
        )
        starts = np.cumsum(sizes, dtype=np.int64) - sizes
        own = self._own.all()
        self._own.clear()  # what is mapped stays
        return Records(tuple(self._heads), of_heads, ids, moments, starts, sizes, own)
