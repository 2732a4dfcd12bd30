"""Candidates: generous, bounded, and a list cut short is said."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from dedupe import Neighbourhood
from index import ClosedCollection
from index.candidates import LEAST_SHARE, WIDE, LookUp
from index.shared_keys import SharedKeys
from tests.relating import loose, numbered, words


def neighbourhood(*texts: str, most: int = 48) -> Neighbourhood:
    limits = np.full(len(texts), most, np.int32)
    return ClosedCollection().neighbourhood(loose(words(*texts)), limits, len(texts))


def pairs(found: Neighbourhood) -> set[tuple[int, int]]:
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


def test_near_copies_are_candidates_and_strangers_are_not() -> None:
    body = numbered(0, 40)
    found = neighbourhood(body, numbered(0, 40, "other"), f"{body} {numbered(0, 20, 'new')}")
    assert pairs(found) == {(2, 0)}
    assert not found.cut.any()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thanks, applied.", "Thanks [Anna], applied."),
        ("Will do, thank you!", "Will do, thank her!"),
        ("谢谢您的来信", "谢谢你们的来信"),
        (numbered(0, 15), f"{numbered(0, 5)} new {numbered(6, 15)}"),
        (numbered(0, 60), numbered(20, 32) + " " + numbered(0, 48, "own")),
    ],
)
def test_what_may_be_related_is_a_candidate(one: str, other: str) -> None:
    assert pairs(neighbourhood(one, other)) == {(1, 0)}


def test_pairs_are_sorted_and_look_back() -> None:
    found = neighbourhood(*[numbered(k, k + 30) for k in range(20)])
    assert (found.left > found.right).all()
    assert (found.left[1:] >= found.left[:-1]).all()
    assert len(pairs(found)) == len(found.left)


def test_a_key_that_very_many_hold_is_cut_and_that_is_said() -> None:
    many = 3 * WIDE
    found = neighbourhood(*[f"{numbered(0, 30)} {numbered(k, k + 1, 'own')}" for k in range(many)])
    assert not found.cut[0]
    assert found.cut[many - 1]
    assert len(found.right[found.left == many - 1]) == 48, "still compared with some"


def test_the_closest_are_kept_where_the_list_is_cut() -> None:
    texts = [f"{numbered(0, 30)} {numbered(k, k + 20, 'own')}" for k in range(6)]
    found = neighbourhood(*texts, texts[2] + " more", most=1)
    assert found.right[found.left == 6].tolist() == [2]
    assert found.cut[6]
    assert not neighbourhood(*texts[:2], most=1).cut.any()


@pytest.mark.parametrize("most", [3, 48])
def test_candidates_are_the_same_where_few_notes_have_votes_and_where_many_have(most: int) -> None:
    """Each note shares runs with a few of the notes before it, of few or of very many."""
    draw = np.random.default_rng(1)
    stock = [numbered(30 * k, 30 * k + 12, "stock") for k in range(600)]
    texts = []
    for k in range(600):
        shared = (*draw.choice(600, 1), *draw.choice(4, int(draw.integers(2))))
        texts.append(" ".join((numbered(0, 9, f"own{k}x"), *(stock[n] for n in shared))))
    found, kinds = neighbourhood(*texts, most=most), LookUp.of(loose(words(*texts))).kinds
    groups = [np.split(kind.members, kind.bounds[1:-1]) for kind in kinds]
    held = list(zip(kinds, groups, strict=True))
    for note in range(0, len(texts), 23):
        right = found.right[found.left == note].tolist()
        assert right == expected(held, note, most)


def expected(
    kinds: list[tuple[SharedKeys, list[npt.NDArray[np.int32]]]], note: int, most: int
) -> list[int]:
    """Return the candidates of a note, group by group as they are written down."""
    total: dict[int, int] = {}
    for (kind, groups), least in zip(kinds, LEAST_SHARE, strict=True):
        votes: dict[int, int] = {}
        for group in groups:
            if note in group:
                before = group[group < note].tolist()
                cut = before if len(before) <= 2 * WIDE else before[:WIDE] + before[-WIDE:]
                for other in cut:
                    votes[other] = votes.get(other, 0) + 1
        for other, count in votes.items():
            if count >= least * min(kind.sizes[note], kind.sizes[other]):
                total[other] = total.get(other, 0) + count
    listed = list(total)
    return listed if len(listed) <= most else sorted(listed, key=lambda n: (-total[n], n))[:most]


def test_empty_notes_and_no_notes() -> None:
    assert pairs(neighbourhood("", "", numbered(0, 9))) == set()
    assert len(neighbourhood().left) == 0


def test_passages_say_who_holds_them_and_where() -> None:
    run = numbered(0, 12)
    found = neighbourhood(
        f"{numbered(0, 9, 'own')} {run}", f"{run} {numbered(0, 9, 'mine')}", numbered(0, 30, "else")
    )
    assert len(found.bounds) > 1
    for group in range(len(found.bounds) - 1):
        share = slice(int(found.bounds[group]), int(found.bounds[group + 1]))
        assert found.holders[share].tolist() == [0, 1]
        assert (found.stops[share] - found.starts[share] == 4).all()
        assert found.starts[share][0] - found.starts[share][1] == 9
