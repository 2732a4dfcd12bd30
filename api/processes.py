"""Processes beside this one: how they are begun. Imports nothing that takes time."""

from __future__ import annotations

import os
import sys
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread

#: Modules that load all that a process needs: to check copy, to read archives.
COPY_READERS = "api.copy.reading"
ARCHIVE_READERS = "api.loaded_readers"

#: Below this many bytes of archives a pool of processes costs more than it saves.
POOL_BYTES = 12_000_000


def processes_with(module: str) -> BaseContext:
    """Return how processes are begun: not forked, as threads of this one would not survive it.

    On Linux they are forked off a process that has imported ``module`` and has no threads, and
    leave Ctrl-C to this one.
    """
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["api.uninterrupted", module])
    return context


def load_ahead(module: str) -> None:
    """Let that process import ``module`` while this one goes on; it ends with this one."""
    if sys.platform == "linux":
        processes_with(module)
        forkserver.ensure_running()


def end_with_parent() -> None:
    """Let this process end with the one that began it, also where that one is killed.

    A process of a pool waits for work for ever otherwise.
    """
    Thread(target=_outlast_parent, daemon=True).start()


def _outlast_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
