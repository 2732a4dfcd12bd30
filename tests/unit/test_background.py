"""What everybody writes about: the sample and the level, however often one text was sent."""

from __future__ import annotations

import numpy as np
import pytest

from dedupe import background_levels, background_sample
from dedupe.background import LEAST_SAMPLED


def spread(count: int, dimension: int = 64, seed: int = 1) -> np.ndarray:
    """Unit vectors that stand in no relation."""
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def near(row: np.ndarray, count: int, away: float = 0.3) -> np.ndarray:
    """Unit vectors beside one, at a cosine of about .95."""
    noise = spread(count, len(row), seed=2) * away
    rows = row + noise
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_no_two_of_a_sample_say_the_same() -> None:
    rows = np.concatenate([spread(50), near(spread(1)[0], 500)])
    sample = background_sample(rows, limit=0.9)
    cosines = sample @ sample.T - np.eye(len(sample))
    assert cosines.max() < 0.9
    assert sample[:50].tolist() == rows[:50].tolist()


def test_a_sample_is_as_large_as_asked_and_the_same_again() -> None:
    rows = spread(300)
    sample = background_sample(rows, most=120)
    assert sample.tolist() == rows[:120].tolist()
    assert len(background_sample(rows[:0])) == 0


def test_a_text_sent_to_hundreds_does_not_make_itself_common() -> None:
    pitch = spread(1, seed=7)[0]
    others, spun = spread(300), near(pitch, 500)
    ledger = np.concatenate([spun, others])
    alone, told = (
        background_levels(pitch[None, :], sample)[0]
        for sample in (background_sample(others, 0.9), background_sample(ledger, 0.9))
    )
    assert told == pytest.approx(alone, abs=0.05)
    # Taken as it comes, the ledger would call the pitch what everybody writes about.
    assert background_levels(pitch[None, :], ledger)[0] > alone + 0.3


def test_what_many_different_texts_come_near_is_common() -> None:
    row = spread(1, seed=5)[0]
    around = near(row, 60, away=0.9)
    sample = background_sample(np.concatenate([spread(200), around]), 0.95)
    levels = background_levels(np.stack([row, spread(1, seed=9)[0]]), sample)
    assert levels[0] > 0.6 > levels[1]


def test_a_small_sample_tells_nothing() -> None:
    rows = spread(LEAST_SAMPLED)
    assert background_levels(rows[:3], rows[:-1]).tolist() == [0, 0, 0]
    assert (background_levels(rows[:3], rows) > 0).all()
    assert background_levels(rows[:0], rows).shape == (0,)


def test_the_level_of_a_sentence_is_a_quantile_of_its_cosines() -> None:
    rng = np.random.default_rng(5)
    sample, said = (
        (made := rng.normal(size=(count, 8)).astype(np.float32))
        / np.linalg.norm(made, axis=1, keepdims=True)
        for count in (137, 5_000)
    )
    for share in (0.5, 0.95, 1.0):
        wanted = np.quantile((said @ sample.T).astype(np.float64), share, axis=1)
        assert np.allclose(background_levels(said, sample, share), wanted, atol=1e-6)
