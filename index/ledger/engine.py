"""Connections to a store: how they begin a transaction, how long they wait, what they promise."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from index.ledger.address import Address
from index.ledger.faults import missing_driver

#: First half of the key of every advisory lock of ours; the second is the tenant's number.
LOCK_SPACE = 0x5A3E
#: Second half of the lock under which a store is created, upgraded, or gets a tenant.
STORE_LOCK = 0

# Pages that SQLite keeps in memory, in KiB: the indexes of a large store are written at random.
_CACHE_KIB = 32_768


def make_engine(address: Address, busy_seconds: float) -> Engine:
    """Return an engine that waits so long for a lock or a connection.

    Raises UsageError where the driver of PostgreSQL is missing.
    """
    if address.path:
        engine = create_engine(
            address.url,
            hide_parameters=True,
            pool_timeout=busy_seconds,
            connect_args={"timeout": busy_seconds},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(
            address.url,
            hide_parameters=True,
            pool_timeout=busy_seconds,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            # No prepared statements: a pooler such as PgBouncer may give every transaction
            # another server connection.
            connect_args=_connection_settings(address, busy_seconds),
        )
    except ImportError as error:
        raise missing_driver() from error


def _connection_settings(address: Address, busy_seconds: float) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "prepare_threshold": None,
        "application_name": "samenote",
        "connect_timeout": max(2, round(busy_seconds)),
    }
    return {name: value for name, value in wanted.items() if name not in address.url.query}


def is_sqlite(connection: Connection) -> bool:
    """Tell whether a connection is one to SQLite."""
    return connection.dialect.name == "sqlite"


def _prepare_sqlite(raw: Any, _record: object) -> None:
    # The driver begins no transaction of its own; _begin_sqlite does, and chooses its kind.
    raw.isolation_level = None
    # FULL in WAL mode: a commit returns after its pages are on the disk, so that it survives loss
    # of power, not only of the process. https://sqlite.org/pragma.html#pragma_synchronous
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        raw.execute(f"PRAGMA {pragma}")
    raw.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")


def _begin_sqlite(connection: Connection) -> None:
    if begin := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(begin)


def for_reading(engine: Engine, once: bool = False) -> Engine:
    """Return the engine whose transactions see one moment of the store from first to last.

    ``once`` says that a single statement is all: SQLite needs no transaction for it.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begin="") if once else engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def for_writing(engine: Engine) -> Engine:
    """Return the engine whose transactions write; SQLite's take the store's lock at once."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begin="BEGIN IMMEDIATE")
    return engine


def lock(connection: Connection, number: int, busy_seconds: float) -> None:
    """Take the lock of a tenant, or of the store, until the transaction ends.

    SQLite's transaction holds the only lock there is from its beginning.
    """
    if is_sqlite(connection):
        return
    connection.execute(
        text(
            "SELECT set_config('lock_timeout', :wait, true), CASE"
            # A server told to acknowledge before writing would lose what was acknowledged.
            " WHEN current_setting('synchronous_commit') = 'off'"
            " THEN set_config('synchronous_commit', 'on', true) END"
        ),
        {"wait": f"{round(busy_seconds * 1000)}ms"},
    )
    connection.execute(
        text("SELECT pg_advisory_xact_lock(:space, :number)"),
        {"space": LOCK_SPACE, "number": number},
    )
