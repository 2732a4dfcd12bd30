"""Shared keys: made in parts, they are what they are at once; places are listed note by note."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import (
    Keys,
    Loose,
    Passages,
    band_keys,
    band_parts,
    pair_keys,
    pair_parts,
    passage_parts,
    passages,
    sketches,
)
from dedupe.key_parts import KeyParts
from index import candidate_kernel
from index.candidates import LookUp
from index.shared_keys import SharedKeys
from tests.relating import loose, words

#: Sentences that notes share, in several scripts: words, characters, single syllables.
SENTENCES = (
    "we would be glad to hear from you once you have had a look at the new prices",
    "thank you for the visit and for all the questions that you brought along with you",
    "非常感谢您的来信我们会尽快给您答复请您放心",
    "ขอบคุณที่ติดต่อเราเราจะตอบกลับโดยเร็วที่สุด",
    "the order left our house this morning",
    "see you there",
)
NOTES = st.lists(st.lists(st.sampled_from(SENTENCES), max_size=4), max_size=12)


def kinds(read: Loose) -> list[tuple[KeyParts, Keys | Passages]]:
    made = sketches(read)
    return [
        (band_parts(made, read, at_once=8), band_keys(made, read)),
        (pair_parts(read, at_once=8), pair_keys(read)),
        (passage_parts(read, at_once=8), passages(read)),
    ]


def test_parts_are_all_keys_and_no_key_is_of_two() -> None:
    read = loose(words(*[". ".join(SENTENCES[k:]) for k in range(len(SENTENCES))]))
    for parts, whole in kinds(read):
        assert parts.parts > 1
        found = [parts.make(number) for number in range(parts.parts)]
        joined: list[tuple[int, ...]] = []
        before: set[int] = set()
        for part in found:
            assert (np.diff(part.notes) >= 0).all()
            assert before.isdisjoint(part.keys.tolist())
            before.update(part.keys.tolist())
            joined += rows(part)
        assert sorted(joined) == sorted(rows(whole))
        assert len(joined) <= parts.most


def whole_of(found: Keys | Passages, part: int) -> Keys | Passages:
    assert part == 0
    return found


def rows(found: object) -> list[tuple[int, ...]]:
    columns = [getattr(found, name) for name in ("keys", "notes", "starts", "stops")
               if hasattr(found, name)]  # fmt: skip
    return list(zip(*(column.tolist() for column in columns), strict=True))


def groups(shared: SharedKeys) -> list[list[tuple[int, ...]]]:
    """Return the notes of each group, with where a passage stands in each."""
    places = shared.starts, shared.stops
    columns = [shared.members, *(each for each in places if len(each))]
    each = list(zip(*(column.tolist() for column in columns), strict=True))
    bounds = shared.bounds.tolist()
    return [each[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]


@settings(deadline=None)
@given(NOTES)
def test_what_is_shared_is_the_same_in_parts_and_at_once(notes: list[list[str]]) -> None:
    read = loose(words(*[". ".join(note) for note in notes]))
    for parts, whole in kinds(read):
        once = SharedKeys.of(KeyParts(partial(whole_of, whole), 1, parts.most), len(read))
        many = SharedKeys.of(parts, len(read))
        assert many.sizes.tolist() == once.sizes.tolist()
        assert sorted(groups(many)) == sorted(groups(once))


@settings(deadline=None)
@given(NOTES, st.integers(0, 11), st.integers(0, 12))
def test_places_lead_from_notes_to_their_groups(
    notes: list[list[str]], first: int, count: int
) -> None:
    read = loose(words(*[". ".join(note) for note in notes]))
    for kind in LookUp.of(read).kinds:
        bounds: npt.NDArray[np.int64] = np.zeros(count + 1, np.int64)
        held_by = np.bincount(kind.members, minlength=first + count)[first : first + count]
        np.cumsum(held_by, out=bounds[1:])
        places = np.empty((int(bounds[-1]), 2), np.int32)
        candidate_kernel.list_places(kind.bounds, kind.members, first, bounds[:-1].copy(), places)
        for note in range(first, first + count):
            share = places[int(bounds[note - first]) : int(bounds[note - first + 1])]
            assert [int(kind.members[k]) for k in share[:, 1]] == [note] * len(share)
            held = [g for g in range(len(kind))
                    if note in kind.members[kind.bounds[g] : kind.bounds[g + 1]]]  # fmt: skip
            assert share[:, 0].tolist() == [int(kind.bounds[g]) for g in held]
