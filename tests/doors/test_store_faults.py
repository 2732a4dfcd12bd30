"""Whatever is wrong with a store or its snapshot: said in words, exit 3, and nothing lost."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SENT = ROOT / "examples" / "sent.mbox"
FORTY = ROOT / "examples" / "forty_cards"
PROGRAM = [sys.executable, "-c", "from api.cli import main; main()"]

Run = Callable[..., Any]


@pytest.fixture
def store(samenote: Run, settings: Path) -> Path:
    """Return a store that holds the year behind the counter."""
    path = settings / "store.sqlite"
    assert samenote("learn", SENT, "--store", path).code == 0
    return path


def _snapshots(settings: Path) -> list[Path]:
    return sorted((settings / "samenote" / "derived").rglob("*.memory"))


def _asked(check: Run, store: Path) -> tuple[list[dict[str, Any]], str]:
    ran = check(ROOT / "examples" / "cards" / "en.jsonl", "--store", store, "--json")
    assert ran.code == 1, ran.err
    return ran.verdicts, ran.err


def test_every_derived_file_can_be_deleted(check: Run, store: Path, settings: Path) -> None:
    before, _ = _asked(check, store)
    shutil.rmtree(settings / "samenote" / "derived")
    after, said = _asked(check, store)
    assert after == before
    assert "not used" not in said, "there is nothing wrong with a store without a snapshot"


@pytest.mark.parametrize("fault", ["damaged", "cut", "foreign", "other settings", "no snapshot"])
def test_a_bad_snapshot_is_said_and_made_anew(
    check: Run, samenote: Run, store: Path, settings: Path, fault: str
) -> None:
    before, _ = _asked(check, store)
    (snapshot,) = _snapshots(settings)
    raw = bytearray(snapshot.read_bytes())
    if fault == "damaged":
        raw[len(raw) // 2] ^= 0xFF
    elif fault == "cut":
        del raw[len(raw) // 2 :]
    elif fault == "no snapshot":
        raw[:] = b"something else" * 9
    else:
        what = b'"store": "' if fault == "foreign" else b'"settings": "'
        at = raw.index(what) + len(what)
        raw[at] = ord("f") if raw[at] != ord("f") else ord("e")
    snapshot.write_bytes(raw)
    looked = samenote("doctor", "--store", store)
    assert looked.code == 0, "the store itself is sound"
    assert "is not used" in " ".join(looked.out.split())
    snapshot.write_bytes(raw)
    after, said = _asked(check, store)
    assert after == before
    assert "made anew from the store" in said
    assert samenote("doctor", "--store", store, "--repair").code == 0
    after, said = _asked(check, store)
    assert after == before
    assert said == "samenote: SAMENOTE_NO_MEANING is set: compared by words alone\n"


def test_a_snapshot_of_an_older_copy_of_the_store_is_not_used(
    check: Run, samenote: Run, store: Path, settings: Path, tmp_path: Path
) -> None:
    assert not (settings / "store.sqlite-wal").exists(), "every connection was closed"
    older = tmp_path / "older.sqlite"
    shutil.copy(store, older)
    samenote("learn", FORTY / "sent.jsonl", "--store", store)
    (snapshot,) = _snapshots(settings)
    newer = snapshot.read_bytes()
    shutil.copy(older, store)
    snapshot.write_bytes(newer)
    verdicts, said = _asked(check, store)
    assert verdicts[0]["searched"] == 216
    assert "went another way" in said


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    holder = sqlite3.connect(store, isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        yield
    finally:
        holder.close()


def test_a_locked_store_can_be_asked_and_says_so_when_it_is_to_be_written(
    check: Run, samenote: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import Ledger

    monkeypatch.setitem(Ledger.open.__func__.__kwdefaults__, "busy_seconds", 0.2)
    with _locked(store):
        assert _asked(check, store)[0][0]["reach"] == 24
        for command in (
            ("learn", FORTY / "sent.jsonl"),
            ("check", FORTY / "new.jsonl", "--reserve"),
            ("forget", "helen@x.example", "--yes"),
        ):
            ran = samenote(*command, "--store", store)
            assert ran.code == 3, command
            assert "stayed locked by another process" in ran.err
            assert str(store) in ran.err
    assert samenote("learn", FORTY / "sent.jsonl", "--store", store).code == 0


def test_a_newer_store_is_left_as_it_is(samenote: Run, store: Path) -> None:
    from index.ledger.schema import VERSION_TABLE

    with sqlite3.connect(store) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    for command in (("learn", SENT), ("families",), ("doctor",), ("check", SENT)):
        ran = samenote(*command, "--store", store)
        assert ran.code == 3, command
        assert "newer samenote" in ran.err


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"not a database at all, but longer than its head", "not a store"), (None, "a folder")],
)
def test_something_else_is_no_store(
    samenote: Run, settings: Path, content: bytes | None, words: str
) -> None:
    path = settings / "thing"
    path.mkdir() if content is None else path.write_bytes(content)
    for command in (("learn", SENT), ("doctor",), ("families",), ("approve", "--list")):
        ran = samenote(*command, "--store", path)
        assert ran.code == 3, command
        assert words in ran.err
        assert ran.out == ""
    assert content is None or path.read_bytes() == content


def test_a_damaged_store_is_said_by_doctor_and_not_repaired(
    samenote: Run, store: Path, settings: Path
) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("UPDATE messages SET text = text || ' changed' WHERE position = 7")
    ran = samenote("doctor", "--store", store, "--repair", "--json")
    assert ran.code == 3
    said = json.loads(ran.out)
    assert (said["sound"], [fault["code"] for fault in said["faults"]]) == (False, ["text_changed"])
    assert said["done"] == []
    assert "cannot be made anew" in ran.err


def test_a_torn_file_is_exit_3(samenote: Run, store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = bytearray(store.read_bytes())
    for at in range(3 * 4096, len(raw), 4096):
        raw[at : at + 300] = b"\x5a" * 300
    store.write_bytes(raw)
    for command in (("doctor",), ("families",), ("check", SENT)):
        ran = samenote(*command, "--store", store)
        assert ran.code == 3, (command, ran.out)
        assert "damaged" in ran.err + ran.out
        assert "Traceback" not in ran.err


def _limited(limit: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def test_a_full_disk_keeps_what_was_recorded(
    samenote: Run, store: Path, tmp_path: Path, settings: Path
) -> None:
    archive = tmp_path / "many.jsonl"
    with archive.open("w") as out:
        for n in range(6_000):
            text = f"A long note number {n} " + "with many words of its own " * 20
            out.write(json.dumps({"id": f"m{n}", "text": text}) + "\n")
    ran = subprocess.run(
        [*PROGRAM, "learn", str(archive), "--store", str(store)], cwd=ROOT, text=True,
        capture_output=True, preexec_fn=_limited(4_000_000), timeout=240,
    )  # fmt: skip
    assert ran.returncode == 3, ran.stderr
    assert "full" in ran.stderr
    assert "Run the same command again to go on" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert samenote("doctor", "--store", store).code == 0
    again = json.loads(samenote("learn", archive, "--store", store, "--json").out)
    assert again["recorded"] + again["known_already"] == 6_000


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_read_only_store_is_said(samenote: Run, store: Path) -> None:
    store.chmod(0o400)
    ran = samenote("learn", FORTY / "sent.jsonl", "--store", store)
    assert ran.code == 3
    assert "cannot be written" in ran.err


def test_a_postgresql_that_goes_away_in_the_middle_is_said_and_learning_goes_on_later(
    samenote: Run, settings: Path, postgres: str, new_database: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    import psycopg

    import api.learning

    url = new_database()
    name = url.partition("?")[0].rsplit("/", 1)[1]
    samenote("learn", "--store", url)
    record, steps = api.learning.Learner._record, iter(range(100))

    def allow(connections: bool) -> None:
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {connections}".encode())
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(ended, (name,))

    def cut_off(learner: Any, batch: Any) -> None:
        if next(steps) == 2:
            allow(False)
        record(learner, batch)

    with monkeypatch.context() as patch:
        patch.setattr(api.learning, "AT_ONCE", 50)
        patch.setattr(api.learning.Learner, "_record", cut_off)
        ran = samenote("learn", SENT, "--store", url)
    assert ran.code == 3, ran.err
    assert "stopped after 99 messages recorded" in ran.err
    assert "Traceback" not in ran.err
    allow(True)
    said = json.loads(samenote("learn", SENT, "--store", url, "--json").out)
    assert (said["known_already"], said["recorded"]) == (100, 117)
