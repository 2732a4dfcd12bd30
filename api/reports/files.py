"""Writes reports to files: all of a file or nothing of it, so that no reader sees half a report."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dedupe import SamenoteError, UsageError


def check_writable(path: Path) -> None:
    """Raise UsageError where a report cannot be written to the path; changes nothing.

    Meant to be called before the work begins, so that a mistyped folder costs no audit.
    """
    if path.is_dir():
        raise UsageError("is a folder, not a file", where=str(path), do="Name a file in it.")
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(
            f"the folder {folder} does not exist", where=str(path), do="Make it, or name another."
        )
    target = path if path.exists() and not path.is_file() else folder
    if not os.access(target, os.W_OK):
        raise UsageError(
            f"no right to write to {target}",
            where=str(path),
            do="Name a file in a folder that you may write to.",
        )


def write_atomically(path: Path, pieces: Iterable[str]) -> None:
    """Write the pieces as UTF-8 beside the path, then rename onto it.

    A device or pipe (``/dev/stdout``) cannot be renamed onto and is written to directly. Raises
    UsageError where the path cannot be written to, SamenoteError where writing fails on the way;
    what stood at the path before is then untouched.
    """
    check_writable(path)
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as device:
                device.writelines(pieces)
        else:
            _write_and_rename(path.resolve(), pieces)
    except OSError as error:
        raise SamenoteError(
            f"could not be written: {error.strerror or error}",
            where=str(path),
            do="Free some space or name another file, then run it again.",
        ) from error


def _write_and_rename(path: Path, pieces: Iterable[str]) -> None:
    # Opened by hand, not through tempfile: that would leave the report readable by its owner only.
    # A fixed short prefix, not the file's own name, which may already be as long as names may be.
    beside = path.with_name(f".samenote-{secrets.token_hex(8)}.tmp")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            beside.unlink()
        raise
