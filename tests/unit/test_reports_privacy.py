"""Names and addresses are found in what a report says, and each keeps one label."""

from __future__ import annotations

import time
from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from api.archives.interface import Origin
from api.reports.clean import clean, shortened
from api.reports.privacy import Hidden, Piece, knowing, private_names, pseudonyms

NOBODY = knowing(())


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{p.label}]" if isinstance(p, Hidden) else p for p in pieces)


def asked(pieces: tuple[Piece, ...]) -> str:
    return "".join(p.text if isinstance(p, Hidden) else p for p in pieces)


def test_addresses_in_running_text_are_hidden() -> None:
    said = "Ask office@laundry.example, or (anna.nowak+x@example.co.uk). Not @ this, nor a@ b."
    assert shown(NOBODY.quoted(said)) == ("Ask [address], or ([address]). Not @ this, nor a@ b.")


def test_an_address_with_letters_of_any_script_is_hidden() -> None:
    assert shown(NOBODY.quoted("до пошта@приклад.укр!")) == "до [address]!"


@given(st.text())
def test_hiding_loses_nothing(text: str) -> None:
    assert asked(NOBODY.quoted(text, frozenset({"a", "é b"}))) == clean(text)
    assert asked(knowing({"anna"}).sentence(text)) == shortened(clean(text), 500)


def test_known_people_are_hidden_in_sentences(reports_sample: ModuleType) -> None:
    labels = pseudonyms(reports_sample.lifelike())
    said = "Anna Nowak got it, and so did guest1.3@example.com; the annals did not."
    assert shown(labels.sentence(said)) == (
        "[name] got it, and so did [address]; the annals did not."
    )
    assert shown(labels.sentence("Told to “ANNA NOWAK”.")) == "Told to “[name]”."


def test_one_person_keeps_one_label() -> None:
    labels = knowing(())
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
    labels = knowing(())
    assert shown(labels.origin(Origin("/home/anna/x.mbox", 40))) == "[File 1]@40"
    assert shown(labels.origin(Origin("rows.csv", 7, row=7))) == "[File 2]:7"
    assert asked(labels.origin(Origin("/home/anna/x.mbox", 40))) == "/home/anna/x.mbox@40"


def test_a_long_run_without_spaces_is_no_trap() -> None:
    started = time.perf_counter()
    NOBODY.quoted("a" * 200_000)
    assert time.perf_counter() - started < 5


def test_characters_that_turn_the_direction_are_dropped_and_marks_kept() -> None:
    assert clean("a\u202eb\u2066c\u200fd\u202c") == "abc\u200fd"


def test_the_name_before_an_address_is_hidden_too() -> None:
    for said, left in (
        ("From: Anna M. Nowak <anna@example.com>\nMore", "From: [name] <[address]>\nMore"),
        ("Acked-by: Élodie Łuczak-O'Brien <e@example.com>", "Acked-by: [name] <[address]>"),
        ('To: "Nowak Anna" <anna@example.com>', "To: [name] <[address]>"),
        ("please let <list@example.com> know", "please let <[address]> know"),
        ("Dear Anna,\n<anna@example.com>", "Dear Anna,\n<[address]>"),
        ("a@example.com, Piotr Lis <p@example.com>", "[address], [name] <[address]>"),
    ):
        assert shown(NOBODY.quoted(said)) == left


def test_in_mail_known_people_are_hidden_by_their_full_name() -> None:
    labels = knowing({"anna nowak", "will", "王小明"})
    assert (
        shown(labels.quoted("Will Anna Nowak come? Anna will.")) == "Will [name] come? Anna will."
    )
    assert shown(labels.sentence("Will got it.")) == "[name] got it."


def test_names_that_a_family_marks_are_hidden_all_over_it() -> None:
    names = frozenset({"Anna", "Anna Nowak", "王小明"})
    said = "Annabel, Anna and Anna Nowak: 尊敬的王小明您好"
    assert shown(NOBODY.quoted(said, names)) == "Annabel, [name] and [name]: 尊敬的[name]您好"


def test_the_names_of_a_family_are_those_its_members_mark(reports_sample: ModuleType) -> None:
    assert private_names(reports_sample.cards()) == {"Anna", "Joanna", "Piotr"}


def test_a_name_that_one_member_marks_is_hidden_in_the_skeleton(
    reports_sample: ModuleType,
) -> None:
    from api.reports.html_text import skeleton_runs

    family = reports_sample.family(
        "x", ["Yours, Anna and Anna Nowak"], reports_sample.cards().members
    )
    runs, _ = skeleton_runs(family.skeleton, NOBODY, frozenset({"Anna", "Anna Nowak"}))
    assert shown(runs[0].pieces) == "Yours, [name] and [name]"
