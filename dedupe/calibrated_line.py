"""A line of meaning from honest mail: how many notes would be looked at wherever it is drawn.

Plain counting. Notes are taken as honest that nobody else got by their words; what they say alike
with other people's notes, at most, is what a line has to pass.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]

#: No line is drawn lower: two notes of which a fifth is alike are not one note.
LEAST_LINE = 0.2

_STEPS = 1_000
_SURE = 0.95


def line_at(shares: Reals, notes: int, rate: float) -> float | None:
    """Return the lowest line, in thousandths, that ``rate`` in 1,000 notes reach, or fewer.

    ``shares``: shape (k,), k <= ``notes``, how far each note says the same as another person's, at
    most; notes that are not in it say less than `LEAST_LINE` alike. None where more notes than
    that say all the same, so that no line does.
    """
    allowed = allowed_notes(notes, rate)
    if len(shares) <= allowed:
        return LEAST_LINE
    highest_left_out = float(np.sort(shares)[::-1][allowed])
    line = (math.floor(highest_left_out * _STEPS + 1e-9) + 1) / _STEPS
    return max(line, LEAST_LINE) if line <= 1 else None


def allowed_notes(notes: int, rate: float) -> int:
    """Return how many of the notes are ``rate`` in 1,000, rounded down."""
    return math.floor(notes * rate / 1_000 + 1e-9)


def notes_needed(rate: float) -> int:
    """Return of how many notes ``rate`` in 1,000 are one: with fewer, no line can be measured."""
    return math.ceil(1_000 / rate - 1e-9)


def upper_rate(looked_at: int, notes: int) -> float:
    """Return the upper 95 % bound, in 1,000, of a rate that showed in so many notes.

    Exact, one-sided (Clopper and Pearson 1934).
    """
    from scipy.special import betaincinv

    if looked_at >= notes:
        return 1_000.0
    return 1_000.0 * float(betaincinv(looked_at + 1, notes - looked_at, _SURE))
