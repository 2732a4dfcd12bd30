"""Matches: the evidence that one note is related to another, with places in both texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.comparison import compare_two
from dedupe.sketch import loosen, shingles
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


def pair_evidence(words: Words) -> PairEvidence:
    """Compare notes 0 and 1 of a batch of two, words set aside already left out."""
    loose = loosen(words.hashes, words.units, words.flags > 0, words.bounds)
    a, b = (frozenset(shingles(loose, note).tolist()) for note in (0, 1))
    both = len(a & b)
    return PairEvidence(
        both / max(len(a | b), 1), both / max(len(a), 1), tuple(_shared_runs(words))
    )


def _shared_runs(words: Words) -> Iterator[SharedRun]:
    """Yield the solid runs, in order; in a template every word matched in order is shared."""
    from dedupe import comparison_kernel as c
    from dedupe.alignment_kernel import IN_ORDER

    split = int(words.bounds[1])
    pair = compare_two(words)
    shared = pair.solid | ((pair.evidence[c.WHOLE] > 0) & (pair.order == IN_ORDER))
    for first, last in _runs(shared, pair.match):
        there, until = split + int(pair.match[first]), split + int(pair.match[last])
        yield SharedRun(
            (int(words.starts[first]), int(words.stops[last])),
            (int(words.starts[there]), int(words.stops[until])),
            first,
            last,
        )


def _runs(shared: npt.NDArray[np.bool_], match: npt.NDArray[np.int32]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of maximal runs that are consecutive in both notes."""
    places = np.flatnonzero(shared)
    if not len(places):
        return
    broken = (np.diff(places) > 1) | (np.diff(match[places]) != 1)
    firsts = np.concatenate(([0], np.flatnonzero(broken) + 1))
    lasts = np.concatenate((np.flatnonzero(broken), [len(places) - 1]))
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        yield int(places[first]), int(places[last])
