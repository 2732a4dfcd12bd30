"""Compiled transfer of masks from a variant to its messages. Imported on use."""

from __future__ import annotations

from dedupe.compiling import kernel
from dedupe.word_kernel import MASK_FIRST, MASK_REST


@kernel
def carry(hashes, bounds, known, known_flags, known_bounds, rows, flags):  # type: ignore[no-untyped-def]
    """Flag every word that is not the next unmasked word of its variant.

    From the front until a mask of the variant begins, then from the back, so that a masked word
    that looks like the word after it is told right where there is one mask.
    """
    for note in range(len(bounds) - 1):
        low, high = bounds[note], bounds[note + 1]
        first, last = known_bounds[rows[note]], known_bounds[rows[note] + 1]
        i, k = low, first
        while i < high and k < last and known_flags[k] == 0 and known[k] == hashes[i]:
            i += 1
            k += 1
        stop, end = high, last
        while (
            stop > i
            and end > k
            and known_flags[end - 1] == 0
            and known[end - 1] == hashes[stop - 1]
        ):
            stop -= 1
            end -= 1
        inside = False
        while i < stop:
            while k < end and known_flags[k] != 0:
                k += 1
            if k < end and known[k] == hashes[i]:
                inside = False
                k += 1
            else:
                flags[i] = MASK_REST if inside else MASK_FIRST
                inside = True
            i += 1
