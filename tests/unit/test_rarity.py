"""Rarity: filler weighs nothing, rare words weigh what the formula says."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from dedupe.rarity import (
    FILLER,
    PRIOR_NOTES,
    UNLISTED,
    blended_frequencies,
    filler_table,
    rarity_keys,
    weights,
)
from dedupe.words import Words
from tests.relating import numbered, plain_words


def blended(
    words: Words, written: npt.NDArray[np.bool_], sent: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float32]:
    """Blend the frequencies of a collection beyond which nothing is known."""
    nothing = np.zeros(len(written), np.float32)
    return blended_frequencies(words, rarity_keys(words), written, sent, nothing, 0)


FILLERS = {
    "en": "thank you for your", "de": "danke für das", "pl": "to nie jest", "ru": "я не это",
    "ar": "في من على", "fr": "merci pour", "uk": "я не це",
}  # fmt: skip


@pytest.mark.parametrize("language", FILLERS)
def test_filler_weighs_nothing(language: str) -> None:
    assert not weights(plain_words([FILLERS[language]])).any()


def test_an_unlisted_word_weighs_what_the_formula_says() -> None:
    assert weights(plain_words([numbered(0, 3)])).tolist() == pytest.approx(
        [math.log(FILLER / UNLISTED)] * 3
    )


def test_a_character_is_weighed_as_a_pair_at_two_thirds() -> None:
    rare = "龘靐齉"
    assert weights(plain_words([rare])).tolist() == pytest.approx(
        [math.log(FILLER / UNLISTED) * 2 / 3] * 3
    )
    keys = rarity_keys(plain_words([rare + " word", rare[1:]]))
    assert keys[1] == keys[4], "the same pair"
    assert keys[0] != keys[1]
    assert keys[1] == keys[2], "the last counts as the pair it ends"


def test_pairs_do_not_reach_over_notes() -> None:
    together = rarity_keys(plain_words(["龘", "靐"]))
    assert together.tolist() == [rarity_keys(plain_words([c]))[0] for c in "龘靐"]


def test_a_word_of_several_languages_has_its_highest_frequency() -> None:
    table = filler_table()
    assert (table.keys[1:] >= table.keys[:-1]).all()
    assert (table.frequencies > UNLISTED).all()
    again = np.flatnonzero(table.keys[1:] == table.keys[:-1])
    assert (table.frequencies[again] >= table.frequencies[again + 1]).all()


def test_given_frequencies_take_the_place_of_the_table() -> None:
    found = plain_words(["one two"])
    given = np.array([FILLER / math.e, 2 * FILLER], np.float32)
    assert weights(found, given).tolist() == pytest.approx([1, 0], abs=1e-6)


def test_words_of_many_notes_become_filler_and_own_note_does_not_count() -> None:
    texts = [f"{numbered(k, k + 1, 'rare')} everywhere" for k in range(400)]
    found = plain_words(texts)
    written = np.ones(len(found.hashes), np.bool_)
    frequency = blended(found, written, np.ones(400, np.bool_))
    prior = PRIOR_NOTES * UNLISTED
    assert frequency[0] == pytest.approx(prior / (399 + PRIOR_NOTES), rel=1e-3)
    assert frequency[1] == pytest.approx((399 + prior) / (399 + PRIOR_NOTES), rel=1e-3)
    assert weights(found, frequency)[1] == 0 < weights(found, frequency)[0]


def test_copied_words_make_no_word_common() -> None:
    texts = ["shared words here"] * 300
    found = plain_words(texts)
    frequency = blended(found, np.zeros(len(found.hashes), np.bool_), np.ones(300, np.bool_))
    table = filler_table().look_up(rarity_keys(found))
    assert (frequency <= table + 1e-6).all()


def test_a_fresh_store_uses_the_table() -> None:
    found = plain_words(["thank something"])
    table = filler_table().look_up(rarity_keys(found))
    written = np.ones(2, np.bool_)
    found_again = blended(found, written, np.ones(1, np.bool_))
    assert found_again.tolist() == pytest.approx(table.tolist())
    none = np.zeros(0, np.bool_)
    assert len(blended(plain_words([]), none, none)) == 0


def test_notes_not_yet_sent_make_no_word_common() -> None:
    found = plain_words(["everywhere"] * 400)
    written = np.ones(400, np.bool_)
    sent = np.arange(400) < 100
    prior = PRIOR_NOTES * UNLISTED
    frequency = blended(found, written, sent)
    assert frequency[0] == pytest.approx((99 + prior) / (99 + PRIOR_NOTES), rel=1e-3)
    assert frequency[399] == pytest.approx((100 + prior) / (100 + PRIOR_NOTES), rel=1e-3)
