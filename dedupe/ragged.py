"""Ragged arrays: rows of different lengths, one after the other in flat arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]


def ragged(
    starts: npt.NDArray[np.integer], sizes: npt.NDArray[np.integer]
) -> tuple[Places, Places]:
    """Lay rows out one after the other: return their bounds, and where each entry stands now.

    Row r has ``sizes[r]`` entries from ``starts[r]`` on, and comes to stand at
    ``bounds[r]:bounds[r + 1]``.
    """
    bounds = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    return bounds, np.arange(int(bounds[-1])) + np.repeat(starts - bounds[:-1], sizes)
