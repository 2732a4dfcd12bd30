"""One sentence in a language may say what two or three said in another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dedupe import (
    AbroadScale,
    Meaning,
    MeaningScale,
    Message,
    NoteMeaning,
    language_of,
    note_sentences,
    read_note,
    reworded_evidence,
    words_of,
)
from dedupe.centres import LanguageCentres
from dedupe.joined_sentences import may_be_together, taken_together
from dedupe.reworded_pairs import reworded_pairs

ONE = "You have registered with our club, but we cannot let you in since the account is locked."
TWO = (
    "Sie haben sich bei unserem Verein angemeldet. "
    "Wir können Sie aber nicht einlassen, weil das Konto gesperrt ist."
)
ENGLISH, GERMAN = language_of(ONE), language_of(TWO)
#: Where sentences stand: two things that are said, then what each language adds.
REGISTERED, LOCKED, ELSE, IN_ENGLISH, IN_GERMAN = np.eye(5, dtype=np.float32)
CENTRES = LanguageCentres({ENGLISH: IN_ENGLISH / 2, GERMAN: IN_GERMAN / 2}, np.zeros(5, np.float32))
ABROAD = AbroadScale(MeaningScale(0.2, 0.9, line=0.65), lambda: CENTRES)
SCALE = MeaningScale(0.5, 0.9, line=0.65, abroad=ABROAD)


def rows(language: np.ndarray, *said: np.ndarray) -> np.ndarray:
    """Vectors whose direction from the centre of the language is what is said."""
    stacked = np.stack([s / np.linalg.norm(s) for s in said])
    return (stacked + language / 2).astype(np.float32)


def english(*said: np.ndarray, words: float = 17.0) -> NoteMeaning:
    weights = [words / len(said)] * len(said)
    return NoteMeaning.of(rows(IN_ENGLISH, *said), weights, language=ENGLISH)


def german(*said: np.ndarray, words: float = 17.0) -> NoteMeaning:
    weights = [words / len(said)] * len(said)
    return NoteMeaning.of(rows(IN_GERMAN, *said), weights, language=GERMAN)


def test_one_sentence_is_held_against_all_of_the_other_note() -> None:
    both, apart = english(REGISTERED + LOCKED), german(REGISTERED, LOCKED)
    found = reworded_evidence(both, apart, SCALE)
    assert found.score == pytest.approx(1, abs=1e-3)
    assert [(p.here, p.there) for p in found.pairs] == [(0, 0), (0, 1)]
    back = reworded_evidence(apart, both, SCALE)
    assert back.score == pytest.approx(found.score)
    assert [(p.here, p.there) for p in back.pairs] == [(0, 0), (1, 0)]


@pytest.mark.parametrize(
    "other",
    [
        german(REGISTERED, ELSE),  # only half of it
        german(REGISTERED, LOCKED, REGISTERED, LOCKED),  # too many sentences
        german(REGISTERED, LOCKED, words=40),  # too long
        replace(german(REGISTERED, LOCKED), language=ENGLISH),  # one language
    ],
)
def test_otherwise_sentences_are_matched_one_to_one(other: NoteMeaning) -> None:
    found = reworded_evidence(english(REGISTERED + LOCKED), other, SCALE)
    assert found.score < 0.65
    assert len(found.pairs) < 2


def test_numbers_that_differ_count_against_it() -> None:
    here = replace(english(REGISTERED + LOCKED), values=(frozenset({4411}),))
    there = replace(german(REGISTERED, LOCKED), values=(frozenset(), frozenset({4412})))
    found = reworded_evidence(here, there, SCALE)
    assert found.score < 0.65


def test_a_judgement_finds_it() -> None:
    notes = [read_note(Message(str(k), text)) for k, text in enumerate((ONE, TWO))]
    said, _ = note_sentences(notes)
    words = words_of(notes)
    vectors = np.concatenate(
        (rows(IN_ENGLISH, REGISTERED + LOCKED), rows(IN_GERMAN, REGISTERED, LOCKED))
    )
    one, first = np.array([1], np.int32), np.array([0], np.int32)
    meaning = Meaning(
        said, vectors, np.arange(3), np.zeros(3), one, first, np.zeros(2, bool), SCALE
    )
    aside = np.zeros(len(words.hashes), np.bool_)
    found = reworded_pairs(meaning, words, aside, np.empty(0, np.int64), np.zeros(2, np.bool_))
    told = found.between(0, 1)
    assert told is not None
    assert told.abroad
    assert told.here.tolist() == [[0, 17], [0, 17]]
    assert told.there.tolist() == [[0, 7], [7, 18]]


def test_which_notes_may_be_taken_together() -> None:
    counts = np.array([1, 2, 3, 4, 2, 2])
    lengths = np.array([10.0, 10.0, 10.0, 10.0, 21.0, 4.0])
    assert may_be_together(1, 10.0, counts, lengths).tolist() == [
        False, True, True, False, False, False
    ]  # fmt: skip
    assert may_be_together(2, 10.0, counts, lengths).tolist() == [True] + [False] * 5


def test_nothing_taken_together_is_nothing() -> None:
    assert not taken_together(np.zeros((2, 3), np.float32), np.ones(2)).any()
