"""What a database says when it cannot, in words that tell a person what to do.

Nothing of a statement's values is repeated: they are people's mail.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from dedupe import CannotJudgeError, UsageError
from index.ledger.address import Address

_NOT_A_DATABASE = (
    "this is not a store of samenote, nor any database of SQLite",
    "Name another file; this one was left as it is.",
)

# By the beginning of SQLite's own name of the error (sqlite3.Error.sqlite_errorname).
_SQLITE = (
    ("SQLITE_BUSY", "the store stayed locked by another process",
     "Wait until that process is done, and try again."),
    ("SQLITE_LOCKED", "the store stayed locked by another process",
     "Wait until that process is done, and try again."),
    ("SQLITE_READONLY", "the store cannot be written",
     "Give this user the right to write the file and its folder, or name another store."),
    ("SQLITE_CANTOPEN", "the file could not be opened",
     "Check that its folder exists and that this user may read and write there."),
    ("SQLITE_PERM", "the file could not be opened",
     "Check that this user may read and write the file and its folder."),
    ("SQLITE_NOTADB", *_NOT_A_DATABASE),
    ("SQLITE_FULL", "the disk is full; nothing of this change was kept",
     "Make room, and try again."),
    ("SQLITE_TOOBIG", "a text is too long for SQLite", "Leave out the longest message."),
    ("SQLITE_CORRUPT", "the file is damaged",
     "Restore it from a backup, or save what can be read with `sqlite3 FILE .recover`."),
    ("SQLITE_IOERR", "the disk failed or is full; nothing of this change was kept",
     "Check the disk and the room left on it, and try again."),
)  # fmt: skip

# By the beginning of PostgreSQL's SQLSTATE.
_POSTGRESQL = (
    ("55P03", "the store stayed locked by another process",
     "Wait until that process is done, and try again."),
    ("40", "two changes came at once", "Try again."),
    ("53100", "the database's disk is full; nothing of this change was kept",
     "Make room, and try again."),
    ("53", "the database has no room for another connection",
     "Close some, or raise its max_connections."),
    ("25006", "the database can only be read", "Name the primary server, not a replica."),
    ("28", "the database refused the user or the password", "Check both in the store's URL."),
    ("3D000", "there is no such database", "Create it with `createdb`, or name another."),
    ("42501", "the database user may not do this",
     "Grant it the right to create and change tables in this database."),
    ("57P", "the database was shut down", "Start it, and try again."),
    ("08", "the connection to the database was lost", "Check that it runs, and try again."),
    ("57014", "the database took too long and gave up", "Try again when it is less busy."),
)  # fmt: skip

_UNREACHABLE = (
    "the database cannot be reached, or the connection to it was lost",
    "Check that it runs and can be reached from here, and try again; what was acknowledged is"
    " kept, and asking again does not record anything twice.",
)
_TOO_MANY = (
    "every connection of this process to the store is in use",
    "Try again, or let fewer calls run at once.",
)


@contextmanager
def plain_faults(address: Address) -> Iterator[None]:
    """Turn errors of the database into CannotJudgeError that names the store."""
    try:
        yield
    except exc.TimeoutError as error:
        raise CannotJudgeError(_TOO_MANY[0], where=address.shown, do=_TOO_MANY[1]) from error
    except exc.DBAPIError as error:
        raise _explained(error.orig, address, error.connection_invalidated) from error
    except sqlite3.Error as error:
        raise _explained(error, address, False) from error
    except exc.NoSuchModuleError as error:
        raise missing_driver() from error


def not_a_database(address: Address) -> CannotJudgeError:
    """Return the error for a file that is something else."""
    return CannotJudgeError(_NOT_A_DATABASE[0], where=address.shown, do=_NOT_A_DATABASE[1])


def missing_driver() -> UsageError:
    """Return the error for a PostgreSQL store where its driver is not installed."""
    return UsageError(
        "this store is a PostgreSQL, and its driver is not installed",
        do="Run: pip install 'samenote[postgres]'",
    )


def _explained(
    error: BaseException | None, address: Address, connection_lost: bool
) -> CannotJudgeError:
    what, do = _words(error, connection_lost)
    return CannotJudgeError(what, where=address.shown, do=do)


def _words(error: BaseException | None, connection_lost: bool) -> tuple[str, str]:
    if isinstance(error, sqlite3.Error):
        return _looked_up(_SQLITE, getattr(error, "sqlite_errorname", ""), _said(error))
    state = getattr(error, "sqlstate", None)
    if state:
        return _looked_up(_POSTGRESQL, state, _said(error))
    if connection_lost or type(error).__name__ in {"OperationalError", "ConnectionTimeout"}:
        return _from_text(_said(error)) or _UNREACHABLE
    return _looked_up((), "", _said(error))


def _from_text(said: str) -> tuple[str, str] | None:
    """Explain a failed connection, for which psycopg gives the server's words and no state."""
    known = (
        ("password authentication failed", "28"),
        ("no password supplied", "28"),
        ("does not exist", "3D000" if "database" in said else "28"),
        ("too many clients", "53"),
        ("the database system is", "57P"),
    )
    for words, state in known:
        if words in said:
            return _looked_up(_POSTGRESQL, state, said)
    return None


def _looked_up(table: tuple[tuple[str, str, str], ...], code: str, said: str) -> tuple[str, str]:
    for beginning, what, do in table:
        if code.startswith(beginning):
            return what, do
    return (
        f"the database refused: {said}",
        "Run `samenote doctor` on the store; if it finds nothing, report this.",
    )


def _said(error: BaseException | None) -> str:
    """Return a database's own words without the detail line, which may hold people's mail."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return str(primary or error).split("\n", 1)[0].removesuffix(".")
