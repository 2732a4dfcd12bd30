"""A table of columns that grows at its end while older states of it stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class _Column:
    """An array with room at its end; only the newest state of a table writes into the room."""

    def __init__(self, values: Array) -> None:
        self.buffer = values
        self.used = len(values)

    def extend(self, values: Array) -> None:
        needed = self.used + len(values)
        if needed == self.used:
            return
        if needed > len(self.buffer) or not self.buffer.flags.writeable:
            shape = (max(needed, 2 * self.used, 64), *self.buffer.shape[1:])
            grown = np.empty(shape, self.buffer.dtype)
            grown[: self.used] = self.buffer[: self.used]
            self.buffer = grown
        self.buffer[self.used : needed] = values
        self.used = needed


class Table:
    """Named arrays of one length; ``table[name]`` is a view of a column.

    A table is a value: ``extended`` and ``replaced`` give another one and leave this one as it
    is, though the two share memory. Tables are extended one after the other, by one writer.
    """

    __slots__ = ("_columns", "_rows")

    def __init__(self, columns: Mapping[str, Array]) -> None:
        self._columns = {name: _Column(values) for name, values in columns.items()}
        self._rows = min((len(values) for values in columns.values()), default=0)

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, name: str) -> Array:
        return self._columns[name].buffer[: self._rows]

    def arrays(self) -> dict[str, Array]:
        """Return every column by its name."""
        return {name: self[name] for name in self._columns}

    def extended(self, values: Mapping[str, Array]) -> Table:
        """Return the table with further rows; every column is named."""
        if values.keys() != self._columns.keys():
            raise ValueError(f"columns {sorted(values)} are not {sorted(self._columns)}")
        grown = Table.__new__(Table)
        grown._columns = {name: self._writable(name) for name in self._columns}
        for name, column in grown._columns.items():
            column.extend(values[name])
        grown._rows = min(column.used for column in grown._columns.values())
        return grown

    def replaced(self, values: Mapping[str, Array]) -> Table:
        """Return the table with some columns exchanged for others of the same length."""
        changed = Table.__new__(Table)
        changed._columns = {
            name: _Column(values[name]) if name in values else column
            for name, column in self._columns.items()
        }
        changed._rows = self._rows
        return changed

    def taken(self, rows: Array) -> Table:
        """Return some rows, in that order, as a table of their own."""
        return Table({name: self[name][rows] for name in self._columns})

    def _writable(self, name: str) -> _Column:
        """Return the column itself, or a copy where a later state has grown beyond this one."""
        column = self._columns[name]
        return column if column.used == self._rows else _Column(self[name].copy())
