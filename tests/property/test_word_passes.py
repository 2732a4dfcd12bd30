"""Compiled passes over words and groups do what plain Python says they do."""

from __future__ import annotations

from itertools import chain, pairwise
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import Words, aside_runs, aside_with_masks, loose_words, origins_kernel
from dedupe.placing import sign_offs
from dedupe.room import in_memory
from dedupe.witnesses import MOST_TOLD, Held, distinct_groups

#: One word: hash, flag (0, or 1 and 2 in a mask), set aside, below the sign-off.
WORD = st.tuples(st.integers(0, 5), st.sampled_from((0, 0, 0, 1, 2)), st.booleans(), st.booleans())
NOTES = st.lists(st.lists(WORD, max_size=9), max_size=6)


def words_and_aside(notes: list[list[tuple[int, int, bool, bool]]]) -> tuple[Words, list[bool]]:
    flat = [word for note in notes for word in note]
    bounds = np.cumsum([0, *map(len, notes)]).astype(np.int64)
    nowhere, whole = np.empty(0, np.int32), np.zeros(len(notes), np.uint64)
    words = Words(
        np.array([w[0] for w in flat], np.uint32), nowhere, nowhere,
        np.full(len(flat), 3, np.uint8), np.array([w[1] for w in flat], np.uint8),
        np.array([w[3] for w in flat], np.bool_), bounds, whole, whole,
    )  # fmt: skip
    return words, [w[2] and w[1] == 0 for w in flat]


@settings(deadline=None)
@given(NOTES)
def test_masks_go_with_the_words_around_them(
    notes: list[list[tuple[int, int, bool, bool]]],
) -> None:
    words, aside = words_and_aside(notes)
    found = aside_with_masks(words, np.array(aside, np.bool_)).tolist()
    for note in range(len(notes)):
        first, stop = int(words.bounds[note]), int(words.bounds[note + 1])
        for k in range(first, stop):
            if words.flags[k] == 0:
                assert found[k] == aside[k]
                continue
            before = [m for m in range(first, k) if words.flags[m] == 0][-1:]
            after = [m for m in range(k, stop) if words.flags[m] == 0][:1]
            around = [aside[m] for m in (*before, *after)]
            assert found[k] == (bool(around) and all(around))


@settings(deadline=None)
@given(NOTES)
def test_runs_of_set_aside_words_are_told_by_what_they_say(
    notes: list[list[tuple[int, int, bool, bool]]],
) -> None:
    words, aside = words_and_aside(notes)
    found = aside_runs(words, np.array(aside, np.bool_))
    expected: list[tuple[int, int, int]] = []
    said: dict[int, tuple[int, ...]] = {}
    for note, listed in enumerate(notes):
        plain = [word for word in listed if word[1] == 0]
        inside = [word[2] for word in plain]
        edges = np.diff(np.concatenate(([0], np.array(inside, np.int8), [0])))
        expected += [(note, int(a), int(b)) for a, b in zip(
            np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True
        )]  # fmt: skip
    columns = (found.notes, found.firsts, found.stops)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected
    for (note, first, stop), key in zip(expected, found.keys.tolist(), strict=True):
        text = tuple(word[0] for word in [w for w in notes[note] if w[1] == 0][first:stop])
        # Words of hash 0 add nothing to a key, wherever they stand at a run's end.
        while text and text[-1] == 0:
            text = text[:-1]
        assert said.setdefault(key, text) == text


@settings(deadline=None)
@given(NOTES)
def test_words_above_the_sign_off_are_counted(
    notes: list[list[tuple[int, int, bool, bool]]],
) -> None:
    words, _ = words_and_aside(notes)
    loose = loose_words(words)
    above, signed = sign_offs(words, loose)
    assert above.tolist() == [sum(w[1] == 0 and not w[3] for w in note) for note in notes]
    assert signed.tolist() == [any(w[3] for w in note) for note in notes]
    assert loose.hashes.tolist() == [w[0] for note in notes for w in note if w[1] == 0]
    assert np.diff(loose.bounds).tolist() == [sum(w[1] == 0 for w in note) for note in notes]


GROUPS = st.lists(st.sets(st.integers(0, 11), min_size=1), max_size=8)


