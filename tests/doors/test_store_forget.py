"""samenote forget, approve, families and doctor as a person or a script meets them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SENT = ROOT / "examples" / "sent.mbox"
FORTY = ROOT / "examples" / "forty_cards"
SECRET = "The brass key to the orangery hangs behind the portrait of your great-aunt Sophronia."

Run = Callable[..., Any]


@pytest.fixture
def private(samenote: Run, settings: Path, write: Callable[..., Path]) -> Path:
    """Return a store with a text that only one person got, and one that two got."""
    who = {"address": "Zebedee@Orangery.example", "name": "Zebedee Wintersmith"}
    other = {"address": "other@else.example", "name": "Other"}
    history = write(
        "history.jsonl",
        {"id": "own", "text": SECRET, "to": [who], "sent_at": "2025-01-05T10:00:00Z"},
        {"id": "both", "text": "The market opens at nine on Monday, and closes at three.",
         "to": [who, other], "sent_at": "2025-06-05T10:00:00Z"},
    )  # fmt: skip
    store = settings / "store.sqlite"
    assert samenote("learn", history, FORTY / "sent.jsonl", "--store", store).code == 0
    history.unlink()
    return store


def _files(settings: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(settings.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes().lower()


def _holds(settings: Path, *words: str) -> list[str]:
    return [
        f"{path.name}: {word}"
        for path, raw in _files(settings)
        for word in words
        if word.lower().encode() in raw or word.lower().encode("utf-16-le") in raw
    ]


def test_what_only_a_person_got_is_in_no_file_any_more(
    samenote: Run, private: Path, settings: Path
) -> None:
    words = ("orangery", "Sophronia", "Wintersmith", "brass key")
    assert _holds(settings, *words), "the test would find it"
    left = settings / "samenote" / "derived"
    (folder,) = left.iterdir()
    (folder / "killed.part").write_text("Wintersmith")
    ran = samenote("forget", "zebedee@orangery.example", "--store", private, "--yes")
    assert ran.code == 0
    assert "1 message deleted." in ran.out
    assert "1 message stays, for others got it too: without the person." in ran.out
    assert _holds(settings, *words) == []
    assert samenote("doctor", "--store", private).code == 0
    kept = json.loads(samenote("families", "--store", private, "--json").out)["store"]
    assert (kept["messages"], kept["people"]) == (41, 42)
    again = samenote("forget", "zebedee@orangery.example", "--store", private, "--yes")
    assert again.code == 0
    assert "nothing was changed" in again.out


def test_a_snapshot_says_nothing_of_who_was_forgotten(
    samenote: Run, check: Run, private: Path, settings: Path, write: Callable[..., Path]
) -> None:
    from index import Ledger, Snapshots

    samenote("forget", "zebedee@orangery.example", "--store", private, "--yes")
    with Ledger.open(str(private)) as ledger:
        folder = settings / "samenote" / "derived" / ledger.store_id
        opened = Snapshots(folder).load(ledger, ledger.tenant())
        assert (opened.fault, opened.known.position) == ("", ledger.head(ledger.tenant()))
    assert len(opened.known.messages) == 41
    (verdict,) = check(
        write("n.jsonl", {"id": "n", "text": SECRET}), "--store", private, "--json"
    ).verdicts
    assert (verdict["relation"], verdict["reach"]) == ("none", 0)


def test_the_past_is_forgotten_before_a_day_or_by_the_policy(
    samenote: Run, private: Path, tmp_path: Path
) -> None:
    ran = samenote("forget", "--before", "2025-02-01", "--store", private, "--yes", "--json")
    assert json.loads(ran.out)["dropped"] == 5
    policy = tmp_path / "policy.toml"
    policy.write_text("[memory]\nretention_days = 1\n")
    ran = samenote("forget", "--policy", policy, "--store", private, "--yes", "--json")
    assert json.loads(ran.out)["dropped"] == 37
    policy.write_text("[memory]\npast_days = 1\n")
    assert samenote("forget", "--policy", policy, "--store", private, "--yes").code == 3


def test_people_without_an_address_are_found_by_id_or_name(
    samenote: Run, settings: Path, write: Callable[..., Path]
) -> None:
    history = write(
        "h.jsonl",
        {"id": "1", "text": "Nothing but a short line for you", "to": [{"id": "C-7"}]},
        {"id": "2", "text": "And another line of its own", "to": [
            {"name": "Ann Lee", "postcode": "N1"}
        ]},
    )  # fmt: skip
    samenote("learn", history)
    assert "nothing was changed" in samenote("forget", "name:Ann Lee", "--yes").out
    assert (
        "1 message deleted" in samenote("forget", "name:ann lee", "--postcode", "n1", "--yes").out
    )
    assert "1 message deleted" in samenote("forget", "id:C-7", "--yes").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "either a recipient or a day"),
        (("a@b.example", "--before", "2025-01-01"), "either a recipient or a day"),
        (("Ann Lee", "--yes"), "is no address"),
        (("id:", "--yes"), "no recipient is named"),
        (("a@b.example", "--postcode", "N1", "--yes"), "goes with name:"),
        (("--before", "yesterday", "--yes"), "is not a date"),
        (("a@b.example",), "Add --yes"),
    ],
)
def test_unclear_forgetting_is_refused(
    samenote: Run, private: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = samenote("forget", *arguments, "--store", private, stdin=b"")
    assert ran.code == 2
    assert words in ran.err
    said = json.loads(samenote("families", "--store", private, "--json").out)
    assert said["store"]["messages"] == 42


def test_on_a_terminal_it_asks_first(
    samenote: Run, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(question: str, **_: object) -> bool:
        asked.append(question)
        return len(asked) > 1

    monkeypatch.setattr("click.confirm", answer)
    for said in ("Nothing was forgotten.", "1 message deleted."):
        ran = samenote("forget", "zebedee@orangery.example", "--store", private)
        assert ran.code == 0
        assert said in ran.out
    assert "zebedee@orangery.example, who got 2 messages" in asked[1]
    assert str(private) in asked[0]


def test_an_approval_is_given_listed_and_withdrawn(
    samenote: Run, settings: Path, tmp_path: Path
) -> None:
    samenote("learn")
    text = tmp_path / "hours.txt"
    text.write_bytes("We open at nine, auch für Sie.\n".encode("windows-1252"))
    ran = samenote(
        "approve", text, "--owner", "Nora", "--reason", "Hours", "--channel", "mail",
        "--expires", "2099-12-31", "--most-reach", "500",
    )  # fmt: skip
    assert ran.code == 0
    assert "notes of channel mail, until 2100-01-01 00:00 UTC, for up to 500 people" in ran.out
    (listed,) = json.loads(samenote("approve", "--list", "--json").out)["approvals"]
    assert listed["text"] == "We open at nine, auch für Sie."
    assert (listed["owner"], listed["most_reach"], listed["holds"]) == ("Nora", 500, True)
    assert "1 approval in force" in samenote("approve", "--list").out
    assert samenote("approve", "--withdraw", listed["id"]).code == 0
    assert "0 approvals in force" in samenote("approve", "--list").out
    assert samenote("approve", "--withdraw", listed["id"]).code == 2
    assert samenote("approve", "--withdraw", "nothing").code == 2


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "words"),
    [
        (("-", "--reason", "r"), b"Some text", 2, "needs an owner"),
        (("-", "--owner", "o"), b"Some text", 2, "needs a reason"),
        (("-", "--owner", "o", "--reason", "r"), b" \n", 3, "no words"),
        (("-", "--owner", "o", "--reason", "r"), b"\x89PNG\0\0", 3, "no text"),
        (("-", "--owner", "o", "--reason", "r"), b"x " * 600_000, 3, "longer than"),
        (("nowhere.txt", "--owner", "o", "--reason", "r"), None, 3, "could not be read"),
        ((), None, 2, "no text to approve"),
        (("--list", "--withdraw", "x"), None, 2, "one thing at a time"),
    ],
)
def test_an_approval_that_says_too_little_is_refused(
    samenote: Run, settings: Path, arguments: tuple[str, ...], stdin: bytes | None, code: int,
    words: str,
) -> None:  # fmt: skip
    samenote("learn")
    ran = samenote("approve", *arguments, stdin=stdin)
    assert (ran.code, words in ran.err) == (code, True), ran.err
    assert json.loads(samenote("approve", "--list", "--json").out)["approvals"] == []


def test_families_are_those_of_an_audit(samenote: Run, settings: Path, tmp_path: Path) -> None:
    report = tmp_path / "a.json"
    samenote("audit", SENT, "--json", report)
    audited = json.loads(report.read_text("utf-8"))["families"]
    samenote("learn", SENT)
    said = json.loads(samenote("families", "--json").out)
    keys = ("size", "recipients", "relation", "short", "first_sent", "last_sent", "senders")
    mine = [[family[key] for key in keys] for family in said["families"]]
    assert said["total"] == len(mine) == len(audited)
    assert sorted(map(str, mine)) == sorted(str([f[k] for k in keys]) for f in audited)
    assert set(said["families"][0]) == set(audited[0])
    one = json.loads(samenote("families", said["families"][0]["id"], "--json").out)
    assert one == said["families"][0]


def test_families_on_the_terminal(samenote: Run, private: Path) -> None:
    ran = samenote("families", "--store", private)
    assert ran.out.startswith("2 texts went to several people") or "1 text went" in ran.out
    assert "40 people, 40 messages: template" in ran.out
    assert "Dear {1:name}, Thank you so much" in ran.out
    id_ = json.loads(samenote("families", "--store", private, "--json").out)["families"][0]["id"]
    one = samenote("families", id_[:6], "--store", private).out
    assert "Who got it" in one
    assert "and 20 more, with --json" in one
    wrong = samenote("families", "feedfeed", "--store", private)
    assert wrong.code == 2
    assert "no such family" in wrong.err


def test_doctor_looks_backs_up_and_repairs(
    samenote: Run, check: Run, private: Path, settings: Path
) -> None:
    copy = settings / "copy.sqlite"
    ran = samenote("doctor", "--store", private, "--backup", copy, "--repair")
    assert ran.code == 0
    assert ran.out.startswith("The store is sound.")
    assert "the snapshot was made anew" in ran.out
    whole, again = (
        check(FORTY / "new.jsonl", "--store", path, "--json").verdicts for path in (private, copy)
    )
    assert whole == again
    assert samenote("doctor", "--store", private, "--backup", copy).code == 2, "it is there already"
    said = json.loads(samenote("doctor", "--store", private, "--json").out)
    assert (said["sound"], said["faults"], said["strays"]) == (True, [], 0)
    assert said["store"]["messages"] == 42


def test_doctor_notices_a_memory_that_differs_from_the_ledger(
    samenote: Run, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import Ledger

    counted = Ledger.count
    monkeypatch.setattr(Ledger, "count", lambda self, tenant: counted(self, tenant) + 2)
    ran = samenote("doctor", "--store", private)
    assert ran.code == 3
    assert "differs from it by 2 messages" in " ".join(ran.out.split())
