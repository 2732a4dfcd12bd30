"""Carried masks: which words of a message are masked, told by the variant it is one of.

Messages of one variant have the same unmasked words in the same order; whatever stands between
them is masked. So a remembered message is read again without looking for its masks anew.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dedupe.words import Words


def with_carried_masks(words: Words, variants: Words, rows: npt.NDArray[np.int32]) -> Words:
    """Return the messages' words, all read as unmasked, with their variants' masks.

    Message n is one of variant ``rows[n]``.
    """
    from dedupe import carried_masks_kernel

    flags = np.zeros(len(words.flags), np.uint8)
    carried_masks_kernel.carry(
        words.hashes, words.bounds, variants.hashes, variants.flags, variants.bounds, rows, flags
    )
    return replace(words, flags=flags)
