"""Copies a SQLite store while it is in use, by SQLite's own online backup."""

from __future__ import annotations

import os
import sqlite3
import uuid

from sqlalchemy import Engine

from dedupe import CannotJudgeError, UsageError
from index.ledger.address import Address


def back_up(engine: Engine, address: Address, path: str) -> None:
    """Write a copy to a path where there is nothing yet; it appears whole or not at all."""
    if not address.path:
        raise UsageError(
            "a PostgreSQL store is backed up by its own tools", where=address.shown,
            do="Run: pg_dump --format=custom --file=samenote.dump DATABASE",
        )  # fmt: skip
    part = f"{path}.{uuid.uuid4().hex[:8]}.part"
    _claim(path)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _copy(engine, part)
        os.replace(part, path)
    except BaseException as error:
        for left in (part, path):
            if os.path.exists(left):
                os.unlink(left)
        if isinstance(error, OSError):
            raise CannotJudgeError(
                f"the backup could not be written: {error.strerror}", where=path,
                do="Check the folder, and the room on its disk.",
            ) from error  # fmt: skip
        raise


def _claim(path: str) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise UsageError(
            "there is a file already, and a backup overwrites none", where=path,
            do="Name a new file.",
        ) from error  # fmt: skip
    except OSError as error:
        raise CannotJudgeError(
            f"the backup could not be written: {error.strerror}", where=path,
            do="Check that the folder exists and that this user may write there.",
        ) from error  # fmt: skip


def _copy(engine: Engine, part: str) -> None:
    source = engine.raw_connection()
    target = sqlite3.connect(part)
    try:
        driver = source.driver_connection
        assert driver is not None
        driver.backup(target)
        target.execute("UPDATE store SET id = ?", (uuid.uuid4().hex,))
        target.commit()
        # One file by itself, with no log beside it; opening it as a store keeps it that way.
        target.execute("PRAGMA journal_mode=DELETE")
    finally:
        target.close()
        source.close()
