"""What everybody in a ledger writes about: how near a sentence stands to the tenant's other mail.

A sample of sentences plays the tenant's mail. No two of them say the same, so that a text sent to
hundreds, in whatever words, stands in it once and does not make itself common.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.encoder import Vectors

#: Two sentences nearer than this say the same, to a sample (benchmarks/meaning).
SAME_COSINE = 0.90
#: So many sentences tell the level well.
MOST_SAMPLED = 1_000
#: Fewer sentences tell nothing: the scale's own floor holds.
LEAST_SAMPLED = 100

#: Sentences whose cosines with the sample are in memory at a time.
_AT_ONCE = 4_096


def background_sample(
    vectors: Vectors, limit: float = SAME_COSINE, most: int = MOST_SAMPLED
) -> Vectors:
    """Return up to ``most`` sentences, in order, each below the cosine ``limit`` to all before it.

    ``vectors``: shape (n, d), rows of length 1, in an order that does not depend on what they say
    (ids, or shuffled): the first ones are taken.
    """
    kept = np.empty((most, vectors.shape[1]), np.float32)
    count = 0
    for row in vectors:
        if count == most:
            break
        if not count or float((kept[:count] @ row).max()) < limit:
            kept[count] = row
            count += 1
    return kept[:count].copy()


def background_levels(
    vectors: Vectors, sample: Vectors, share: float = 0.98
) -> npt.NDArray[np.float64]:
    """Return the cosine that each sentence has with the tenant's nearest 2 %; shape (n,).

    ``sample``: shape (m, d), from `background_sample`. The level is the cosine below which
    ``share`` of them lie: high for what everybody writes about; zeros, for not known, where the
    sample holds fewer than `LEAST_SAMPLED`.
    """
    if len(sample) < LEAST_SAMPLED or not len(vectors):
        return np.zeros(len(vectors))
    levels = np.empty(len(vectors))
    for first in range(0, len(vectors), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        levels[part] = _quantiles(vectors[part] @ sample.T, share)
    return levels


def _quantiles(rows: Vectors, share: float) -> npt.NDArray[np.float64]:
    """Return a quantile of each row, as numpy.quantile gives it, in a fifth of its time."""
    place = share * (rows.shape[1] - 1)
    above = min(int(place), rows.shape[1] - 2) + 1
    rows.partition(above, axis=1)
    low = rows[:, :above].max(axis=1).astype(np.float64)
    high = rows[:, above].astype(np.float64)
    made: npt.NDArray[np.float64] = low + (high - low) * (place - above + 1)
    return made
