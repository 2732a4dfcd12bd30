"""From paths to archives: what is recognised, what is skipped, and with which words."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.archives import Mail, OpenedArchives, Skipped, open_archives
from api.archives import opening as opening_module
from dedupe import UsageError

MAIL = b"From: ann@x.org\nTo: bob@y.org\nSubject: hello\n\nThank you.\n"
MBOX = b"From ann@x.org Thu Jan  1 00:00:00 1970\n" + MAIL + b"\n"


def entries(opened: OpenedArchives) -> list[Mail | Skipped]:
    return [e for a in opened.archives for c in a.chunks() for e in a.read(c)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "not a mail archive (looks like JPEG image)"),
        ("a.eml", b"\xff\xd8\xff\xe0\0\x10JFIF", "not a mail archive (looks like JPEG image)"),
        ("a.mbox", b"", "empty file"),
        ("a.pdf", b"%PDF-1.7", "not a mail archive (looks like PDF document)"),
        ("a.zip", b"PK\x03\x04..", "not a mail archive (looks like ZIP archive; unpack it first)"),
        ("a.txt", b"Dear diary\n", "not a mail archive (looks like plain text)"),
        ("a.html", b"<!DOCTYPE html><p>x", "not a mail archive (looks like HTML page)"),
        (
            "a.json",
            b'[{"text": "x"}]',
            "not a mail archive (looks like JSON document, not one object a line)",
        ),
        ("a.bin", bytes(range(256)), "not a mail archive (looks like binary data)"),
    ],
)
def test_what_no_reader_knows(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with open_archives([str(tmp_path / name)]) as opened:
        assert opened.archives == ()
        assert [(s.origin.path, s.reason) for s in opened.skipped] == [
            (str(tmp_path / name), reason)
        ]


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("noname", MBOX, "mbox"),
        ("a.eml", MBOX, "mbox"),
        ("a.mbox", MAIL, "eml"),
        ("a.csv", b'{"id": "1", "text": "hello"}\n', "jsonl"),
        ("letters", b"id,text,subject\n1,hello,hi\n", "csv"),
        ("a.gz", gzip.compress(MBOX, mtime=0), "mbox"),
        ("mail.eml.gz", gzip.compress(MAIL, mtime=0), "eml"),
    ],
)
def test_content_decides_not_the_name(tmp_path: Path, name: str, content: bytes, form: str) -> None:
    (tmp_path / name).write_bytes(content)
    with open_archives([str(tmp_path / name)]) as opened:
        assert [archive.format for archive in opened.archives] == [form]
        (entry,) = entries(opened)
        assert isinstance(entry, Mail)
        assert entry.origin.path == str(tmp_path / name)


def test_a_path_that_does_not_exist_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        open_archives([str(tmp_path / "missing")])


def test_a_folder_is_walked_in_order_with_all_its_formats(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.eml").write_bytes(MAIL.replace(b"Thank", b"b2"))
    (tmp_path / "b" / "1.eml").write_bytes(MAIL.replace(b"Thank", b"b1"))
    (tmp_path / "a.mbox").write_bytes(MBOX.replace(b"Thank", b"a"))
    (tmp_path / "c.jpg").write_bytes(b"\xff\xd8\xff")
    with open_archives([str(tmp_path)]) as opened:
        texts = [e.message.text for e in entries(opened) if isinstance(e, Mail)]
        assert sorted(texts) == ["a you.", "b1 you.", "b2 you."]
        assert texts.index("b1 you.") < texts.index("b2 you.")
        assert len(opened.skipped) == 1
    with open_archives([str(tmp_path)]) as again:
        assert [e.message.text for e in entries(again) if isinstance(e, Mail)] == texts


def test_a_folder_without_files_says_so(tmp_path: Path) -> None:
    with open_archives([str(tmp_path)]) as opened:
        assert [s.reason for s in opened.skipped] == ["a folder without any file"]


def test_links_that_lead_in_circles_or_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    with open_archives([str(tmp_path)]) as opened:
        assert len([e for e in entries(opened) if isinstance(e, Mail)]) == 1
        assert {s.reason for s in opened.skipped} == {"a link that leads to no file"}


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with open_archives([str(tmp_path / "pipe")]) as opened:
        assert [s.reason for s in opened.skipped] == ["neither a file nor a folder"]


def test_maildir_drafts_sent_and_index_files(tmp_path: Path) -> None:
    for folder in (".Gesendet", ".Inbox"):
        for name in ("cur", "new", "tmp"):
            (tmp_path / folder / name).mkdir(parents=True)
    (tmp_path / ".Gesendet" / "cur" / "1:2,S").write_bytes(MAIL)
    (tmp_path / ".Gesendet" / "cur" / "2:2,DS").write_bytes(MAIL)
    (tmp_path / ".Gesendet" / "dovecot-uidlist").write_bytes(b"3 V1")
    (tmp_path / ".Inbox" / "new" / "3").write_bytes(MAIL)
    with open_archives([str(tmp_path)]) as opened:
        assert opened.skipped == ()
        found = {
            os.path.basename(e.origin.path): (e.in_sent_folder, str(e.exclusion))
            for e in entries(opened)
            if isinstance(e, Mail)
        }
    assert found == {"1:2,S": (True, "None"), "2:2,DS": (True, "draft"), "3": (False, "None")}


def test_standard_input_is_spooled_and_removed(tmp_path: Path) -> None:
    with open_archives(["-"], spool=tmp_path, standard_input=io.BytesIO(MBOX * 3)) as opened:
        found = entries(opened)
        assert [e.origin.path for e in found] == ["-"] * 3
        assert opened.read_one(found[1].origin) == found[1]
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_spooled_files_go_with_their_owner(tmp_path: Path) -> None:
    opened = open_archives(["-"], spool=tmp_path, standard_input=io.BytesIO(MBOX))
    assert any(tmp_path.iterdir())
    del opened
    assert list(tmp_path.iterdir()) == []


def test_cut_off_gzip_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    rows = b"".join(MBOX.replace(b"Thank", os.urandom(40).hex().encode()) for _ in range(2_000))
    packed = gzip.compress(rows, mtime=0)
    (tmp_path / "a.mbox.gz").write_bytes(packed[: len(packed) // 2])
    with open_archives([str(tmp_path / "a.mbox.gz")]) as opened:
        assert [s.reason for s in opened.skipped] == [
            "the gzip file is cut off; what came before was read"
        ]
        assert 500 < len([e for e in entries(opened) if isinstance(e, Mail)]) < 1_500


def test_damaged_gzip_and_gzip_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(b"\x1f\x8b" + b"rubbish" * 5)
    (tmp_path / "b.gz").write_bytes(gzip.compress(b"", mtime=0))
    (tmp_path / "c.gz").write_bytes(gzip.compress(gzip.compress(MBOX, mtime=0)))
    with open_archives([str(tmp_path / f"{name}.gz") for name in "abc"]) as opened:
        assert opened.archives == ()
        assert [s.reason for s in opened.skipped] == [
            "the gzip file is damaged; what came before was read",
            "empty file",
            "gzip inside gzip; unpack it first",
        ]


def test_gzip_bombs_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.archives.spool._BOMB_BYTES", 1_048_576)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(bytes(50_000_000)))
    with open_archives([str(tmp_path / "bomb.gz")], spool=tmp_path) as opened:
        assert "far more than mail does" in opened.skipped[0].reason
        assert sum(p.stat().st_size for p in tmp_path.rglob("*")) < 30_000_000


def test_a_file_without_permission_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.mbox"
    path.write_bytes(MBOX)
    path.chmod(0)
    if os.geteuid() == 0:  # root may read whatever it likes: let the system say no
        _refuse(monkeypatch, str(path))
    with open_archives([str(path)]) as opened:
        assert [s.reason for s in opened.skipped] == ["could not be opened: Permission denied"]


def _refuse(monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    def refusing(file: str, *args: object, **kwargs: object) -> object:
        if file == refused:
            raise PermissionError(13, "Permission denied", file)
        return open(file, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(opening_module, "open", refusing, raising=False)


def test_a_file_that_vanishes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(MBOX)
    with open_archives([str(path)]) as opened:
        chunks = list(opened.archives[0].chunks())
        path.unlink()
        (entry,) = opened.archives[0].read(chunks[0])
    assert isinstance(entry, Skipped)
    assert "No such file" in entry.reason


def test_importing_the_room_imports_no_parser() -> None:
    code = (
        "import sys, api.archives\n"
        "heavy = {'resiliparse', 'fast_mail_parser', 'oxmsg', 'pypff', 'charset_normalizer'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "api.archives.open_archives\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", ["nonsense", "parts"])
def test_unknown_names_are_attribute_errors(name: str) -> None:
    import api.archives

    getter: Callable[[str], object] = api.archives.__getattr__
    with pytest.raises(AttributeError, match=name):
        getter(name)
