"""Personal share: how much of a note is its reader's alone."""

from __future__ import annotations

import random

import pytest

from api import check
from dedupe import Message
from dedupe.rarity import weights
from tests.inventing import LANGUAGES, note, sentences, to_each
from tests.relating import plain_words

LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def body(language: str = "en") -> str:
    return " ".join(sentences(1, 5, language))


def share(text: str, history: list[Message], to: str = "me@gmail.com") -> float | None:
    (verdict,) = check([note(text, to)], history=history)
    return verdict.personal_share


def sent(*texts: str) -> list[Message]:
    return to_each(texts)


def test_a_name_swap_leaves_nothing_personal() -> None:
    history = sent(f"Dear Anna,\n\n{body()}")
    assert share(f"Dear Bert,\n\n{body()}", history) == 0


def test_a_copy_leaves_nothing_personal() -> None:
    assert share(body(), sent(body())) == 0


@LANGUAGE
def test_an_honest_note_is_wholly_personal(language: str) -> None:
    assert share(body(language), sent(*sentences(2, 5, language))) == 1


def test_it_falls_as_more_is_copied() -> None:
    own = sentences(3, 6)
    shares = [
        share(" ".join(sentences(1, 6)[:copied] + own[copied:]), sent(" ".join(sentences(1, 6))))
        for copied in range(7)
    ]
    assert shares == sorted(shares, key=lambda s: -(s or 0))
    assert (shares[0], shares[-1]) == (1, 0)
    assert len(set(shares)) == 7


def with_line(line: str) -> str:
    shared = body().split(". ")
    return f"{'. '.join(shared[:3])}. {line}. {'. '.join(shared[3:])}"


def test_a_line_of_five_words_counts_though_another_has_one_of_them() -> None:
    """By chance the lines share their middle word, which makes two slots of either."""
    one, other = (sentences(k, 1, words=4)[0].strip(". ").split() for k in (7, 8))
    lines = [" ".join([*four[:2], "qorvid", *four[2:]]) for four in (one, other)]
    found = share(with_line(lines[0]), sent(with_line(lines[1])))
    assert found == pytest.approx(5 / 65, abs=0.02)


@pytest.mark.parametrize("words", [1, 2, 3])
def test_a_value_of_up_to_three_words_counts_nothing(words: int) -> None:
    one, other = (sentences(k, 1, words=words)[0].strip(". ") for k in (7, 8))
    assert share(with_line(one), sent(with_line(other))) == 0


def test_changed_words_with_two_words_between_them_count_nothing() -> None:
    text = body().split()
    changed = [f"x{word}" if k % 7 == 3 and k < 25 else word for k, word in enumerate(text)]
    assert share(" ".join(changed), sent(" ".join(text))) == 0


@LANGUAGE
def test_a_long_personal_line_raises_it(language: str) -> None:
    line = sentences(4, 1, language, 30)[0]
    found = share(f"{body(language)} {line}", sent(body(language)))
    assert found == pytest.approx(1 / 3, abs=0.03)


#: Words that weigh nothing; the first test below holds that.
FILLER = "I have been to see you for this and that, as we all do, and it is what it is."


def test_the_filler_weighs_nothing() -> None:
    assert not weights(plain_words([FILLER])).any()


def test_added_filler_does_not_raise_it() -> None:
    history = sent(body())
    plain = share(f"{body()} {sentences(5, 1)[0]}", history)
    filled = share(f"{body()} {sentences(5, 1)[0]} {FILLER} {FILLER}", history)
    assert plain is not None
    assert filled is not None
    assert 0 < filled <= plain + 0.01


def test_changing_a_few_words_makes_nothing_personal() -> None:
    words = body().split()
    for k in (5, 20, 35, 50):
        words[k] = f"changed{'x' * k}"
    assert share(" ".join(words), sent(body())) == 0


def test_what_the_same_person_got_before_stays_personal() -> None:
    longer = f"{body()} {' '.join(sentences(6, 2))}"
    for before in (body(), longer):
        assert share(body(), [note(before, "me@gmail.com")]) == 1
        assert share(body(), [note(before, "you@gmail.com")]) == 0


def test_plain_counts_where_no_word_weighs_anything() -> None:
    copied, own = FILLER, "do you all see that it is for this and what have we to be as you do it"
    assert not weights(plain_words([own])).any()
    found = share(f"{copied} {own}", sent(copied))
    assert found == pytest.approx(len(own.split()) / len(f"{copied} {own}".split()), abs=0.15)


@pytest.mark.parametrize("text", ["", "🙏 !", " \n\n "])
def test_no_word_no_share(text: str) -> None:
    (verdict,) = check([note(text, "me@gmail.com")])
    assert verdict.personal_share is None
    assert verdict.relation == "none"
    assert verdict.decision == "send"
    assert verdict.reasons[0]["code"] == "nothing_to_judge"


def test_one_text_to_all_of_a_call_is_nobodys_own() -> None:
    for verdict in check(to_each([body()] * 5)):
        assert verdict.personal_share == 0


def test_words_that_became_common_weigh_less() -> None:
    """A note whose only own words stand in every note of the archive is hardly personal."""
    word = "everybodysword"
    history = to_each(f"{word} {' '.join(s)}" for s in (sentences(50 + k, 3) for k in range(60)))
    history += sent(body())
    known = share(f"{body()} {' '.join([word, *sentences(5, 1)[0].split()[:5]])}", history)
    fresh = share(f"{body()} {' '.join(['newword', *sentences(5, 1)[0].split()[:5]])}", history)
    assert known is not None
    assert fresh is not None
    assert known < fresh


@pytest.mark.parametrize("copies", [1, 2, 5])
def test_held_against_history_alone_a_name_swap_is_wholly_copied(copies: int) -> None:
    """From the first copy on, though the note itself does not count as sent."""
    history = sent(*(f"Dear Anna,\n\n{body()}" for _ in range(copies)))
    swapped = note(f"Dear Bert,\n\n{body()}", "me@gmail.com")
    (verdict,) = check([swapped], history=history, separately=True)
    assert (verdict.personal_share, verdict.reach) == (0, copies)


def test_held_against_history_alone_other_notes_of_the_call_take_nothing() -> None:
    line = sentences(4, 1, "en", 30)[0]
    notes = to_each([f"{body()} {line}", f"{line} {' '.join(sentences(7, 5))}"])
    history = [note(body(), "other@gmail.com")]
    first, second = check(notes, history=history, separately=True)
    assert first.personal_share == pytest.approx(1 / 3, abs=0.03)
    assert second.personal_share == 1
    together = check(notes, history=history)
    assert together[0].personal_share == 0


def test_held_against_history_alone_what_the_same_person_got_stays_personal() -> None:
    mine = note(f"{body()} {sentences(4, 1)[0]}", "me@gmail.com")
    (verdict,) = check([mine], history=[note(body(), "me@gmail.com")], separately=True)
    assert (verdict.personal_share, verdict.reach) == (1, 0)


@pytest.mark.parametrize(
    "letters",
    ["กานรเอมทคสวยลปดบ", "いうえおかきくけこさしすせそたちつてとなにのはまもよらりるれん"],
)
def test_single_characters_that_match_by_chance_take_nothing(letters: str) -> None:
    """Between any two lines of few letters a third of them match, in order."""
    rng = random.Random(5)
    text = "".join(rng.choices(letters, k=90))
    lines = ["".join(rng.choices(letters, k=45)) for _ in range(12)]
    for verdict in check(to_each(f"{text} {line}" for line in lines)):
        assert 0.2 < (verdict.personal_share or 0) < 0.4, "a third is its own"
