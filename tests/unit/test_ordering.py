"""A stable order is numpy's, also where the upper bits of many values are equal."""

from __future__ import annotations

import numpy as np
import pytest

from dedupe import stable_order

MANY = 5_000
DRAW = np.random.default_rng(3)


@pytest.mark.parametrize(
    "values",
    [
        np.empty(0, np.uint64),
        np.array([3, 1, 3, 0], np.int32),
        DRAW.integers(0, 40, MANY).astype(np.int32),
        DRAW.integers(0, 1 << 63, MANY, dtype=np.uint64) << np.uint64(1),
        np.zeros(MANY, np.uint64),
        np.full(MANY, (1 << 64) - 1, np.uint64),
        # Nothing but the lowest bits differs, of a few values or of all.
        (DRAW.integers(0, 1 << 40, MANY, dtype=np.uint64) << np.uint64(24))
        | DRAW.integers(0, 3, MANY, dtype=np.uint64),
        np.uint64(1 << 63) + DRAW.integers(0, 9, MANY, dtype=np.uint64),
        np.repeat(DRAW.integers(0, 1 << 63, 50, dtype=np.uint64), MANY // 50)
        + DRAW.integers(0, 4, MANY, dtype=np.uint64),
    ],
)
def test_the_order_is_numpys(values: np.ndarray) -> None:  # type: ignore[type-arg]
    found = stable_order(values)
    assert found.dtype == np.int64
    assert found.tolist() == np.argsort(values, kind="stable").tolist()
