"""Witnesses that are not compared, since they cannot be related, are unrelated when compared."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from dedupe.comparison_kernel import (
    COLUMNS,
    SOLID_A,
    SOLID_B,
    TOTAL_A,
    TOTAL_B,
    compare_in,
    comparing_room,
)
from dedupe.relation import EXCERPT_SHARE, Relation
from dedupe.relation_kernel import relate_one
from dedupe.set_aside_kernel import SLOTS, _at_most, _cannot_be_related

A_NOTE = st.lists(st.integers(0, 30), min_size=6, max_size=60)
PIECES = st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=9), min_size=1, max_size=4)


@njit  # not kept: it takes in what it tests
def both_ways(h, u, split, evidence, most):  # type: ignore[no-untyped-def]
    """Return whether the notes are passed over, and what a comparison says they are."""
    seen, sums = np.zeros(SLOTS, np.uint8), np.empty(len(h) + 1)
    passed = _cannot_be_related(h, u, 0, split, split, len(h), seen, sums)
    most[0] = _at_most(h, u, 0, split, split, len(h), seen, sums)[0]
    most[1] = _at_most(h, u, split, len(h), 0, split, seen, sums)[0]
    f, w = np.zeros(len(h), np.uint8), np.ones(len(h), np.float32)
    compare_in(
        comparing_room(np.array([0, split, len(h)])), h[:split], u[:split], f[:split], w[:split],
        h[split:], u[split:], f[split:], w[split:], evidence,
    )  # fmt: skip
    forward, backward, _, _, _ = relate_one(evidence)
    return passed, forward, backward, seen.sum()


@settings(max_examples=400, deadline=None)
@given(A_NOTE, A_NOTE, PIECES, st.sampled_from([3, 2, 1]), st.data())
def test_the_bound_holds(
    one: list[int], other: list[int], pieces: list[list[int]], unit: int, data: st.DataObject
) -> None:
    other = [word + 100 for word in other]  # nothing shared but what is put in
    for piece in pieces:
        for note in (one, other):
            at = data.draw(st.integers(0, len(note)))
            note[at:at] = piece
    split, size = len(one), len(one) + len(other)
    hashes = np.array(one + other, np.uint32) * np.uint32(2654435761)
    evidence, most = np.empty(COLUMNS), np.zeros(2, np.int64)
    passed, forward, backward, left_over = both_ways(
        hashes, np.full(size, unit, np.uint8), split, evidence, most,
    )  # fmt: skip
    assert left_over == 0
    assert evidence[SOLID_A] <= most[0]
    assert evidence[SOLID_B] <= most[1]
    if passed:
        assert forward == backward == Relation.NONE
        assert evidence[SOLID_A] < EXCERPT_SHARE * evidence[TOTAL_A]
        assert evidence[SOLID_B] < EXCERPT_SHARE * evidence[TOTAL_B]


def test_unrelated_notes_are_passed_over() -> None:
    hashes = np.arange(60, dtype=np.uint32) * np.uint32(2654435761)
    passed, *_ = both_ways(
        hashes, np.full(60, 3, np.uint8), 30, np.empty(COLUMNS), np.zeros(2, np.int64),
    )  # fmt: skip
    assert passed
