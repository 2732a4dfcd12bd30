"""A store is made, recognised, upgraded or refused; its copy and its faults are told apart."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dedupe import CannotJudgeError, Message, Recipient, UsageError
from index import Ledger

ROOT = Path(__file__).resolve().parents[2]


def in_store(url: str, *statements: str) -> None:
    """Run statements on a store behind the ledger's back."""
    known = url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(known if "://" in url else f"sqlite:///{url}")
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


def filled(url: str, number: int = 5) -> Ledger:
    ledger = Ledger.open(url)
    with ledger.writing(ledger.tenant()) as writer:
        writer.record(
            [Message(str(n), f"text {n}", to=(Recipient(id=str(n)),)) for n in range(number)]
        )
    return ledger


def test_the_migrations_make_the_tables_that_the_program_uses(store_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from index.ledger.schema import METADATA, REVISION, VERSION_TABLE

    Ledger.open(store_url).close()
    known = store_url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(known if "://" in known else f"sqlite:///{known}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == REVISION
    engine.dispose()
    from index.ledger import migrations

    assert migrations.__file__ is not None
    scripts = ScriptDirectory(os.path.dirname(migrations.__file__))
    assert scripts.get_heads() == [REVISION]


def test_a_changed_schema_would_be_noticed(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from index.ledger.schema import METADATA, VERSION_TABLE

    url = str(tmp_path / "s.db")
    Ledger.open(url).close()
    in_store(url, "DROP INDEX ix_messages_tenant_id_key", "ALTER TABLE keys DROP COLUMN rate")
    engine = create_engine(f"sqlite:///{url}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert len(compare_metadata(context, METADATA)) == 2
    engine.dispose()


def test_only_a_store_that_is_used_loads_its_libraries() -> None:
    code = (
        "import sys, index\n"
        "loaded = {'sqlalchemy', 'alembic', 'psycopg'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
        "index.Ledger.open(sys.argv[1]).close()\n"
        "print(*(name in sys.modules for name in ('sqlalchemy', 'psycopg', 'alembic')))"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s.db")
        Ledger.open(path).close()
        ran = subprocess.run(
            [sys.executable, "-c", code, path], cwd=ROOT, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
    # Nor does a store that is up to date bring Alembic.
    assert ran.stdout.split() == ["True", "False", "False"]


def test_every_store_has_an_id_of_its_own(tmp_path: Path) -> None:
    with Ledger.open(str(tmp_path / "a")) as one, Ledger.open(str(tmp_path / "b")) as other:
        assert one.store_id != other.store_id


def test_a_missing_store_is_not_made_unasked(
    tmp_path: Path, new_database: Callable[[], str]
) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(CannotJudgeError, match=r"none\.db: there is no store here"):
        Ledger.open(str(path), create=False)
    assert not path.exists()
    with pytest.raises(CannotJudgeError, match="it holds no store"):
        Ledger.open(new_database(), create=False)
    with pytest.raises(CannotJudgeError, match="no store could be made: No such file"):
        Ledger.open(str(tmp_path / "no" / "folder" / "s.db"))
    with pytest.raises(CannotJudgeError, match="this is a folder"):
        Ledger.open(str(tmp_path))


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with filled(str(tmp_path / "s.db")):
        rights = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert rights == dict.fromkeys(("s.db", "s.db-wal", "s.db-shm"), 0o600)


@pytest.mark.parametrize("shape", ["path", "url"])
def test_a_file_is_named_by_path_or_url(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "my store %20?.db" if shape == "path" else tmp_path / "store.db"
    url = str(path) if shape == "path" else f"sqlite:///{path}"
    Ledger.open(url).close()
    assert path.exists()
    with Ledger.open(url, create=False) as ledger:
        assert ledger.url == str(path)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://me:secret@host/db", "mysql:// is no kind of store"),
        ("postgresql+asyncpg://me:secret@host/db", "is no kind of store"),
        ("", "needs a file"),
        ("sqlite://", "needs a file"),
        (":memory:", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("a\0b", "needs a file"),
        ("postgresql://host:port/db", "not the URL of a store"),
    ],
)
def test_an_address_that_is_none_is_wrong_use(url: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        Ledger.open(url)
    assert "secret" not in str(caught.value)
    assert "Name a file" in caught.value.do


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:secret@127.0.0.1:1/db",
        "postgres://me@127.0.0.1:1/db?password=secret&sslpassword=secret",
    ],
)
def test_a_server_out_of_reach_is_named_without_its_password(url: str) -> None:
    with pytest.raises(CannotJudgeError, match="cannot be reached") as caught:
        Ledger.open(url)
    assert "127.0.0.1:1/db" in caught.value.where
    assert "secret" not in str(caught.value)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    # What an install without the extra finds.
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match="driver is not installed") as caught:
        Ledger.open("postgresql://me:secret@127.0.0.1:1/db")
    assert "samenote[postgres]" in caught.value.do


def test_a_wrong_database_is_named(postgres: str) -> None:
    with pytest.raises(CannotJudgeError, match="there is no such database"):
        Ledger.open(postgres.replace("/postgres?", "/nothing_here?"))


def test_a_newer_store_is_refused_and_left_alone(store_url: str) -> None:
    filled(store_url).close()
    in_store(store_url, "UPDATE samenote_schema SET version_num = '9999'")
    with pytest.raises(CannotJudgeError, match=r"newer samenote \(schema 9999") as caught:
        Ledger.open(store_url)
    assert "Upgrade samenote" in caught.value.do
    in_store(store_url, "UPDATE samenote_schema SET version_num = '0001'")
    with Ledger.open(store_url) as ledger:
        assert ledger.count(ledger.tenant()) == 5


def test_somebody_elses_database_is_refused_and_left_alone(store_url: str) -> None:
    in_store(store_url, "CREATE TABLE messages (body TEXT)")
    with pytest.raises(CannotJudgeError, match="not a store of samenote: it holds messages"):
        Ledger.open(store_url)
    in_store(store_url, "INSERT INTO messages VALUES ('still here')")


def test_a_shared_postgresql_is_taken_if_no_name_is(new_database: Callable[[], str]) -> None:
    url = new_database()
    in_store(url, "CREATE TABLE alembic_version (version_num TEXT)", "CREATE TABLE other (a TEXT)")
    with filled(url) as ledger:
        assert ledger.check() == []


def test_a_database_of_another_encoding_is_refused(postgres: str) -> None:
    in_store_url = postgres.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(in_store_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS latin"))
        connection.execute(
            text("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        )
    engine.dispose()
    with pytest.raises(CannotJudgeError, match="the database is in LATIN1"):
        Ledger.open(postgres.replace("/postgres?", "/latin?"))


@pytest.mark.parametrize("content", [b"Dear Ann,\n" * 400, b"\x00" * 4096, b"x"])
def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(CannotJudgeError, match=r"notes\.txt: this is not a store of samenote"):
        Ledger.open(str(path))
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_locked_store_is_named_after_the_wait(tmp_path: Path) -> None:
    path = str(tmp_path / "s.db")
    filled(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with Ledger.open(path, busy_seconds=0.2) as ledger:
            tenant = ledger.tenant()
            # Readers go on meanwhile.
            assert ledger.count(tenant) == 5
            with (
                pytest.raises(CannotJudgeError, match=r"s\.db: the store stayed locked") as caught,
                ledger.writing(tenant),
            ):
                pytest.fail("the lock was taken twice")
            assert "try again" in caught.value.do
    finally:
        holder.close()


def test_a_locked_tenant_of_postgresql_is_named_after_the_wait(
    new_database: Callable[[], str],
) -> None:
    url = new_database()
    with filled(url) as holder, Ledger.open(url, busy_seconds=0.2) as ledger:
        tenant, other = ledger.tenant(), ledger.tenant("other")
        with holder.writing(tenant):
            # Another tenant writes meanwhile.
            with ledger.writing(other) as writer:
                assert writer.record([Message("1", "t")]).recorded == (1,)
            with (
                pytest.raises(CannotJudgeError, match="the store stayed locked"),
                ledger.writing(tenant),
            ):
                pytest.fail("the lock was taken twice")


def test_a_lost_connection_is_said_once_and_made_again(new_database: Callable[[], str]) -> None:
    import psycopg

    url = new_database()
    with filled(url) as ledger:
        tenant = ledger.tenant()

        def cut_off_while_writing() -> None:
            with ledger.writing(tenant) as writer:
                writer.record([Message("lost", "t")])
                with psycopg.connect(url, autocommit=True) as killer:
                    killer.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                        " datname = current_database() AND pid <> pg_backend_pid()"
                    )
                writer.record([Message("lost too", "t")])

        with pytest.raises(CannotJudgeError, match="shut down|connection to it was lost"):
            cut_off_while_writing()
        assert ledger.count(tenant) == 5
        with ledger.writing(tenant) as writer:
            assert writer.record([Message("kept", "t")]).recorded == (6,)


def test_a_backup_is_whole_while_the_store_is_written(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with filled(str(tmp_path / "s.db")) as ledger:
        tenant = ledger.tenant()
        with ledger.writing(tenant) as writer:
            writer.record([Message("unfinished", "t")])
            ledger.backup(str(copy))
        with Ledger.open(str(copy), create=False) as restored:
            assert restored.events(tenant, 0, 99) == ledger.events(tenant, 0, 5)
            assert restored.check() == []
            # Otherwise what was derived from the one would be taken for the other's.
            assert restored.store_id != ledger.store_id
        with pytest.raises(UsageError, match="there is a file already"):
            ledger.backup(str(copy))
        with pytest.raises(CannotJudgeError, match="could not be written: No such file"):
            ledger.backup(str(tmp_path / "no" / "copy.db"))
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part"))


def test_postgresql_is_backed_up_by_its_own_tools(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    with Ledger.open(new_database()) as ledger, pytest.raises(UsageError, match="pg_dump"):
        ledger.backup(str(tmp_path / "copy"))


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("SELECT 1", []),
        ("UPDATE messages SET text = 'another' WHERE position = 2", ["text_changed"]),
        ("UPDATE events SET kind = 'gone' WHERE position = 2", ["message_without_event"]),
        ("DELETE FROM recipients; DELETE FROM messages", ["event_without_message"]),
        ("DELETE FROM recipients; DELETE FROM messages; DELETE FROM events WHERE position = 3",
         ["gap", "event_without_message"]),
        ("UPDATE messages SET reservation = 'none'", ["message_without_reservation"]),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_found(store_url: str, statement: str, codes: list[str]) -> None:
    with filled(store_url) as ledger:
        assert ledger.check() == []
        in_store(store_url, *statement.split("; "))
        assert [fault.code for fault in ledger.check()] == codes


def test_a_lost_message_is_said_to_who_reads_on(store_url: str) -> None:
    with filled(store_url) as ledger:
        tenant = ledger.tenant()
        in_store(store_url, "DELETE FROM recipients", "DELETE FROM messages WHERE position = 3")
        assert len(ledger.events(tenant, 0, 2)) == 2
        with pytest.raises(CannotJudgeError, match="event 3 of the store has lost its message"):
            ledger.events(tenant, 0, 9)


def test_an_empty_file_becomes_a_store_only_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.touch()
    with pytest.raises(CannotJudgeError, match="it holds no store"):
        Ledger.open(str(path), create=False)
    with filled(str(path)) as ledger:
        assert ledger.check() == []


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CannotJudgeError, match="this is not a file"):
        Ledger.open(str(tmp_path / "pipe"))


def test_rows_that_belong_to_nothing_are_found_in_sqlite(tmp_path: Path) -> None:
    path = str(tmp_path / "s.db")
    with filled(path) as ledger:
        in_store(path, "DELETE FROM messages WHERE position = 2")
        codes = [fault.code for fault in ledger.check()]
    assert codes == ["foreign", "recipient_without_message", "event_without_message"]


def test_a_damaged_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with filled(str(path), 2_000) as ledger:
        ledger.scrub()
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + b"\xff" * 8_192 + whole[middle + 8_192 :])
    with Ledger.open(str(path)) as ledger:
        try:
            faults = [fault.code for fault in ledger.check()]
        except CannotJudgeError as error:
            faults = [error.what]
    assert faults
    assert set(faults) <= {"damaged", "the file is damaged"}
