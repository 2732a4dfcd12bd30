"""Segments, tables and frequencies against plain dictionaries and lists."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.frequencies import Frequencies
from index.segments import GROWTH, Segments
from index.table import Table

batches = st.lists(st.lists(st.integers(0, 12), max_size=9), max_size=12)


def built(given_batches: list[list[int]]) -> tuple[Segments, dict[int, list[int]]]:
    """Add batch after batch, member n the n-th key of all; return what a dictionary would hold."""
    segments, held, member = Segments(), {}, 0
    for batch in given_batches:
        numbers = np.arange(member, member + len(batch), dtype=np.int32)
        segments = segments.added(np.array(batch, np.uint64), numbers)
        for key in batch:
            held.setdefault(key, []).append(member)
            member += 1
    return segments, held


@settings(deadline=None)
@given(batches)
def test_every_member_is_found_in_order(given_batches: list[list[int]]) -> None:
    segments, held = built(given_batches)
    found = segments.find(np.arange(14, dtype=np.uint64))
    assert {k: found.of(k).tolist() for k in range(14) if len(found.of(k))} == held
    assert not found.cut.any()
    assert len(segments) == sum(map(len, held.values()))


@settings(deadline=None)
@given(batches, st.integers(1, 3))
def test_of_many_members_the_first_and_the_last_are_taken(
    given_batches: list[list[int]], wide: int
) -> None:
    segments, held = built(given_batches)
    found = segments.find(np.arange(14, dtype=np.uint64), wide)
    for key in range(14):
        members = held.get(key, [])
        cut = len(members) > 2 * wide
        assert found.of(key).tolist() == (members[:wide] + members[-wide:] if cut else members)
        assert found.cut[key] == cut


@settings(deadline=None)
@given(batches)
def test_parts_shrink_geometrically(given_batches: list[list[int]]) -> None:
    sizes = [len(part) for part in built(given_batches)[0].parts]
    assert all(a >= GROWTH * b for a, b in zip(sizes, sizes[1:], strict=False))


@settings(deadline=None)
@given(batches, st.sets(st.integers(0, 100)))
def test_members_are_renumbered_or_dropped(given_batches: list[list[int]], gone: set[int]) -> None:
    segments, held = built(given_batches)
    total = sum(map(len, given_batches))
    kept = [n for n in range(total) if n not in gone]
    numbers = np.full(max(total, 1), -1, np.int32)
    numbers[kept] = np.arange(len(kept), dtype=np.int32)
    found = segments.renumbered(numbers).find(np.arange(14, dtype=np.uint64))
    for key in range(14):
        assert found.of(key).tolist() == [numbers[m] for m in held.get(key, []) if m not in gone]


@settings(deadline=None)
@given(
    batches,
    st.integers(1, 4),
    st.lists(st.integers(-1, 4), min_size=14, max_size=14),
    st.none() | st.integers(0, 60),
)
def test_the_groups_of_a_keys_members_are_counted_as_far_as_asked(
    given_batches: list[list[int]], kinds: int, most: list[int], below: int | None
) -> None:
    segments, held = built(given_batches)
    groups = np.arange(sum(map(len, given_batches)) + 1, dtype=np.int32) % kinds
    counts = segments.count_groups(
        np.arange(14, dtype=np.uint64), groups, np.array(most, np.int64), below=below
    )
    for key in range(14):
        members = [m for m in held.get(key, []) if below is None or m < below]
        assert counts[key] == min(len({m % kinds for m in members}), max(most[key], 0))


def test_the_same_pair_twice_in_one_batch_counts_once() -> None:
    keys, members = np.array([5, 5, 5], np.uint64), np.array([1, 1, 2], np.int32)
    assert Segments().added(keys, members).find(keys[:1]).of(0).tolist() == [1, 2]


@settings(deadline=None)
@given(st.lists(st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=4), max_size=8))
def test_frequencies_count_notes_that_wrote_a_word(batches_of_notes: list[list[list[int]]]) -> None:
    frequencies, wanted = Frequencies(), Counter()
    for notes in batches_of_notes:
        words = [word for note in notes for word in note]
        bounds = np.concatenate(([0], np.cumsum([len(note) for note in notes]))).astype(np.int64)
        written = np.array([word % 3 > 0 for word in words], np.bool_)
        frequencies = frequencies.added(np.array(words, np.uint64), bounds, written)
        for note in notes:
            wanted.update({word for word in note if word % 3 > 0})
    keys = np.arange(11, dtype=np.uint64)
    assert frequencies.counts(keys).tolist() == [wanted[k] for k in range(11)]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 99), max_size=50), max_size=8))
def test_older_states_of_a_table_stay_as_they_are(parts: list[list[int]]) -> None:
    table = Table({"a": np.empty(0, np.int64), "b": np.empty((0, 2), np.int32)})
    states = [(table, [])]
    for part in parts:
        values = np.array(part, np.int64)
        pairs = np.stack([values, values + 1], axis=1).astype(np.int32)
        table = table.extended({"a": values, "b": pairs})
        states.append((table, states[-1][1] + part))
    for state, wanted in states:
        assert state["a"].tolist() == wanted
        assert state["b"][:, 1].tolist() == [n + 1 for n in wanted]
        assert len(state) == len(wanted)


def test_two_states_that_grow_apart_do_not_disturb_each_other() -> None:
    base = Table({"a": np.array([1, 2], np.int64)})
    one = base.extended({"a": np.array([3])})
    other = base.extended({"a": np.array([4, 5])})
    assert (one["a"].tolist(), other["a"].tolist()) == ([1, 2, 3], [1, 2, 4, 5])
    changed = one.replaced({"a": np.array([7, 8, 9])})
    assert (one["a"].tolist(), changed["a"].tolist()) == ([1, 2, 3], [7, 8, 9])
    read_only = np.array([1, 2], np.int64)
    read_only.flags.writeable = False
    assert Table({"a": read_only}).extended({"a": np.array([3])})["a"].tolist() == [1, 2, 3]
