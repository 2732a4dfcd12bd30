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
    levels: npt.NDArray[np.float64]
    levels = np.quantile(vectors @ sample.T, share, axis=1).astype(np.float64)
    return levels