@settings(deadline=None)
@given(GROUPS, st.lists(st.integers(0, 3), min_size=12, max_size=12), st.integers(0, 12), st.data())
def test_groups_by_family_and_by_place(
    groups: list[set[int]], families: list[int], remembered: int, data: st.DataObject
) -> None:
    holders = [note for group in groups for note in sorted(group)]
    starts = data.draw(
        st.lists(st.integers(0, 40), min_size=len(holders), max_size=len(holders))
    )  # fmt: skip
    held = Held(
        np.cumsum([0, *map(len, groups)]).astype(np.int64), np.array(holders, np.int32),
        np.array(starts, np.int32), np.array(starts, np.int32) + 4,
    )  # fmt: skip
    leaders = np.array(families, np.int32)
    known = [[note for note in sorted(group) if note < remembered] for group in groups]
    several = [len({families[note] for note in group}) for group in known]
    assert held.families(leaders, remembered).tolist() == several
    told = held.one_a_family(leaders, remembered)
    for g, group in enumerate(known):
        firsts = {families[note]: note for note in reversed(group)}
        found = told.holders[told.bounds[g] : told.bounds[g + 1]].tolist()
        assert found == sorted(firsts.values())[:MOST_TOLD]
    with patch("dedupe.witnesses.BLOCK", data.draw(st.sampled_from([1, 2, 5, 1 << 17]))):
        bounds, (numbers, begin, end) = held.by_place(12, in_memory)
    entries = [(note, starts[e], g) for e, (note, g) in enumerate(
        (note, g) for g, group in enumerate(groups) for note in sorted(group)
    )]  # fmt: skip
    assert list(zip(begin.tolist(), numbers.tolist(), strict=True)) == [
        (start, g) for _, start, g in sorted(entries)
    ]
    assert (end - begin == 4).all()
    assert np.diff(bounds).tolist() == [holders.count(note) for note in range(12)]


@settings(deadline=None)
@given(GROUPS, st.data())
def test_some_groups_some_entries_and_groups_of_the_same_notes(
    groups: list[set[int]], data: st.DataObject
) -> None:
    rows = [sorted(group) for group in groups]
    flat = [note for row in rows for note in row]
    bounds = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    entries = np.arange(len(flat), dtype=np.int32)
    held = Held(bounds, np.array(flat, np.int32), entries, entries + 4)
    wanted = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1)) if rows else st.just(set())))
    few = held.only(np.array(wanted, np.int64))
    assert _rows(few) == [rows[g] for g in wanted]
    assert few.starts.tolist() == [e for g in wanted for e in range(bounds[g], bounds[g + 1])]
    assert (few.stops - few.starts == 4).all()
    chosen = data.draw(st.lists(st.booleans(), min_size=len(flat), max_size=len(flat)))
    left = iter(chosen)
    some = held.where(np.array(chosen, np.bool_))
    assert _rows(some) == [[note for note in row if next(left)] for row in rows]
    firsts, same_as = distinct_groups(held.bounds, held.holders)
    distinct = list(dict.fromkeys(map(tuple, rows)))
    assert [tuple(rows[g]) for g in firsts.tolist()] == distinct
    assert firsts.tolist() == sorted(firsts.tolist())
    assert [distinct[k] for k in same_as.tolist()] == list(map(tuple, rows))


def _rows(held: Held) -> list[list[int]]:
    return [
        held.holders[first:stop].tolist()
        for first, stop in zip(held.bounds[:-1], held.bounds[1:], strict=True)
    ]


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 9), unique=True, max_size=10), min_size=2, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6),
    st.integers(1, 3),
)
def test_runs_that_a_note_lacks_of_its_origin(
    held: list[list[int]], pairs: list[tuple[int, int]], least: int
) -> None:
    pairs = [(a % len(held), b % len(held)) for a, b in pairs]
    found = np.empty(len(pairs), np.int64)
    groups = np.array(list(chain(*held)), np.int32)
    origins_kernel.lacked_runs(
        np.array([a for a, _ in pairs], np.int32), np.array([b for _, b in pairs], np.int32),
        np.cumsum([0, *map(len, held)]).astype(np.int64), groups, 10, least, found,
    )  # fmt: skip
    for (note, origin), runs in zip(pairs, found.tolist(), strict=True):
        shared = [k for k, group in enumerate(held[origin]) if group in held[note]]
        assert runs == sum(b - a > least for a, b in pairwise(shared))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from((0.0, 0.25, 0.5, 1.0))),
        max_size=12,
    ),
    st.lists(st.integers(0, 5), min_size=6, max_size=6),
    st.lists(st.integers(1, 9), min_size=6, max_size=6),
    st.integers(0, 6),
)
def test_a_note_may_stem_from_the_one_that_it_shares_most_with(
    pairs: list[tuple[int, int, float]], leaders: list[int], sizes: list[int], remembered: int
) -> None:
    pairs = [(a, b, share) for a, b, share in pairs if a > b]
    found = np.empty(6, np.int32)
    origins_kernel.likeliest(
        np.array([a for a, _, _ in pairs], np.int32), np.array([b for _, b, _ in pairs], np.int32),
        np.array([share for _, _, share in pairs], np.float32), np.array(leaders, np.int32),
        np.array(sizes, np.int64), remembered, 0.4, found,
    )  # fmt: skip
    for note, origin in enumerate(found.tolist()):
        may = [
            (-share, other)
            for a, b, share in pairs
            for one, other in ((a, b), (b, a))
            if one == note and leaders[note] == note and leaders[other] != note
            and not note < remembered <= other
            and share / (1 + share) * (sizes[a] + sizes[b]) >= 0.4 * max(sizes[a], sizes[b])
        ]  # fmt: skip
        assert origin == (min(may)[1] if may else -1)
