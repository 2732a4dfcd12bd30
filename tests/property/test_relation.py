"""Relations of any two notes: the same seen from either side, and never off the scale."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import Relation, hash_words
from dedupe.comparison import compare_pairs
from dedupe.comparison_kernel import COLUMNS
from dedupe.rarity import weights
from dedupe.related import Related, relate
from dedupe.relation import SHORT_WORDS
from tests.relating import Stretch, numbered
from tests.texts import ANY_TEXT, SPACED

VOCABULARY = numbered(0, 60).split() + list(SPACED)


@st.composite
def notes(draw: st.DrawFn) -> tuple[str, tuple[Stretch, ...]]:
    """Draw a note of words with a few masks."""
    return masked(draw, draw(st.lists(st.sampled_from(VOCABULARY), max_size=50)))


@st.composite
def pairs(draw: st.DrawFn) -> list[tuple[str, tuple[Stretch, ...]]]:
    """Draw two notes of which the second is often made from the first."""
    one = draw(notes())
    if not draw(st.booleans()):
        return [one, draw(notes())]
    text, masks = one
    for _ in range(draw(st.integers(0, 4))):
        extra = draw(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=14))
        text = " ".join(extra) + " " + text if draw(st.booleans()) else text + " ".join(extra)
        moved = len(" ".join(extra)) + 1 if text.startswith(" ".join(extra) + " ") else 0
        masks = tuple(Stretch(m.start + moved, m.stop + moved) for m in masks)
    return [one, (text, masks)]


def both_ways(given_notes: list[tuple[str, tuple[Stretch, ...]]]) -> Related:
    texts = [text for text, _ in given_notes]
    found = hash_words(texts, [[(0, len(t))] for t in texts], [masks for _, masks in given_notes])
    left, right = np.array([0, 1], np.int32), np.array([1, 0], np.int32)
    return relate(compare_pairs(found, weights(found), left, right))


@settings(max_examples=400, deadline=None)
@given(pairs())
def test_scores_stay_on_the_scale(given_notes: list[tuple[str, tuple[Stretch, ...]]]) -> None:
    found = both_ways(given_notes)
    for what, score in (
        (found.forward, found.score),
        (found.backward, found.back_score),
    ):
        for relation, value in zip(what.tolist(), score.tolist(), strict=True):
            assert (value == 0) == (relation == Relation.NONE)
            assert 0 <= value <= 1
    assert ((found.likeness >= 0) & (found.likeness <= 1)).all()


@settings(max_examples=400, deadline=None)
@given(pairs())
def test_only_an_excerpt_has_a_direction(
    given_notes: list[tuple[str, tuple[Stretch, ...]]],
) -> None:
    found = both_ways(given_notes)
    for k in range(2):
        forward, backward = Relation(int(found.forward[k])), Relation(int(found.backward[k]))
        if forward != backward:
            assert {forward, backward} == {Relation.EXCERPT, Relation.NONE}


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_a_note_is_verbatim_itself(text: str) -> None:
    found = both_ways([(text, ()), (text, ())])
    assert found.forward.tolist() == [Relation.VERBATIM] * 2
    assert found.score.tolist() == [1.0, 1.0]


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_short_notes_are_never_near_or_excerpt(
    given_notes: list[tuple[str, tuple[Stretch, ...]]],
) -> None:
    texts = [text for text, _ in given_notes]
    found = both_ways(given_notes)
    if min(len(text.split()) for text in texts) < SHORT_WORDS:
        assert Relation.NEAR not in found.forward.tolist()
    for k, text in enumerate(texts):
        if len(text.split()) < SHORT_WORDS:
            assert found.forward[k] not in (Relation.NEAR, Relation.EXCERPT)


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_nothing(threads: int) -> None:
    texts = [numbered(k, k + 20) for k in range(100)]
    found = hash_words(texts, [[(0, len(t))] for t in texts], [()] * 100)
    left, right = (a.astype(np.int32).ravel() for a in np.meshgrid(range(100), range(100)))
    evidence = compare_pairs(found, weights(found), left, right, threads=threads)
    assert evidence.shape == (10_000, COLUMNS)
    assert (relate(evidence).forward[left == right] == Relation.VERBATIM).all()
    assert (relate(evidence).forward[abs(left - right) > 19] == Relation.NONE).all()


@st.composite
def edited_pairs(draw: st.DrawFn) -> list[tuple[str, tuple[Stretch, ...]]]:
    """Draw a note that repeats no word, and a copy with words put in, dropped and changed."""
    count = draw(st.integers(1, 60))
    original = numbered(0, count).split()
    copy = list(original)
    for number in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(copy)))
        new = numbered(10 * number, 10 * number + draw(st.integers(0, 10)), "new").split()
        copy[at : at + draw(st.integers(0, 10))] = new
    return [masked(draw, original), masked(draw, copy)]


def masked(draw: st.DrawFn, listed: list[str]) -> tuple[str, tuple[Stretch, ...]]:
    text, masks = "", []
    for word in listed:
        if not draw(st.integers(0, 9)):
            masks.append(Stretch(len(text), len(text) + len(word)))
        text += word + " "
    return text, tuple(masks)


@settings(max_examples=400, deadline=None)
@given(edited_pairs())
def test_the_order_of_two_notes_does_not_matter(
    given_notes: list[tuple[str, tuple[Stretch, ...]]],
) -> None:
    found = both_ways(given_notes)
    assert found.forward[0] == found.backward[1]
    assert found.backward[0] == found.forward[1]
    assert found.score[0] == pytest.approx(found.back_score[1], abs=1e-6)


def test_order_hardly_matters_where_words_repeat() -> None:
    """Of several equal alignments one is taken; so two views may differ, but hardly ever do."""
    rng = random.Random(20)
    # Words as often as in a language: the k-th most frequent one time in k (Zipf).
    words = numbered(0, 2000).split()
    often = [1 / (k + 3) for k in range(2000)]
    differ = 0
    for _ in range(500):
        note = rng.choices(words, often, k=rng.randint(5, 90))
        copy = list(note)
        for _ in range(rng.randint(0, 6)):
            at = rng.randrange(len(copy) + 1)
            copy[at : at + rng.randint(0, 5)] = rng.choices(words, often, k=rng.randint(0, 8))
        if rng.random() < 0.3:
            cut = rng.randrange(len(copy) + 1)
            copy = copy[cut:] + copy[:cut]
        found = both_ways([(" ".join(note), ()), (" ".join(copy), ())])
        differ += bool(found.forward[0] != found.backward[1])
    assert differ <= 5
