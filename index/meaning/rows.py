"""The meaning of a judgement's rows: what recalled variants and asked notes say, side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import Meaning, MeaningScale, NoteSentences
from index.meaning.memory import MeaningMemory, Said
from index.meaning.sayings import Sayings

_Pairs = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


def meaning_of_rows(
    memory: MeaningMemory,
    sayings: Sayings,
    slots: npt.NDArray[np.int32],
    said: Said,
    cut: npt.NDArray[np.bool_],
    scale: MeaningScale,
    *pairs: _Pairs,
) -> Meaning:
    """Return the meaning of rows: remembered variants by their ``slots`` (-1: takes no part), then
    the asked notes; ``pairs`` are of rows that may say the same, in any order, and ``cut`` says of
    each asked note whether there may be more. ``scale`` is what they are to be judged by.
    """
    left, right = _distinct(pairs)
    sentences = _of_slots(sayings, slots, np.union1d(left, right)).joined(said.sentences)
    cut = np.concatenate((np.zeros(len(slots), np.bool_), cut))
    return _meaning(memory, sentences, left, right, cut, said, scale)


def meaning_of_variants(
    memory: MeaningMemory,
    sayings: Sayings,
    slots: npt.NDArray[np.int32],
    alike: _Pairs,
    cut: npt.NDArray[np.bool_],
    scale: MeaningScale,
) -> Meaning:
    """Return the meaning of remembered variants, and pairs of their rows that may say the same."""
    left, right = _distinct([alike])
    sentences = _of_slots(sayings, slots, np.union1d(left, right))
    return _meaning(memory, sentences, left, right, cut, None, scale)


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


def _meaning(
    memory: MeaningMemory,
    sentences: NoteSentences,
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    cut: npt.NDArray[np.bool_],
    said: Said | None,
    scale: MeaningScale,
) -> Meaning:
    keys, which = np.unique(sentences.keys, return_inverse=True)
    vectors = np.zeros((len(keys), memory.dimension), np.float32)
    mine = np.zeros(len(keys), np.bool_)
    if said is not None:
        mine = np.isin(keys, said.keys)
        vectors[mine] = said.vectors[np.searchsorted(said.keys, keys[mine])]
    vectors[~mine] = memory.vectors_of(keys[~mine])
    return Meaning(
        sentences, vectors, which.astype(np.int64), memory.background(vectors), left, right,
        cut, scale,
    )  # fmt: skip


def _distinct(pairs: tuple[_Pairs, ...] | list[_Pairs]) -> _Pairs:
    """Return each pair of different rows once, the later row first."""
    left = np.concatenate([np.maximum(a, b) for a, b in pairs]).astype(np.int64)
    right = np.concatenate([np.minimum(a, b) for a, b in pairs]).astype(np.int64)
    each = np.unique(left << np.int64(32) | right)
    each = each[(each >> np.int64(32)) != (each & 0xFFFFFFFF)]
    return (each >> np.int64(32)).astype(np.int32), (each & 0xFFFFFFFF).astype(np.int32)
