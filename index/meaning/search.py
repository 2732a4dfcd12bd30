"""Which variants may say the same as asked notes: found by the vectors of their sentences.

Cheap and generous: whether they do is dedupe's to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.meaning.memory import MeaningMemory, Said
from index.meaning.sayings import Sayings
from index.vectors import ExactIndex, Hits

#: Sentences looked up near each sentence of a note.
NEIGHBOURS = 48

#: Variants looked up that say one sentence, from either end of the list.
WIDE = 24

#: Variants compared with a note.
MOST = 24

#: A neighbour of a lower cosine counts for nothing (benchmarks/meaning).
LEAST_COSINE = 0.80

_Pairs = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Alike:
    """Pairs (``asked``, ``slots``), int32: notes with variants of a memory; ``cut``: not all."""

    asked: npt.NDArray[np.int32]
    slots: npt.NDArray[np.int32]
    cut: npt.NDArray[np.bool_]


def variants_alike(memory: MeaningMemory, sayings: Sayings, said: Said) -> Alike:
    """Return the variants that may say the same as each asked note."""
    hits = memory.vectors.search(said.vectors, NEIGHBOURS) if len(said.keys) else []
    near = [_near(hit) for hit in hits]
    ids = np.concatenate([hit.ids for hit in near]) if near else np.empty(0, np.int64)
    held = sayings.holders(ids, WIDE)
    first = np.concatenate(([0], np.cumsum([len(hit) for hit in near])))

    def holders(place: int) -> Iterator[tuple[npt.NDArray[np.int32], float]]:
        for k, cosine in enumerate(near[place].cosines.tolist()):
            yield held.of(int(first[place]) + k), cosine

    return _ranked(said, lambda place: holders(place))


def notes_alike(said: Said) -> _Pairs:
    """Return pairs (later, earlier) of asked notes that may say the same."""
    index = ExactIndex(said.vectors.shape[1])
    index.add(np.arange(len(said.keys), dtype=np.int64), said.vectors)
    hits = [_near(hit) for hit in index.search(said.vectors, NEIGHBOURS)]
    notes = said.sentences.notes.astype(np.int32)
    order = np.argsort(said.which, kind="stable")
    bounds = np.searchsorted(said.which[order], np.arange(len(said.keys) + 1))

    def holders(place: int) -> Iterator[tuple[npt.NDArray[np.int32], float]]:
        for id_, cosine in zip(hits[place].ids.tolist(), hits[place].cosines.tolist(), strict=True):
            told = np.unique(notes[order[bounds[id_] : bounds[id_ + 1]]])
            yield np.concatenate((told[:WIDE], told[WIDE:][-WIDE:])), cosine

    found = _ranked(said, holders, themselves=True)
    left, right = np.maximum(found.asked, found.slots), np.minimum(found.asked, found.slots)
    each = np.unique(left.astype(np.int64) << np.int64(32) | right)
    return (each >> np.int64(32)).astype(np.int32), (each & 0xFFFFFFFF).astype(np.int32)


def _near(hit: Hits) -> Hits:
    near = int(np.searchsorted(-hit.cosines, -LEAST_COSINE, "right"))
    return Hits(hit.ids[:near], hit.cosines[:near])


def _ranked(said: Said, holders, *, themselves: bool = False) -> Alike:  # type: ignore[no-untyped-def]
    """Rank what holds the neighbours of each note's sentences; the best MOST are its candidates."""
    sentences = said.sentences
    sizes = (sentences.stops - sentences.firsts).astype(np.float64)
    asked, slots = [], []
    cut = np.zeros(len(sentences), np.bool_)
    for note in range(len(sentences)):
        votes: dict[int, float] = {}
        for place in range(int(sentences.bounds[note]), int(sentences.bounds[note + 1])):
            best: dict[int, float] = {}
            for members, cosine in holders(int(said.which[place])):
                for slot in members.tolist():
                    best[slot] = max(best.get(slot, 0.0), cosine - LEAST_COSINE)
            for slot, cosine in best.items():
                votes[slot] = votes.get(slot, 0.0) + cosine * float(sizes[place])
        if themselves:
            votes.pop(note, None)
        ranked = sorted(votes, key=lambda slot: (-votes[slot], slot))
        cut[note] = len(ranked) > MOST
        asked += [note] * min(len(ranked), MOST)
        slots += ranked[:MOST]
    return Alike(np.array(asked, np.int32), np.array(slots, np.int32), cut)
