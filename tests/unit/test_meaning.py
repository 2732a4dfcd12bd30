"""Meaning in a judgement: which pairs of rows it names, by vectors made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dedupe import Meaning, MeaningScale, Message, Reworded, note_sentences, read_note, words_of
from dedupe.meaning import said_spans
from dedupe.reworded_pairs import reworded_pairs

SCALE = MeaningScale(unrelated=0.5, same=0.9, line=0.5)
TEXTS = (
    "The wedding dress is clean again. The torn lace has been mended for you.",
    "We took every mark out of the bridal gown. The ripped sleeve was put right.",
    "The piano tuner comes on Tuesday. Your upright has forty good years left.",
)


def directions(*angles: float) -> np.ndarray:
    """Unit vectors in the plane, by degrees."""
    radians = np.deg2rad(np.array(angles, np.float64))
    return np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)


def judged(angles: tuple[float, ...], **given) -> Reworded:
    """Judge all pairs of the three texts, two sentences each, by the directions they point in."""
    notes = [read_note(Message(str(k), text)) for k, text in enumerate(TEXTS)]
    said, _ = note_sentences(notes)
    assert len(said.keys) == 6
    words = words_of(notes)
    meaning = Meaning(
        said, directions(*angles), np.arange(6), np.zeros(6), np.array([1, 2, 2], np.int32),
        np.array([0, 0, 1], np.int32), given.get("cut", np.zeros(3, np.bool_)), SCALE,
    )  # fmt: skip
    aside = given.get("aside", np.zeros(len(words.hashes), np.bool_))
    related = given.get("related", np.empty(0, np.int64))
    short = given.get("short", np.zeros(3, np.bool_))
    return reworded_pairs(meaning, words, aside, related, short)


def test_two_notes_whose_sentences_point_the_same_way_say_the_same() -> None:
    found = judged((0, 90, 88, 5, 180, 270))
    assert (found.left.tolist(), found.right.tolist()) == ([1], [0])
    said = found.between(1, 0)
    assert said is not None
    assert [tuple(span) for span in said.here.tolist()] == [(0, 9), (9, 15)]
    assert [tuple(span) for span in said.there.tolist()] == [(6, 14), (0, 6)]
    assert said.cosines.tolist() == pytest.approx(np.cos(np.deg2rad([2, 5])), abs=1e-6)
    assert 0.5 <= said.score < 0.8
    assert found.between(0, 2) is None


def test_it_is_the_same_from_the_other_side() -> None:
    found = judged((0, 90, 88, 5, 180, 270))
    mine, theirs = found.between(0, 1), found.between(1, 0)
    assert mine is not None
    assert theirs is not None
    assert mine.score == theirs.score
    assert mine.here.tolist() == theirs.there.tolist()
    assert mine.there.tolist() == theirs.here.tolist()


def test_a_pair_that_is_one_text_by_its_words_is_not_judged() -> None:
    assert len(judged((0, 90, 88, 5, 180, 270), related=np.array([1 << 32 | 0]))) == 0


def test_a_note_too_short_to_judge_has_no_meaning() -> None:
    short = np.array([True, False, False])
    assert len(judged((0, 90, 88, 5, 180, 270), short=short)) == 0


def test_set_aside_text_says_nothing() -> None:
    notes = [read_note(Message(str(k), text)) for k, text in enumerate(TEXTS)]
    aside = np.ones(len(words_of(notes).hashes), np.bool_)
    assert len(judged((0, 90, 88, 5, 180, 270), aside=aside)) == 0


def test_the_words_of_sentences_that_others_say_are_covered() -> None:
    found = judged((0, 90, 88, 200, 180, 270))
    notes = [read_note(Message(str(k), text)) for k, text in enumerate(TEXTS)]
    words = words_of(notes)
    yes, no = np.ones(len(found), np.bool_), np.zeros(len(found), np.bool_)
    covered = found.covered(words, yes, no)
    left = slice(int(words.bounds[1]), int(words.bounds[2]))
    assert covered[left].tolist() == [True] * 9 + [False] * 6
    assert not covered[: left.start].any()
    other = found.covered(words, no, yes)
    assert other[: left.start].tolist() == [False] * 6 + [True] * 8
    assert not found.covered(words, no, no).any()


def test_a_list_that_was_cut_is_said_where_most_of_it_was_found() -> None:
    cut = np.array([False, True, True])
    assert judged((0, 90, 88, 5, 180, 270), cut=cut).cut == frozenset()
    assert judged((0, 90, 88, 5, 3, 92), cut=cut).cut == frozenset({1, 2})


def test_nothing_is_alike_in_nothing() -> None:
    nothing = Reworded.nothing()
    assert len(nothing) == 0
    assert nothing.between(1, 0) is None


def test_spans_end_with_the_last_word_that_is_there() -> None:
    starts, stops = np.array([0, 4, 9], np.int32), np.array([3, 8, 12], np.int32)
    spans = np.array([[0, 2], [1, 9], [3, 5], [2, 2]], np.int32)
    assert list(said_spans(spans, starts, stops)) == [(0, 8), (4, 12)]
