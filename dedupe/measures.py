"""Measures: what a verdict says of each variant beside its relations to others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.families import ROUNDING, short_notes
from dedupe.judgement import Judgement
from dedupe.known import Beyond
from dedupe.personal_share import covered_words, personal_shares
from dedupe.ragged import sizes_of
from dedupe.room import Room, in_memory
from dedupe.sendings import Sendings


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured of each variant, one entry each.

    ``words`` (int64) counts its words, ``to_judge`` (int64) those that are not set aside, ``left``
    (bool) says whether any is; ``short`` (bool) whether they are under 12; ``shares`` (float64) are
    personal shares, NaN where no word counts; ``cut`` (bool) says that not every note that
    resembles it was compared. ``covered`` (bool, one a compared word) is what others got too.
    """

    words: npt.NDArray[np.int64]
    to_judge: npt.NDArray[np.int64]
    left: npt.NDArray[np.bool_]
    short: npt.NDArray[np.bool_]
    shares: npt.NDArray[np.float64]
    cut: npt.NDArray[np.bool_]
    covered: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        judgement: Judgement,
        sendings: Sendings,
        beyond: Beyond,
        *,
        threads: int = 1,
        room: Room = in_memory,
    ) -> Measures:
        """Measure the variants of a judgement; ``room`` is for arrays of all words."""
        compared = judgement.compared
        covered = covered_words(judgement, sendings, beyond, threads=threads)
        shares = personal_shares(judgement, covered, sendings, beyond, threads=threads, room=room)
        return cls(
            np.round(judgement.words.lengths()).astype(np.int64),
            (compared.lengths() + ROUNDING).astype(np.int64),
            sizes_of(compared.bounds) > 0,
            short_notes(compared),
            shares,
            _cut(judgement),
            covered,
        )


def _cut(judgement: Judgement) -> npt.NDArray[np.bool_]:
    cut: npt.NDArray[np.bool_] = judgement.near.cut & ~judgement.families.core
    cut[list(judgement.reworded.cut)] = True
    return cut
