"""Which variants may say the same as asked notes: found by the vectors of their sentences.

Cheap and generous: whether they do is dedupe's to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.meaning.memory import MeaningMemory, Said
from index.meaning.nearest import nearest
from index.meaning.sayings import Sayings
from index.row_pairs import row_pairs
from index.segments import Found, Segments
from index.vectors import ExactIndex, Hits

#: Sentences looked up near each sentence of a note.
NEIGHBOURS = 48

#: Variants looked up that say one sentence, from either end of the list.
WIDE = 24

#: Variants compared with a note.
MOST = 24

_Pairs = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Alike:
    """Pairs (``asked``, ``slots``), int32: notes with variants of a memory; ``cut``: not all."""

    asked: npt.NDArray[np.int32]
    slots: npt.NDArray[np.int32]
    cut: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """Who says what is near each distinct sentence, one entry a holder of a neighbour.

    Sentence k has entries ``bounds[k]:bounds[k + 1]``: ``holders`` (int32), and ``gains``
    (float64), by how much the cosine is above the least that counts.
    """

    bounds: npt.NDArray[np.int64]
    holders: npt.NDArray[np.int32]
    gains: npt.NDArray[np.float64]

    @classmethod
    def of(cls, near: Sequence[Hits], held: Found, least: float) -> _Neighbours:
        """``held`` are the holders of all neighbours, one sentence's after the other's."""
        first = np.concatenate(([0], np.cumsum([len(hit) for hit in near]))).astype(np.int64)
        cosines = np.concatenate([hit.cosines for hit in near]) if near else np.empty(0)
        gains = np.repeat(cosines.astype(np.float64) - least, held.counts)
        return cls(held.bounds[first], held.members, gains)


def variants_alike(memory: MeaningMemory, sayings: Sayings, said: Said) -> Alike:
    """Return the variants that may say the same as each asked note."""
    least = memory.scale.least
    near = [_near(hit, least) for hit in nearest(memory, sayings, said, NEIGHBOURS)]
    held = sayings.holders(_ids(near), WIDE)
    return _ranked(said, _Neighbours.of(near, held, least), themselves=False)


def notes_alike(said: Said, least: float) -> _Pairs:
    """Return pairs (later, earlier) of asked notes that may say the same.

    A neighbour of a cosine below ``least`` counts for nothing.
    """
    index = ExactIndex(said.vectors.shape[1])
    index.add(np.arange(len(said.keys), dtype=np.int64), said.vectors)
    near = [_near(hit, least) for hit in index.search(said.vectors, NEIGHBOURS)]
    by_sentence = Segments().added(
        said.which.astype(np.uint64), said.sentences.notes.astype(np.int32)
    )
    held = by_sentence.find(_ids(near).astype(np.uint64), WIDE)
    found = _ranked(said, _Neighbours.of(near, held, least), themselves=True)
    return row_pairs((found.asked, found.slots))


def _near(hit: Hits, least: float) -> Hits:
    near = int(np.searchsorted(-hit.cosines, -least, "right"))
    return Hits(hit.ids[:near], hit.cosines[:near])


def _ids(hits: Sequence[Hits]) -> npt.NDArray[np.int64]:
    return np.concatenate([hit.ids for hit in hits]) if hits else np.empty(0, np.int64)


def _ranked(said: Said, near: _Neighbours, *, themselves: bool) -> Alike:
    """Rank what holds the neighbours of each note's sentences; the best MOST are its candidates.

    A holder counts by its nearest sentence, times the words of the note's. ``themselves``: the
    holders are the notes, and none is held against itself.
    """
    notes, holders, votes = _votes(said, near)
    if themselves:
        other = notes != holders
        notes, holders, votes = notes[other], holders[other], votes[other]
    order = np.lexsort((holders, -votes, notes))
    counts = np.bincount(notes, minlength=len(said.sentences))
    first = np.cumsum(counts) - counts
    best = order[np.arange(len(order)) - np.repeat(first, counts) < MOST]
    return Alike(notes[best], holders[best], counts > MOST)


def _votes(
    said: Said, near: _Neighbours
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Return pairs (note, holder), each once, and how much speaks for it."""
    sentences = np.repeat(np.arange(len(said.keys)), np.diff(near.bounds))
    of, holders, best = _grouped(sentences, near.holders, near.gains, np.maximum)
    bounds = np.searchsorted(of, np.arange(len(said.keys) + 1))
    sizes = np.diff(bounds)[said.which]
    start = np.cumsum(sizes) - sizes
    taken = np.arange(int(sizes.sum())) + np.repeat(bounds[:-1][said.which] - start, sizes)
    words = (said.sentences.stops - said.sentences.firsts).astype(np.float64)
    gains = best[taken] * np.repeat(words, sizes)
    return _grouped(np.repeat(said.sentences.notes, sizes), holders[taken], gains, np.add)


def _grouped(
    first: npt.NDArray[np.integer],
    second: npt.NDArray[np.integer],
    values: npt.NDArray[np.float64],
    how: np.ufunc,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Return each pair of ``first`` and ``second`` once, ascending, its values put together."""
    keys = first.astype(np.int64) << np.int64(32) | second
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    at = np.flatnonzero(np.diff(keys, prepend=-1))
    made = how.reduceat(values[order], at) if len(at) else np.empty(0)
    keys = keys[at]
    return (keys >> np.int64(32)).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32), made
