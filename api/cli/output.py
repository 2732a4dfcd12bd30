"""Standard output, when a command ends: all of it is out, or it is known that it is not."""

from __future__ import annotations

import os
import sys


def flush_output() -> None:
    """Write what is still to be written. Raises OSError where that cannot be done.

    Nothing is to be told of an output that nobody reads any more.
    """
    if sys.stdout is None:  # as where the shell closed it
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()


def drop_output() -> None:
    """Let what could not be written go: Python would try again at its end, and exit with 120."""
    if sys.stdout is None:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
