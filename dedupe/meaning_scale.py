"""The scale of meaning: what a model's cosines are worth, and from where two notes say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp

import numpy as np
import numpy.typing as npt

from dedupe.centres import LanguageCentres, e5_centres

Reals = npt.NDArray[np.float64]

#: `excerpt` begins at .80: a note in other words never counts as much.
_MOST_SCORE = 0.79
#: What a strength counts up to `same`: a little is kept for what is nearer still, so that of
#: several the nearest is first (benchmarks/meaning: of Chinese questions AUC .92, without it .80).
_PLAIN = ((0.0, 0.9, 1.0), (0.0, 0.9, 0.97))
#: The cosine of equal sentences, which are single.
_EQUAL = 1.0 - 1e-5
#: From here on the share alone tells, so that of several the nearest is first.
_SURE = 0.77


@dataclass(frozen=True, slots=True)
class MeaningScale:
    """What a model's cosine of sentences is worth: nothing up to a floor, nearly all at ``same``.

    The floor is what the two sentences have in common with anything (``background``), at least
    ``least``; ``unrelated`` where that is not known. ``line``: the share of two notes, said alike,
    from which one is the other in other words. ``even`` and ``steepness`` make the public score of
    a share: half of what has the share ``even`` is a copy, if there are ten honest notes to one
    copy. ``abroad`` is for notes in two languages; None: as for one.

    All belong to the model and to what a tenant writes about: `benchmarks/meaning` measures them,
    a calibration on own mail may replace them.
    """

    unrelated: float
    same: float
    least: float = 0.0
    line: float = 0.68
    even: float = 0.68
    steepness: float = 25.0
    abroad: AbroadScale | None = None

    @property
    def line_abroad(self) -> float:
        """The line for notes in two languages."""
        return self.line if self.abroad is None else self.abroad.scale.line

    def with_lines(self, line: float, abroad: float) -> MeaningScale:
        """Return the scale with other lines, ``abroad`` for notes in two languages."""
        other = self.abroad
        if other is not None:
            other = replace(other, scale=replace(other.scale, line=abroad))
        return replace(self, line=line, abroad=other)

    def strength(self, cosines: Reals, background: Reals | float = 0.0) -> Reals:
        """Return 0 to 1; ``background`` is the cosine with any note, 0 where it is not known.

        The root lets a pair that is plainly alike count nearly as much as an equal one: of a note
        in other words every sentence is fairly near, of an honest one a few are very near.
        """
        level = np.asarray(background, np.float64)
        floor = np.where(level > 0, np.maximum(level, self.least), self.unrelated)
        floor = np.minimum(floor, self.same - 0.01)
        plain = np.sqrt(np.clip((cosines - floor) / (self.same - floor), 0.0, 1.0))
        beyond = np.clip((cosines - self.same) / max(_EQUAL - self.same, 1e-6), 0.0, 1.0)
        made: Reals = np.interp(plain, *_PLAIN) + (1.0 - _PLAIN[1][-1]) * beyond
        return made

    def score(self, share: float) -> float:
        """Return the public score of a share of two notes: 0 below the line, below .80 above it."""
        if share < self.line:
            return 0.0
        likely = 1 / (1 + exp(self.steepness * (self.even - share)))
        return min(_SURE, likely) + (_MOST_SCORE - _SURE) * share


@dataclass(frozen=True, slots=True)
class AbroadScale:
    """A scale for cosines that are measured from the centre of each language (`centred`).

    ``together``: the share from which one sentence is what two or three said
    (`dedupe.joined_sentences`).
    """

    scale: MeaningScale
    centres: Callable[[], LanguageCentres]
    together: float = 0.76


#: multilingual-e5-small with the prompt "query: ", bf16 or float32 (benchmarks/meaning).
E5_SCALE = MeaningScale(
    unrelated=0.83,
    same=0.96,
    least=0.80,
    abroad=AbroadScale(
        MeaningScale(unrelated=0.20, same=0.80, line=0.65, even=0.65, steepness=35.0), e5_centres
    ),
)
