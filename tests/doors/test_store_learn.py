"""samenote learn: what an audit would judge is recorded, once, and nothing of it is lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SENT = ROOT / "examples" / "sent.mbox"
FORM_LETTERS = ROOT.parent / "shared" / "data" / "archives" / "sent_form_letters.mbox"
PROGRAM = [sys.executable, "-c", "from api.cli import main; main()"]

Run = Callable[..., Any]


def _learnt(ran: Any) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    said: dict[str, Any] = json.loads(ran.out)
    return said


def _ids(store: Path) -> list[str]:
    with sqlite3.connect(store) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM messages ORDER BY position")]


def _verdicts(ran: Any) -> list[dict[str, Any]]:
    assert ran.code in (0, 1), ran.err
    found: list[dict[str, Any]] = ran.verdicts
    return found


def test_what_an_audit_judges_is_learnt_and_the_rest_is_left_out_by_reason(
    samenote: Run, settings: Path, tmp_path: Path
) -> None:
    audited = tmp_path / "audit.json"
    samenote("audit", SENT, "--json", audited)
    report = json.loads(audited.read_text("utf-8"))
    said = _learnt(samenote("learn", SENT, "--json"))
    assert said["recorded"] == report["audited"] == said["store"]["messages"]
    assert said["messages"] == report["messages"]
    assert said["known_already"] == report["duplicates"] == 1
    assert said["excluded"] == report["excluded"]
    assert said["assumed"]["senders"] == ["nora@tidewick.example"]
    store = settings / "samenote" / "store.sqlite"
    assert sorted(_ids(store)) == sorted(note["message_id"] for note in report["notes"])
    assert store.stat().st_mode & 0o077 == 0, "it holds people's mail"


def test_learning_twice_records_nothing_new(samenote: Run, settings: Path) -> None:
    first = _learnt(samenote("learn", SENT, "--json"))
    again = _learnt(samenote("learn", SENT, "--json"))
    assert (again["recorded"], again["known_already"]) == (0, first["recorded"] + 1)
    assert again["store"] == first["store"]


def test_the_readable_summary_says_what_became_of_every_message(
    samenote: Run, settings: Path
) -> None:
    out = samenote("learn", SENT).out
    assert out.startswith("216 messages recorded of 223 read")
    for said in (
        "Known already   1",
        "3 automatic replies",
        "nora@tidewick.example",
        "216 messages",
    ):
        assert said in out, said
    assert max(map(len, out.splitlines())) <= 80


def test_days_senders_and_lists_are_chosen_as_in_an_audit(samenote: Run, settings: Path) -> None:
    store = settings / "one.sqlite"
    days = ("--since", "2025-03-01", "--until", "2025-03-31")
    march = _learnt(samenote("learn", SENT, "--store", store, "--json", *days))
    assert 0 < march["recorded"] < 40
    assert march["excluded"]["before_since"] > 0
    assert march["excluded"]["after_until"] > 0
    nobody = _learnt(samenote("learn", SENT, "--store", store, "--json", "--sender", "x@y.example"))
    assert nobody["recorded"] == 0
    assert nobody["excluded"]["other_sender"] > 200
    lists = _learnt(samenote("learn", SENT, "--json", "--include-lists"))
    assert "list" not in lists["excluded"]


def test_a_table_is_learnt_by_its_columns_and_from_standard_input(
    samenote: Run, settings: Path
) -> None:
    rows = "Kunde;Body\nanna@lind.example;Dear Anna, the red coat is ready.\n;No address at all\n"
    columns = ("--column", "text=Body", "--column", "to.address=Kunde")
    said = _learnt(samenote("learn", "-", *columns, "--json", stdin=rows.encode("utf-8-sig")))
    assert (said["recorded"], said["store"]["people"]) == (2, 2)
    wrong = samenote("learn", "-", "--column", "text=Nope", stdin=rows.encode())
    assert wrong.code == 3
    assert "Nope" in wrong.err


def test_what_has_no_words_or_cannot_be_read_is_said(
    samenote: Run, settings: Path, tmp_path: Path
) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(
        '{"id": "empty", "text": ""}\n{"id": "dots", "text": "... --- ..."}\nnot json\n'
        '{"id": "hello", "text": "Hello"}\n{"id": "long", "text": "' + "word " * 2_000_000 + '"}\n'
    )
    ran = samenote("learn", path, "--json")
    said = _learnt(ran)
    assert said["recorded"] == 2
    assert said["excluded"] == {"no_own_words": 1}
    assert [fault["origin"] for fault in said["skipped"]] == [f"{path}:1", f"{path}:3"]
    assert "2 entries could not be read" in ran.err


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "no message"), (b"\x89PNG\r\n\x1a\n\0\0", "no message")]
)
def test_a_file_without_mail_is_exit_3(
    samenote: Run, settings: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "thing.bin"
    path.write_bytes(content)
    ran = samenote("learn", path)
    assert ran.code == 3
    assert words in ran.err
    assert samenote("learn", tmp_path / "nowhere").code == 2


def test_without_an_archive_an_empty_store_is_made(samenote: Run, settings: Path) -> None:
    said = _learnt(samenote("learn", "--json"))
    assert (said["messages"], said["store"]["messages"]) == (0, 0)
    card = ROOT / "examples" / "cards" / "en.jsonl"
    assert "Compared with each other only: the store" in samenote("check", card).out


def test_the_policy_s_retention_is_kept(samenote: Run, settings: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[memory]\nretention_days = 300\n")
    everything = _learnt(samenote("learn", SENT, "--json"))
    kept = _learnt(samenote("learn", SENT, "--json", "--policy", policy))
    assert kept["past_retention"] > 0
    assert kept["excluded"]["past_retention"] >= kept["past_retention"]
    assert kept["store"]["messages"] == everything["recorded"] - kept["past_retention"]
    again = _learnt(samenote("learn", SENT, "--json"))
    assert again["forgotten"] >= kept["past_retention"], "learning does not undo forgetting"
    assert again["recorded"] == 0


@pytest.mark.skipif(not FORM_LETTERS.exists(), reason="the real archive is not here")
def test_a_real_archive_of_form_letters_is_learnt_as_audited(
    samenote: Run, settings: Path, tmp_path: Path
) -> None:
    audited = tmp_path / "audit.json"
    samenote("audit", FORM_LETTERS, "--json", audited, "--include-lists")
    report = json.loads(audited.read_text("utf-8"))
    said = _learnt(samenote("learn", FORM_LETTERS, "--json", "--include-lists"))
    assert said["recorded"] == report["audited"] > 1_000
    assert said["excluded"] == report["excluded"]
    again = _learnt(samenote("learn", FORM_LETTERS, "--json", "--include-lists"))
    assert again["recorded"] == 0


def _many(path: Path, count: int) -> Path:
    """Write messages that are copies, variations and texts of their own."""
    with path.open("w", encoding="utf-8") as out:
        for n in range(count):
            text = (
                f"Dear Guest{n % 97}, your table number {n % 50} at the window is kept, "
                f"and the cook has promised the {n % 7} dishes that you liked in spring again."
                if n % 3
                else f"Order {n}: shelf {n * 7919 % 1000} holds parcel {n * 104729 % 99991} for you"
            )
            who = {"address": f"guest{n % 1500}@inn{n % 300}.example"}
            out.write(json.dumps({"id": f"m{n}", "text": text, "to": [who]}) + "\n")
    return path


def test_kill_in_the_middle_of_ten_thousand_loses_nothing_acknowledged(
    samenote: Run, settings: Path, tmp_path: Path
) -> None:
    archive = _many(tmp_path / "many.jsonl", 10_000)
    store = tmp_path / "killed.sqlite"
    learning = subprocess.Popen(
        [*PROGRAM, "learn", str(archive), "--store", str(store)], cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    seen = 0
    deadline = time.monotonic() + 120
    while seen < 2_000 and learning.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
        try:
            seen = len(_ids(store))
        except sqlite3.Error:
            continue
    os.kill(learning.pid, signal.SIGKILL)
    learning.wait()
    kept = _ids(store)
    assert seen <= len(kept) < 10_000
    assert kept == [f"m{n}" for n in range(len(kept))]
    said = _learnt(samenote("learn", archive, "--store", store, "--json"))
    assert (said["known_already"], said["recorded"]) == (len(kept), 10_000 - len(kept))
    calm = tmp_path / "calm.sqlite"
    _learnt(samenote("learn", archive, "--store", calm, "--json"))
    notes = _many(tmp_path / "notes.jsonl", 40)
    asked = [_verdicts(samenote("check", notes, "--store", s, "--json")) for s in (store, calm)]
    assert asked[0] == asked[1]
    assert samenote("doctor", "--store", store).code == 0


def test_ctrl_c_keeps_what_was_recorded_and_says_how_to_go_on(
    settings: Path, tmp_path: Path
) -> None:
    archive = _many(tmp_path / "many.jsonl", 10_000)
    store = tmp_path / "stopped.sqlite"
    learning = subprocess.Popen(
        [*PROGRAM, "learn", str(archive), "--store", str(store)], cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while learning.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
        try:
            if len(_ids(store)) >= 2_000:
                break
        except sqlite3.Error:
            continue
    learning.send_signal(signal.SIGINT)
    _, err = learning.communicate(timeout=120)
    assert learning.returncode == 130, err
    assert "Run the same command again to go on" in err
    assert "Traceback" not in err
    assert len(_ids(store)) >= 2_000
