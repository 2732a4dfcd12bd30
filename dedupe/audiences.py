"""Audiences: whether people other than its own got a note's text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.ragged import sizes_of

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
        highest = np.iinfo(np.int64).max
        least = np.minimum.reduceat(np.where(sent == NOBODY, highest, sent), bounds[:-1])
        greatest = np.maximum.reduceat(sent, bounds[:-1])
        sizes = sizes_of(bounds)
        return self._others(self.own[holders], np.repeat(least, sizes), np.repeat(greatest, sizes))

    @staticmethod
    def _others(
        own: npt.NDArray[np.int64], least: npt.NDArray[np.int64], greatest: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Say whether a range of audiences holds anybody besides ``own``."""
        different = (least != greatest) | (least == SEVERAL) | (greatest != own)
        result: npt.NDArray[np.bool_] = (greatest != NOBODY) & different
        return result
