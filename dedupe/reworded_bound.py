"""What two notes can say alike at most: a cheap bound, so that few pairs are matched in earnest.

One note is held against all its candidates at once. The bound lets every sentence have its best
partner, whoever else has it too, and no numbers contradict: never less than what is matched.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.meaning_scale import Reals

#: Rounding of the cosines, which are single.
_SLACK = 1e-5


def most_alike(
    strength: Reals, weights: Reals, other_weights: Reals, bounds: npt.NDArray[np.int64]
) -> Reals:
    """Return, for each of k notes, what `reworded_evidence` with one note scores at most.

    ``strength``, shape (n, m), is what each pair of sentences is worth; note j of the others has
    columns ``bounds[j]:bounds[j + 1]``. 0 where a note says nothing.
    """
    made = np.zeros(len(bounds) - 1)
    full = np.flatnonzero(np.diff(bounds) > 0)
    total = weights.sum()
    if not len(full) or not total > 0:
        return made
    starts = bounds[:-1][full]
    first = weights @ np.maximum.reduceat(strength, starts, axis=1) / total
    whole = np.add.reduceat(other_weights, starts)
    said = np.add.reduceat(strength.max(axis=0) * other_weights, starts)
    second = np.divide(said, whole, out=np.zeros(len(full)), where=whole > 0)
    made[full] = np.minimum(first, second) + _SLACK
    made[full[~(whole > 0)]] = 0.0
    return made
