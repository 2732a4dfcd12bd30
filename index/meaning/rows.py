"""The meaning of a judgement's rows: what recalled variants and asked notes say, side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import Meaning, MeaningScale, NoteSentences
from index.meaning.memory import MeaningMemory, Said
from index.meaning.sayings import Sayings
from index.row_pairs import Pairs, row_pairs


def meaning_of_rows(
    memory: MeaningMemory,
    sayings: Sayings,
    slots: npt.NDArray[np.int32],
    said: Said,
    cut: npt.NDArray[np.bool_],
    scale: MeaningScale,
    *pairs: Pairs,
) -> Meaning:
    """Return the meaning of rows: remembered variants by their ``slots`` (-1: takes no part), then
    the asked notes; ``pairs`` are of rows that may say the same, in any order, and ``cut`` says of
    each row whether there may be more. ``scale`` is what they are to be judged by.
    """
    left, right = row_pairs(*pairs)
    sentences = _of_slots(sayings, slots, np.union1d(left, right)).joined(said.sentences)
    keys, which = np.unique(sentences.keys, return_inverse=True)
    vectors = np.zeros((len(keys), memory.dimension), np.float32)
    mine = np.isin(keys, said.keys)
    vectors[mine] = said.vectors[np.searchsorted(said.keys, keys[mine])]
    vectors[~mine] = memory.vectors_of(keys[~mine])
    return Meaning(
        sentences, vectors, which.astype(np.int64), memory.background(vectors), left, right,
        cut, scale,
    )  # fmt: skip


def _of_slots(
    sayings: Sayings, slots: npt.NDArray[np.int32], rows: npt.NDArray[np.int32]
) -> NoteSentences:
    """Return the sentences of rows; only those named have any."""
    takes_part = np.zeros(len(slots), np.bool_)
    takes_part[rows[rows < len(slots)]] = True
    takes_part &= slots >= 0
    held = sayings.of(slots[takes_part])
    sizes = np.zeros(len(slots), np.int64)
    sizes[takes_part] = np.diff(held.bounds)
    languages = np.zeros(len(slots), np.int8)
    languages[takes_part] = held.languages
    return NoteSentences(
        held.keys, held.firsts, held.stops, held.values,
        np.concatenate(([0], np.cumsum(sizes))), languages,
    )  # fmt: skip
