"""Evidence for rewording: the best pairing of sentences, and what counts against it."""

from __future__ import annotations

import numpy as np
import pytest

from dedupe import (
    E5_SCALE,
    AbroadScale,
    LanguageCentres,
    MeaningScale,
    NoteMeaning,
    find_masks,
    language_of,
    reworded_evidence,
    reworded_score,
    values_of,
)

SCALE = MeaningScale(unrelated=0.5, same=0.9)
ENGLISH = language_of("Thank you for the letter that you have written to us about the children.")
GERMAN = language_of("Vielen Dank für den Brief, den Sie uns über die Kinder geschrieben haben.")


def directions(*angles: float) -> np.ndarray:
    """Unit vectors in the plane, by degrees."""
    radians = np.deg2rad(np.array(angles, np.float64))
    return np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)


def test_each_sentence_is_paired_with_what_says_the_same_wherever_it_stands() -> None:
    here = NoteMeaning.of(directions(0, 90, 200), [5, 5, 5])
    there = NoteMeaning.of(directions(205, 3, 92), [5, 5, 5])
    found = reworded_evidence(here, there, SCALE)
    assert [(p.here, p.there) for p in found.pairs] == [(0, 1), (1, 2), (2, 0)]
    assert found.pairs[0].cosine == pytest.approx(np.cos(np.deg2rad(3)), abs=1e-5)
    assert found.score == found.containment == pytest.approx(1, abs=1e-3)
    assert found.contradicted == ()


def test_the_pairing_is_the_best_in_all_not_the_greediest() -> None:
    # Greedy takes 0 with 0 (the nearest) and leaves 1 with nothing.
    here, there = directions(0, 30), directions(5, -35)
    found = reworded_evidence(NoteMeaning.of(here, [5, 5]), NoteMeaning.of(there, [5, 5]), SCALE)
    assert [(p.here, p.there) for p in found.pairs] == [(0, 1), (1, 0)]


def test_a_note_inside_a_longer_one_is_contained_but_not_the_same() -> None:
    short = NoteMeaning.of(directions(0), [10])
    long = NoteMeaning.of(directions(0, 90, 180), [10, 10, 20])
    found = reworded_evidence(short, long, SCALE)
    assert found.containment == pytest.approx(1)
    assert found.score == pytest.approx(0.25)
    assert reworded_evidence(long, short, SCALE).containment == pytest.approx(0.25)


def test_the_score_is_the_same_from_both_sides() -> None:
    rows = np.random.default_rng(2)
    for _ in range(50):
        a, b = (
            NoteMeaning.of(directions(*rows.uniform(0, 120, n)), rows.uniform(1, 20, n).tolist())
            for n in rows.integers(1, 6, 2)
        )
        one, other = reworded_evidence(a, b, SCALE), reworded_evidence(b, a, SCALE)
        assert one.score == pytest.approx(other.score, abs=1e-9)
        assert 0 <= one.score <= 1
        assert len({p.here for p in one.pairs}) == len({p.there for p in one.pairs})


def test_numbers_that_differ_count_against() -> None:
    rows = directions(0, 90)
    fields = ([frozenset({"4411"}), frozenset()], [frozenset({"4412"}), frozenset({"3"})])
    a, b = (NoteMeaning.of(rows, [5, 5], values) for values in fields)
    found = reworded_evidence(a, b, SCALE)
    assert found.contradicted == (0,)
    assert found.score < reworded_evidence(a, a, SCALE).score
    assert reworded_evidence(a, a, SCALE).contradicted == ()


def test_what_everybody_writes_counts_less() -> None:
    rows, away = directions(0, 90), directions(0, 60)
    plain, near = (NoteMeaning.of(v, [5, 5], background=[0.5, 0.5]) for v in (rows, away))
    common = NoteMeaning.of(rows, [5, 5], background=[0.5, 1.0])
    assert reworded_evidence(plain, plain, SCALE).score == pytest.approx(1)
    less = reworded_evidence(common, near, SCALE).score
    assert less < reworded_evidence(plain, near, SCALE).score
    assert less == pytest.approx(reworded_evidence(near, common, SCALE).score)


