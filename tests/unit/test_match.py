"""Pair evidence: likeness of shingle sets, and the runs two notes share, with places in both."""

from __future__ import annotations

import pytest

from dedupe import PairEvidence, fold_text, pair_evidence
from tests.relating import numbered, unbracketed, words


def evidence(one: str, other: str) -> PairEvidence:
    return pair_evidence(words(one, other))


def shown(one: str, other: str) -> list[tuple[str, str]]:
    left, right = unbracketed(one)[0], unbracketed(other)[0]
    return [
        (left[r.here[0] : r.here[1]], right[r.there[0] : r.there[1]])
        for r in evidence(one, other).runs
    ]


def test_the_same_note_is_one_run() -> None:
    note = f"{numbered(0, 30)}."
    found = evidence(note, note)
    assert (found.jaccard, found.containment) == (1.0, 1.0)
    assert shown(note, note) == [(note[:-1], note[:-1])]
    assert [(r.first, r.last) for r in found.runs] == [(0, 29)]


def test_notes_without_a_common_word_share_nothing() -> None:
    found = evidence(numbered(0, 30), numbered(0, 30, "other"))
    assert (found.jaccard, found.containment, found.runs) == (0.0, 0.0, ())


def test_containment_is_of_the_first_note_in_the_second() -> None:
    part, whole = numbered(10, 30), numbered(0, 80)
    assert evidence(part, whole).containment == 1.0
    assert evidence(whole, part).containment == pytest.approx(19 / 79)
    assert evidence(part, whole).jaccard == evidence(whole, part).jaccard == pytest.approx(19 / 79)


def test_runs_stand_in_both_notes_and_end_at_the_slot() -> None:
    one = f"Dear [Anna], {numbered(0, 10)} blue {numbered(10, 20)}."
    other = f"Dear [Bartholomew], {numbered(0, 10)} green {numbered(10, 20)}!"
    pairs = shown(one, other)
    assert [fold_text(a) for a, _ in pairs] == [fold_text(b) for _, b in pairs]
    assert pairs == [
        ("Dear", "Dear"), (numbered(0, 10), numbered(0, 10)), (numbered(10, 20), numbered(10, 20))
    ]  # fmt: skip
    assert [(r.first, r.last) for r in evidence(one, other).runs] == [(0, 0), (2, 11), (13, 22)]


def test_a_moved_run_is_found_where_it_went() -> None:
    one = f"{numbered(0, 12)} {numbered(20, 40)}"
    other = f"{numbered(20, 40)} {numbered(0, 12)}"
    assert sorted(shown(one, other)) == sorted(
        [(numbered(0, 12), numbered(0, 12)), (numbered(20, 40), numbered(20, 40))]
    )


def test_single_common_words_of_unlike_notes_are_no_run() -> None:
    one = " ".join(f"{numbered(k, k + 1)} {numbered(0, 6, 'one' + 'x' * k)}" for k in range(6))
    other = " ".join(f"{numbered(k, k + 1)} {numbered(0, 6, 'two' + 'x' * k)}" for k in range(6))
    assert shown(one, other) == []


def test_empty_notes() -> None:
    assert evidence("", "") == PairEvidence(0.0, 0.0, ())
    assert evidence(numbered(0, 5), "") == PairEvidence(0.0, 0.0, ())
    assert evidence("", numbered(0, 5)) == PairEvidence(0.0, 0.0, ())
