"""Candidates by meaning: ranked in arrays as a plain reading of the rule ranks them."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("faiss")

from dedupe import NoteSentences
from index.meaning.memory import Said
from index.meaning.search import MOST, notes_alike

LEAST = 0.8
RNG = np.random.default_rng(3)


def said(notes: int) -> Said:
    """Notes of up to eight sentences out of sixty groups of like ones."""
    centres = np.repeat(RNG.normal(size=(60, 16)), 6, axis=0)
    vectors = (centres + 0.35 * RNG.normal(size=centres.shape)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    bounds = np.concatenate(([0], np.cumsum(RNG.integers(0, 9, notes)))).astype(np.int64)
    count = int(bounds[-1])
    keys, which = np.unique(RNG.integers(0, len(vectors), count), return_inverse=True)
    sentences = NoteSentences(
        keys[which], np.zeros(count, np.int32), RNG.integers(3, 20, count).astype(np.int32),
        np.zeros((count, 4), np.uint32), bounds, np.zeros(notes, np.int8),
    )  # fmt: skip
    return Said(sentences, keys, vectors[keys], which.astype(np.int64))


def plainly(told: Said, note: int) -> list[int]:
    """Return the notes that speak most for themselves beside one note, by the rule."""
    sentences, cosines = told.sentences, told.vectors @ told.vectors.T
    votes: dict[int, float] = {}
    for place in range(*sentences.bounds[note : note + 2].tolist()):
        for other in range(len(sentences)):
            near = [
                float(cosines[told.which[place], told.which[k]]) - LEAST
                for k in range(*sentences.bounds[other : other + 2].tolist())
            ]
            if other != note and near and max(near) >= 0:
                votes[other] = votes.get(other, 0) + max(near) * int(sentences.stops[place])
    return sorted(votes, key=lambda other: (-votes[other], other))[:MOST]


def test_notes_are_paired_with_those_whose_sentences_are_near() -> None:
    told = said(60)
    left, right = notes_alike(told, LEAST)
    pairs = set(zip(left.tolist(), right.tolist(), strict=True))
    assert all(a > b for a, b in pairs)
    wanted = {
        (max(note, other), min(note, other)) for note in range(60) for other in plainly(told, note)
    }
    assert wanted
    assert pairs == wanted
