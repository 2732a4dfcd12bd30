"""Pairs of rows of a judgement, as it takes them: each once, the later row first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import distinct

Pairs = tuple[npt.NDArray[np.integer], npt.NDArray[np.integer]]


def row_pairs(*found: Pairs) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return each pair of different rows once, the later row first, in order."""
    left = np.concatenate([np.maximum(a, b) for a, b in found]).astype(np.int64)
    right = np.concatenate([np.minimum(a, b) for a, b in found]).astype(np.int64)
    different = left != right
    each = distinct(left[different] << np.int64(32) | right[different])
    return (each >> np.int64(32)).astype(np.int32), (each & 0xFFFFFFFF).astype(np.int32)
