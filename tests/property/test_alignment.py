"""Alignment of any two notes: sound always, and close to the best there is on near-copies."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from dedupe.alignment_kernel import IN_ORDER, MOVED, TILE_UNITS, align

FEW = st.lists(st.integers(1, 6), max_size=40)
MANY = st.lists(st.integers(1, 500), min_size=1, max_size=120)
UNITS = st.sampled_from([2, 3])


def aligned(a: list[int], b: list[int], units: int = 3) -> tuple[list[int], list[int]]:
    match = np.empty(len(a), np.int32)
    order = np.empty(len(a), np.uint8)
    of_a = np.full(len(a), units, np.uint8)
    align(np.array(a, np.uint32), np.array(b, np.uint32), of_a, match, order)
    return match.tolist(), order.tolist()


@settings(max_examples=300, deadline=None)
@given(FEW | MANY, FEW | MANY, UNITS)
def test_a_match_pairs_equal_words_once(a: list[int], b: list[int], units: int) -> None:
    match, order = aligned(a, b, units)
    pairs = [(i, j) for i, j in enumerate(match) if j >= 0]
    assert all(a[i] == b[j] for i, j in pairs)
    assert len({j for _, j in pairs}) == len(pairs)
    assert all((j >= 0) == (o in (IN_ORDER, MOVED)) for j, o in zip(match, order, strict=True))
    straight = [j for i, j in pairs if order[i] == IN_ORDER]
    assert straight == sorted(straight)


@settings(max_examples=100, deadline=None)
@given(FEW | MANY, UNITS)
def test_a_note_matches_itself_word_by_word(a: list[int], units: int) -> None:
    match, order = aligned(a, a, units)
    assert match == list(range(len(a)))
    assert order == [IN_ORDER] * len(a)


@settings(max_examples=100, deadline=None)
@given(FEW, FEW)
def test_notes_without_a_common_word_do_not_match(a: list[int], b: list[int]) -> None:
    match, order = aligned(a, [word + 100 for word in b])
    assert match == [-1] * len(a)
    assert order == [0] * len(a)


@settings(max_examples=200, deadline=None)
@given(MANY, st.data())
def test_near_copies_match_nearly_as_well_as_can_be(a: list[int], data: st.DataObject) -> None:
    b = list(a)
    for _ in range(data.draw(st.integers(0, 1 + len(a) // 8))):
        at = data.draw(st.integers(0, len(b)))
        match data.draw(st.sampled_from(["put", "drop", "change"])):
            case "put":
                b.insert(at, data.draw(st.integers(1, 1000)))
            case "drop":
                del b[at : at + 1]
            case _:
                b[at : at + 1] = [data.draw(st.integers(1, 1000))]
    best = LCSseq.similarity(a, b)
    _, order = aligned(a, b)
    assert order.count(IN_ORDER) >= 0.9 * best


@settings(max_examples=200, deadline=None)
@given(FEW | MANY, FEW | MANY)
def test_no_pair_loses_much_of_what_stands_in_order(a: list[int], b: list[int]) -> None:
    runs = shared_in_tiles(a, b)
    match, _ = aligned(a, b)
    assert sum(j >= 0 for j in match) >= runs / 2


def shared_in_tiles(a: list[int], b: list[int]) -> int:
    """Count the words of the longest common subsequence that stand in runs of a tile's length."""
    words = 0
    for block in LCSseq.opcodes(a, b):
        length = block.src_end - block.src_start
        if block.tag == "equal" and 3 * length >= TILE_UNITS:
            words += length
    return words


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(1, 40), min_size=3, max_size=12, unique=True),
    st.lists(st.integers(41, 80), min_size=3, max_size=12, unique=True),
    st.just([]) | st.lists(st.integers(81, 120), min_size=3, max_size=8, unique=True),
)
def test_moved_blocks_are_found(one: list[int], other: list[int], rest: list[int]) -> None:
    match, order = aligned([*one, *other, *rest], [*rest, *other, *one])
    assert -1 not in match
    # Every two blocks change places, so that the heaviest chain is the longest block alone.
    assert order.count(IN_ORDER) == max(len(one), len(other), len(rest))


def filled(a: list[int], b: list[int]) -> list[int]:
    """Match single words as the whole table of their longest common subsequence has it."""
    n, m = len(a), len(b)
    table = [[0] * (m + 1) for _ in range(n + 1)]
    for i in reversed(range(n)):
        for j in reversed(range(m)):
            same = a[i] == b[j]
            table[i][j] = table[i + 1][j + 1] + 1 if same else max(table[i + 1][j], table[i][j + 1])
    match, i, j = [-1] * n, 0, 0
    while i < n and j < m:
        if a[i] == b[j]:
            match[i] = j
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return match


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(1, 9), max_size=30), st.lists(st.integers(1, 12), max_size=20))
def test_single_words_are_matched_as_by_the_whole_table(a: list[int], b: list[int]) -> None:
    # Between any two words of b stands one that is nowhere else: no run of two is shared.
    b = [word for k, single in enumerate(b) for word in (1000 + k, single)] + [999]
    a = [2000, *a, 2001]
    assert aligned(a, b)[0] == filled(a, b)
