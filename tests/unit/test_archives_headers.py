"""Header values: encoded words, addresses, dates, folder names, header blocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from api.archives.addresses import RECIPIENTS, Mailbox, read_addresses
from api.archives.dates import read_date, read_iso_date
from api.archives.encoded_words import decode_words
from api.archives.folder_names import is_draft, is_sent, sent_in_path
from api.archives.header_block import read_header


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?q?caf=C3=A9?= bar", "café bar"),
        (b"=?utf-8?B?xbs=?= =?UTF-8?b?xYI=?=", "Żł"),
        # One character cut in two by a careless sender.
        (b"=?utf-8?b?xQ==?= =?utf-8?b?uw==?=", "Ż"),
        (b"=?gb2312?B?1tC5+g==?=", "中国"),
        (b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        (b"=?koi8-r?B?8NLJ18XU?=", "Привет"),
        (b"=?windows-1252*de?q?Gr=FC=DFe?=", "Grüße"),
        (b"=?nonsense?q?abc?=", "abc"),
        (b"=?utf-8?q?two words?=", "two words"),
        (b"a =?utf-8?b?!!!?= b", "a  b"),
        ("Grüße".encode(), "Grüße"),
        (b"Gr\xfc\xdfe", "Grüße"),
        (b"folded\r\n value", "folded value"),
    ],
)
def test_encoded_words(raw: bytes, text: str) -> None:
    assert decode_words(raw) == text


def test_raw_bytes_are_read_in_the_charset_of_the_body() -> None:
    assert decode_words("Привет".encode("cp1251"), "windows-1251") == "Привет"


@pytest.mark.parametrize(
    ("raw", "boxes"),
    [
        (b"ann@x.org", [("", "ann@x.org")]),
        (b"<ann@x.org>", [("", "ann@x.org")]),
        (b"Ann Roe <ann@x.org>", [("Ann Roe", "ann@x.org")]),
        (b'"Roe, Ann" <ann@x.org>, bob@y.org', [("Roe, Ann", "ann@x.org"), ("", "bob@y.org")]),
        (b'"Roe \\"Annie\\"" <ann@x.org>', [("Roe Annie", "ann@x.org")]),
        (b"=?utf-8?q?Roe=2C_Ann?= <ann@x.org>", [("Roe, Ann", "ann@x.org")]),
        (b'"=?utf-8?b?SsO2cmc=?=" <j@x.org>', [("Jörg", "j@x.org")]),
        (b"=?utf-8?q?Ann_=3Cann=40x.org=3E?=", [("Ann", "ann@x.org")]),
        (b"ann@x.org (Ann Roe)", [("Ann Roe", "ann@x.org")]),
        (b"ann at x.org (Ann Roe)", [("Ann Roe", "ann@x.org")]),
        (b"undisclosed-recipients:;", []),
        (b"Undisclosed recipients: ;", []),
        (b"Friends: ann@x.org, Bob <bob@y.org>;", [("", "ann@x.org"), ("Bob", "bob@y.org")]),
        (b"ann@x.org; bob@y.org", [("", "ann@x.org"), ("", "bob@y.org")]),
        (b"'Ann' <ann@x.org>", [("Ann", "ann@x.org")]),
        (b"", []),
        (b" , ,", []),
    ],
)
def test_addresses(raw: bytes, boxes: list[tuple[str, str]]) -> None:
    assert list(read_addresses(raw)) == [Mailbox(*box) for box in boxes]


def test_recipients_are_bounded() -> None:
    many = b",".join(b"u%d@x.org" % number for number in range(RECIPIENTS + 100))
    assert len(read_addresses(many)) == RECIPIENTS


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Mon, 1 Jan 2024 10:00:00 +0200", datetime(2024, 1, 1, 8, tzinfo=UTC)),
        ("1 Jan 2024 10:00 -0000", datetime(2024, 1, 1, 10, tzinfo=UTC)),
        ("Mon, 01 Jan 2024 10:00:00 GMT", datetime(2024, 1, 1, 10, tzinfo=UTC)),
        ("Thu Nov  1 11:19:12 2001", datetime(2001, 11, 1, 11, 19, 12, tzinfo=UTC)),
        ("Mon, 1 Jan 2024 10:00:60 +0000", datetime(2024, 1, 1, 10, 0, 59, tzinfo=UTC)),
        ("Mon, 32 Jan 2024 10:00:00 +0000", None),
        ("Mon, 1 Foo 2024 10:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
        ("Mon, 1 Jan 2024 10:00:00 +9999", None),
    ],
)
def test_dates(value: str, expected: datetime | None) -> None:
    assert read_date(value) == expected


def test_dates_keep_their_offset() -> None:
    found = read_date("Mon, 1 Jan 2024 10:00:00 -0330")
    assert found is not None
    assert found.utcoffset() == -timedelta(hours=3, minutes=30)


def test_iso_dates_without_zone_are_utc() -> None:
    assert read_iso_date("2024-01-01T10:00:00") == datetime(2024, 1, 1, 10, tzinfo=UTC)
    east = timezone(timedelta(hours=2))
    assert read_iso_date("2024-01-01 10:00+02:00") == datetime(2024, 1, 1, 10, tzinfo=east)
    assert read_iso_date("soon") is None


@pytest.mark.parametrize(
    "name",
    [
        "Sent",
        ".Sent",
        "INBOX.Sent",
        "[Gmail]/Sent Mail",
        "Gesendet",
        "Éléments envoyés",
        "Enviados",
        "Posta inviata",
        "Itens enviados",
        "Verzonden items",
        "Wysłane",
        "Odeslaná pošta",
        "Изпратени",
        "Надіслані",
        "Отправленные",
        "المرسلة",
        "דואר שנשלח",
        "已发送",
        "送信済み",
        "Skickat",
        "Sendt",
        "Lähetetyt",
        "Gönderilmiş Postalar",
        "보낸편지함",
        "Sent-1",
        "Sent.mbox",
        "SENT_ITEMS",
        "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-",
        "Gesendete Elemente",
    ],
)
def test_sent_folders_in_many_languages(name: str) -> None:
    assert is_sent(name)
    assert not is_draft(name)


@pytest.mark.parametrize(
    "name", ["Inbox", "Presented", "Consent", "Drafts", "Archive", "", "&bad-"]
)
def test_other_folders(name: str) -> None:
    assert not is_sent(name)


def test_sent_folder_in_a_path() -> None:
    assert sent_in_path("/home/ann/Maildir/.Gesendet/cur/1:2,S")
    assert not sent_in_path("/home/ann/Maildir/.Inbox/cur/1:2,S")


def test_header_block_unfolds_and_keeps_repeats() -> None:
    header = read_header(b"TO: a@x.org,\r\n\tb@x.org\r\nTo: c@x.org\r\nX-Other: 1\r\n\r\nbody")
    assert header.fields[b"to"] == [b"a@x.org, b@x.org", b"c@x.org"]
    assert header.count == 3
    assert header.clean


def test_rubbish_among_header_lines_is_seen() -> None:
    header = read_header(b"Subject: a\nrubbish line\nTo: b@x.org\n\nbody")
    assert not header.clean
    assert header.first(b"to") == b"b@x.org"


def test_a_field_told_twice_or_in_odd_spaces_is_left_to_the_parser() -> None:
    once = b"Content-Type: text/plain;\n charset=utf-8\nSubject: a  b\n\nx"
    assert read_header(once).told_once
    assert not read_header(b"Content-Type: text/plain\n" + once).told_once
    assert not read_header(b'Content-Type: multipart/mixed; boundary="a  b"\n\nx').told_once


def test_the_nearer_of_two_ends_ends_the_header() -> None:
    assert read_header(b"Subject: a\n\r\nbody\n\nmore").body == len(b"Subject: a\n\r\n")
    assert read_header(b"Subject: a\n\nbody\n\r\nmore").body == len(b"Subject: a\n\n")
    assert read_header(b"Subject: a\n\r\n\nbody").body == len(b"Subject: a\n\r\n")
