"""Every archive format keeps the same promises, whatever it looks like on disk."""

from __future__ import annotations

import csv
import gzip
import json
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from api.archives import Chunk, Mail, OpenedArchives, Skipped, open_archives

COUNT = 300
START = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
LINES = (
    "Thank you for bringing us the coat.",
    "From Monday on we close at six.",
    "Dziękujemy za płaszcz, do zobaczenia we wtorek.",
    "Благодарим ви за палтото.",
    "谢谢您的外套。",
    "شكرا لك على المعطف",
    "=" * 73,
    "> quoted line",
)


@dataclass(frozen=True)
class Note:
    """What was written, and so what must be read."""

    id: str
    text: str
    subject: str
    to: tuple[str, str]
    sent_at: datetime


def notes() -> list[Note]:
    return [
        Note(
            f"note-{number}@cleaner.example",
            "\n".join([f"Dear guest {number},", "", *LINES, "", "Ann", "filler " * 2_000]).rstrip(),
            f"Płaszcz {number} – 外套",
            (f"Żaneta Guest, {number}", f"guest{number}@home.example"),
            START + timedelta(minutes=number),
        )
        for number in range(COUNT)
    ]


def as_message(note: Note) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann Roe <ann@cleaner.example>"
    message["To"] = f'"{note.to[0]}" <{note.to[1]}>'
    message["Subject"] = note.subject
    message["Date"] = format_datetime(note.sent_at)
    message["Message-ID"] = f"<{note.id}>"
    message.set_content(note.text, cte="8bit")
    return message


def as_bytes(note: Note) -> bytes:
    return as_message(note).as_bytes()


def _quoted(raw: bytes) -> bytes:
    return b"".join(
        b">" + line if line.lstrip(b">").startswith(b"From ") else line
        for line in raw.splitlines(keepends=True)
    )


def _from_line(number: int) -> bytes:
    return b"From ann@cleaner.example Fri Mar  1 09:30:%02d 2024\n" % (number % 60)


def write_mboxrd(folder: Path) -> Path:
    path = folder / "Sent.mbox"
    with path.open("wb") as target:
        for number, note in enumerate(notes()):
            target.write(_from_line(number) + _quoted(as_bytes(note)) + b"\n")
    return path


def write_mbox_crlf(folder: Path) -> Path:
    path = write_mboxrd(folder)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return path


def write_mboxcl2(folder: Path) -> Path:
    path = folder / "old.mbox"
    with path.open("wb") as target:
        for number, note in enumerate(notes()):
            head, _, body = as_bytes(note).partition(b"\n\n")
            length = b"\nContent-Length: %d\n\n" % len(body)
            target.write(_from_line(number) + head + length + body + b"\n")
    return path


def write_takeout(folder: Path) -> Path:
    path = folder / "All mail.mbox"
    with path.open("wb") as target:
        for number, note in enumerate(notes()):
            target.write(b"From 18%d@xxx Fri Mar 01 09:30:00 +0000 2024\r\n" % number)
            target.write(
                b"X-GM-THRID: 99%d\r\nX-Gmail-Labels: =?UTF-8?Q?Wys=C5=82ane?=\r\n" % number
            )
            target.write(_quoted(as_bytes(note)).replace(b"\n", b"\r\n") + b"\r\n")
    return path


def write_maildir(folder: Path) -> Path:
    for name in ("cur", "new", "tmp"):
        (folder / "Maildir" / name).mkdir(parents=True)
    for number, note in enumerate(notes()):
        (folder / "Maildir" / "cur" / f"{number:05}.M1.host:2,S").write_bytes(as_bytes(note))
    (folder / "Maildir" / "tmp" / "half").write_bytes(b"Subject: half")
    return folder / "Maildir"


def write_emls(folder: Path) -> Path:
    (folder / "notes").mkdir()
    for number, note in enumerate(notes()):
        (folder / "notes" / f"{number:05}.eml").write_bytes(as_bytes(note))
    return folder / "notes"


def write_emlx(folder: Path) -> Path:
    (folder / "Messages").mkdir()
    for number, note in enumerate(notes()):
        raw = as_bytes(note)
        (folder / "Messages" / f"{number:05}.emlx").write_bytes(
            b"%d\n" % len(raw) + raw + b'<?xml version="1.0"?><plist/>'
        )
    return folder / "Messages"


def write_jsonl(folder: Path) -> Path:
    path = folder / "history.jsonl"
    with path.open("w", encoding="utf-8") as target:
        for note in notes():
            record = {
                "id": note.id,
                "text": note.text,
                "subject": note.subject,
                "sender": "ann@cleaner.example",
                "to": [{"name": note.to[0], "address": note.to[1]}],
                "sent_at": note.sent_at.isoformat(),
            }
            target.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def _write_csv(path: Path, delimiter: str, encoding: str, headings: tuple[str, ...]) -> Path:
    with path.open("w", encoding=encoding, newline="") as target:
        writer = csv.writer(target, delimiter=delimiter)
        writer.writerow(headings)
        for note in notes():
            row = [
                note.id,
                note.to[0],
                note.to[1],
                note.sent_at.isoformat(),
                note.subject,
                note.text,
            ]
            writer.writerow(row)
    return path


