"""Compiled layout of rows of different lengths. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel


@kernel
def lay_out(starts, sizes):  # type: ignore[no-untyped-def]
    """Return the bounds of rows that stand one after the other, and where each entry stood."""
    bounds = np.empty(len(sizes) + 1, np.int64)
    bounds[0] = 0
    for row in range(len(sizes)):
        bounds[row + 1] = bounds[row] + sizes[row]
    places = np.empty(bounds[len(sizes)], np.int64)
    for row in range(len(sizes)):
        first = bounds[row]
        for k in range(sizes[row]):
            places[first + k] = starts[row] + k
    return bounds, places
