"""One judgement: library, command line, HTTP and page say the same of the same notes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import api
from api.archives.interface import Mail, Origin
from api.archives.records import message_from
from api.reports.verdict_words import finding

ROOT = Path(__file__).resolve().parents[2]
#: What a door adds, and what tells how it was asked.
APART = {"text"}


def records(language: str) -> list[dict[str, Any]]:
    lines = (ROOT / f"examples/cards/{language}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def changed(record: dict[str, Any], number: int) -> dict[str, Any]:
    who = {"name": f"Person {number}", "address": f"p{number}@x{number % 3}.example"}
    extra = f"\nP.S. Number {number} is ready too." if number % 2 else ""
    return {**record, "id": f"new-{number}", "to": [who], "text": record["text"] + extra}


def notes_and_history() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    history = [record for language in ("en", "pl", "zh", "ar") for record in records(language)]
    notes = [changed(record, number) for number, record in enumerate(history)]
    notes += [changed(history[0], number) for number in range(20, 24)]
    notes.append({"id": "own", "text": "Dear Ann, the kite you mended flew over the lido today."})
    return notes, history


def message(record: dict[str, Any]) -> Any:
    found = message_from(record, Origin("test"))
    assert isinstance(found, Mail)
    return found.message


def plain(verdict: dict[str, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(json.dumps(verdict))
    return {name: value for name, value in whole.items() if name not in APART}


@pytest.mark.parametrize("separately", [False, True])
def test_every_door_gives_one_verdict(client, check, write, separately) -> None:
    notes, history = notes_and_history()
    by_library = api.check(
        [message(note) for note in notes], history=[message(h) for h in history],
        separately=separately, threads=1,
    )  # fmt: skip
    wanted = [plain(verdict.as_dict()) for verdict in by_library]
    decisions = {"look", "send"} if separately else {"stop", "look", "send"}
    assert {verdict["decision"] for verdict in wanted} == decisions

    flags = ["--separately"] if separately else []
    ran = check(
        write("notes.jsonl", *notes), "--against", write("history.jsonl", *history), "--json",
        *flags,
    )  # fmt: skip
    assert [plain(verdict) for verdict in ran.verdicts] == wanted

    assert client.post("/v1/messages", {"messages": history}).json["recorded"] == len(history)
    body = {"messages": notes, "separately": separately}
    said = client.post("/v1/check", body).json["verdicts"]
    assert [plain(verdict) for verdict in said] == wanted


def test_the_page_says_what_the_library_says(client) -> None:
    notes, history = notes_and_history()
    client.post("/v1/messages", {"messages": history})
    for note in notes:
        before = [message(record) for record in history]
        (alone,) = api.check([message(note)], history=before, threads=1)
        who = note["to"][0] if note.get("to") else {}
        page = client.form("/check", text=note["text"], **who).get_data(as_text=True)
        decision = re.search(r'class="decision (\w+)"', page)
        assert decision is not None
        assert decision[1] == alone.decision
        assert finding(alone) in page
        share = re.search(r"<dt>Personal share</dt><dd>(\S+)", page)
        assert share is not None
        assert share[1] == str(round(100 * (alone.personal_share or 0)))
