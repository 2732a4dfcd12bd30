"""Relations: what one note is to another, and how sure that is.

The evidence of an exact comparison goes in, a relation and a score come out; nothing else in
samenote names a relation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt


class Relation(IntEnum):
    """The six relations, closest last, so that the closest of several is the greatest."""

    NONE = 0
    REWORDED = 1
    EXCERPT = 2
    NEAR = 3
    TEMPLATE = 4
    VERBATIM = 5

    @property
    def word(self) -> str:
        return self.name.lower()


#: A note under 12 words is too short to judge beyond verbatim and template.
SHORT_WORDS = 12

#: A template has at most four slots that no mask explains, on at most a third of the words.
MOST_SLOTS = 4
MOST_CHANGED = 1 / 3

#: Plainly one text: this share of both notes' words stands in solid shared runs, in at least
#: NEAR_UNITS.
NEAR_SHARE = 0.5
NEAR_UNITS = 18

#: A real share of the note: this part of it stands in the other, in at least EXCERPT_UNITS, and
#: the shared words weigh at least EXCERPT_WEIGHT (dedupe.rarity), so that stock phrases do not.
#: Where no run of EXCERPT_RUN units is among them, they must weigh EXCERPT_SCATTERED.
EXCERPT_SHARE = 0.25

#: Where the other note stands nearly whole in this one, a smaller part of this one is enough.
WHOLE_SHARE = 0.75
AROUND_SHARE = 0.15
EXCERPT_UNITS = 24
EXCERPT_WEIGHT = 3.0
EXCERPT_RUN = 15
EXCERPT_SCATTERED = 9.0


#: Scores: of pairs scored s, about s are copies among one copy to ten honest notes (measured by
#: benchmarks/quality.py, "Calibration"). A score rises with likeness, and from relation to
#: relation: an excerpt from .80 on, a near note from .92, a template from .97, verbatim 1.
TEMPLATE_SCORE = 0.97
NEAR_SCORE = 0.90
EXCERPT_SCORE = 0.80
SCORE_RISE = 0.025


@dataclass(frozen=True, slots=True)
class Related:
    """Relations of many pairs, one entry a pair.

    ``forward`` is what the left note is to the right one, ``backward`` the other way round (only
    ``excerpt`` differs); ``score`` and ``back_score`` go with them; ``likeness`` (0 to 1) is the
    share of both notes' words that the two have in common.
    """

    forward: npt.NDArray[np.int8]
    backward: npt.NDArray[np.int8]
    score: npt.NDArray[np.float32]
    back_score: npt.NDArray[np.float32]
    likeness: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.forward)


def relate(evidence: npt.NDArray[np.float64]) -> Related:
    """Name the relation of each pair from its evidence, shape (pairs, COLUMNS)."""
    from dedupe import relation_kernel

    pairs = len(evidence)
    related = Related(
        np.empty(pairs, np.int8),
        np.empty(pairs, np.int8),
        np.empty(pairs, np.float32),
        np.empty(pairs, np.float32),
        np.empty(pairs, np.float32),
    )
    relation_kernel.relate(
        evidence, related.forward, related.backward, related.score, related.back_score,
        related.likeness,
    )  # fmt: skip
    return related
