"""Personal share: how much of a note is this recipient's alone.

Weight of the words inside no passage, slot or reworded sentence that other recipients got,
divided by the weight of all counted words. Plain counts where no word weighs anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.comparison import cover
from dedupe.judgement import Judgement
from dedupe.rarity import blended_frequencies, weights
from dedupe.relation import Relation

#: In place of an audience's number: the messages went to different people, or to nobody yet.
SEVERAL = -1
NOBODY = -2


@dataclass(frozen=True, slots=True)
class Audiences:
    """Who gets each variant, as numbers of groups of people: int64, one entry a variant.

    ``own`` is whom its messages are for, SEVERAL where some of them went to others. ``sent`` is
    who got it by the messages that count as sent, NOBODY where there are none: a note that is
    held against the history alone takes nothing from the other notes of its call.
    """

    own: npt.NDArray[np.int64]
    sent: npt.NDArray[np.int64]

    @property
    def all_sent(self) -> bool:
        return not (self.sent == NOBODY).any()

    def as_sent(self) -> Audiences:
        """Return the audiences as they would be once every message is sent."""
        return Audiences(self.own, self.own)

    def got_by_others(
        self, variants: npt.NDArray[np.int32], others: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.bool_]:
        """Say of each variant whether people other than its own got the one beside it."""
        return self._others(self.own[variants], self.sent[others], self.sent[others])

    def passages_of_others(
        self, holders: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Say of each holder of a passage, in groups, whether people other than its own got it."""
        sent = self.sent[holders]
        # Nobody counts as the highest number for the least, and as the lowest for the greatest.
        least = np.minimum.reduceat(np.where(sent == NOBODY, len(self.sent), sent), bounds[:-1])
        greatest = np.maximum.reduceat(sent, bounds[:-1])
        sizes = np.diff(bounds)
        return self._others(self.own[holders], np.repeat(least, sizes), np.repeat(greatest, sizes))

    @staticmethod
    def _others(
        own: npt.NDArray[np.int64], least: npt.NDArray[np.int64], greatest: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Say whether a range of audiences holds anybody besides ``own``."""
        different = (least != greatest) | (least == SEVERAL) | (greatest != own)
        result: npt.NDArray[np.bool_] = (greatest != NOBODY) & different
        return result


def covered_words(judgement: Judgement, audiences: Audiences) -> npt.NDArray[np.bool_]:
    """Return which compared words other recipients got too, one entry a compared word."""
    near, related, compared = judgement.near, judgement.related, judgement.compared
    tell = (related.forward > Relation.NONE) | (related.backward > Relation.NONE)
    left, right = near.left[tell], near.right[tell]
    covered = cover(
        compared, judgement.weights, left, right,
        audiences.got_by_others(left, right), audiences.got_by_others(right, left),
    )  # fmt: skip
    covered[judgement.loose.positions[_passages_of_others(judgement, audiences)]] = True
    several = np.repeat(audiences.own == SEVERAL, np.diff(compared.bounds))
    result: npt.NDArray[np.bool_] = covered | several
    return result


def _passages_of_others(judgement: Judgement, audiences: Audiences) -> npt.NDArray[np.bool_]:
    """Mark the loose words of passages that somebody else got."""
    near, loose = judgement.near, judgement.loose
    edges = np.zeros(len(loose.hashes) + 1, np.int64)
    if len(near.holders):
        shared = audiences.passages_of_others(near.holders, near.bounds)
        base = loose.bounds[near.holders[shared]]
        np.add.at(edges, base + near.starts[shared], 1)
        np.add.at(edges, base + near.stops[shared], -1)
    result: npt.NDArray[np.bool_] = np.cumsum(edges)[:-1] > 0
    return result


def personal_shares(
    judgement: Judgement, covered: npt.NDArray[np.bool_], audiences: Audiences
) -> npt.NDArray[np.float64]:
    """Return the personal share of each note, NaN where no word counts."""
    words = judgement.compared
    # What a note not yet sent copies was written once all the same: it makes no word common.
    copied = covered if audiences.all_sent else covered_words(judgement, audiences.as_sent())
    frequencies = blended_frequencies(words, ~copied, audiences.sent != NOBODY)
    weight = weights(words, frequencies).astype(np.float64)
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
