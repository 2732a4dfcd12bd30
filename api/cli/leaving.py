"""Leaving a command: at once, without taking apart all that it held."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable


def leave_at_once(run: Callable[[], None]) -> None:
    """Run a command, and end the process with its exit code when it exits.

    Python would free a million small objects first, which takes a tenth as long as to make and use
    them; mypy leaves the same way. What is to be done at exit is done, and what was written to the
    standard streams is out; where it cannot be written, the command exits as any program does.
    """
    try:
        run()
    except SystemExit as left:
        if not isinstance(left.code, int | None) or not _written():
            raise
        atexit._run_exitfuncs()
        _written()  # what was said at exit
        os._exit(left.code or 0)


def _written() -> bool:
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # as where the shell closed it
                stream.flush()
    except (OSError, ValueError):
        return False
    return True
