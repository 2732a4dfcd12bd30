"""Matches: the evidence that one note is related to another, with places in both texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.distinct import distinct
from dedupe.ragged import sizes_of
from dedupe.sketch import loose_words, numbered_shingles
from dedupe.words import Words


@dataclass(frozen=True, slots=True)
class SharedRun:
    """A run of words that two notes share: code points [start, stop) of either text.

    ``first`` and ``last`` number the run's first and last word among the note's compared words.
    """

    here: tuple[int, int]
    there: tuple[int, int]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """``jaccard`` and ``containment`` (of the first note in the second) are of shingle sets."""

    jaccard: float
    containment: float
    runs: tuple[SharedRun, ...]


@dataclass(frozen=True, slots=True)
class PairColumns:
    """The evidence of many pairs, one entry a pair; pair p has ``runs[bounds[p]:bounds[p + 1]]``.

    A run is (start, stop, start there, stop there, first, last) of a SharedRun.
    """

    jaccard: list[float]
    containment: list[float]
    bounds: list[int]
    runs: list[tuple[int, int, int, int, int, int]]


def pair_evidence(words: Words) -> PairEvidence:
    """Compare notes 0 and 1 of a batch of two, words set aside already left out."""
    found = pair_evidences(words, np.array([0], np.int32), np.array([1], np.int32))
    runs = (SharedRun((a, b), (c, d), first, last) for a, b, c, d, first, last in found.runs)
    return PairEvidence(found.jaccard[0], found.containment[0], tuple(runs))


def pair_evidences(
    words: Words, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]
) -> PairColumns:
    """Compare pairs of notes of one batch, words set aside already left out."""
    from dedupe import match_kernel

    listed, bounds = _distinct_shingles(words)
    both = np.empty(len(left), np.int64)
    match_kernel.shared_shingles(listed, bounds, left, right, both)
    sizes = sizes_of(bounds)
    run_bounds = np.empty(len(left) + 1, np.int64)
    runs = match_kernel.shared_runs(
        words.hashes, words.units, words.flags, words.bounds, left, right, run_bounds
    )
    either = np.maximum(sizes[left] + sizes[right] - both, 1)
    return PairColumns(
        (both / either).tolist(),
        (both / np.maximum(sizes[left], 1)).tolist(),
        run_bounds.tolist(),
        _places(words, left, right, runs, run_bounds),
    )


def shingle_likeness(
    words: Words, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    """Return the Jaccard likeness of the shingle sets of pairs of notes."""
    from dedupe import match_kernel

    listed, bounds = _distinct_shingles(words)
    both = np.empty(len(left), np.int64)
    match_kernel.shared_shingles(listed, bounds, left, right, both)
    sizes = sizes_of(bounds)
    either = np.maximum(sizes[left] + sizes[right] - both, 1)
    result: npt.NDArray[np.float32] = (both / either).astype(np.float32)
    return result


def _places(
    words: Words,
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    runs: npt.NDArray[np.int32],
    run_bounds: npt.NDArray[np.int64],
) -> list[tuple[int, int, int, int, int, int]]:
    """Return the code points of each run in either text, and its words."""
    pair = np.repeat(np.arange(len(left)), sizes_of(run_bounds))
    mine, theirs = words.bounds[left[pair]], words.bounds[right[pair]]
    columns = (
        words.starts[mine + runs[:, 0]], words.stops[mine + runs[:, 1]],
        words.starts[theirs + runs[:, 2]], words.stops[theirs + runs[:, 3]],
        runs[:, 0], runs[:, 1],
    )  # fmt: skip
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _distinct_shingles(
    words: Words,
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Return each note's distinct shingle hashes, ascending, and their bounds."""
    loose = loose_words(words)
    each = distinct(numbered_shingles(loose))
    firsts = np.arange(len(words) + 1, dtype=np.uint64) << np.uint64(32)
    return each.astype(np.uint32), np.searchsorted(each, firsts).astype(np.int64)
