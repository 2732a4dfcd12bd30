"""samenote check as a person or a script meets it: files in, verdict and exit code out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

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

Check = Callable[..., Any]


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
        "passages", "sentences", "translated", "pending",
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


def test_the_same_text_to_the_same_person_is_said_so(
    check: Check, write: Callable[..., Path]
) -> None:
    before = _card(1, "Ann", "blue coat") | {"sent_at": "2025-03-03T10:00:00+00:00"}
    ran = check(write("n.jsonl", _card(2, "Ann", "coat")), "--against", write("h.jsonl", before))
    assert ran.out.startswith("LOOK  Look again before you send it. Nobody else got this text, but")
    assert "1 time before: 3 Mar 2025" in " ".join(ran.out.split())


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