def test_nothing_to_compare_gives_nothing() -> None:
    empty = NoteMeaning.of(np.empty((0, 2), np.float32), [])
    one = NoteMeaning.of(directions(0), [5])
    blank = NoteMeaning.of(directions(0), [0])
    for a, b in ((empty, one), (one, empty), (empty, empty), (blank, one)):
        assert reworded_evidence(a, b, E5_SCALE).score == 0
        assert reworded_evidence(a, b, E5_SCALE).pairs == ()


def test_parts_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="as many sentences"):
        NoteMeaning.of(directions(0, 1), [5])


def test_from_the_same_on_the_nearer_still_counts_more() -> None:
    scale = MeaningScale(unrelated=0.5, same=0.9)
    got = scale.strength(np.array([0.4, 0.5, 0.7, 0.85, 0.9, 0.95, 1.0 - 1e-7]))
    assert (got[:2] == 0).all()
    assert (np.diff(got[1:]) > 0).all()
    assert got[2] == pytest.approx(np.sqrt(0.5))
    assert 0.9 < got[4] < got[5] < got[6] == 1


def test_a_background_that_is_not_known_leaves_the_scale_its_own_floor() -> None:
    rows, near = directions(0), directions(50)
    known = NoteMeaning.of(rows, [5], background=[0.2])
    unknown = NoteMeaning.of(rows, [5])
    low = MeaningScale(unrelated=0.7, same=0.9, least=0.1)
    assert reworded_evidence(known, NoteMeaning.of(near, [5], background=[0.2]), low).score > 0.5
    assert reworded_evidence(unknown, NoteMeaning.of(near, [5]), low).score == 0
    assert reworded_evidence(known, NoteMeaning.of(near, [5]), low).score == 0


def test_two_languages_are_compared_from_their_centres() -> None:
    # Each language adds its own direction: raw cosines of a translation are those of a stranger.
    said = np.eye(6, dtype=np.float32)[:2]
    english, german = (2 * np.eye(6, dtype=np.float32)[k] for k in (4, 5))
    here, there = (said + english) / np.sqrt(5), (said[::-1] + german) / np.sqrt(5)
    centres = LanguageCentres(
        {ENGLISH: english / np.sqrt(5), GERMAN: german / np.sqrt(5)}, np.zeros(6, np.float32)
    )
    scale = MeaningScale(0.5, 0.9, abroad=AbroadScale(MeaningScale(0.5, 0.9), lambda: centres))
    a = NoteMeaning.of(here, [5, 5], language=ENGLISH)
    b = NoteMeaning.of(there, [5, 5], language=GERMAN)
    found = reworded_evidence(a, b, scale)
    assert found.abroad
    assert found.score == pytest.approx(1)
    assert [(p.here, p.there) for p in found.pairs] == [(0, 1), (1, 0)]
    assert found.pairs[0].cosine == pytest.approx(0.2)
    at_home = reworded_evidence(a, NoteMeaning.of(there, [5, 5], language=ENGLISH), scale)
    assert not at_home.abroad
    assert at_home.score == 0
    assert not reworded_evidence(a, NoteMeaning.of(there, [5, 5]), scale).abroad


def test_the_public_score_is_nothing_below_the_line_and_never_that_of_an_excerpt() -> None:
    shares = np.linspace(0, 1, 201).tolist()
    for scale in (E5_SCALE, E5_SCALE.abroad.scale if E5_SCALE.abroad else E5_SCALE):
        scores = [scale.score(share) for share in shares]
        assert scores == sorted(scores)
        assert 0.3 < min(score for score in scores if score) < 0.7
        assert max(scores) == 0.79
        assert all(
            bool(score) == (share >= scale.line)
            for score, share in zip(scores, shares, strict=True)
        )
    rows = directions(0, 90)
    same = NoteMeaning.of(rows, [5, 5], language=ENGLISH)
    assert reworded_score(reworded_evidence(same, same)) == 0.79
    assert reworded_score(reworded_evidence(same, NoteMeaning.of(rows[:1], [5]))) == 0


def test_values_are_digits_whatever_the_language_and_script() -> None:
    texts = ("The price is 45 from 1 March.", "З 1 березня ціна 45.", "السعر ٤٥ من ١ مارس.")
    for text in texts:
        masks = find_masks(text, [(0, len(text))])
        assert values_of(text, masks, 0, len(text)) == {"45", "1"}
    assert values_of(texts[0], masks=(), start=0, stop=5) == frozenset()
