"""Postings: which notes share a key, as sorted arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.postings import Postings

ENTRIES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=60)


@settings(deadline=None)  # the first call compiles
@given(ENTRIES)
def test_groups_are_the_keys_that_several_notes_hold(entries: list[tuple[int, int]]) -> None:
    entries.sort(key=lambda e: e[1])
    keys = np.array([key for key, _ in entries], np.uint64)
    notes = np.array([note for _, note in entries], np.int32)
    found = Postings.of(keys, notes)
    holders: dict[int, set[int]] = {}
    for key, note in entries:
        holders.setdefault(key, set()).add(note)
    shared = {key: sorted(held) for key, held in sorted(holders.items()) if len(held) > 1}
    assert found.keys.tolist() == list(shared)
    assert len(found) == len(shared)
    groups = [
        found.members[a:b].tolist()
        for a, b in zip(found.bounds[:-1].tolist(), found.bounds[1:].tolist(), strict=True)
    ]
    assert groups == list(shared.values())
    assert keys[found.entries].tolist() == [k for k, held in shared.items() for _ in held]
    assert notes[found.entries].tolist() == found.members.tolist()


def test_no_keys() -> None:
    found = Postings.of(np.empty(0, np.uint64), np.empty(0, np.int32))
    assert len(found) == 0
    assert found.bounds.tolist() == [0]


def test_keys_that_stand_alone_are_left_out_of_many() -> None:
    draw = np.random.default_rng(5)
    keys = draw.integers(0, 1 << 63, 20_000, dtype=np.uint64) << np.uint64(1)
    keys[draw.integers(0, len(keys), 900)] = keys[draw.integers(0, len(keys), 900)]
    notes = np.sort(draw.integers(0, 700, len(keys))).astype(np.int32)
    found = Postings.of(keys, notes)
    holders: dict[int, set[int]] = {}
    for key, note in zip(keys.tolist(), notes.tolist(), strict=True):
        holders.setdefault(key, set()).add(note)
    shared = {key: sorted(held) for key, held in sorted(holders.items()) if len(held) > 1}
    assert 400 < len(shared) < 1000
    assert found.keys.tolist() == list(shared)
    assert found.members.tolist() == [note for held in shared.values() for note in held]
    assert keys[found.entries].tolist() == [k for k, held in shared.items() for _ in held]


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.integers(0, 2**64 - 1), max_size=200), st.integers(0, 5))
def test_no_key_that_stands_twice_is_lost_before_the_sort(keys: list[int], again: int) -> None:
    entries = keys + keys[:again]
    notes = np.arange(len(entries), dtype=np.int32)
    found = Postings.of(np.array(entries, np.uint64), notes)
    assert found.keys.tolist() == sorted({key for key in entries if entries.count(key) > 1})
