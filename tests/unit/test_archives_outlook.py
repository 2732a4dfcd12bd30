"""Outlook's formats: .msg where samples are at hand, .pst through a stand-in for libpff."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.archives import Exclusion, Mail, Origin, Skipped, open_archives
from api.archives.outlook_msg import read_msg
from api.archives.outlook_pst import PstArchive
from dedupe import CannotJudgeError


@dataclass
class Item:
    """One item as libpff gives it: what it lacks, it raises for."""

    subject: str | None = None
    plain: bytes | None = None
    html: bytes | None = None
    headers: str | None = None

    def get_identifier(self) -> int:
        return 1

    def get_subject(self) -> str | None:
        return self.subject

    def get_sender_name(self) -> str | None:
        return "Ann Roe"

    def get_transport_headers(self) -> str | None:
        if self.headers is None:
            raise OSError("pypff_message_get_transport_headers: unable to retrieve")
        return self.headers

    def get_plain_text_body(self) -> bytes | None:
        if self.plain is None:
            raise OSError("no body")
        return self.plain

    def get_html_body(self) -> bytes | None:
        if self.html is None:
            raise OSError("no body")
        return self.html

    def get_client_submit_time(self) -> datetime | None:
        return datetime(2024, 3, 1, 9, 30)


@dataclass
class Folder:
    """One folder as libpff gives it."""

    name: str | None
    items: list[Item] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)

    def get_name(self) -> str | None:
        return self.name

    def get_number_of_sub_folders(self) -> int:
        return len(self.folders)

    def get_sub_folder(self, number: int) -> Folder:
        return self.folders[number]

    def get_number_of_sub_messages(self) -> int:
        return len(self.items)

    def get_sub_message(self, number: int) -> Item:
        return self.items[number]


@dataclass
class File:
    """An open .pst as libpff gives it."""

    root: Folder

    def open(self, path: str) -> None:
        if not path:
            raise OSError("unable to open")

    def close(self) -> None:
        pass

    def get_root_folder(self) -> Folder:
        return self.root


HEADERS = "From: Ann <ann@x.org>\r\nTo: bob@y.org\r\nMessage-ID: <1@x>\r\nSubject: hi\r\n"
TREE = Folder(
    None,
    folders=[
        Folder("Inbox", [Item("a", "Zażółć".encode(), headers=HEADERS), Item()]),
        Folder(
            "Gesendete Elemente",
            [Item("b", None, b"<p>Thank <i>you</i></p>")],
            [Folder("Older", [Item("c", b"older")])],
        ),
        Folder("Entw\u00fcrfe", [Item("d", b"half a thought")]),
    ],
)


def test_pst_items_are_read_folder_by_folder() -> None:
    archive = PstArchive("a.pst", "a.pst", 1, opener=lambda: File(TREE))
    (chunk,) = archive.chunks()
    entries = list(archive.read(chunk))
    assert [entry.origin.row for entry in entries] == [1, 2, 3, 4, 5]
    assert isinstance(entries[1], Skipped)
    found = [entry for entry in entries if isinstance(entry, Mail)]
    assert [mail.message.text for mail in found] == [
        "Zażółć",
        "Thank you",
        "older",
        "half a thought",
    ]
    assert [mail.in_sent_folder for mail in found] == [False, True, True, False]
    assert found[3].exclusion is Exclusion.DRAFT
    assert found[0].message.to[0].address == "bob@y.org"
    assert found[1].message.sent_at == datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
    assert archive.read_one(entries[2].origin) == entries[2]


def test_pst_without_its_extra_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypff", None)
    (tmp_path / "a.pst").write_bytes(b"!BDN" + bytes(600))
    with pytest.raises(CannotJudgeError, match=r"samenote\[pst\]"):
        open_archives([str(tmp_path / "a.pst")])


def test_a_damaged_pst_is_skipped(tmp_path: Path) -> None:
    pytest.importorskip("pypff")
    (tmp_path / "a.pst").write_bytes(b"!BDN" + bytes(600))
    with open_archives([str(tmp_path / "a.pst")]) as opened:
        assert opened.archives == ()
        assert "Outlook" in opened.skipped[0].reason


def test_ole_files_that_are_no_mail_are_skipped() -> None:
    entry = read_msg(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), Origin("a.doc"))
    assert isinstance(entry, Skipped)


MSG = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "fixtures"
MSG = MSG / "outlook_msg_parser" / "src" / "test" / "resources" / "test-messages"


@pytest.mark.skipif(not MSG.is_dir(), reason="the sample messages are not here")
@pytest.mark.parametrize(
    ("name", "sender", "recipients", "text"),
    [
        ("simple sent", "jdoes@someserver.com", 1, "Dear BitDaddys Corp.,"),
        (
            "simple email with TO and CC_multiple",
            "elias.laugher@gmail.com",
            6,
            "Just a test to get",
        ),
        ("chinese message un_garbled", "zhuo.d.wang@accenture.com", 1, "Quiz Time  / Question"),
        ("chinese message", "", 1, "Dears：\n      经过汇总"),
        ("tst_unicode", "m.kalejs@outlook.com", 1, "-/-\nChar-å-Char"),
    ],
)
def test_msg_samples(name: str, sender: str, recipients: int, text: str) -> None:
    with open_archives([str(MSG / f"{name}.msg")]) as opened:
        (entry,) = [e for a in opened.archives for c in a.chunks() for e in a.read(c)]
    assert isinstance(entry, Mail)
    assert entry.message.sender == sender
    assert len(entry.message.to) == recipients
    assert entry.message.text.startswith(text)
