"""samenote check against a store: the forty cards, parity with a history, reservations."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SENT = ROOT / "examples" / "sent.mbox"
FORTY = ROOT / "examples" / "forty_cards"
MERGE = ROOT / "examples" / "merge"
LETTERS = ROOT.parent / "shared" / "data" / "letters" / "letters.jsonl"
PROGRAM = [sys.executable, "-c", "from api.cli import main; main()"]
CARD = (
    "Dear {name},\n\nThank you for trusting us with your {garment}. It was a pleasure to look "
    "after it, and I pressed it myself so that it hangs just as you like it. A shop like ours "
    "lives from people like you.\n\nWarmly,\nNora\n"
)

Run = Callable[..., Any]


def _card(number: int, name: str, **recipient: str) -> dict[str, Any]:
    to = [{"name": name, "address": f"{name.lower()}@{name.lower()}.example", **recipient}]
    return {"id": f"c{number}", "to": to, "text": CARD.format(name=name, garment="coat")}


@pytest.fixture
def forty(samenote: Run, settings: Path) -> None:
    """Learn the forty cards into the default store."""
    assert samenote("learn", FORTY / "sent.jsonl").code == 0


def test_the_forty_first_card_is_stopped_and_the_personal_one_is_sent(
    check: Run, forty: None
) -> None:
    ran = check(FORTY / "new.jsonl", "--json")
    same, personal = ran.verdicts
    assert ran.code == 1
    assert (same["decision"], same["relation"], same["reach"]) == ("stop", "template", 40)
    assert same["score"] > 0.95
    assert same["personal_share"] == 0
    assert same["exposure"] == [{"recipient": "flora@pike.example", "why": ["postcode"]}]
    assert (personal["decision"], personal["relation"], personal["reach"]) == ("send", "none", 0)
    assert personal["personal_share"] > 0.9
    assert "compared with 40 notes of the store" in ran.err


def test_the_readable_verdict_names_the_store(check: Run, forty: None, settings: Path) -> None:
    out = check(FORTY / "new.jsonl", width=200).out
    assert "40 other people got the same text" in out
    assert "flora@pike.example (same postcode)" in out
    store = settings / "samenote" / "store.sqlite"
    # A long path is broken where the line ends.
    assert f"Comparedwith40earliernotesofthestore{store}." in "".join(out.split())


def _parity_corpus(tmp_path: Path, write: Callable[..., Path]) -> tuple[Path, Path]:
    """Return a history and notes: real letters to several people, and our own cards."""
    lines = LETTERS.read_text("utf-8").splitlines() if LETTERS.exists() else []
    texts = [json.loads(line)["text"] for line in lines[:240]]
    rows = []
    for n, text in enumerate(
        [*texts, *(CARD.format(name=f"N{k}", garment="hat") for k in range(9))]
    ):
        for copy in range(1 + n % 3):
            to = {"address": f"p{(n * 7 + copy) % 150}@c{n % 20}.example", "postcode": f"P{n % 30}"}
            rows.append({"id": f"{n}-{copy}", "text": text, "to": [to]})
    half = [row for k, row in enumerate(rows) if k % 4]
    return write("history.jsonl", *half), write("notes.jsonl", *rows[::4])


def test_a_store_and_a_history_in_files_give_the_same_verdicts(
    samenote: Run, check: Run, settings: Path, tmp_path: Path, write: Callable[..., Path]
) -> None:
    history, notes = _parity_corpus(tmp_path, write)
    assert samenote("learn", history).code == 0
    stored, in_memory = check(notes, "--json"), check(notes, "--against", history, "--json")
    assert stored.code == in_memory.code
    assert stored.verdicts == in_memory.verdicts
    assert {v["relation"] for v in stored.verdicts} >= {"none", "verbatim"}


def test_separately_and_a_merge_are_held_against_the_store_too(
    check: Run, samenote: Run, settings: Path
) -> None:
    samenote("learn", SENT)
    merge = ("--merge", MERGE / "card.txt", "--rows", MERGE / "customers.csv")
    together, alone = check(*merge, "--json"), check(*merge, "--separately", "--json")
    assert max(v["reach"] for v in together.verdicts) >= 3
    assert max(v["reach"] for v in alone.verdicts) == 0
    assert all(v["searched"] == 216 for v in together.verdicts)


def test_reserve_then_commit_counts_from_the_first_moment(
    check: Run, samenote: Run, settings: Path, write: Callable[..., Path]
) -> None:
    samenote("learn")
    first, second = write("a.jsonl", _card(1, "Ada")), write("b.jsonl", _card(2, "Bea"))
    ran = check(first, "--reserve", "--for", "2h")
    assert ran.code == 0
    assert "Reserved 1 of 1 notes until" in ran.out
    (held,) = re.findall(r"samenote reservation commit ([0-9a-f]{32})$", ran.out, re.MULTILINE)
    (verdict,) = check(second, "--json").verdicts
    assert (verdict["relation"], verdict["reach"]) == ("template", 1)
    assert verdict["matches"][0]["pending"] is True
    shown = json.loads(samenote("reservation", "show", held, "--json").out)
    assert (shown["state"], shown["messages"]) == ("pending", ["c1"])
    assert samenote("reservation", "commit", held).code == 0
    (verdict,) = check(second, "--json").verdicts
    assert (verdict["reach"], verdict["matches"][0]["pending"]) == (1, False)
    again = samenote("reservation", "commit", held)
    assert again.code == 2
    assert "committed already" in again.err
    assert samenote("reservation", "cancel", "nothing").code == 2


def test_a_cancelled_reservation_leaves_nothing(
    check: Run, samenote: Run, settings: Path, write: Callable[..., Path]
) -> None:
    samenote("learn")
    check(write("a.jsonl", _card(1, "Ada")), "--reserve", "--idempotency-key", "one")
    assert samenote("reservation", "cancel", "one").code == 0
    (verdict,) = check(write("b.jsonl", _card(2, "Bea")), "--json").verdicts
    assert (verdict["relation"], verdict["searched"]) == ("none", 0)


def test_an_idempotency_key_makes_a_retry_safe(
    check: Run, samenote: Run, settings: Path, write: Callable[..., Path]
) -> None:
    samenote("learn")
    notes = write("a.jsonl", _card(1, "Ada"), _card(2, "Bea"))
    asked = ("--reserve", "--idempotency-key", "spring", "--json")
    first, again = check(notes, *asked), check(notes, *asked)
    assert first.verdicts == again.verdicts
    assert "was made before" in again.err
    assert json.loads(samenote("families", "--json").out)["store"]["messages"] == 2
    other = check(write("b.jsonl", _card(3, "Cleo")), *asked)
    assert other.code == 2
    assert "used for another request" in other.err


def test_notes_to_be_stopped_are_not_reserved_unless_somebody_overrides(
    check: Run, samenote: Run, forty: None
) -> None:
    ran = check(FORTY / "new.jsonl", "--reserve", "--idempotency-key", "k")
    assert "Reserved 1 of 2 notes" in ran.out
    samenote("reservation", "cancel", "k")
    ran = check(
        FORTY / "new.jsonl", "--reserve", "--json", "--override", "She asked", "--by", "Nora"
    )
    assert ran.code == 0
    same, personal = ran.verdicts
    assert same["decision"] == "send"
    assert same["reasons"][0] == {
        "code": "override", "text": "Nora decided send in place of stop: She asked",
    }  # fmt: skip
    assert "override" not in {r["code"] for r in personal["reasons"]}, "the policy says so itself"
    assert "Reserved 2 of 2" in ran.err


def test_overrides_are_recorded_with_who_and_why(check: Run, forty: None, settings: Path) -> None:
    from index import Ledger, Overridden

    check(FORTY / "new.jsonl", "--reserve", "--override", "She asked", "--by", "Nora")
    with Ledger.open(str(settings / "samenote" / "store.sqlite")) as ledger:
        events = ledger.events(ledger.tenant(), 0, 1_000)
    (said,) = [event for event in events if isinstance(event, Overridden)]
    assert (said.reason, said.by, said.was, said.messages) == (
        "She asked", "Nora", "stop", ("card-41",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--against", str(SENT), "--store", "x.sqlite"), "either a history"),
        (("--against", str(SENT), "--reserve"), "either a history"),
        (("--no-store", "--reserve"), "either a history"),
        (("--for", "2h"), "nothing is reserved"),
        (("--idempotency-key", "k"), "nothing is reserved"),
        (("--reserve", "--idempotency-key", " "), "the key is empty"),
        (("--reserve", "--for", "soon"), "'soon' is not a span"),
        (("--reserve", "--for", "0h"), "'0h' is not a span"),
        (("--override", "why", "--by", "me"), "recorded with the reservation"),
        (("--reserve", "--override", "why"), "a reason and a name"),
        (("--reserve", "--by", "me"), "a reason and a name"),
        (("--store", "mysql://x/y"), "no kind of store"),
    ],
)
def test_what_does_not_go_together_is_wrong_use(
    check: Run, settings: Path, options: tuple[str, ...], words: str
) -> None:
    ran = check(FORTY / "new.jsonl", *options)
    assert ran.code == 2
    assert words in ran.err
    assert ran.out == ""


def test_a_missing_store_is_exit_3_and_a_strange_tenant_wrong_use(
    check: Run, samenote: Run, settings: Path
) -> None:
    for options in (("--store", settings / "none.sqlite"), ("--reserve",)):
        ran = check(FORTY / "new.jsonl", *options)
        assert ran.code == 3
        assert "there is no store here" in ran.err
        assert "samenote learn" in ran.err
    samenote("learn")
    assert check(FORTY / "new.jsonl", "--tenant", "nobody").code == 2


def test_without_a_store_nothing_changes_and_no_store_is_made(check: Run, settings: Path) -> None:
    assert "no history was given" in check(FORTY / "new.jsonl").out
    assert not (settings / "samenote" / "store.sqlite").exists()


def test_no_store_compares_with_each_other_only(check: Run, forty: None) -> None:
    same, _ = check(FORTY / "new.jsonl", "--no-store", "--json").verdicts
    assert (same["relation"], same["searched"]) == ("none", 0)


def test_the_store_can_come_from_the_environment(
    check: Run, samenote: Run, settings: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SAMENOTE_STORE", str(tmp_path / "named.sqlite"))
    samenote("learn", FORTY / "sent.jsonl")
    assert (tmp_path / "named.sqlite").exists()
    assert check(FORTY / "new.jsonl", "--json").verdicts[0]["reach"] == 40
    history = check(FORTY / "new.jsonl", "--against", SENT, "--json")
    assert history.verdicts[0]["searched"] == 218, "what is said on the line goes first"


@pytest.mark.parametrize("text", ["", "Hi", "Dear Ann,", "word " * 2_000_000])
def test_odd_texts_are_judged_or_refused_in_words(
    check: Run, forty: None, write: Callable[..., Path], text: str
) -> None:
    ran = check(write("odd.jsonl", {"id": "odd", "text": text}), "--json")
    assert "Traceback" not in ran.err
    assert ran.code == (0 if text else 3)
    if text:
        assert ran.verdicts[0]["decision"] in ("send", "look")


def test_many_processes_reserve_the_same_text_and_one_is_first(
    samenote: Run, settings: Path, write: Callable[..., Path]
) -> None:
    store = settings / "shared.sqlite"
    samenote("learn", "--store", store)
    notes = [write(f"{n}.jsonl", _card(n, f"Guest{n}")) for n in range(6)]
    running = [
        subprocess.Popen(
            [*PROGRAM, "check", str(note), "--store", str(store), "--reserve", "--json"],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for note in notes
    ]  # fmt: skip
    said = [process.communicate(timeout=240) for process in running]
    assert [
        err for process, (_, err) in zip(running, said, strict=True) if process.returncode > 1
    ] == []
    reaches = sorted(json.loads(out)["reach"] for out, _ in said)
    assert reaches[0] == 0
    assert reaches.count(0) == 1
    from index import Ledger, Recorded

    with Ledger.open(str(store)) as ledger:
        events = ledger.events(ledger.tenant(), 0, 1_000)
        assert ledger.check() == []
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    kept = [event for event in events if isinstance(event, Recorded)]
    stopped = sum(json.loads(out)["decision"] == "stop" for out, _ in said)
    assert len(kept) == len(notes) - stopped
