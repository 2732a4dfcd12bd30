"""Where a line has to be so that so many honest notes reach it."""

from __future__ import annotations

import numpy as np
import pytest

from dedupe import LEAST_LINE, allowed_notes, line_at, notes_needed, upper_rate


def test_the_line_is_the_lowest_that_keeps_the_rate() -> None:
    shares = np.array([0.9, 0.7, 0.7, 0.55, 0.3])
    notes = 1_000
    for rate, reached in ((1, 1), (2, 1), (3, 3), (4, 4)):
        line = line_at(shares, notes, rate)
        assert line is not None
        assert (shares >= line).sum() == reached <= rate
        assert (shares >= line - 0.001).sum() > rate, "a lower line would pass too many"


def test_a_line_is_never_lower_than_the_least_and_never_above_1() -> None:
    assert line_at(np.array([0.9]), 1_000, 5) == LEAST_LINE
    assert line_at(np.empty(0), 1_000, 1) == LEAST_LINE
    assert line_at(np.full(9, 0.1), 1_000, 1) == LEAST_LINE
    assert line_at(np.array([1.0, 1.0, 0.4]), 1_000, 1) is None
    assert line_at(np.array([1.0, 0.9995]), 1_000, 1) == 1.0


@pytest.mark.parametrize(
    ("rate", "needed"), [(10, 100), (5, 200), (2, 500), (1, 1_000), (0.3, 3_334)]
)
def test_a_rate_needs_notes_enough_for_one_to_be_it(rate: float, needed: int) -> None:
    assert notes_needed(rate) == needed
    assert allowed_notes(needed, rate) == 1
    assert allowed_notes(needed - 1, rate) == 0


def test_the_upper_bound_is_the_exact_one() -> None:
    # None of n: 1 - .05 ** (1 / n), the "rule of three".
    assert upper_rate(0, 1_000) == pytest.approx(1_000 * (1 - 0.05 ** (1 / 1_000)), rel=1e-9)
    assert upper_rate(2, 1_000) == pytest.approx(6.28, abs=0.02)
    assert upper_rate(5, 5) == 1_000
