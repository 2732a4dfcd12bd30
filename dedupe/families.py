"""Families: variants that are one text with variations, grouped for people to read.

Leaders, not chains: a variant joins the leader it is most like, after an exact comparison, and
is never joined through a third. No verdict depends on the grouping.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.known import Neighbourhood
from dedupe.match import shingle_likeness
from dedupe.related import Related
from dedupe.relation import SHORT_WORDS
from dedupe.sketch import Loose, loose_words
from dedupe.words import Words

#: Thirds of words add up to a little less than they should.
ROUNDING = 0.01

#: Notes are grouped roughly where, by the estimate, this share of the longer one stands in the
#: other: rows of a merge with a personal line of up to a third of the note are one family, while
#: notes above a footer are not, unless they are half as long as it.
ROUGH_SHARE = 0.61

#: From this estimated Jaccard likeness of shingles on, a note is a close copy of its leader.
CLOSE_LIKENESS = 0.75

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
    known: Families | None = None,
) -> Families:
    """Group variants, which stand in canonical order: the earlier one leads.

    Notes under 12 words never join longer ones. The families of the first variants may be
    ``known``; -1 stands for a leader that is still to be found.
    """
    from dedupe import family_kernel

    count = len(words)
    pair_bounds = np.searchsorted(near.left, np.arange(count + 1)).astype(np.int64)
    found = known or Families(
        np.full(count, -1, np.int32), np.zeros(count, np.int8), np.zeros(count, np.float32),
        np.zeros(count, np.bool_),
    )  # fmt: skip
    leaders, relations, scores = found.leaders.copy(), found.relations.copy(), found.scores.copy()
    shares = np.zeros((count, 2), np.float32)
    family_kernel.lead(
        words.hashes, words.units, words.flags, weights, words.bounds, pair_bounds, near.right,
        related.forward, short_notes(words), leaders, relations, scores, shares,
    )  # fmt: skip
    own = leaders == np.arange(count)
    core = found.core | own | (shares.min(axis=1) >= CORE_SHARE)
    return Families(leaders, relations, scores, core)


def rough_families(
    near: Neighbourhood, loose: Loose
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Group notes by their sketches alone: cheap, to choose which notes to look at more closely.

    Return each note's leader, and whether it is a close copy of it.
    """
    from dedupe import family_kernel

    leaders = np.arange(len(loose), dtype=np.int32)
    close = np.zeros(len(loose), np.bool_)
    family_kernel.lead_roughly(
        near.left, near.right, near.estimate, np.diff(loose.bounds), ROUGH_SHARE, CLOSE_LIKENESS,
        leaders, close,
    )  # fmt: skip
    return leaders, close


def rough_leaders(
    words: Words, near: Neighbourhood, leaders: npt.NDArray[np.int32]
) -> npt.NDArray[np.int32]:
    """Group notes roughly, as ``rough_families`` does, where earlier notes have leaders already.

    ``leaders`` are any numbers, a note's own where it has no leader yet; likeness is not estimated
    but counted, pair by pair.
    """
    from dedupe import family_kernel

    loose = loose_words(words)
    likeness = shingle_likeness(words, near.left, near.right)
    found, close = leaders.copy(), np.zeros(len(leaders), np.bool_)
    family_kernel.lead_roughly(
        near.left, near.right, likeness, np.diff(loose.bounds), ROUGH_SHARE, CLOSE_LIKENESS,
        found, close,
    )  # fmt: skip
    return found


def short_notes(words: Words) -> npt.NDArray[np.bool_]:
    """Say of each note whether it is under 12 words."""
    result: npt.NDArray[np.bool_] = words.lengths() < SHORT_WORDS - ROUNDING
    return result
