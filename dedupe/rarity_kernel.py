"""Compiled look-up of frequencies by key. Imported on use."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def look_up(keys, listed, frequencies, unlisted, found):  # type: ignore[no-untyped-def]
    """Write the frequency of each key, ``unlisted`` where the table has none."""
    size = 1024
    while size < 4 * len(listed):
        size *= 2
    mask = np.uint64(size - 1)
    slots = np.full(size, -1, np.int32)
    for k in range(len(listed)):
        at = (listed[k] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40) & mask
        while slots[at] >= 0:
            at = (at + np.uint64(1)) & mask
        slots[at] = k
    for k in range(len(keys)):
        at = (keys[k] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40) & mask
        found[k] = unlisted
        while slots[at] >= 0:
            if listed[slots[at]] == keys[k]:
                found[k] = frequencies[slots[at]]
                break
            at = (at + np.uint64(1)) & mask
