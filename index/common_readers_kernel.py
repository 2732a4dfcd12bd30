"""Compiled count of those who got common text. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe import kernel
from index.segment_kernel import not_below


@kernel
def count_readers(held, members, keys, first, of_variant, stops, persons, stamps, found):  # type: ignore[no-untyped-def]
    """Count the distinct people who got a variant that holds each key.

    ``held`` and ``members`` are the only part of an index from keys to variants; variant v was sent
    as messages ``of_variant[first[v]:first[v + 1]]``; ``stamps`` (int32, one a person) are zeros.
    """
    size = len(held)
    for k in range(len(keys)):
        count = 0
        at = not_below(held, keys[k], 0, size)
        while at < size and held[at] == keys[k]:
            for p in range(first[members[at]], first[members[at] + 1]):
                m = of_variant[p]
                for r in range(stops[m - 1] if m else 0, stops[m]):
                    if stamps[persons[r]] != k + 1:
                        stamps[persons[r]] = k + 1
                        count += 1
            at += 1
        found[k] = count


@kernel
def holds(held, members, keys, groups, bounds, variants, found):  # type: ignore[no-untyped-def]
    """Say of each key whether a variant of its group holds it, in one part of an index.

    Group g is ``variants[bounds[g]:bounds[g + 1]]``, -1 for none. What is found is not looked for.
    """
    size = len(held)
    start, stop = 0, 0
    for k in range(len(keys)):
        if k == 0 or keys[k] != keys[k - 1]:
            start = not_below(held, keys[k], 0, size)
            stop = not_below(held, keys[k] + np.uint64(1), start, size)
        if found[k] or start == stop:
            continue
        for p in range(bounds[groups[k]], bounds[groups[k] + 1]):
            if variants[p] < 0:
                continue
            at = not_below(members, variants[p], start, stop)
            if at < stop and members[at] == variants[p]:
                found[k] = True
                break
