"""samenote check as a person or a script meets it: files in, verdict and exit code out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import api.cli

ROOT = Path(__file__).resolve().parents[2]
SENT = str(ROOT / "examples" / "sent.mbox")
CARDS = ROOT / "examples" / "cards"
LETTERS = ROOT.parent / "shared" / "data" / "letters" / "letters.jsonl"

CARD = (
    "Dear {name},\n\nThank you for trusting us with your {garment}. It was a pleasure to look "
    "after it, and I pressed it myself so that it hangs just as you like it. A shop like ours "
    "lives from people like you.\n\nWarmly,\nNora\n"
)
OWN = (
    "Dear Clement,\n\nTwo of the horn buttons on the duffel coat had split along the grain, so I "
    "turned them round. Behind the lining I found a cinema ticket and put it back.\n\nNora\n"
)
# The keys of one verdict in DESIGN's contract, and the text that offsets count in.
KEYS = [
    "id", "decision", "relation", "score", "personal_share", "reach", "exposure",
    "exposure_count", "words", "too_short", "same_person", "matches", "masked", "set_aside",
    "rewrite", "reasons", "searched", "cut", "degraded", "settings", "text",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def verdicts(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Check = Callable[..., Ran]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return the command as a function of its arguments, with bytes on standard input."""

    def run(*arguments: str | Path, stdin: bytes | None = None, width: int = 80) -> Ran:
        source = io.TextIOWrapper(io.BytesIO(stdin or b""), "utf-8")
        monkeypatch.setattr(source, "isatty", lambda: stdin is None, raising=False)
        monkeypatch.setattr(sys, "stdin", source)
        monkeypatch.setattr(sys, "argv", ["samenote", "check", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", str(width))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            api.cli.main()
        said = capsys.readouterr()
        return Ran(int(left.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes messages as JSONL, one keyword dictionary a message."""

    def to_file(name: str, *messages: dict[str, Any]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(m) + "\n" for m in messages), encoding="utf-8")
        return path

    return to_file


def _card(number: int, name: str, garment: str, **recipient: str) -> dict[str, Any]:
    to = [{"name": name, "address": f"{name.lower()}@{name.lower()}.example", **recipient}]
    return {"id": f"c{number}", "to": to, "text": CARD.format(name=name, garment=garment)}


@pytest.mark.parametrize(
    ("language", "others", "neighbours"),
    [
        ("en", 24, {"g.lloyd@larkhall-school.example", "n.ferris@larkhall-school.example"}),
        ("pl", 7, {"ewa.zurek@zurek-optyk.example", "danuta.zurek@zurek-optyk.example"}),
        ("zh", 6, {"guoqiang@chen-clinic.example", "yaqin@chen-clinic.example"}),
        ("ar", 5, {"layla@haddad-bookshop.example"}),
    ],
)
def test_the_card_that_everybody_got_is_stopped_and_the_personal_one_is_sent(
    check: Check, language: str, others: int, neighbours: set[str]
) -> None:
    ran = check(CARDS / f"{language}.jsonl", "--against", SENT, "--json")
    same, personal = ran.verdicts
    assert ran.code == 1
    assert (same["decision"], same["relation"], same["reach"]) == ("stop", "template", others)
    assert {e["recipient"] for e in same["exposure"]} == neighbours
    assert all(e["why"] == ["company"] for e in same["exposure"])
    assert (personal["decision"], personal["relation"], personal["reach"]) == ("send", "none", 0)
    assert personal["score"] == 0
    assert personal["personal_share"] > 0.9


@pytest.mark.parametrize("language", ["en", "pl", "zh", "ar"])
def test_the_readable_verdict_says_what_to_do_who_and_which_words(
    check: Check, language: str
) -> None:
    from rich.cells import cell_len

    ran = check(CARDS / f"{language}.jsonl", "--against", SENT)
    lines = ran.out.splitlines()
    assert lines[0] == "2 notes: 1 to stop and 1 to send"
    assert any(line.startswith("STOP  Do not send it as a personal note.") for line in lines)
    assert any(line.startswith("SEND  Good to send. Nobody else got this text.") for line in lines)
    assert "(same company)" in ran.out
    assert lines[-1] == "Compared with 218 earlier notes."
    assert max(map(cell_len, lines)) <= 80
    assert not [line for line in lines if line != line.rstrip()]


def test_shared_words_stand_in_brackets_and_own_words_do_not(check: Check) -> None:
    said = " ".join(check(CARDS / "en.jsonl", "--against", SENT).out.split())
    assert "[Thank you so much for trusting us with your] red [tweed coat." in said or (
        "[Thank you so much for trusting us with your] red tweed" in said
    )
    assert "Two of the horn buttons" in said
    assert "[Two of" not in said


def test_json_is_one_verdict_a_line_in_input_order_with_the_keys_of_the_contract(
    check: Check, write: Callable[..., Path]
) -> None:
    notes = write("n.jsonl", *(_card(n, name, "coat") for n, name in enumerate(("Ada", "Bo"))))
    history = write("h.jsonl", _card(9, "Cy", "suit"))
    ran = check(notes, "--against", history, "--json")
    assert [v["id"] for v in ran.verdicts] == ["c0", "c1"]
    assert all(list(v) == KEYS for v in ran.verdicts)
    (first, *_) = ran.verdicts
    match = first["matches"][0]
    assert set(match) == {
        "id", "relation", "score", "jaccard", "containment", "cosine", "recipient", "sent_at",
        "passages",
    }  # fmt: skip
    text = CARD.format(name="Cy", garment="suit")
    for passage in match["passages"]:
        here = first["text"][slice(*passage["here"])]
        assert here == text[slice(*passage["there"])]


def test_a_household_makes_two_cards_a_stop(check: Check, write: Callable[..., Path]) -> None:
    history = write("h.jsonl", _card(1, "Ann", "blue coat", household="12 Quillet St"))
    alone = check(write("n.jsonl", _card(2, "Ruth", "suit")), "--against", history)
    assert alone.code == 0
    assert alone.out.startswith("LOOK  Look again before you send it. 1 other person")
    together = write("m.jsonl", _card(2, "Ruth", "suit", household="12 quillet st"))
    ran = check(together, "--against", history)
    assert ran.code == 1
    assert "ann@ann.example (same household)" in ran.out


def test_look_fails_only_where_it_is_asked_for(check: Check, write: Callable[..., Path]) -> None:
    notes, history = (
        write("n.jsonl", _card(2, "Ruth", "suit")),
        write("h.jsonl", _card(1, "A", "b")),
    )
    assert check(notes, "--against", history).code == 0
    assert check(notes, "--against", history, "--fail-on", "look").code == 1
    assert check(notes, "--against", history, "--fail-on", "stop", "--no-meaning").code == 0


def test_notes_of_one_call_count_each_other_unless_separately(
    check: Check, write: Callable[..., Path]
) -> None:
    names = ("Ada", "Bo", "Cy", "Di", "Ed")
    notes = write("n.jsonl", *(_card(n, name, "coat") for n, name in enumerate(names)))
    together = check(notes, "--json")
    assert [v["reach"] for v in together.verdicts] == [4] * 5
    assert together.verdicts[0]["relation"] == "none"
    assert together.code == 1
    history = write("h.jsonl", {"id": "h", "text": OWN})
    apart = check(notes, "--against", history, "--separately", "--json")
    assert [(v["reach"], v["decision"]) for v in apart.verdicts] == [(0, "send")] * 5
    assert apart.code == 0


def test_the_first_of_many_copies_is_shown_with_its_shared_words(
    check: Check, write: Callable[..., Path]
) -> None:
    notes = write("n.jsonl", *(_card(n, name, "coat") for n, name in enumerate(("Ada", "Bo"))))
    first = check(notes).out.partition("n.jsonl:2")[0]
    assert "2 notes are 1 distinct note" in first
    assert "later in this call" in first
    assert "[Thank you for trusting us" in first


def test_many_notes_are_summed_up_worst_first(check: Check, tmp_path: Path) -> None:
    names = [f"Name{n}" for n in range(120)]
    rows = [
        (f"p{n}@h{n}.example", CARD.format(name=x, garment="suit")) for n, x in enumerate(names)
    ]
    rows[60] = ("clement@c.example", OWN)
    lines = ['"Email","Body"'] + [f'"{to}","{text}"' for to, text in rows]
    merged = tmp_path / "merged.csv"
    merged.write_text("\n".join(lines), encoding="utf-8")
    ran = check(merged)
    assert ran.code == 1
    assert ran.out.startswith("120 notes are 2 distinct notes; 119 to stop and 1 to send\n")
    assert " 1. STOP  119 notes. 118 other people got" in ran.out
    assert " 2. " not in ran.out
    assert len(ran.out.splitlines()) < 20


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


def test_the_same_text_to_the_same_person_is_said_so(
    check: Check, write: Callable[..., Path]
) -> None:
    before = _card(1, "Ann", "blue coat") | {"sent_at": "2025-03-03T10:00:00+00:00"}
    ran = check(write("n.jsonl", _card(2, "Ann", "coat")), "--against", write("h.jsonl", before))
    assert ran.out.startswith("LOOK  Look again before you send it. Nobody else got this text, but")
    assert "1 time before: 3 Mar 2025" in " ".join(ran.out.split())


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
    card = json.dumps(_card(1, "Ann", "coat"))
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


def test_lone_surrogates_and_control_characters_do_no_harm(
    check: Check, write: Callable[..., Path]
) -> None:
    text = CARD.format(name="A\ud800nn", garment="[bold]coat[/bold] \x1b[31m\x07red\u202e")
    notes = write("n.jsonl", {"id": "\udfff", "text": text, "to": "[link=x]@\x1b[2J.example"})
    as_json = check(notes, "--against", SENT, "--json")
    assert as_json.out.isascii()
    assert as_json.verdicts[0]["text"] == text
    shown = check(notes, "--against", SENT).out
    assert "[bold]coat[/bold]" in shown.replace("\n  ", " ")
    assert not any(c in shown for c in "\x1b\x07\u202e\ud800")


def test_a_long_note_is_cut_and_says_so(check: Check, write: Callable[..., Path]) -> None:
    long = {"id": "long", "text": "\n".join(f"Line {n} about coat number {n}." for n in range(900))}
    ran = check(write("n.jsonl", long), "--against", SENT)
    assert len(ran.out.splitlines()) < 60
    assert " …" in ran.out


@pytest.mark.skipif(not LETTERS.is_file(), reason="needs the collected letters")
def test_letters_filled_in_are_found_among_all_letters(
    check: Check, write: Callable[..., Path]
) -> None:
    letters = [json.loads(line)["text"] for line in LETTERS.read_text("utf-8").splitlines()]
    history = write("h.jsonl", *({"id": f"h{n}", "text": t} for n, t in enumerate(letters)))
    chosen = [n for n, text in enumerate(letters) if 60 < len(text.split()) < 200][::40]
    notes = write(
        "n.jsonl",
        *({"id": f"h{n}", "text": letters[n].replace("[Your Name]", "Ida Lund")} for n in chosen),
    )
    ran = check(notes, "--against", history, "--separately", "--json")
    assert len(chosen) >= 8
    assert all(v["relation"] in ("verbatim", "template") for v in ran.verdicts)


def test_the_command_runs_as_a_program_and_colours_only_a_terminal() -> None:
    program = [sys.executable, "-c", "import api.cli; api.cli.main()"]
    command = [*program, "check", str(CARDS / "en.jsonl"), "--against", SENT]
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 1
    assert "\x1b" not in ran.stdout
    assert "[others got it too]" in ran.stdout
    forced = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": ""},
    )  # fmt: skip
    assert "\x1b[" in forced.stdout
    assert "[Thank you" not in forced.stdout
