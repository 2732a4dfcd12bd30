"""Sentences of notes: what counts as one, whose words it holds, and what a model is given."""

from __future__ import annotations

import numpy as np

from dedupe import Message, Recipient, note_sentences, read_note, said_spans, words_of
from dedupe.note_sentences import MOST_VALUES, NoteSentences, sentence_values

TO = (Recipient(address="anna@x.example", name="Anna Nowak"),)
TEXT = (
    "Dear Anna,\n\nYour red coat is ready, and the bill is 45 euros. Thanks! The lining of the "
    "left sleeve was torn in two places.\n\nKind regards,\nNora from the cleaner's on the corner"
)


def read(text: str, to: tuple[Recipient, ...] = TO):
    return read_note(Message("n", text, to=to))


def told(text: str, to: tuple[Recipient, ...] = TO) -> list[str]:
    said, texts = note_sentences([read(text, to)])
    return [texts[key] for key in said.keys.tolist()]


def test_a_greeting_a_word_of_thanks_and_the_sign_off_say_too_little() -> None:
    assert told(TEXT) == [
        "Your red coat is ready, and the bill is ….",
        "The lining of the left sleeve was torn in two places.",
    ]


def test_a_sentence_holds_its_own_unmasked_words_and_leads_back_into_the_text() -> None:
    note = read(TEXT)
    said, _ = note_sentences([note])
    words = words_of([note])
    plain = words.flags == 0
    spans = np.stack((said.firsts, said.stops), axis=1)
    places = said_spans(spans, words.starts[plain], words.stops[plain])
    shown = [TEXT[start:stop] for start, stop in places]
    assert shown[0].startswith("Your red coat is ready")
    assert shown[1] == "The lining of the left sleeve was torn in two places"


def test_a_masked_value_is_no_part_of_what_a_sentence_says() -> None:
    other = (Recipient(address="bob@x.example", name="Bob Kent"),)
    mine, texts = note_sentences([read("Anna Nowak, the coat is ready at our shop now.")])
    theirs, _ = note_sentences([read("Bob Kent, the coat is ready at our shop now.", other)])
    assert mine.keys.tolist() == theirs.keys.tolist()
    assert texts[int(mine.keys[0])] == "…, the coat is ready at our shop now."
    third, _ = note_sentences([read("Anna Nowak, the suit is ready at our shop now.")])
    assert third.keys.tolist() != mine.keys.tolist()


def test_numbers_are_kept_apart_so_that_they_can_contradict() -> None:
    def values(text: str) -> frozenset[int]:
        said, _ = note_sentences([read(text)])
        return sentence_values(said.values[0].tolist())

    march, march_again = values("We deliver 30 boxes to you."), values("You will get 30 crates.")
    assert march == march_again
    assert march
    assert not march & values("We deliver 12 boxes to you.")
    many = values("We sell 1, 2, 3, 4, 5 or 6 boxes at once to you.")
    assert 0 < len(many) <= MOST_VALUES


def test_sentences_are_found_without_spaces_and_from_the_right() -> None:
    assert told("您的红色大衣已经洗好了。请您明天下午来取。") == [
        "您的红色大衣已经洗好了。",
        "请您明天下午来取。",
    ]
    assert len(told("معطفك الأحمر جاهز للاستلام. هل تأتين غدًا لأخذه؟")) == 2


def test_a_note_of_no_words_has_no_sentence_and_keeps_its_place() -> None:
    said, texts = note_sentences([read(""), read(TEXT), read("Thanks!")])
    assert np.diff(said.bounds).tolist() == [0, 2, 0]
    assert len(said) == 3
    assert said.notes.tolist() == [1, 1]
    assert len(texts) == 2


def test_batches_are_chosen_from_and_joined() -> None:
    one, _ = note_sentences([read(TEXT), read("The piano tuner comes on Tuesday morning.")])
    turned = one.chosen(np.array([1, 0, 1]))
    assert np.diff(turned.bounds).tolist() == [1, 2, 1]
    assert turned.keys.tolist() == [one.keys[2], one.keys[0], one.keys[1], one.keys[2]]
    both = NoteSentences.nothing(2).joined(one)
    assert np.diff(both.bounds).tolist() == [0, 0, 2, 1]
    assert both.keys.tolist() == one.keys.tolist()
    assert both.languages.tolist() == [0, 0, *one.languages.tolist()]
