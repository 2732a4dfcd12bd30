"""CSV and JSON Lines: charsets, delimiters, headings, mapping, faulty rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.archives import Mail, Skipped, open_archives
from dedupe import Recipient, UsageError


def read(
    path: Path, content: bytes, columns: dict[str, str] | None = None
) -> tuple[list[Mail | Skipped], list[str]]:
    path.write_bytes(content)
    with open_archives([str(path)], columns=columns) as opened:
        found = [e for a in opened.archives for c in a.chunks() for e in a.read(c)]
        assert [opened.read_one(e.origin) for e in found] == found
        return found, [s.reason for s in opened.skipped]


def mails(path: Path, content: bytes, columns: dict[str, str] | None = None) -> list[Mail]:
    found, skipped = read(path, content, columns)
    assert skipped == []
    assert all(isinstance(entry, Mail) for entry in found), found
    return [entry for entry in found if isinstance(entry, Mail)]


def test_a_table_with_everything(tmp_path: Path) -> None:
    content = (
        "id;name;email;company;household;postcode;groups;date;subject;message;fields.coat\n"
        '7;Żaneta;ZANETA@home.example;Acme;h1;00-950;"choir, school";2024-03-01T09:30:00;Hi;'
        '"Dear Żaneta,\nthank ""you"".";blue\n'
    ).encode()
    (mail,) = mails(tmp_path / "a.csv", content)
    message = mail.message
    assert message.id == "7"
    assert message.text == 'Dear Żaneta,\nthank "you".'
    assert message.to == (
        Recipient(
            address="zaneta@home.example",
            name="Żaneta",
            company="Acme",
            household="h1",
            postcode="00-950",
            groups=("choir", "school"),
        ),
    )
    assert message.sent_at == datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
    assert message.fields == {"coat": "blue"}
    assert mail.origin.row == 1


@pytest.mark.parametrize(
    ("heading", "text", "charset"),
    [
        ("Nachricht;E-Mail", "Grüße aus Köln", "cp1252"),
        ("Treść,Adres e-mail", "Dziękujemy", "utf-8-sig"),
        ("Сообщение\tКому", "Спасибо за пальто", "utf-8"),
        ("正文,收件人", "谢谢您的外套", "utf-16"),
        ("本文,宛先", "ありがとうございました", "cp932"),
        ("Wiadomość,Adres e-mail", "Dziękujemy", "utf-16-le"),
        ("text|to", "thank you", "ascii"),
        ("الرسالة;إلى", "شكرا", "utf-8"),
    ],
)
def test_headings_and_charsets_of_many_languages(
    tmp_path: Path, heading: str, text: str, charset: str
) -> None:
    delimiter = next(mark for mark in ";,\t|" if mark in heading)
    content = f"{heading}\r\n{text}{delimiter}bob@y.org\r\n".encode(charset)
    (mail,) = mails(tmp_path / "a.csv", content)
    assert mail.message.text == text
    assert mail.message.to == (Recipient(address="bob@y.org"),)


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    content = b"Kto,Co,Kiedy\nbob@y.org,thank you,1 Mar 2024 09:30 +0000\n"
    columns = {"text": "co", "to.address": "Kto", "sent_at": "Kiedy"}
    (mail,) = mails(tmp_path / "a.csv", content, columns)
    assert mail.message.text == "thank you"
    assert mail.message.to[0].address == "bob@y.org"
    assert mail.message.sent_at == datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


def test_a_mapping_to_no_field_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n")
    with pytest.raises(UsageError, match="no field named 'txt'"):
        open_archives([str(tmp_path / "a.csv")], columns={"txt": "a"})


def test_a_mapped_column_that_is_missing_is_said(tmp_path: Path) -> None:
    _, skipped = read(tmp_path / "a.csv", b"a,b\n1,2\n", {"text": "body"})
    assert skipped == ["a table without the column 'body'; it has: a, b"]


def test_a_table_without_text_is_said(tmp_path: Path) -> None:
    _, skipped = read(tmp_path / "a.csv", b"From,Message Count\na@x.org,3\n")
    assert skipped == [
        "a table in which no column is known to hold the text; map one of: From, Message Count"
    ]


def test_rows_without_text_are_skipped_and_blank_rows_ignored(tmp_path: Path) -> None:
    found, _ = read(tmp_path / "a.csv", b"id,text\n1,one\n\n2,\n3,three\n")
    assert [type(entry).__name__ for entry in found] == ["Mail", "Skipped", "Mail"]
    assert [str(entry.origin).rsplit(":", 1)[1] for entry in found] == ["1", "3", "4"]


def test_an_open_quote_does_not_swallow_memory(tmp_path: Path) -> None:
    content = b'id,text\n1,"never closed\n' + b"2,filler\n" * 480_000
    found, _ = read(tmp_path / "a.csv", content)
    assert any(isinstance(entry, Skipped) and "field" in entry.reason for entry in found)


def test_html_column(tmp_path: Path) -> None:
    (mail,) = mails(tmp_path / "a.csv", b"id,html\n1,<p>Dear <b>Bob</b></p>\n")
    assert mail.message.text == "Dear Bob"


def test_equal_rows_are_different_messages(tmp_path: Path) -> None:
    first, second = mails(tmp_path / "a.csv", b"text,to\nhi,b@y.org\nhi,b@y.org\n")
    assert first.message.id != second.message.id


def test_old_macintosh_line_ends(tmp_path: Path) -> None:
    assert len(mails(tmp_path / "a.csv", b"id,text\r1,one\r2,two\r")) == 2


def test_jsonl_contract(tmp_path: Path) -> None:
    record = {
        "id": "1",
        "html": "<p>Dear Bob</p><div style='display:none'>x</div>",
        "subject": "hi",
        "sender": "Ann <ANN@x.org>",
        "to": [{"id": "c7", "address": "Bob@y.org", "name": "Bob", "groups": ["choir"]}, "c@y.org"],
        "fields": {"first": "Bob", "amount": 3},
        "sent_at": "2024-03-01T09:30:00+02:00",
        "thread": "t",
        "channel": "letter",
        "campaign": "spring",
    }
    (mail,) = mails(tmp_path / "a.jsonl", json.dumps(record).encode())
    message = mail.message
    assert message.text == "Dear Bob"
    assert (message.sender, message.sender_name) == ("ann@x.org", "Ann")
    assert message.to == (
        Recipient(id="c7", address="bob@y.org", name="Bob", groups=("choir",)),
        Recipient(address="c@y.org"),
    )
    assert message.fields == {"first": "Bob", "amount": "3"}
    assert message.sent_at is not None
    assert (message.thread, message.channel, message.campaign) == ("t", "letter", "spring")


def test_jsonl_keys_can_be_mapped(tmp_path: Path) -> None:
    content = b'{"nr": 5, "inhalt": "hi", "mail": "b@y.org"}\n'
    columns = {"text": "inhalt", "id": "nr", "to": "mail"}
    (mail,) = mails(tmp_path / "a.jsonl", content, columns)
    assert (mail.message.id, mail.message.text) == ("5", "hi")
    assert mail.message.to == (Recipient(address="b@y.org"),)


def test_faulty_lines_are_skipped_one_by_one(tmp_path: Path) -> None:
    lines = [
        b'{"id": "1", "text": "one"}',
        b"not json",
        b"[1, 2]",
        b"",
        b'{"id": "2"}',
        b'{"id": "3", "text": ["no"], "to": 5, "sent_at": {}}',
        b'{"a":' * 100_000,
        b'{"id": "4", "text": "four", "to": {"address": 7}, "sent_at": 1e300}',
    ]
    found, _ = read(tmp_path / "a.jsonl", b"\n".join(lines))
    assert [entry.origin.row for entry in found] == [1, 2, 3, 5, 6, 7, 8]
    assert [isinstance(entry, Mail) for entry in found] == [True] + [False] * 5 + [True]


def test_lone_surrogates_survive(tmp_path: Path) -> None:
    (mail,) = mails(tmp_path / "a.jsonl", b'{"id": "1", "text": "a \\ud800 b"}\n')
    assert mail.message.text == "a \ud800 b"
    assert json.loads(json.dumps(mail.message.text)) == "a \ud800 b"


def test_a_lone_surrogate_in_html_or_without_id(tmp_path: Path) -> None:
    content = (
        b'{"html": "<p>a \\udfff b</p>"}\n{"text": "a \\ud800 b", "sender": "\\ud800@x.org"}\n'
    )
    first, second = mails(tmp_path / "a.jsonl", content)
    assert first.message.text == "a \ufffd b"
    assert second.message.text == "a \ud800 b"
    assert second.message.id
