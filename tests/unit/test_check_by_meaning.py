"""Checks with the real model: rewritten by hand, in another language, honest, and spun."""

from __future__ import annotations

from types import ModuleType

import pytest

from api.checking import check
from api.distinct import distinct_notes
from api.verdict import SaidAlike, Verdict
from dedupe import Encoder, Message, Recipient

CARD = (
    "Dear Anna,\n\nThank you for trusting us with your wedding dress. The stain on the hem is "
    "gone, and we have mended the lace at the sleeve. You can pick it up any day until seven in "
    "the evening. We wish you a wonderful wedding."
)
REWRITTEN = (
    "Dear Ruth,\n\nMany thanks for leaving your bridal dress in our care. We got the stain out of "
    "the hem, and the lace on the sleeve has been repaired. Collect it whenever you like, each day "
    "up to 7 pm. Have a marvellous wedding day."
)
POLISH = (
    "Droga Ewo,\n\nDziękujemy, że powierzyła nam Pani swoją suknię ślubną. Plama przy dolnym "
    "brzegu zniknęła, a koronkę na rękawie naprawiliśmy. Można ją odebrać każdego dnia do "
    "dziewiętnastej. Życzymy cudownego ślubu."
)
# Two honest letters about the same thing: a dress, and what became of it.
HONEST = (
    "Dear Ruth,\n\nYour grandmother's wedding dress is older than we thought: the label inside is "
    "from a shop in Leeds that closed in 1931. The silk would not stand a bath, so I have only "
    "brushed it. I would not wear it, but it will hang well in a frame."
)


def to(number: int) -> tuple[Recipient, ...]:
    return (Recipient(address=f"p{number}@c{number}.example"),)


@pytest.fixture
def judged(real_encoder: Encoder):
    """Return a function that checks notes against the card, by meaning too."""
    from index import MeaningMemory

    def run(*notes: str, history: tuple[str, ...] = (CARD,)) -> list[Verdict]:
        return check(
            [Message(f"n{k}", text, to=to(k)) for k, text in enumerate(notes)],
            history=[Message(f"h{k}", text, to=to(90 + k)) for k, text in enumerate(history)],
            threads=1, memory=MeaningMemory(real_encoder),
        )  # fmt: skip

    return run


def quoted(text: str, other: str, pair: SaidAlike) -> tuple[str, str]:
    return text[slice(*pair.here)], other[slice(*pair.there)]


def test_the_card_rewritten_by_hand_is_found_and_its_sentences_paired(judged) -> None:
    (verdict,) = judged(REWRITTEN)
    assert (verdict.relation, verdict.decision, verdict.reach) == ("reworded", "look", 1)
    assert not verdict.degraded
    (match,) = verdict.matches
    assert not match.translated
    assert match.cosine is not None
    assert 0.5 <= match.score <= 0.79
    pairs = [quoted(REWRITTEN, CARD, pair) for pair in match.sentences]
    # Whole sentences, with their values and full stops, in the order of the note.
    assert pairs[0] == (
        "Many thanks for leaving your bridal dress in our care.",
        "Thank you for trusting us with your wedding dress.",
    )
    assert (
        "Collect it whenever you like, each day up to 7 pm.",
        "You can pick it up any day until seven in the evening.",
    ) in pairs
    assert verdict.personal_share is not None
    assert verdict.personal_share < 0.3


def test_another_language_is_told_and_never_above_look(judged) -> None:
    (verdict,) = judged(POLISH)
    assert (verdict.relation, verdict.decision) == ("reworded", "look")
    assert verdict.matches[0].translated
    assert "another_language" in {reason["code"] for reason in verdict.reasons}


def test_an_honest_letter_on_the_same_topic_is_not_flagged(judged) -> None:
    (verdict,) = judged(HONEST)
    assert (verdict.relation, verdict.decision, verdict.reach) == ("none", "send", 0)
    assert verdict.matches == ()


def test_words_alone_are_degraded_and_find_none_of_it() -> None:
    (verdict,) = check(
        [Message("n", REWRITTEN, to=to(1))], history=[Message("h", CARD, to=to(2))], threads=1
    )
    assert (verdict.relation, verdict.degraded) == ("none", True)


def test_the_same_in_other_words_is_one_note_and_a_translation_another(judged) -> None:
    verdicts = judged(CARD, REWRITTEN, POLISH, HONEST, history=())
    assert distinct_notes(verdicts, 0) == [[0, 1], [2], [3]]
    words_only = check(
        [Message(str(k), text, to=to(k)) for k, text in enumerate((CARD, REWRITTEN))], threads=1
    )
    assert distinct_notes(words_only, 0) == [[0], [1]]


@pytest.mark.parametrize("language", ["ENGLISH", "POLISH"])
def test_a_spun_template_is_hardly_more_than_one_note(
    judged, spinning: ModuleType, language: str
) -> None:
    """120 rows of 256 possible texts, four wordings of each of four sentences."""
    notes = spinning.spun(getattr(spinning, language), 120)
    assert len({note.split("\n\n")[1] for note in notes}) > 80
    verdicts = judged(*notes, HONEST, history=())
    groups = distinct_notes(verdicts, 0)
    assert len(groups) == 2
    assert groups[-1] == [120]


def test_copies_of_one_text_are_never_told_as_reworded(judged) -> None:
    # Close copies are compared with a few others by their words; meaning finds the rest again.
    text = (
        "Thank you so much for trusting us with your {0}. It was a real pleasure to look after "
        "it, and I finished the pressing myself so that it would hang just as you like it. If "
        "there is anything at all that is not perfect, bring it back to me and I will put it right."
    )
    worn = "coat scarf skirt jacket dress tie gown cape shawl vest blazer cardigan poncho sash"
    verdicts = judged(*(text.format(each) for each in worn.split()), history=())
    assert {match.relation for v in verdicts for match in v.matches} == {"template"}
