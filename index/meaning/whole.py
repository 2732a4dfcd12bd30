"""What all variants of a closed collection say, each held against all others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import EncodedSoFar, Meaning, MeaningScale
from index.meaning.memory import MeaningMemory, Said
from index.meaning.rows import meaning_of_rows
from index.meaning.sayings import Sayings
from index.meaning.search import Alike, variants_alike

#: Variants looked up at a time: bounds the neighbours that wait in memory.
AT_ONCE = 256


def meaning_of_all(
    memory: MeaningMemory,
    masked: npt.NDArray[np.uint64],
    scale: MeaningScale,
    update: EncodedSoFar = lambda done, of: None,
) -> Meaning:
    """Return the meaning of variants (hashes of their masked texts) in that order.

    ``scale`` is what they are to be judged by. A variant that the memory has not read takes no
    part. ``update`` hears how many are looked up.
    """
    memory.vectors.maintain()
    sayings = memory.sayings
    slots = sayings.slots(masked)
    rows = np.flatnonzero(slots >= 0).astype(np.int32)
    row_of = np.full(len(sayings), -1, np.int32)
    row_of[slots[rows]] = rows
    left, right = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    cut = np.zeros(len(masked), np.bool_)
    for first in range(0, len(rows), AT_ONCE):
        update(first, len(rows))
        part = rows[first : first + AT_ONCE]
        alike = _alike(memory, sayings, slots[part])
        left.append(part[alike.asked])
        right.append(row_of[alike.slots])
        cut[part] = alike.cut
    pairs = np.concatenate(left), np.concatenate(right)
    there = pairs[1] >= 0
    return meaning_of_rows(
        memory, sayings, slots, Said.nothing(memory.dimension), cut, scale,
        (pairs[0][there], pairs[1][there]),
    )  # fmt: skip


def _alike(memory: MeaningMemory, sayings: Sayings, slots: npt.NDArray[np.int32]) -> Alike:
    sentences = sayings.of(slots)
    keys, which = np.unique(sentences.keys, return_inverse=True)
    said = Said(sentences, keys, memory.vectors_of(keys), which.astype(np.int64))
    return variants_alike(memory, sayings, said)
