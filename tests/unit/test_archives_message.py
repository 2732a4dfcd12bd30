"""What a message's header says: identity, thread, sender, exclusion, labels."""

from __future__ import annotations

import pytest

from api.archives import Exclusion, Mail, Origin, Skipped, read_message

BASE = b"From: Ann Roe <ANN@X.org>\nTo: Bob <bob@y.org>\nSubject: hello\n"


def read(raw: bytes) -> Mail:
    entry = read_message(raw, Origin("test"))
    assert isinstance(entry, Mail), entry
    return entry


@pytest.mark.parametrize(
    ("header", "exclusion"),
    [
        (b"", None),
        (b"Precedence: first-class\n", None),
        (b"Auto-Submitted: no\n", None),
        (b"List-Id: <l.x.org>\n", Exclusion.LIST),
        (b"X-Mailing-List: l@x.org\n", Exclusion.LIST),
        (b"Precedence: list\n", Exclusion.LIST),
        (b"Precedence: Bulk\n", Exclusion.BULK),
        (b"List-Unsubscribe: <mailto:u@x.org>\n", Exclusion.BULK),
        (b"Auto-Submitted: auto-replied\n", Exclusion.AUTOMATIC),
        (b"X-Autoreply: yes\n", Exclusion.AUTOMATIC),
        (b"Return-Path: <>\n", Exclusion.BOUNCE),
        (b"X-Failed-Recipients: a@x.org\n", Exclusion.BOUNCE),
        (
            b"Content-Type: multipart/report; boundary=b\nAuto-Submitted: auto-replied\n",
            Exclusion.BOUNCE,
        ),
        (b"Content-Class: urn:content-classes:calendarmessage\n", Exclusion.CALENDAR),
        (b"Content-Type: text/calendar; method=REQUEST\n", Exclusion.CALENDAR),
        (b"X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?=\n", Exclusion.DRAFT),
    ],
)
def test_exclusions(header: bytes, exclusion: Exclusion | None) -> None:
    assert read(BASE + header + b"\ntext").exclusion is exclusion


@pytest.mark.parametrize(
    ("subject", "excluded"),
    [
        ("Automatic reply: hello", True),
        ("Automatische Antwort: Hallo", True),
        ("Автоматический ответ: привет", True),
        ("自动回复: 你好", True),
        ("Automatic reply machines are cheap", False),
        ("Re: hello", False),
    ],
)
def test_absence_replies_by_subject(subject: str, excluded: bool) -> None:
    raw = f"From: a@x.org\nTo: b@y.org\nSubject: {subject}\n\ntext".encode()
    assert (read(raw).exclusion is Exclusion.AUTOMATIC) is excluded


def test_mailer_daemon_is_a_bounce() -> None:
    raw = b"From: Mail Delivery System <MAILER-DAEMON@x.org>\nTo: a@x.org\n\ntext"
    assert read(raw).exclusion is Exclusion.BOUNCE


def test_a_mail_with_an_attached_calendar_file_stays() -> None:
    raw = (
        BASE
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee you\n--b\n"
        + b"Content-Type: text/calendar; name=a.ics\nContent-Disposition: attachment\n\nX\n--b--\n"
    )
    assert read(raw).exclusion is None


def test_thread_is_the_root_or_the_message_itself() -> None:
    assert read(BASE + b"Message-ID: <3@x>\n\nt").message.thread == "3@x"
    reply = BASE + b"Message-ID: <3@x>\nIn-Reply-To: <2@x>\nReferences: <1@x>\n <2@x>\n\nt"
    assert read(reply).message.thread == "1@x"
    assert read(BASE + b"Message-ID: <3@x>\nIn-Reply-To: <2@x>\n\nt").message.thread == "2@x"
    assert read(BASE + b"X-GM-THRID: 77\nReferences: <1@x>\n\nt").message.thread == "77"


def test_recipients_of_all_fields_once() -> None:
    raw = b"From: a@x.org\nTo: Bob <B@y.org>, c@y.org\nCC: b@y.org\nBcc: d@y.org\n\nt"
    assert [to.address for to in read(raw).message.to] == ["b@y.org", "c@y.org", "d@y.org"]


def test_sender_is_normalised() -> None:
    message = read(BASE + b"\nt").message
    assert (message.sender, message.sender_name) == ("ann@x.org", "Ann Roe")


def test_a_message_without_id_gets_the_same_one_each_time() -> None:
    first, again = read(BASE + b"\ntext"), read_message(BASE + b"\ntext", Origin("elsewhere", 5))
    assert isinstance(again, Mail)
    assert first.message.id == again.message.id != ""
    assert first.message.id != read(BASE + b"\nother").message.id


def test_bracketed_message_id_is_borne() -> None:
    assert read(BASE + b"Message-ID: <[a@b]>\n\nt").message.id == "[a@b]"


@pytest.mark.parametrize("label", ["Sent", "Gesendet", "=?UTF-8?Q?Envoy=C3=A9s?=", "Inbox,Sent"])
def test_sent_labels(label: str) -> None:
    assert read(BASE + f"X-Gmail-Labels: {label}\n\nt".encode()).in_sent_folder


def test_campaign_header() -> None:
    assert read(BASE + b"X-Campaign: spring\n\nt").message.campaign == "spring"


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"no header at all", b"\xff\xd8\xff\xe0"])
def test_what_is_no_message_is_skipped(raw: bytes) -> None:
    assert isinstance(read_message(raw, Origin("test")), Skipped)
