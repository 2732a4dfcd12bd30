"""Processes that read copy: how they are begun. Imports nothing that takes time."""

from __future__ import annotations

import sys
from multiprocessing import forkserver, get_context
from multiprocessing.context import BaseContext


def reading_processes() -> BaseContext:
    """Return how processes are begun: not forked, as threads of this one would not survive it.

    On Linux they are forked off a process that has loaded the readers and has no threads.
    """
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["api.copy.reading"])
    return context


def load_readers() -> None:
    """Let that process load the readers, while this one goes on; it ends with this one."""
    if sys.platform == "linux":
        reading_processes()
        forkserver.ensure_running()
