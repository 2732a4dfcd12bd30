"""A template and rows become notes: recipients, fields, personal lines, faults."""

from __future__ import annotations

import pytest

from api.merge import merged
from dedupe import CannotJudgeError, Message, Recipient, UsageError, find_masks

ROW = {
    "email": "Ruth@x.example",
    "first name": "Ruth",
    "last name": "Holloway",
    "company": "Acme",
    "household": "9 Quillet St",
    "postcode": "MB1",
    "groups": "choir; school",
    "line": "I kept the three spare sequins in an envelope",
}


def one(template: str, row: dict[str, object], **more: object) -> Message:
    (message,) = merged(template, [row], **more).messages  # type: ignore[arg-type]
    return message


def test_a_row_is_a_note_with_its_recipient_and_its_values() -> None:
    message = one("Dear {{first name}},\n{{line}}", dict(ROW))
    assert message.id == "row 1"
    assert message.text == "Dear Ruth,\nI kept the three spare sequins in an envelope"
    assert message.fields == ROW
    assert message.to == (
        Recipient(
            address="ruth@x.example",
            name="Ruth Holloway",
            company="Acme",
            household="9 Quillet St",
            postcode="MB1",
            groups=("choir", "school"),
        ),
    )


def test_short_values_are_masks_of_the_row_and_a_personal_line_is_none() -> None:
    message = one("Dear {{first name}},\n{{line}}", dict(ROW))
    masks = find_masks(message.text, [(0, len(message.text))], fields=message.fields)
    told = {(message.text[m.start : m.stop], m.source.value) for m in masks}
    assert ("Ruth", "row") in told
    assert not any("sequins" in text for text, _ in told)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"E-Mail-Adresse": "a@x.example", "Vorname": "Jo", "Nachname": "Ek"},
         ("a@x.example", "Jo Ek")),
        ({"adres e-mail": "a@x.example", "imię": "Ewa", "nazwisko": "Lis"},
         ("a@x.example", "Ewa Lis")),
        ({"имейл": "a@x.example", "име": "Ана"}, ("a@x.example", "Ана")),
        ({"邮箱": "a@x.example", "姓名": "陈国强"}, ("a@x.example", "陈国强")),
        ({"邮箱": "a@x.example", "姓": "陈", "名": "国强"}, ("a@x.example", "陈国强")),
        ({"First Name": "Ann"}, ("", "Ann")),
        ({"full name": "Ann Lee", "first name": "Ann"}, ("", "Ann Lee")),
    ],
)  # fmt: skip
def test_recipients_are_told_by_headings_of_many_languages(
    row: dict[str, object], expected: tuple[str, str]
) -> None:
    (to,) = one(f"x {{{{{next(iter(row))}}}}}", row).to
    assert (to.address, to.name) == expected


def test_columns_of_the_recipient_can_be_named() -> None:
    row: dict[str, object] = {"wer": "a@x.example", "haus": "h1", "email": "other@x.example"}
    message = one("Hi {wer}", row, recipient={"address": "Wer", "household": "Haus"})
    assert message.to == (Recipient(address="a@x.example", household="h1"),)
    with pytest.raises(UsageError, match="a recipient has no 'shoe'"):
        merged("Hi {wer}", [row], {"shoe": "wer"})
    with pytest.raises(CannotJudgeError, match="no column 'hous' .*mean 'haus'"):
        merged("Hi {wer}", [row], {"household": "hous"})


def test_the_header_of_the_template_names_recipient_subject_and_sender() -> None:
    message = one(
        "To: {{first name}} <{{work}}>\nSubject: Your {{thing}}\nFrom: Nora <nora@shop.example>\n"
        "\nYour {{thing}} is ready.",
        {
            "first name": "Ruth",
            "work": "r@acme.example",
            "email": "r@home.example",
            "thing": "coat",
        },
    )
    assert message.to == (Recipient(address="r@acme.example", name="Ruth"),)
    assert message.subject == "Your coat"
    assert (message.sender, message.sender_name) == ("nora@shop.example", "Nora")
    assert message.text == "Your coat is ready."


def test_an_id_column_is_the_id_and_dates_and_messages_are_not_taken_for_fields() -> None:
    row: dict[str, object] = {"id": "c7", "date": "2025-03-01", "message": "hello", "text": "there"}
    message = one("{{message}} {{text}} on {{date}}", row)
    assert (message.id, message.sent_at) == ("c7", None)
    assert message.text == "hello there on 2025-03-01"


def test_html_is_extracted_as_of_a_mail_and_values_are_text() -> None:
    made = "<html><head><style>p {color: red}</style></head><body><p hidden>x</p><p>Dear {{n}},"
    message = one(f"{made}</p><p>5 {{{{w}}}} 6</p></body></html>", {"n": "<Ann>", "w": "&lt;"})
    assert message.text == "Dear <Ann>,\n\n5 &lt; 6"


def test_unused_columns_and_empty_fields_are_told() -> None:
    rows: list[dict[str, object]] = [
        {"email": "a@x.example", "n": "", "line": "x"},
        {"email": "b@x.example", "n": "Bo"},
    ]
    made = merged("Dear {{n}}, hello", rows)
    assert made.unused == ("line",)
    assert made.warnings == ("'n' is empty in 1 row of 2, first in rows:1",)


def test_no_recipient_is_told() -> None:
    (warning,) = merged("Your {{thing}}", [{"thing": "coat"}]).warnings
    assert "no column is known to hold the recipient" in warning


def test_values_of_json_may_be_numbers_and_lists_and_faulty_rows_are_left_out() -> None:
    rows: list[dict[str, object]] = [
        {"n": 5, "groups": ["a", "b"], "x": None, "y": True},
        {"n": {"deep": 1}},
    ]
    made = merged("Your {{n}} {{y}}", rows)
    assert made.messages[0].text == "Your 5 true"
    assert made.messages[0].to[0].groups == ("a", "b")
    assert [fault.reason for fault in made.skipped] == ["the value of 'n' is no text"]


@pytest.mark.parametrize("rows", [[], [{}]])
def test_no_rows_is_an_error(rows: list[dict[str, object]]) -> None:
    with pytest.raises(CannotJudgeError, match="no rows with columns"):
        merged("Hi {{n}}", rows)


def test_too_many_rows_are_refused_before_they_fill_the_memory() -> None:
    rows: list[dict[str, object]] = [{"n": str(k)} for k in range(6)]
    assert len(merged("Hi {{n}}", rows, most=6).messages) == 6
    with pytest.raises(CannotJudgeError, match=r"more rows than can be checked at once \(5 notes"):
        merged("Hi {{n}}", rows, most=5)


def test_a_note_of_nothing_but_an_empty_field_is_a_fault_of_its_row() -> None:
    made = merged("{{n}}", [{"n": "hi"}, {"n": ""}])
    assert len(made.messages) == 1
    assert [fault.reason for fault in made.skipped] == ["has no text"]
