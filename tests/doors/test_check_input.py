"""What samenote check reads, what it refuses, and the exit codes of both."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SENT = str(Path(__file__).resolve().parents[2] / "examples" / "sent.mbox")

CARD = (
    "Dear {name},\n\nThank you for trusting us with your {garment}. It was a pleasure to look "
    "after it, and I pressed it myself so that it hangs just as you like it. A shop like ours "
    "lives from people like you.\n\nWarmly,\nNora\n"
)
OWN = (
    "Dear Clement,\n\nTwo of the horn buttons on the duffel coat had split along the grain, so I "
    "turned them round. Behind the lining I found a cinema ticket and put it back.\n\nNora\n"
)
Check = Callable[..., Any]


@pytest.mark.parametrize("how", ["file", "dash", "pipe", "fifo"])
def test_plain_text_is_one_note(check: Check, tmp_path: Path, how: str) -> None:
    text = (CARD.format(name="Zoë", garment="red coat") + "\n\nTill soon.").encode()
    path = tmp_path / "note.txt"
    writer = threading.Thread(target=path.write_bytes, args=(text,))
    if how == "fifo":
        os.mkfifo(path)
        writer.start()
    elif how == "file":
        path.write_bytes(text)
    where = {"file": [path], "fifo": [path], "dash": ["-"], "pipe": []}[how]
    ran = check(*where, "--against", SENT, "--json", stdin=b"" if how == "file" else text)
    (verdict,) = ran.verdicts
    assert verdict["text"] == text.decode()
    assert verdict["id"] == (str(path) if how == "file" else "-")
    if how == "fifo":
        writer.join()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Dziękuję za płaszcz.".encode("utf-16"), "Dziękuję za płaszcz."),
        (b"\xef\xbb\xbfThank you for the coat.", "Thank you for the coat."),
        (b"<p>Dear <b>Ann</b>,</p><p>thank you.</p>", "Dear Ann,\n\nthank you."),
        (b"[Name], thank you for coming by.", "[Name], thank you for coming by."),
        (b"Thanks, message received, see you.", "Thanks, message received, see you."),
    ],
)
def test_a_plain_note_may_be_any_text(check: Check, raw: bytes, expected: str) -> None:
    (verdict,) = check("--against", SENT, "--json", stdin=raw).verdicts
    assert verdict["text"] == expected


def test_an_eml_draft_is_a_note_and_its_quoted_mail_is_not_judged(
    check: Check, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.eml"
    quoted = "".join(f"> {line}\n" for line in OWN.splitlines())
    draft.write_text(
        "From: nora@tidewick.example\nTo: Helen <helen@larkhall-school.example>\n"
        "Subject: Re: buttons\nList-Unsubscribe: <https://example.com/u>\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
        f"{CARD.format(name='Helen', garment='coat')}\n"
        f"On Mon, 3 Mar 2025 at 10:12, Helen <helen@larkhall-school.example> wrote:\n{quoted}",
        encoding="utf-8",
    )
    ran = check(draft, "--against", SENT)
    assert "to helen@larkhall-school.example" in ran.out
    assert "(quote: not judged)" in ran.out
    assert "horn buttons" not in ran.out


def test_of_a_mailbox_only_what_its_owner_sent_is_history(check: Check, tmp_path: Path) -> None:
    def mail(number: int, sender: str, to: str, text: str) -> str:
        return (
            f"From x Mon Mar  3 10:00:0{number} 2025\nFrom: {sender}\nTo: {to}\n"
            f"Message-ID: <{number}@x.example>\nDate: Mon, 3 Mar 2025 10:00:00 +0000\n"
            f"Subject: s\n\n{text}\n\n"
        )

    box = tmp_path / "all.mbox"
    box.write_text(
        mail(1, "nora@shop.example", "a@a.example", OWN)
        + mail(2, "nora@shop.example", "b@b.example", "Till rolls come on Monday.")
        + mail(3, "tom@shop.example", "c@c.example", "The van is back from its test.")
        + mail(4, "stranger@else.example", "nora@shop.example", CARD.format(name="N", garment="x")),
        encoding="utf-8",
    )
    ran = check("--against", box, "--json", stdin=CARD.format(name="Ann", garment="coat").encode())
    assert ran.verdicts[0]["searched"] == 3
    assert ran.verdicts[0]["decision"] == "send"
    assert "1 other sender" in ran.err


@pytest.mark.parametrize("side", ["notes", "history"])
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.jsonl", None, "there is no such file or folder"),
        ("empty.jsonl", b"", "empty file"),
        ("card.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)), "JPEG image"),
        ("page.pdf", b"%PDF-1.7\n1 0 obj\n", "PDF document"),
        ("list.json", b'[{"id": "a", "text": "b"}]', "JSON document"),
        ("broken.jsonl", b'{"id": "a", "text": "b\n', "not JSON"),
        ("colours.csv", b"id,colour\n1,red\n", "no column is known to hold the text"),
        ("blank.txt", b"   \n\n", "not a mail archive"),
    ],
)
def test_what_cannot_be_judged_is_3_and_says_why(
    check: Check, tmp_path: Path, side: str, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ran = (
        check(path, "--against", SENT)
        if side == "notes"
        else check("--against", path, stdin=OWN.encode())
    )
    assert ran.code == 3
    assert ran.out == ""
    assert said in ran.err
    assert name in ran.err


def test_an_empty_folder_is_3(check: Check, tmp_path: Path) -> None:
    assert check(tmp_path, "--against", SENT).code == 3
    assert check("--against", tmp_path, stdin=OWN.encode()).code == 3


def test_a_folder_of_text_files_is_a_note_each(check: Check, tmp_path: Path) -> None:
    for name in ("Bo", "Ada"):
        (tmp_path / f"{name}.txt").write_text(CARD.format(name=name, garment="coat"))
    ran = check(tmp_path, "--json")
    assert [Path(v["id"]).name for v in ran.verdicts] == ["Ada.txt", "Bo.txt"]


def test_a_note_that_cannot_be_read_is_3_after_the_others_were_judged(
    check: Check, tmp_path: Path
) -> None:
    path = tmp_path / "n.jsonl"
    card = json.dumps({"id": "c1", "text": CARD.format(name="Ann", garment="coat")})
    path.write_text(f'{card}\n{{"id": "broken\n{json.dumps({"id": "no text"})}\n', "utf-8")
    ran = check(path, "--against", SENT, "--json")
    assert [v["id"] for v in ran.verdicts] == ["c1"]
    assert ran.code == 3
    assert "2 notes could not be read" in ran.err
    assert "n.jsonl:2: not JSON" in ran.err
    assert "n.jsonl:3: has no text" in ran.err


def test_one_note_and_no_history_cannot_be_judged(check: Check) -> None:
    ran = check(stdin=OWN.encode())
    assert ran.code == 3
    assert "--against" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["-", "--separately"],
        ["-", "--against", "-"],
        ["--against", "-"],
        ["-", "--against", SENT, "--column", "text"],
        ["-", "--against", SENT, "--column", "colour=Red"],
        ["-", "--fail-on", "send"],
        ["-", "--colour"],
    ],
)
def test_wrong_use_is_2(check: Check, arguments: list[str]) -> None:
    ran = check(*arguments, stdin=b"Body;To\n")
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err


def test_without_notes_on_a_terminal_the_command_does_not_wait(check: Check) -> None:
    assert check("--against", SENT).code == 2


def test_columns_are_mapped_in_notes_and_history_may_have_its_own(
    check: Check, tmp_path: Path, write: Callable[..., Path]
) -> None:
    notes = tmp_path / "n.csv"
    notes.write_text(
        f'Kto;Co\nann@a.example;"{CARD.format(name="Ann", garment="coat")}"\n', "utf-8"
    )
    history = tmp_path / "h.csv"
    history.write_text(
        f'to,text\nbo@b.example,"{CARD.format(name="Bo", garment="suit")}"\n', "utf-8"
    )
    columns = ("--column", "text=Co", "--column", "to.address=Kto")
    ran = check(notes, "--against", history, *columns, "--json")
    (verdict,) = ran.verdicts
    assert verdict["reach"] == 1
    assert verdict["matches"][0]["recipient"] == "bo@b.example"


def test_a_mail_that_was_sent_is_no_repeat_of_itself(check: Check, tmp_path: Path) -> None:
    raw = Path(SENT).read_bytes()
    one = raw[: raw.index(b"\nFrom ", 10) + 1]
    cut = tmp_path / "one.mbox"
    cut.write_bytes(one)
    ran = check(cut, "--against", SENT, "--json")
    (verdict,) = ran.verdicts
    assert verdict["same_person"] == []
    assert verdict["searched"] == 217
    assert "1 message that is a note of this call itself" in ran.err
