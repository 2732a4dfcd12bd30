"""Audiences: whether people other than its own got a note's text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
        sent = self.sent[others]
        different = (sent == SEVERAL) | (sent != self.own[variants])
        result: npt.NDArray[np.bool_] = (sent != NOBODY) & different
        return result

    def passages_of_others(
        self, holders: npt.NDArray[np.int32], bounds: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Say of each holder of a passage, in groups, whether people other than its own got it."""
        from dedupe import audiences_kernel

        others = np.empty(len(holders), np.bool_)
        audiences_kernel.passages_of_others(
            bounds, holders, self.own, self.sent, SEVERAL, NOBODY, others
        )
        return others
