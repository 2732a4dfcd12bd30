"""Exact comparison of notes, word by word: the only source of relations and scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.threads import in_threads
from dedupe.words import Words

#: Pairs a thread takes at a time: enough to make the hand-over free.
_SHARE = 2048


def compare_pairs(
    words: Words,
    weights: npt.NDArray[np.float32],
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    *,
    threads: int = 1,
) -> npt.NDArray[np.float64]:
    """Return the evidence of each pair of notes, shape (pairs, COLUMNS of comparison_kernel)."""
    from dedupe import comparison_kernel

    evidence = np.empty((len(left), comparison_kernel.COLUMNS))

    def share(first: int, stop: int) -> None:
        comparison_kernel.compare_pairs(
            words.hashes, words.units, words.flags, weights, words.bounds,
            left[first:stop], right[first:stop], evidence[first:stop],
        )  # fmt: skip

    in_threads(share, len(left), threads, _SHARE)
    return evidence


@dataclass(frozen=True, slots=True)
class PairAlignment:
    """Two notes side by side, one entry a word of the first.

    ``match`` (int32) is the word of the second it stands for, or -1; ``order`` (uint8) says
    whether that is in order; ``solid`` (bool) that it is no accident. ``evidence`` has the
    columns of comparison_kernel.
    """

    match: npt.NDArray[np.int32]
    order: npt.NDArray[np.uint8]
    solid: npt.NDArray[np.bool_]
    evidence: npt.NDArray[np.float64]


def compare_two(words: Words) -> PairAlignment:
    """Compare notes 0 and 1 of a batch of two, every word weighing the same."""
    from dedupe import comparison_kernel

    split = int(words.bounds[1])
    weight = np.ones(len(words.hashes), np.float32)
    found = PairAlignment(
        np.empty(split, np.int32),
        np.empty(split, np.uint8),
        np.empty(split, np.bool_),
        np.empty(comparison_kernel.COLUMNS),
    )
    comparison_kernel.compare_two(
        words.hashes, words.units, words.flags, weight, words.bounds,
        found.match, found.order, found.solid, found.evidence,
    )  # fmt: skip
    return found


def cover(
    words: Words,
    weights: npt.NDArray[np.float32],
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    on_left: npt.NDArray[np.bool_],
    on_right: npt.NDArray[np.bool_],
    *,
    threads: int = 1,
) -> npt.NDArray[np.bool_]:
    """Return which words stand in text that a related note of the given pairs has too.

    ``on_left`` and ``on_right`` (bool, one a pair) say on which side words are to be covered.
    A word in a slot of a template, or in a gap of up to three words between shared runs, counts
    as covered: changing it makes no note personal. A line of five words and more never does, even
    where a word in it that the other note has by chance makes two slots of it.
    """
    from dedupe import cover_kernel

    def share(first: int, stop: int) -> npt.NDArray[np.bool_]:
        # Pairs of another thread may cover words of the same note, so each has marks of its own.
        marks = np.zeros(len(words.hashes), np.bool_)
        cover_kernel.cover_pairs(
            words.hashes, words.units, words.flags, weights, words.bounds, left[first:stop],
            right[first:stop], on_left[first:stop], on_right[first:stop], marks,
        )  # fmt: skip
        return marks

    length = max(_SHARE, -(-len(left) // threads))
    covered = np.zeros(len(words.hashes), np.bool_)
    for marks in in_threads(share, len(left), threads, length):
        covered |= marks
    return covered
