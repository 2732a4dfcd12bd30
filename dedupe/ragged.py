"""Ragged arrays: rows of different lengths, one after the other in flat arrays."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from dedupe.room import Room, in_memory

_Scalar = TypeVar("_Scalar", bound=np.generic)

Places = npt.NDArray[np.int64]

#: So many rows are laid out at a time.
_ROWS = 1 << 12


def ragged(
    starts: npt.NDArray[np.integer], sizes: npt.NDArray[np.integer]
) -> tuple[Places, Places]:
    """Lay rows out one after the other: return their bounds, and where each entry stands now.

    Row r has ``sizes[r]`` entries from ``starts[r]`` on, and comes to stand at
    ``bounds[r]:bounds[r + 1]``.
    """
    from dedupe import ragged_kernel

    # Of one type: each further one would be compiled apart.
    found: tuple[Places, Places] = ragged_kernel.lay_out(
        starts.astype(np.int64, copy=False), sizes.astype(np.int64, copy=False)
    )
    return found


def sizes_of(bounds: Places) -> Places:
    """Return how many entries each row has; numpy's own function takes several times as long."""
    result: Places = bounds[1:] - bounds[:-1]
    return result


def rows_in_order(
    values: npt.NDArray[_Scalar],
    bounds: Places,
    rows: npt.NDArray[np.integer],
    room: Room = in_memory,
) -> npt.NDArray[_Scalar]:
    """Return the rows of a ragged array in another order, end to end, and little besides them.

    Row r is ``values[bounds[r]:bounds[r + 1]]``.
    """
    sizes = sizes_of(bounds)[rows]
    edges = np.concatenate(([0], np.cumsum(sizes)))
    laid = room(int(edges[-1]), values.dtype.type)
    for first in range(0, len(rows), _ROWS):
        share = slice(first, first + _ROWS)
        taken = ragged(bounds[rows[share]], sizes[share])[1]
        laid[edges[first] : edges[first] + len(taken)] = values[taken]
    return laid
