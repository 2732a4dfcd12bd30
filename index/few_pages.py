"""Few pages: while this watches, a process keeps few pages of its temporary files in memory."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType

from index.temporary_files import TemporaryFiles

#: Seconds between two looks: what lies in the system's cache is mapped at some GB a second. A look
#: takes some 10 microseconds.
EVERY = 0.005

#: Pages of files are let go when so many bytes more of them are resident than after the last time.
#: Half of it took 2 % more of the processor's time in an audit of 300,000 mails.
MOST = 64 << 20

_RESIDENT = Path("/proc/self/statm")


class FewPages:
    """Lets pages of temporary files go whenever there are many; a context, in its own thread.

    Where the system does not tell how many there are, it does nothing.
    """

    def __init__(self, files: TemporaryFiles) -> None:
        self._files = files
        self._over = threading.Event()
        self._watching: threading.Thread | None = None

    def __enter__(self) -> FewPages:
        if _RESIDENT.exists():
            self._watching = threading.Thread(target=self._watch, daemon=True, name="few pages")
            self._watching.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._watching is not None:
            self._watching.join()

    def _watch(self) -> None:
        least = resident_of_files()
        while not self._over.wait(EVERY):
            now = resident_of_files()
            least = min(least, now)
            if now - least > MOST:
                self._files.let_go()
                least = resident_of_files()


def resident_of_files() -> int:
    """Return how many bytes of files this process has in memory, libraries among them (Linux).

    The third number of /proc/self/statm, in pages (proc_pid_statm(5)).
    """
    told = os.open(_RESIDENT, os.O_RDONLY)
    try:
        pages = int(os.read(told, 256).split()[2])
    finally:
        os.close(told)
    return pages * os.sysconf("SC_PAGE_SIZE")
