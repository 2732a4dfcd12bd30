"""Where shared texts stand in their notes, against the definition word by word."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe.placing_kernel import (
    COMMON,
    TEMPLATE,
    TEMPLATE_UNITS,
    UNTOLD,
    WRITTEN_UNITS,
    place,
    read_notes,
)
from dedupe.room import in_memory
from dedupe.witnesses import Held, distinct_groups

#: Words that stand above the sign-off, whether there is one, units and written words of a note.
_Note = tuple[int, bool, list[int], list[bool]]


def _notes(rng: Random) -> list[_Note]:
    notes = []
    for _ in range(rng.randint(2, 5)):
        size = rng.randint(1, 60)
        signed = rng.random() < 0.5
        above = rng.randint(0, size) if signed else size
        units = [3] * size if rng.random() < 0.7 else rng.choices(range(4), k=size)
        notes.append((above, signed, units, [rng.random() < 0.5 for _ in range(size)]))
    return notes


def _groups(rng: Random, notes: list[_Note]) -> list[dict[int, tuple[int, int]]]:
    """Return texts: where each of the notes that hold it has it."""
    groups = []
    for _ in range(rng.randint(0, 6)):
        group = {}
        for note in sorted(rng.sample(range(len(notes)), rng.randint(1, len(notes)))):
            size = len(notes[note][2])
            first = rng.randrange(size) if rng.random() < 0.5 else 0
            group[note] = first, rng.randint(first + 1, size)
        groups.append(group)
    return groups


def _expected(
    notes: list[_Note], groups: list[dict[int, tuple[int, int]]], tellers: list[list[int]], g: int
) -> list[int]:
    """Return where group ``g`` stands in each note that tells of it."""
    mine, result = tellers[g], []
    for note in mine:
        above, signed, units, written = notes[note]
        inside = [range(*group[note]) for group in groups if note in group]
        # Text that most of these notes hold, wherever they do.
        most = [
            range(*group[note])
            for group in groups
            if note in group and 2 * sum(other in group for other in mine) > len(mine)
        ]
        shared, together = (
            sum(units[k] for k in range(above) if any(k in run for run in runs))
            for runs in (inside, most)
        )
        own = [u if w else 0 for u, w in zip(units, written, strict=True)]
        first, last = groups[g][note]
        before, between = sum(own[:first]), sum(own[last:above])
        stands = before >= WRITTEN_UNITS and (
            not (signed and first < above) or between >= WRITTEN_UNITS
        )
        if sum(own) < WRITTEN_UNITS:
            result.append(UNTOLD)
        elif shared - together >= WRITTEN_UNITS or together < TEMPLATE_UNITS or stands:
            result.append(COMMON)
        else:
            result.append(TEMPLATE)
    return result


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 1 << 32), st.sampled_from([np.uint16, np.int64]))
def test_texts_are_placed_by_what_is_written_around_them(seed: int, kind: type) -> None:
    rng = Random(seed)
    notes = _notes(rng)
    groups = _groups(rng, notes)
    tellers = [sorted(rng.sample(sorted(group), rng.randint(0, len(group)))) for group in groups]
    entries = [(note, *run) for group in groups for note, run in group.items()]
    columns = np.array(entries, np.int32).reshape(-1, 3).T.copy()
    held = Held(np.cumsum([0, *map(len, groups)]).astype(np.int64), *columns)
    told = np.array([note for group in tellers for note in group], np.int32)
    told_bounds = np.cumsum([0, *map(len, tellers)]).astype(np.int64)
    note_bounds, (numbers, starts, stops) = held.by_place(len(notes), in_memory)
    units, written = (
        np.array([word for note in notes for word in note[part]], dtype)
        for part, dtype in ((2, np.uint8), (3, np.bool_))
    )
    bounds = np.cumsum([0, *(len(note[2]) for note in notes)]).astype(np.int64)
    above = np.array([note[0] for note in notes], np.int64)
    signed = np.array([note[1] for note in notes], np.bool_)
    sums = np.empty(len(entries), kind), np.empty(len(entries), kind)
    stands = np.empty(len(entries), np.bool_)
    shared, told_of = np.empty(len(notes), np.int64), np.empty(len(notes), np.bool_)
    read_notes(
        units, ~written, bounds, above, signed, note_bounds, starts, stops, *sums, stands, shared,
        told_of,
    )  # fmt: skip
    firsts, same_as = distinct_groups(told_bounds, told)
    order = np.argsort(same_as, kind="stable")
    classes = np.searchsorted(same_as[order], np.arange(len(firsts) + 1))
    places = np.full(len(told), -1, np.int8)
    half = len(firsts) // 2
    for first, stop in ((0, half), (half, len(firsts))):
        place(
            classes[first : stop + 1], order, same_as, first, told_bounds, told, note_bounds,
            numbers, *sums, stands, shared, told_of, places,
        )  # fmt: skip
    found = [places[a:b].tolist() for a, b in zip(told_bounds, told_bounds[1:], strict=False)]
    assert found == [_expected(notes, groups, tellers, g) for g in range(len(groups))]
