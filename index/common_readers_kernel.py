"""Compiled count of those who got common text. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe import kernel
from index.segment_kernel import locate, not_below


@kernel
def count_readers(one, keys, first, of_variant, stops, persons, stamps, found):  # type: ignore[no-untyped-def]
    """Count the distinct people who got a variant that holds each key.

    ``one`` is the only part of an index from keys to variants; variant v was sent as messages
    ``of_variant[first[v]:first[v + 1]]``; ``stamps`` (int32, one a person) are zeros.
    """
    begin, sizes = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
    locate(one, keys, begin, sizes)
    for k in range(len(keys)):
        members, count = one[3] if sizes[k] > 1 else one[2], 0
        for at in range(begin[k], begin[k] + sizes[k]):
            for p in range(first[members[at]], first[members[at] + 1]):
                m = of_variant[p]
                for r in range(stops[m - 1] if m else 0, stops[m]):
                    if stamps[persons[r]] != k + 1:
                        stamps[persons[r]] = k + 1
                        count += 1
        found[k] = count


@kernel
def holds(one, keys, groups, bounds, variants, found):  # type: ignore[no-untyped-def]
    """Say of each key whether a variant of its group holds it, in one part of an index.

    Group g is ``variants[bounds[g]:bounds[g + 1]]``, -1 for none. What is found is not looked for.
    """
    first, sizes = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
    locate(one, keys, first, sizes)
    for k in range(len(keys)):
        if found[k] or not sizes[k]:
            continue
        members, stop = one[3] if sizes[k] > 1 else one[2], first[k] + sizes[k]
        for p in range(bounds[groups[k]], bounds[groups[k] + 1]):
            if variants[p] < 0:
                continue
            at = not_below(members, variants[p], first[k], stop)
            if at < stop and members[at] == variants[p]:
                found[k] = True
                break
