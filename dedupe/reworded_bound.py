"""What two notes can say alike at most: a cheap bound, so that few pairs are matched in earnest.

One note is held against all its candidates at once. The bound lets every sentence have its best
partner, whoever else has it too, and no numbers contradict: never less than what is matched.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.encoder import Vectors
from dedupe.reworded import MeaningScale, Reals

#: Rounding of the cosines, which are single.
_SLACK = 1e-5


def most_alike(
    here: Vectors,
    here_weights: Reals,
    here_background: Reals,
    there: Vectors,
    there_weights: Reals,
    there_background: Reals,
    bounds: npt.NDArray[np.int64],
    scale: MeaningScale,
) -> Reals:
    """Return, for each of k notes, what `reworded_evidence` with one note scores at most.

    The one note has ``here`` (shape (n, d)); note j of the others has rows
    ``bounds[j]:bounds[j + 1]`` of ``there``. All of the others are judged by ``scale`` itself, not
    by its ``abroad``. 0 where a note says nothing.
    """
    made = np.zeros(len(bounds) - 1)
    sizes = np.diff(bounds)
    full = np.flatnonzero(sizes > 0)
    total = here_weights.sum()
    if not len(full) or not total > 0:
        return made
    level = np.maximum(here_background[:, None], there_background[None, :])
    strength = scale.strength((here @ there.T).astype(np.float64), level)
    starts = bounds[:-1][full]
    first = here_weights @ np.maximum.reduceat(strength, starts, axis=1) / total
    whole = np.add.reduceat(there_weights, starts)
    said = np.add.reduceat(strength.max(axis=0) * there_weights, starts)
    second = np.divide(said, whole, out=np.zeros(len(full)), where=whole > 0)
    made[full] = np.minimum(first, second) + _SLACK
    made[full[~(whole > 0)]] = 0.0
    return made
