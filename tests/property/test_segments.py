"""Segments, tables and frequencies against plain dictionaries and lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.frequencies import Frequencies
from index.segments import GROWTH, KEPT, PackedParts, Segment, Segments
from index.table import Table
from index.temporary_files import TemporaryFiles

batches = st.lists(st.lists(st.integers(0, 12), max_size=9), max_size=12)

#: How many batches are packed together at first.
packed_batches = st.integers(0, 12)


def hashes(numbers: Sequence[int]) -> np.ndarray:  # type: ignore[type-arg]
    """Return a key for each number, spread as hashes are."""
    return np.array(numbers, np.uint64) * np.uint64(0x9E3779B97F4A7C15)


ASKED = hashes(range(14))


def built(given_batches: list[list[int]], packed: int = 0) -> tuple[Segments, dict[int, list[int]]]:
    """Add batch after batch, member n the n-th key of all; return what a dictionary would hold."""
    first = [key for batch in given_batches[:packed] for key in batch]
    segments, held, member = in_ranges(hashes(first), 1), {}, len(first)
    for number, key in enumerate(first):
        held.setdefault(key, []).append(number)
    for batch in given_batches[packed:]:
        numbers = np.arange(member, member + len(batch), dtype=np.int32)
        segments = segments.added(hashes(batch), numbers)
        for key in batch:
            held.setdefault(key, []).append(member)
            member += 1
    return segments, held


def in_ranges(keys: np.ndarray, bits: int) -> Segments:  # type: ignore[type-arg]
    """Return packed keys, member n the n-th, as they come by range."""
    parts = PackedParts(1 << bits, TemporaryFiles())
    of_range = (keys >> np.uint64(64 - bits)).astype(np.int64)
    for number in range(1 << bits):
        chosen = np.flatnonzero(of_range == number).astype(np.int32)
        parts.add(keys[chosen], chosen)
    return parts.all()


@settings(deadline=None)
@given(batches, packed_batches)
def test_every_member_is_found_in_order(given_batches: list[list[int]], packed: int) -> None:
    segments, held = built(given_batches, packed)
    found = segments.find(ASKED)
    assert {k: found.of(k).tolist() for k in range(14) if len(found.of(k))} == held
    assert not found.cut.any()
    assert len(found.members) == sum(map(len, held.values()))


@settings(deadline=None)
@given(batches, packed_batches, st.integers(1, 3))
def test_of_many_members_the_first_and_the_last_are_taken(
    given_batches: list[list[int]], packed: int, wide: int
) -> None:
    segments, held = built(given_batches, packed)
    found = segments.find(ASKED, wide)
    for key in range(14):
        members = held.get(key, [])
        cut = len(members) > 2 * wide
        assert found.of(key).tolist() == (members[:wide] + members[-wide:] if cut else members)
        assert found.cut[key] == cut


@settings(deadline=None)
@given(batches)
def test_parts_shrink_geometrically(given_batches: list[list[int]]) -> None:
    sizes = [part.size for part in built(given_batches)[0].parts]
    assert all(a >= GROWTH * b for a, b in zip(sizes, sizes[1:], strict=False))


@settings(deadline=None)
@given(batches, packed_batches, st.sets(st.integers(0, 100)))
def test_members_are_renumbered_or_dropped(
    given_batches: list[list[int]], packed: int, gone: set[int]
) -> None:
    segments, held = built(given_batches, packed)
    total = sum(map(len, given_batches))
    kept = [n for n in range(total) if n not in gone]
    numbers = np.full(max(total, 1), -1, np.int32)
    numbers[kept] = np.arange(len(kept), dtype=np.int32)
    found = segments.renumbered(numbers).find(ASKED)
    for key in range(14):
        assert found.of(key).tolist() == [numbers[m] for m in held.get(key, []) if m not in gone]


@settings(deadline=None)
@given(batches, packed_batches)
def test_one_part_holds_what_all_did(given_batches: list[list[int]], packed: int) -> None:
    segments, held = built(given_batches, packed)
    whole = segments.in_one_part()
    assert len(whole.parts) == bool(held)
    found = whole.find(ASKED)
    assert {k: found.of(k).tolist() for k in range(14) if len(found.of(k))} == held
    other = built([[key for batch in given_batches for key in batch]])[0]
    if whole.parts and whole.parts[0].bits is None:
        for mine, theirs in zip(whole.parts[0].arrays, other.parts[0].arrays, strict=True):
            assert mine.tolist() == theirs.tolist()


@settings(deadline=None)
@given(
    batches,
    packed_batches,
    st.integers(1, 4),
    st.lists(st.integers(-1, 4), min_size=14, max_size=14),
    st.none() | st.integers(0, 60),
)
def test_the_groups_of_a_keys_members_are_counted_as_far_as_asked(
    given_batches: list[list[int]], packed: int, kinds: int, most: list[int], below: int | None
) -> None:
    segments, held = built(given_batches, packed)
    groups = np.arange(sum(map(len, given_batches)) + 1, dtype=np.int32) % kinds
    counts = segments.count_groups(ASKED, groups, np.array(most, np.int64), below=below)
    for key in range(14):
        members = [m for m in held.get(key, []) if below is None or m < below]
        assert counts[key] == min(len({m % kinds for m in members}), max(most[key], 0))


@settings(deadline=None)
@given(st.integers(0, 4), st.lists(st.integers(0, 300), max_size=200), st.integers(0, 3))
def test_many_keys_fill_many_buckets(bits: int, numbers: list[int], more: int) -> None:
    keys = hashes(numbers)
    later = np.arange(900, 900 + len(keys[:more]), dtype=np.int32)
    segments = in_ranges(keys, bits + 1).added(keys[:more], later)
    for index in (segments, segments.in_one_part()):
        found = index.find(hashes(range(310)))
        for number in range(310):
            first = [place for place, each in enumerate(numbers) if each == number]
            after = [900 + place for place, each in enumerate(numbers[:more]) if each == number]
            assert found.of(number).tolist() == first + after


def test_keys_that_begin_alike_are_one_key_of_a_packed_part() -> None:
    keys = np.array([0xF0, 0xF1, 0xF0, 1 << 40], np.uint64)
    part = Segment.of_sorted(np.sort(keys), np.array([4, 5, 2, 4], np.int32), 0)
    assert Segments((part,)).find(keys[:1]).of(0).tolist() == [2, 4, 5]
    assert Segments((part,)).find(keys[3:]).of(0).tolist() == [4]
    assert part.rests.dtype.itemsize * 8 == KEPT


def test_a_packed_part_takes_nothing_in() -> None:
    segments = in_ranges(hashes(range(5)), 1)
    for number in range(40):
        segments = segments.added(hashes([number]), np.array([number + 5], np.int32))
    assert [part.bits is None for part in segments.parts] == [False] + [True] * (
        len(segments.parts) - 1
    )
    assert len(segments.parts) < 6


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
