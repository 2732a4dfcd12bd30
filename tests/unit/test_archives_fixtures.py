"""Real and malformed mail of many parsers' test suites, where it is at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from api.archives import Exclusion, Mail, Skipped, open_archives

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the sample data are not here")


def read(*parts: str) -> tuple[list[Mail], list[Skipped]]:
    mails: list[Mail] = []
    with open_archives([str(DATA.joinpath(*parts))]) as opened:
        skipped = list(opened.skipped)
        for archive in opened.archives:
            for chunk in archive.chunks():
                for entry in archive.read(chunk):
                    if isinstance(entry, Mail):
                        mails.append(entry)
                    else:
                        skipped.append(entry)
    return mails, skipped


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("cpython_test_email", 44),
        ("enmime", 98),
        ("fast_mail_parser", 17),
        ("mime4j", 145),
        ("mimekit", 265),
        ("nodemailer", 10),
        ("outlook_msg_parser", 28),
        ("ruby_mail", 103),
        ("talon", 14),
        ("zbateson", 77),
    ],
)
def test_malformed_mail_is_read_all_the_same(folder: str, least: int) -> None:
    mails, skipped = read("fixtures", folder)
    assert len(mails) >= least
    # What is passed over are files that are no mail, never a message that a parser gave up.
    assert {entry.reason for entry in skipped if "could not be read" in entry.reason} == set()
    for mail in mails:
        mail.message.text.encode("utf-8")


def test_the_maintainers_archive_is_read_whole() -> None:
    mails, skipped = read("archives", "sent_form_letters.mbox")
    assert (len(mails), skipped) == (1697, [])
    added = "This is a note to let you know that I've just added the patch titled"
    assert sum(added in " ".join(mail.message.text.split()) for mail in mails) > 200
    assert all(mail.message.id and mail.message.sent_at for mail in mails)
    assert sum(not mail.message.to for mail in mails) == 2  # they have neither To nor Cc


def test_list_archives_are_lists() -> None:
    pipermail, skipped = read("archives", "lists", "tests", "data", "2001-November.txt")
    assert (len(pipermail), skipped) == (164, [])
    assert Counter(mail.exclusion for mail in pipermail) == {Exclusion.LIST: 164}
    logs, skipped = read("archives", "lists", "tests", "data", "3GPP")
    assert len(logs) == 82
    assert {entry.reason for entry in skipped} <= {
        "not a mail archive (looks like plain text)",
        "not a mail archive (looks like binary data)",
    }
    assert sum(mail.message.sent_at is None for mail in logs) == 1  # it has no Date


def test_content_length_of_a_real_mailbox() -> None:
    folder = ("fixtures", "mimekit", "UnitTests", "TestData", "mbox")
    mails, _ = read(*folder, "content-length.mbox.txt")
    summary = DATA.joinpath(*folder, "content-length-summary.txt").read_text()
    assert len(mails) == summary.count("From - ")


def test_an_unmunged_from_line_stays_in_its_message() -> None:
    mails, _ = read("fixtures", "mimekit", "UnitTests", "TestData", "mbox", "unmunged.mbox.txt")
    assert len(mails) == 2
    assert all("From Russia with love" in mail.message.text for mail in mails)
