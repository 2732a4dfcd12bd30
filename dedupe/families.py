"""Families: variants that are one text with variations, grouped for people to read.

Leaders, not chains: a variant joins the leader it is most like, after an exact comparison, and
is never joined through a third. No verdict depends on the grouping.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.known import Neighbourhood
from dedupe.relation import SHORT_UNITS, Related
from dedupe.words import Words

#: Members that share this part of the leader, both ways, share .6 of it with each other.
CORE_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Families:
    """One entry a variant: its leader (itself, for a leader), relation and score to it.

    ``core`` says that the variant and its leader have CORE_SHARE of each other; any two core
    members of one family are then related, whether or not they were compared.
    """

    leaders: npt.NDArray[np.int32]
    relations: npt.NDArray[np.int8]
    scores: npt.NDArray[np.float32]
    core: npt.NDArray[np.bool_]


def group(
    words: Words,
    weights: npt.NDArray[np.float32],
    near: Neighbourhood,
    related: Related,
) -> Families:
    """Group variants, which stand in canonical order: the earlier one leads.

    Notes under 12 words never join longer ones.
    """
    from dedupe import family_kernel

    count = len(words)
    pair_bounds = np.searchsorted(near.left, np.arange(count + 1)).astype(np.int64)
    leaders = np.zeros(count, np.int32)
    relations = np.zeros(count, np.int8)
    scores = np.zeros(count, np.float32)
    shares = np.zeros((count, 2), np.float32)
    family_kernel.lead(
        words.hashes, words.units, words.flags, weights, words.bounds, pair_bounds, near.right,
        related.forward, short_notes(words), leaders, relations, scores, shares,
    )  # fmt: skip
    own = leaders == np.arange(count)
    core = own | (shares.min(axis=1) >= CORE_SHARE)
    return Families(leaders, relations, scores, core)


def short_notes(words: Words) -> npt.NDArray[np.bool_]:
    """Say of each note whether it is under 12 words."""
    lengths = np.zeros(len(words) + 1, np.int64)
    sums = np.concatenate(([0], np.cumsum(words.units, dtype=np.int64)))
    lengths = sums[words.bounds[1:]] - sums[words.bounds[:-1]]
    result: npt.NDArray[np.bool_] = lengths < SHORT_UNITS
    return result
