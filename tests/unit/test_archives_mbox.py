"""Where one message ends and the next begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from api.archives import Exclusion, Mail, Skipped, open_archives
from api.archives.mbox import MboxArchive
from api.archives.separators import is_dated

FROM = "From ann@x.org Thu Jan  1 00:00:00 1970\n"
HEAD = "From: Ann <ann@x.org>\nTo: bob@y.org\nSubject: hello\n"

Reader = Callable[[str | bytes], list[Mail]]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def reading(content: str | bytes) -> list[Mail]:
        path = tmp_path / "box"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        found: list[Mail] = []
        with open_archives([str(path)]) as opened:
            assert opened.skipped == ()
            for archive in opened.archives:
                assert isinstance(archive, MboxArchive)
                for chunk in archive.chunks():
                    for entry in archive.read(chunk):
                        assert isinstance(entry, Mail)
                        found.append(entry)
        return found

    return reading


@pytest.mark.parametrize(
    "line",
    [
        b"From ann@x.org Thu Jan  1 00:00:00 1970",
        b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
        b"From - Tue Jul 29 10:05:33 2003",
        b"From 1495872843453453@xxx Tue Jul 28 10:05:33 +0000 2020",
        b"From ann@x.org Thu Jan  1 00:00 MET DST 1998",
        b"From ann@x.org Fri, 8 Jul 2011 12:08:34 +0000",
        b"From ann@x.org 2011-07-08T12:08:34Z",
        b"From jjl at pobox.com  Thu Nov  1 11:19:12 2001",
        b"From ???@??? Mon Jan 01 00:00:00 2001",
        b"From uucp Thu Jan  1 00:00:00 1970 remote from host",
    ],
)
def test_from_lines_end_in_a_date(line: bytes) -> None:
    assert is_dated(line)


@pytest.mark.parametrize(
    "line",
    [
        b"From Monday on we close at six.",
        b"From Russia with love",
        b"From 1 May 2024",
        b"From the 12:30 train in 2014",
        b"From Thu Jan 1970",
        b"From " + b"a " * 5_000,
    ],
)
def test_prose_is_no_from_line(line: bytes) -> None:
    assert not is_dated(line)


def test_a_body_line_beginning_from_is_no_message(read: Reader) -> None:
    body = "\nFrom Monday on we close.\n\nFrom 9 to 5 on Thu Jan  1 00:00:00 1970\nwe are open.\n\n"
    mails = read(FROM + HEAD + body + FROM + HEAD + "\nsecond\n")
    assert [mail.message.text for mail in mails] == [body.strip(), "second"]


def test_mboxrd_quoting_is_undone_once(read: Reader) -> None:
    mails = read(FROM + HEAD + "\n>From here\n>>From there\n> From nowhere\n")
    assert mails[0].message.text == "From here\n>From there\n> From nowhere"


def test_a_missing_blank_line_before_from_is_borne(read: Reader) -> None:
    assert len(read(FROM + HEAD + "\none\n" + FROM + HEAD + "\ntwo\n")) == 2


def test_right_content_length_hides_from_lines(read: Reader) -> None:
    inner = FROM + HEAD + "\nembedded\n"
    body = f"see this:\n\n{inner}"
    first = FROM + HEAD + f"Content-Length: {len(body)}\n\n{body}\n"
    mails = read(first + FROM + HEAD + "\nsecond\n")
    assert [mail.message.text for mail in mails] == [body.strip(), "second"]


def test_wrong_content_length_is_ignored(read: Reader) -> None:
    first = FROM + HEAD + "Content-Length: 99999\n\none\n\n"
    mails = read(first + FROM + HEAD + "Content-Length: 1\n\ntwo\n")
    assert [mail.message.text for mail in mails] == ["one", "two"]


def test_dateless_from_lines_where_the_first_is_one(read: Reader) -> None:
    mails = read(
        "From -\n" + HEAD + "\none\n\nFrom Russia with love\nYear: 1963\n\nFrom -\n" + HEAD
    )
    assert [mail.message.text for mail in mails] == ["one\n\nFrom Russia with love\nYear: 1963", ""]


def test_byte_order_mark_and_crlf(read: Reader) -> None:
    content = (
        b"\xef\xbb\xbf"
        + (FROM + HEAD + "\none\n\n" + FROM + HEAD + "\ntwo\n").replace("\n", "\r\n").encode()
    )
    assert [mail.message.text for mail in read(content)] == ["one", "two"]


def test_pipermail_is_a_list(read: Reader) -> None:
    line = "From ann at x.org  Thu Nov  1 11:19:12 2001\n"
    mails = read(line + "From: ann at x.org (Ann Roe)\nSubject: [List] hello\n\nhi\n")
    assert mails[0].exclusion is Exclusion.LIST
    assert (mails[0].message.sender, mails[0].message.sender_name) == ("ann@x.org", "Ann Roe")


def test_listserv_log(read: Reader) -> None:
    ruler = "=" * 73 + "\n"
    one = "Date:         Thu, 28 Feb 2013 18:58:18 +0000\nFrom:         Ann <ann@x.org>\n"
    mails = read(ruler + one + "\nfirst\n" + ruler + "no header\n" + ruler + one + "\nsecond\n")
    assert len(mails) == 2
    assert mails[0].message.text.startswith("first\n====")
    assert mails[1].message.text == "second"
    assert mails[0].exclusion is Exclusion.LIST


def test_a_message_without_header_is_skipped_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_text(FROM + "\n\nno header here\n\n" + FROM + HEAD + "\ntwo\n")
    with open_archives([str(path)]) as opened:
        (archive,) = opened.archives
        (chunk,) = archive.chunks()
        first, second = archive.read(chunk)
    assert isinstance(first, Skipped)
    assert "header" in first.reason
    assert isinstance(second, Mail)


def test_one_message_larger_than_a_share(read: Reader) -> None:
    body = "word " * 2_000_000
    mails = read(FROM + HEAD + "\n" + body + "\n\n" + FROM + HEAD + "\nsecond\n")
    assert len(mails) == 2
    assert len(mails[0].message.text) == 1_000_000
    assert mails[0].warnings
    assert mails[1].message.text == "second"


def test_a_share_begins_at_a_message_wherever_the_middle_falls(read: Reader) -> None:
    message = FROM + HEAD + "\n" + "line of text\n" * 700 + "\n"
    count = 9_000_000 // len(message)
    assert len(read(message * count)) == count
