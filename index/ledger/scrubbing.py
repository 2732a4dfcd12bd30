"""Takes the last traces of forgotten text out of a store's files."""

from __future__ import annotations

from sqlalchemy import Engine

from dedupe import CannotJudgeError
from index.ledger.address import Address

_REWRITTEN = ("messages", "recipients", "reservations", "events")


def scrub(engine: Engine, address: Address, busy_seconds: float) -> None:
    """Write out what is left of deleted rows.

    Raises CannotJudgeError where another process does not let go of the old pages in time.
    """
    if engine.dialect.name == "sqlite":
        _rewrite_file(engine, address)
    else:
        _rewrite_tables(engine, busy_seconds)


def _rewrite_file(engine: Engine, address: Address) -> None:
    """Write the file anew, and empty the log.

    secure_delete overwrites what is deleted, but not the copies that SQLite leaves in the unused
    part of a page when it spreads the rows of a full page over others: in a trial of ours ids and
    texts outlived their rows there.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        (busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.close()
    if busy:
        raise CannotJudgeError(
            "it is forgotten, but another process reads the store, so that old pages of the text"
            " still stand in its -wal file",
            where=address.shown, do="Run `samenote doctor` when that process is done.",
        )  # fmt: skip


def _rewrite_tables(engine: Engine, busy_seconds: float) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{round(busy_seconds * 1000)}ms'")
        try:
            for table in _REWRITTEN:
                connection.exec_driver_sql(f"VACUUM (FULL) {table}")
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
