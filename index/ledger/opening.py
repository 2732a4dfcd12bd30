"""Opens a store: recognises it, creates it where there is none, and upgrades an older one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine, MetaData, Table, inspect, select, text

from dedupe import CannotJudgeError
from index.ledger.address import Address
from index.ledger.engine import (
    STORE_LOCK,
    for_reading,
    for_writing,
    is_sqlite,
    lock,
    make_engine,
)
from index.ledger.faults import not_a_database, plain_faults
from index.ledger.schema import METADATA, REVISION, STORE, VERSION_TABLE

# What a file of SQLite begins with: https://sqlite.org/fileformat.html
_MAGIC = b"SQLite format 3\0"


def open_engine(
    address: Address, *, create: bool, clock: Callable[[], datetime], busy_seconds: float
) -> tuple[Engine, str]:
    """Return an engine on a store that has this program's schema, and the store's id.

    Raises CannotJudgeError where there is no store and ``create`` is false, where it is something
    else or from a newer version, or where it cannot be reached, read or upgraded.
    """
    if address.path:
        _look_at_file(address, create)
    with plain_faults(address):
        engine = make_engine(address, busy_seconds)
        try:
            _bring_up_to_date(engine, address, create=create, clock=clock, wait=busy_seconds)
            with for_reading(engine).begin() as connection:
                return engine, _store_id(connection, address)
        except BaseException:
            engine.dispose()
            raise


def _look_at_file(address: Address, create: bool) -> None:
    path = address.path
    if os.path.isdir(path):
        raise CannotJudgeError(
            "this is a folder, not a store", where=address.shown, do="Name a file in it."
        )
    if os.path.exists(path):
        _look_inside(address)
        return
    if not create:
        raise CannotJudgeError(
            "there is no store here", where=address.shown,
            do="Check the path, or make a store with `samenote learn`.",
        )  # fmt: skip
    try:
        # It will hold people's mail: nobody else on this machine may read it. SQLite gives the
        # files that it makes beside it the same rights.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise CannotJudgeError(
            f"no store could be made: {error.strerror}", where=address.shown,
            do="Check that the folder exists and that this user may write there.",
        ) from error  # fmt: skip


def _look_inside(address: Address) -> None:
    """Refuse what is no database; SQLite takes any file under 512 bytes for an empty one."""
    if not os.path.isfile(address.path):
        raise CannotJudgeError("this is not a file", where=address.shown, do="Name another.")
    try:
        with open(address.path, "rb") as file:
            beginning = file.read(len(_MAGIC))
    except OSError as error:
        raise CannotJudgeError(
            f"the file could not be opened: {error.strerror}", where=address.shown,
            do="Check that this user may read and write the file.",
        ) from error  # fmt: skip
    if beginning not in {b"", _MAGIC}:
        raise not_a_database(address)


def _bring_up_to_date(
    engine: Engine, address: Address, *, create: bool, clock: Callable[[], datetime], wait: float
) -> None:
    with for_reading(engine).begin() as connection:
        revision = _revision(connection, address, create)
    if revision == REVISION:
        return
    if engine.dialect.name == "sqlite":
        _use_wal(engine)
    with for_writing(engine).begin() as connection:
        lock(connection, STORE_LOCK, wait)
        # Somebody else may have done it while this waited for the lock.
        if _revision(connection, address, create) == REVISION:
            return
        _migrate(connection)
        if connection.execute(select(STORE.c.id)).first() is None:
            made = {"number": 1, "id": uuid.uuid4().hex, "created_at": clock()}
            connection.execute(STORE.insert(), made)


def _revision(connection: Connection, address: Address, create: bool) -> str | None:
    """Return the revision of the store's schema; None where there is none yet.

    Raises CannotJudgeError where what is there is no store, or from a newer version.
    """
    if not is_sqlite(connection):
        _check_server(connection, address)
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE in tables:
        version = Table(VERSION_TABLE, MetaData(), autoload_with=connection)
        revision = str(connection.execute(select(version.c.version_num)).scalar())
        if revision not in _known_revisions():
            raise CannotJudgeError(
                f"the store was written by a newer samenote (schema {revision}, this one knows"
                f" {REVISION})",
                where=address.shown,
                do="Upgrade samenote: pip install --upgrade samenote. The store was left as it is.",
            )
        return revision
    foreign = tables if is_sqlite(connection) else tables & set(METADATA.tables)
    if foreign:
        raise CannotJudgeError(
            f"this database is not a store of samenote: it holds {', '.join(sorted(foreign)[:3])}",
            where=address.shown, do="Name another file or database; this one was left as it is.",
        )  # fmt: skip
    if not create:
        raise CannotJudgeError(
            "the database is there, but it holds no store", where=address.shown,
            do="Make one with `samenote learn`, or check the address.",
        )  # fmt: skip
    return None


def _check_server(connection: Connection, address: Address) -> None:
    encoding = connection.execute(text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        raise CannotJudgeError(
            f"the database is in {encoding}, which cannot hold every text", where=address.shown,
            do="Create one with: createdb --encoding=UTF8 --template=template0 NAME",
        )  # fmt: skip


def _known_revisions() -> set[str]:
    """Return the revisions that this program can read or upgrade, without loading Alembic."""
    folder = os.path.join(os.path.dirname(__file__), "migrations", "versions")
    return {name[1:5] for name in os.listdir(folder) if name.startswith("r") and name[5:6] == "_"}


def _use_wal(engine: Engine) -> None:
    """Let readers read while one writes; kept in the file from then on."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        raw.close()


def _migrate(connection: Connection) -> None:
    """Run the migrations inside the transaction of a connection."""
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", "index.ledger:migrations")
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def _store_id(connection: Connection, address: Address) -> str:
    found = connection.execute(select(STORE.c.id)).scalar()
    if not isinstance(found, str):
        raise CannotJudgeError(
            "the store has lost its id, so it was not made whole", where=address.shown,
            do="Restore it from a backup.",
        )  # fmt: skip
    return found
