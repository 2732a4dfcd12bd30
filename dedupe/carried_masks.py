"""Carried masks: which words of a message are masked or aside, told by the variant it is one of.

Messages of one variant have the same unmasked words in the same order; whatever stands between
them is masked. So a remembered message is read again without looking for its masks anew.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dedupe.ragged import ragged, sizes_of
from dedupe.set_aside import aside_with_masks
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


def carried_aside(
    words: Words, variants: Words, rows: npt.NDArray[np.int32], aside: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Return which words of some messages are set aside, one entry a word of ``words``.

    Message n is one of variant ``rows[n]``, and ``aside`` (bool, one a word of ``variants``) says
    what is set aside there. Both have the same unmasked words, but masks of any length; a mask is
    set aside where the words around it are.
    """
    result = np.zeros(len(words.flags), np.bool_)
    if not aside.any():
        return result
    _, taken = ragged(variants.bounds[rows], sizes_of(variants.bounds)[rows])
    result[words.flags == 0] = aside[taken][variants.flags[taken] == 0]
    return aside_with_masks(words, result)
