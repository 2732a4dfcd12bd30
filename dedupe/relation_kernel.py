"""The compiled rule that names a relation from the evidence. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe import comparison_kernel as c
from dedupe.compiling import kernel, leaf
from dedupe.relation import (
    AROUND_SHARE,
    EXCERPT_RUN,
    EXCERPT_SCATTERED,
    EXCERPT_SCORE,
    EXCERPT_SHARE,
    EXCERPT_UNITS,
    EXCERPT_WEIGHT,
    MOST_CHANGED,
    MOST_SLOTS,
    NEAR_SCORE,
    NEAR_SHARE,
    NEAR_UNITS,
    SCORE_RISE,
    SHORT_WORDS,
    TEMPLATE_SCORE,
    WHOLE_SHARE,
    Relation,
)

NONE = int(Relation.NONE)
EXCERPT = int(Relation.EXCERPT)
NEAR = int(Relation.NEAR)
TEMPLATE = int(Relation.TEMPLATE)
VERBATIM = int(Relation.VERBATIM)

#: The compiled code follows the constants that dedupe.comparison_kernel lays out.
_EXACT, _WHOLE, _SLOTS, _MASKED, _LONGEST = c.EXACT, c.WHOLE, c.SLOTS, c.MASKED_SLOTS, c.LONGEST
_CHANGED_A, _CHANGED_B, _IN_ORDER = c.CHANGED_A, c.CHANGED_B, c.IN_ORDER_UNITS
_SOLID_A, _SOLID_B, _TOTAL_A, _TOTAL_B = c.SOLID_A, c.SOLID_B, c.TOTAL_A, c.TOTAL_B
_WEIGHT_A, _WEIGHT_B, _LENGTH_A, _LENGTH_B = c.WEIGHT_A, c.WEIGHT_B, c.LENGTH_A, c.LENGTH_B

#: Thirds of words add up to a little less than they should.
_SHORT = SHORT_WORDS - 0.01


@leaf
def _is_template(e):  # type: ignore[no-untyped-def]
    return (
        e[_WHOLE] > 0
        and e[_IN_ORDER] >= max(6.0, 3.0 * e[_MASKED])
        and e[_SLOTS] <= MOST_SLOTS
        and e[_CHANGED_A] <= MOST_CHANGED * e[_TOTAL_A]
        and e[_CHANGED_B] <= MOST_CHANGED * e[_TOTAL_B]
    )


@leaf
def likeness_of(e):  # type: ignore[no-untyped-def]
    """Return the share of both notes' words that stand in solid shared runs, 0 to 1."""
    return min(1.0, (e[_SOLID_A] + e[_SOLID_B]) / max(e[_TOTAL_A] + e[_TOTAL_B], 1.0))


@leaf
def _one_way(e, solid, total, length, other, likeness):  # type: ignore[no-untyped-def]
    """Return (relation, score) of a note to the other; the score rises with likeness."""
    if e[_EXACT] > 0:
        return VERBATIM, 1.0
    if _is_template(e):
        return TEMPLATE, TEMPLATE_SCORE + SCORE_RISE * likeness
    both_long = e[_LENGTH_A] >= _SHORT and e[_LENGTH_B] >= _SHORT
    enough = min(e[_SOLID_A], e[_SOLID_B]) >= NEAR_UNITS
    if both_long and enough and likeness >= NEAR_SHARE:
        return NEAR, NEAR_SCORE + 2 * SCORE_RISE * likeness
    share = e[solid] / max(e[total], 1.0)
    weight = min(e[_WEIGHT_A], e[_WEIGHT_B])
    if (
        e[length] >= _SHORT
        and share >= (AROUND_SHARE if other >= WHOLE_SHARE else EXCERPT_SHARE)
        and e[solid] >= EXCERPT_UNITS
        and weight >= (EXCERPT_WEIGHT if e[_LONGEST] >= EXCERPT_RUN else EXCERPT_SCATTERED)
    ):
        return EXCERPT, EXCERPT_SCORE + 4 * SCORE_RISE * share
    return NONE, 0.0


@leaf
def relate_one(e):  # type: ignore[no-untyped-def]
    """Return (forward, backward, score, score backward, likeness) of one pair's evidence."""
    likeness = likeness_of(e)
    if _is_template(e):
        common = 2.0 * e[_IN_ORDER] / max(e[_TOTAL_A] + e[_TOTAL_B], 1.0)
        likeness = max(likeness, min(1.0, common))
    if e[_EXACT] > 0:
        likeness = 1.0
    in_a = e[_SOLID_A] / max(e[_TOTAL_A], 1.0)
    in_b = e[_SOLID_B] / max(e[_TOTAL_B], 1.0)
    in_a = in_a if e[_LENGTH_A] >= _SHORT else 0.0
    in_b = in_b if e[_LENGTH_B] >= _SHORT else 0.0
    forward, score = _one_way(e, _SOLID_A, _TOTAL_A, _LENGTH_A, in_b, likeness)
    backward, back_score = _one_way(e, _SOLID_B, _TOTAL_B, _LENGTH_B, in_a, likeness)
    return forward, backward, score, back_score, likeness


@kernel
def relate(evidence, forward, backward, score, back_score, likeness):  # type: ignore[no-untyped-def]
    """Name the relation of each pair; evidence has shape (pairs, COLUMNS)."""
    for p in range(len(evidence)):
        forward[p], backward[p], score[p], back_score[p], likeness[p] = relate_one(evidence[p])
    return np.int64(len(evidence))
