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
    """The six relations, worst last, so that the closest of several is the greatest."""

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
SHORT_UNITS = 36

#: A template has at most four slots that no mask explains, on at most a third of the words.
MOST_SLOTS = 4
MOST_CHANGED = 1 / 3

#: Plainly one text: this share of both notes' words stands in solid shared runs.
NEAR_SHARE = 0.5

#: A real share of the note: this part of it stands in the other, in at least EXCERPT_UNITS.
EXCERPT_SHARE = 0.25
EXCERPT_UNITS = 30

#: Shared words must say something: the rarity (dedupe.rarity) that near and excerpt need at least.
NEAR_WEIGHT = 6.0
EXCERPT_WEIGHT = 12.0


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


def relate(evidence: npt.NDArray[np.float64]) -> Related:
    """Name the relation of each pair from its evidence, shape (pairs, COLUMNS)."""
    from dedupe import comparison_kernel as c

    e = evidence
    total_a, total_b = e[:, c.TOTAL_A], e[:, c.TOTAL_B]
    solid = e[:, c.SOLID_A] + e[:, c.SOLID_B]
    likeness = solid / np.maximum(total_a + total_b, 1)
    verbatim = e[:, c.EXACT] > 0
    template = _template(e)
    likeness = np.where(
        template, np.maximum(likeness, 2 * e[:, c.IN_ORDER_UNITS] / (total_a + total_b)), likeness
    )
    likeness = np.where(verbatim, 1.0, np.minimum(likeness, 1.0))
    weight = np.minimum(e[:, c.WEIGHT_A], e[:, c.WEIGHT_B])
    judgeable = (total_a >= SHORT_UNITS) & (total_b >= SHORT_UNITS)
    near = judgeable & (likeness >= NEAR_SHARE) & (weight >= NEAR_WEIGHT)
    relations = []
    for own, total in ((c.SOLID_A, total_a), (c.SOLID_B, total_b)):
        share = e[:, own] / np.maximum(total, 1)
        excerpt = (
            (total >= SHORT_UNITS)
            & (share >= EXCERPT_SHARE)
            & (e[:, own] >= EXCERPT_UNITS)
            & (weight >= EXCERPT_WEIGHT)
        )
        relation = np.select(
            [verbatim, template, near, excerpt],
            [Relation.VERBATIM, Relation.TEMPLATE, Relation.NEAR, Relation.EXCERPT],
            Relation.NONE,
        ).astype(np.int8)
        relations.append((relation, _score(relation, likeness, share)))
    (forward, score), (backward, back_score) = relations
    return Related(forward, backward, score, back_score, likeness.astype(np.float32))


def _template(e: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    from dedupe import comparison_kernel as c

    enough = e[:, c.IN_ORDER_UNITS] >= np.maximum(6, 3 * e[:, c.MASKED_SLOTS])
    result: npt.NDArray[np.bool_] = (
        (e[:, c.WHOLE] > 0)
        & enough
        & (e[:, c.SLOTS] <= MOST_SLOTS)
        & (e[:, c.CHANGED_A] <= MOST_CHANGED * e[:, c.TOTAL_A])
        & (e[:, c.CHANGED_B] <= MOST_CHANGED * e[:, c.TOTAL_B])
    )
    return result


def _score(
    relation: npt.NDArray[np.int8],
    likeness: npt.NDArray[np.float64],
    share: npt.NDArray[np.float64],
) -> npt.NDArray[np.float32]:
    """Rise with likeness inside a relation, and from relation to relation."""
    return np.select(
        [relation == r for r in (Relation.VERBATIM, Relation.TEMPLATE, Relation.NEAR)],
        [np.ones_like(likeness), 0.9 + 0.09 * likeness, 0.6 + 0.35 * likeness],
        np.where(relation == Relation.EXCERPT, 0.4 + 0.45 * share, 0.0),
    ).astype(np.float32)