def write_csv(folder: Path) -> Path:
    headings = ("id", "name", "email", "sent_at", "subject", "text")
    return _write_csv(folder / "notes.csv", ",", "utf-8-sig", headings)


def write_csv_german_utf16(folder: Path) -> Path:
    headings = ("Nachrichten-ID", "Name", "E-Mail", "Datum", "Betreff", "Nachricht")
    return _write_csv(folder / "Notizen.csv", ";", "utf-16", headings)


def write_mbox_gz(folder: Path) -> Path:
    path = write_mboxrd(folder)
    packed = folder / "Sent.mbox.gz"
    packed.write_bytes(gzip.compress(path.read_bytes(), 1))
    path.unlink()
    return packed


def write_jsonl_gz(folder: Path) -> Path:
    path = write_jsonl(folder)
    packed = folder / "history.jsonl.gz"
    packed.write_bytes(gzip.compress(path.read_bytes(), 1))
    path.unlink()
    return packed


WRITERS: tuple[Callable[[Path], Path], ...] = (
    write_mboxrd,
    write_mbox_crlf,
    write_mboxcl2,
    write_takeout,
    write_maildir,
    write_emls,
    write_emlx,
    write_jsonl,
    write_csv,
    write_csv_german_utf16,
    write_mbox_gz,
    write_jsonl_gz,
)


@pytest.fixture(scope="module", params=WRITERS, ids=lambda writer: writer.__name__[6:])
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenedArchives]:
    folder = tmp_path_factory.mktemp("archive")
    spool = tmp_path_factory.mktemp("spool")
    with open_archives([str(request.param(folder))], spool=spool) as found:
        yield found


def entries(opened: OpenedArchives) -> list[Mail | Skipped]:
    return [
        entry
        for archive in opened.archives
        for chunk in archive.chunks()
        for entry in archive.read(chunk)
    ]


def test_what_was_written_is_read_in_order(opened: OpenedArchives) -> None:
    read = entries(opened)
    assert opened.skipped == ()
    assert [entry for entry in read if isinstance(entry, Skipped)] == []
    messages = [entry.message for entry in read if isinstance(entry, Mail)]
    expected = notes()
    assert [message.id for message in messages] == [note.id for note in expected]
    for message, note in zip(messages, expected, strict=True):
        assert message.text == note.text
        assert message.subject == note.subject
        assert message.sent_at == note.sent_at
        assert [(to.name, to.address) for to in message.to] == [note.to]


def test_chunks_partition_the_archive(opened: OpenedArchives) -> None:
    for archive in opened.archives:
        chunks = list(archive.chunks())
        assert all(chunk.start < chunk.stop for chunk in chunks)
        for before, after in zip(chunks, chunks[1:], strict=False):
            assert before.stop == after.start
    chunks_of_all = [chunk for archive in opened.archives for chunk in archive.chunks()]
    # Some 4.5 MB: more than one share in whatever format.
    assert len(chunks_of_all) >= 2


def test_each_message_belongs_to_one_chunk(opened: OpenedArchives) -> None:
    seen = [entry.origin for entry in entries(opened)]
    assert len(seen) == len(set(seen)) == COUNT


def test_reading_again_gives_the_same(opened: OpenedArchives) -> None:
    for entry in entries(opened)[::37]:
        assert opened.read_one(entry.origin) == entry


def test_chunks_can_be_read_in_any_order_and_elsewhere(opened: OpenedArchives) -> None:
    for archive in opened.archives:
        there = pickle.loads(pickle.dumps(archive))
        assert there == archive
        chunks: list[Chunk] = pickle.loads(pickle.dumps(list(archive.chunks())))
        forward = [list(archive.read(chunk)) for chunk in chunks]
        backward = [list(there.read(chunk)) for chunk in reversed(chunks)]
        assert forward == backward[::-1]


def test_results_survive_pickling(opened: OpenedArchives) -> None:
    first = entries(opened)[0]
    assert pickle.loads(pickle.dumps(first)) == first


def test_closing_removes_every_temporary_file(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    (tmp_path / "data").mkdir()
    with open_archives([str(write_mbox_gz(tmp_path / "data"))], spool=spool) as found:
        assert len(entries(found)) == COUNT
        assert any(spool.iterdir())
    assert not any(spool.iterdir())


def test_an_archive_knows_its_own_origins(opened: OpenedArchives) -> None:
    for entry in entries(opened)[:3]:
        assert sum(archive.holds(entry.origin) for archive in opened.archives) == 1
