"""Folding and offsets on any text: disguises change nothing, offsets stay inside the text."""

from __future__ import annotations

import unicodedata

from hypothesis import assume, example, given
from hypothesis import strategies as st

from dedupe.fold import IGNORED, fold_table
from tests.relating import plain_words
from tests.texts import ANY_TEXT, NOTES, TEXTS

INVISIBLE = ("\u200b", "\u00ad", "\u200d", "\ufeff", "\u2060", "\u0640", "\u034f")
LATIN = "aceopxyijsABCEHIKMOPTXY"
CYRILLIC = "асеорхуіјѕАВСЕНІКМОРТХУ"


@given(ANY_TEXT)
def test_words_stand_inside_the_text_one_behind_another(text: str) -> None:
    found = plain_words([text])
    at = 0
    for start, stop in zip(found.starts.tolist(), found.stops.tolist(), strict=True):
        assert at <= start < stop <= len(text)
        at = stop


@given(ANY_TEXT)
def test_each_word_alone_has_the_same_hash(text: str) -> None:
    found = plain_words([text])
    parts = [text[a:b] for a, b in zip(found.starts.tolist(), found.stops.tolist(), strict=True)]
    alone = plain_words(parts)
    assert alone.hashes.tolist() == found.hashes.tolist()
    assert alone.bounds.tolist() == list(range(len(parts) + 1))


@given(TEXTS)
@example("\u0e01\u0e38\u0323")
def test_normal_forms_agree(text: str) -> None:
    assume(marks_in_order(text))
    forms = [text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)]
    assert len(set(plain_words(forms).exact.tolist())) == 1


def marks_in_order(text: str) -> bool:
    """Say whether no normal form puts kept marks in another order, which a fold does not do.

    Only marks of several scripts on one letter are, say a Khmer sign after a Thai vowel.
    """
    fold = fold_table().fold
    kept = "".join(c for c in text if not unicodedata.combining(c) or fold[ord(c)] != IGNORED)
    return unicodedata.normalize("NFD", kept) == "".join(
        unicodedata.normalize("NFD", letter) for letter in kept
    )


@given(NOTES, st.data())
def test_disguises_change_nothing(note: str, data: st.DataObject) -> None:
    disguised = ""
    for letter in note:
        disguised += letter.upper() if data.draw(st.booleans()) else letter
        if letter != " ":
            disguised += data.draw(st.sampled_from(("", "", *INVISIBLE)))
    # The capital of ß is two letters, and the lower case of both is ss: the fold agrees.
    assert plain_words([note]).hashes.tolist() == plain_words([disguised]).hashes.tolist()


@given(st.text(LATIN + " ", max_size=60))
def test_look_alike_letters_agree(note: str) -> None:
    disguised = note.translate(str.maketrans(LATIN, CYRILLIC))
    assert plain_words([note]).hashes.tolist() == plain_words([disguised]).hashes.tolist()


@given(NOTES, st.sampled_from("٠०۰０𝟎"))
def test_digits_of_any_script_agree(note: str, zero: str) -> None:
    text = note + " 1234567890"
    table = {ord("0") + k: ord(zero) + k for k in range(10)}
    assert plain_words([text]).exact[0] == plain_words([text.translate(table)]).exact[0]


@given(NOTES)
def test_another_word_is_another_note(note: str) -> None:
    one, other = plain_words([note, note + " unlike"]).exact.tolist()
    assert one != other
