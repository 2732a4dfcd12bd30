"""The compiled search for each note's leader. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.comparison_kernel import (
    COLUMNS,
    SOLID_A,
    SOLID_B,
    TOTAL_A,
    TOTAL_B,
    compare_notes,
    comparing_room,
)
from dedupe.compiling import kernel, part
from dedupe.relation_kernel import NEAR, relate_one

#: A note joins a leader with which it shares half: with less, two members of one family may share
#: nothing with each other, each having another part of their leader.
FAMILY_SHARE = 0.5

#: A note looks at this many leaders of its relatives besides those it was compared with.
MOST_LEADERS = 8


@part
def _near_leaders(note, leaders, right, forward, from_pair, to_pair, short, near):  # type: ignore[no-untyped-def]
    """List the leaders of the notes that ``note`` is near to, direct leaders first."""
    found = 0
    for direct in (True, False):
        for p in range(from_pair, to_pair):
            other = right[p]
            if forward[p] < NEAR or short[other] != short[note]:
                continue
            if (leaders[other] == other) != direct:
                continue
            known = False
            for k in range(found):
                known = known or near[k] == leaders[other]
            if not known and found < len(near):
                near[found] = leaders[other]
                found += 1
    return found


@kernel
def lead(  # type: ignore[no-untyped-def]
    hashes, units, flags, weights, bounds, pair_bounds, right, forward, short,
    leaders, relations, scores, shares,
):  # fmt: skip
    """Give each note, in order, the leader it is most like, or make it a leader.

    ``leaders`` int32, ``relations`` int8 and ``scores`` float32 (to the leader), ``shares``
    float32, shape (notes, 2): what part of the leader, and of the note, the two have in common.
    A note whose leader is given, that is not -1, keeps it.
    """
    notes = len(bounds) - 1
    room = comparing_room(bounds)
    near = np.empty(MOST_LEADERS, np.int32)
    evidence = np.empty(COLUMNS)
    for note in range(notes):
        if leaders[note] >= 0:
            continue
        leaders[note] = note
        found = _near_leaders(
            note, leaders, right, forward, pair_bounds[note], pair_bounds[note + 1], short, near
        )
        for k in range(found):
            compare_notes(room, hashes, units, flags, weights, bounds, note, near[k], evidence)
            relation, _, score, _, likeness = relate_one(evidence)
            if relation >= NEAR and likeness >= FAMILY_SHARE and score > scores[note]:
                leaders[note] = near[k]
                relations[note] = relation
                scores[note] = score
                shares[note, 0] = evidence[SOLID_B] / max(evidence[TOTAL_B], 1.0)
                shares[note, 1] = evidence[SOLID_A] / max(evidence[TOTAL_A], 1.0)


@kernel
def lead_roughly(left, right, estimate, sizes, rough, nearly, leaders, close):  # type: ignore[no-untyped-def]
    """Give each note the leader of the earlier note it is most like, by estimate alone.

    Pairs are sorted by left; a note leads where no pair shares the part ``rough`` of the longer
    note (``sizes`` in words). ``close`` says that the note is ``nearly`` like the one it follows.
    """
    best = np.float32(0.0)
    for p in range(len(left)):
        note = left[p]
        if p == 0 or note != left[p - 1]:
            best = np.float32(0.0)
        a, b = sizes[note], sizes[right[p]]
        # What two sets share, from their Jaccard likeness J: J / (1 + J) of the sum of their sizes.
        shared = estimate[p] / (1 + estimate[p]) * (a + b)
        if shared >= rough * max(a, b, 1) and estimate[p] > best:
            best = estimate[p]
            leaders[note] = leaders[right[p]]
            close[note] = estimate[p] >= nearly
