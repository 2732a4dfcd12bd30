"""Compiled choice of the keys that may stand twice, before anything is sorted. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe import kernel


@kernel
def perhaps_twice(keys, counts, chosen):  # type: ignore[no-untyped-def]
    """Write the places of keys that share a slot of ``counts`` with another; return how many.

    ``counts`` (uint8, zeros, a power of two long) is a table of slots by a hash of the key: a key
    alone in its slot is alone. Equal keys are always chosen, a few others with them.
    """
    shift = np.uint64(64)
    size = len(counts)
    while size > 1:
        size >>= 1
        shift -= np.uint64(1)
    for k in range(len(keys)):
        slot = (keys[k] * np.uint64(0x9E3779B97F4A7C15)) >> shift
        if counts[slot] < 2:
            counts[slot] += 1
    found = 0
    for k in range(len(keys)):
        if counts[(keys[k] * np.uint64(0x9E3779B97F4A7C15)) >> shift] > 1:
            chosen[found] = k
            found += 1
    return found
