"""Names and addresses are found in what a report says, and each keeps one label."""

from __future__ import annotations

import time
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from api.archives.interface import Origin
from api.reports.clean import clean, shortened
from api.reports.privacy import Hidden, Piece, Pseudonyms, pseudonyms, split_private


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{p.label}]" if isinstance(p, Hidden) else p for p in pieces)


def asked(pieces: tuple[Piece, ...]) -> str:
    return "".join(p.text if isinstance(p, Hidden) else p for p in pieces)


def test_addresses_in_running_text_are_hidden() -> None:
    said = "Ask office@laundry.example, or (anna.nowak+x@example.co.uk). Not @ this, nor a@ b."
    assert shown(split_private(said)) == ("Ask [address], or ([address]). Not @ this, nor a@ b.")


def test_an_address_with_letters_of_any_script_is_hidden() -> None:
    assert shown(split_private("до пошта@приклад.укр!")) == "до [address]!"


@given(st.text())
def test_hiding_loses_nothing(text: str) -> None:
    assert asked(split_private(text)) == clean(text)
    assert asked(Pseudonyms(frozenset({"anna"})).sentence(text)) == shortened(clean(text), 500)


def test_known_people_are_hidden_in_sentences(reports_sample: ModuleType) -> None:
    labels = pseudonyms(reports_sample.lifelike())
    said = "Anna Nowak got it, and so did guest1.3@example.com; the annals did not."
    assert shown(labels.sentence(said)) == (
        "[name] got it, and so did [address]; the annals did not."
    )
    assert shown(labels.sentence("Told to “ANNA NOWAK”.")) == "Told to “[name]”."


def test_one_person_keeps_one_label() -> None:
    labels = Pseudonyms(frozenset())
    names = [labels.recipient(name) for name in ("a", "b", "a")]
    assert [name.label for name in names if isinstance(name, Hidden)] == [
        "Recipient 1",
        "Recipient 2",
        "Recipient 1",
    ]
    assert labels.recipient(" ") == "unknown recipient"
    sender = labels.sender("a")
    assert isinstance(sender, Hidden)
    assert sender.label == "Sender 1"


def test_a_file_name_is_hidden_but_not_the_place_in_it() -> None:
    labels = Pseudonyms(frozenset())
    assert shown(labels.origin(Origin("/home/anna/x.mbox", 40))) == "[File 1]@40"
    assert shown(labels.origin(Origin("rows.csv", 7, row=7))) == "[File 2]:7"
    assert asked(labels.origin(Origin("/home/anna/x.mbox", 40))) == "/home/anna/x.mbox@40"


def test_a_long_run_without_spaces_is_no_trap() -> None:
    started = time.perf_counter()
    split_private("a" * 200_000)
    assert time.perf_counter() - started < 5


def test_characters_that_turn_the_direction_are_dropped_and_marks_kept() -> None:
    assert clean("a\u202eb\u2066c\u200fd\u202c") == "abc\u200fd"
