"""Sentences taken together: in another language one sentence often says what two or three said.

Matched one to one, such a note would never reach its line. So a note of one sentence is also held
against all of a note of two or three, if it is about as long: their weighted mean stands for the
sentence that they would make (as Thompson and Koehn 2019, "Vecalign", join neighbours).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.encoder import Vectors

#: Sentences that are taken together at most.
MOST_TOGETHER = 3
#: How much longer one of the two notes may be.
_LONGER = 2.0


def may_be_together(
    count: int,
    length: float,
    counts: npt.NDArray[np.integer],
    lengths: npt.NDArray[np.float64],
) -> npt.NDArray[np.bool_]:
    """Say of other notes whether one is a sentence for all of the other.

    A note has ``count`` sentences of ``length`` words in all; others have ``counts`` of
    ``lengths``, one entry a note.
    """
    fewest, most = np.minimum(counts, count), np.maximum(counts, count)
    alike = (lengths <= _LONGER * length) & (length <= _LONGER * lengths)
    made: npt.NDArray[np.bool_] = (fewest == 1) & (most > 1) & (most <= MOST_TOGETHER) & alike
    return made


def taken_together(vectors: Vectors, weights: npt.NDArray[np.float64]) -> Vectors:
    """Return one vector for several sentences, shape (d,), of length 1 (0 for zeros)."""
    mean = weights.astype(np.float32) @ vectors
    length = np.linalg.norm(mean)
    made: Vectors = mean / length if length > 0 else mean
    return made
