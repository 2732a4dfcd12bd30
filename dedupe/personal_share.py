"""Personal share: how much of a note is this recipient's alone.

Weight of the words inside no passage, slot or reworded sentence that other recipients got,
divided by the weight of all counted words. Plain counts where no word weighs anything.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.comparison import cover
from dedupe.judgement import Judgement
from dedupe.rarity import blended_frequencies, weights
from dedupe.relation import Relation
from dedupe.words import Words

#: In place of an audience's number, where the messages of a variant went to different people.
SEVERAL = -1


def covered_words(judgement: Judgement, audiences: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return which compared words other recipients got too, one entry a compared word.

    ``audiences`` numbers, for each variant, the people who alone got it, together, in one or
    more messages; SEVERAL where its messages went to different people.
    """
    near, related, compared = judgement.near, judgement.related, judgement.compared
    a, b = audiences[near.left], audiences[near.right]
    tell = (related.forward > Relation.NONE) | (related.backward > Relation.NONE)
    tell &= (a != b) | (a == SEVERAL)
    covered = cover(compared, judgement.weights, near.left[tell], near.right[tell])
    covered[judgement.loose.positions[_passages_of_others(judgement, audiences)]] = True
    several = np.repeat(audiences == SEVERAL, np.diff(compared.bounds))
    result: npt.NDArray[np.bool_] = covered | several
    return result


def _passages_of_others(
    judgement: Judgement, audiences: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Mark the loose words of passages that somebody else got."""
    near, loose = judgement.near, judgement.loose
    edges = np.zeros(len(loose.hashes) + 1, np.int64)
    if len(near.holders):
        who = audiences[near.holders]
        low = np.minimum.reduceat(who, near.bounds[:-1])
        high = np.maximum.reduceat(who, near.bounds[:-1])
        shared = np.repeat((low != high) | (low == SEVERAL), np.diff(near.bounds))
        base = loose.bounds[near.holders[shared]]
        np.add.at(edges, base + near.starts[shared], 1)
        np.add.at(edges, base + near.stops[shared], -1)
    result: npt.NDArray[np.bool_] = np.cumsum(edges)[:-1] > 0
    return result


def personal_shares(words: Words, covered: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return the personal share of each note, NaN where no word counts."""
    weight = weights(words, blended_frequencies(words, ~covered)).astype(np.float64)
    counted = words.flags == 0
    note = np.repeat(np.arange(len(words)), np.diff(words.bounds))
    plain = words.units.astype(np.float64)
    whole, own = _total(note, weight, counted), _total(note, weight, counted & ~covered)
    whole_plain, own_plain = _total(note, plain, counted), _total(note, plain, counted & ~covered)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, own / whole, own_plain / whole_plain)


def _total(
    note: npt.NDArray[np.int64],
    values: npt.NDArray[np.float64],
    chosen: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64]:
    """Add up the values of the chosen words of each note."""
    size = int(note[-1]) + 1 if len(note) else 0
    return np.bincount(note[chosen], weights=values[chosen], minlength=size).astype(np.float64)
