"""The cheap bound on what two notes say alike is never below what is matched in earnest."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import MeaningScale, NoteMeaning, reworded_evidence
from dedupe.reworded import strength_at_home
from dedupe.reworded_bound import most_alike

SCALE = MeaningScale(unrelated=0.4, same=0.9, line=0.4)


def notes(rng: np.random.Generator, count: int, with_values: bool) -> list[NoteMeaning]:
    made = []
    for _ in range(count):
        size = int(rng.integers(0, 6))
        vectors = rng.normal(size=(size, 3)).astype(np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        values = [frozenset(rng.integers(0, 3, 1).tolist()) for _ in range(size)]
        weights = (
            rng.choice([0.0, 3.0, 11.0], size) if rng.random() < 0.2 else rng.uniform(1, 20, size)
        )
        made.append(
            NoteMeaning.of(
                vectors, weights, values if with_values else None, rng.uniform(0, 0.8, size)
            )
        )
    return made


@given(st.integers(0, 2**32 - 1), st.booleans())
@settings(deadline=None, max_examples=300)
def test_the_bound_is_never_below_the_evidence(seed: int, with_values: bool) -> None:
    rng = np.random.default_rng(seed)
    here, *others = notes(rng, 6, with_values)
    bounds = np.concatenate(([0], np.cumsum([len(o.vectors) for o in others]))).astype(np.int64)
    vectors, weights, background = (
        np.concatenate([getattr(o, name) for o in others])
        for name in ("vectors", "weights", "background")
    )
    cosines = np.asarray(here.vectors @ vectors.T, np.float64)
    strength = strength_at_home(cosines, here.background, background, SCALE)
    most = most_alike(strength, here.weights, weights, bounds)
    real = np.array([reworded_evidence(here, other, SCALE).score for other in others])
    assert (most >= real).all()


def test_a_note_that_says_the_same_reaches_1_and_a_foreign_one_0() -> None:
    north, east = np.eye(2, dtype=np.float32)
    here = np.stack([north, east])
    there = np.stack([east, north, -north])
    strength = strength_at_home(
        np.asarray(here @ there.T, np.float64), np.zeros(2), np.zeros(3), SCALE
    )
    most = most_alike(
        strength, np.array([4.0, 5.0]), np.array([5.0, 4.0, 9.0]), np.array([0, 2, 2, 3])
    )
    assert np.allclose(most, [1, 0, 0], atol=1e-4)
