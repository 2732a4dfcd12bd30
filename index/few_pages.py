"""Few pages: while this watches, a process keeps few pages of its temporary files in memory."""

from __future__ import annotations

import ctypes
import os
import threading
from pathlib import Path
from types import TracebackType

from index.allocator import give_back_freed
from index.temporary_files import TemporaryFiles

#: Seconds between two looks: what lies in the system's cache is mapped at some GB a second. A look
#: takes some 10 microseconds.
EVERY = 0.005

#: Pages of files are let go when so many bytes more of them are resident than after the last time.
#: Half of it took 2 % more of the processor's time in an audit of 300,000 mails.
MOST = 64 << 20

#: After so many looks what the C library holds free goes back, too: half a millisecond.
LOOKS = 40

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
        with FilePages() as pages:
            least, looks = pages.resident(), 0
            while not self._over.wait(EVERY):
                now = pages.resident()
                least = min(least, now)
                if now - least > MOST:
                    self._files.let_go()
                    least = pages.resident()
                looks += 1
                if looks % LOOKS == 0:
                    give_back_freed()


class FilePages:
    """Tells what a process has of files in memory, libraries among them (Linux); a context.

    Python's lock is held meanwhile: it is had once a look, where each call of the system through
    ``os`` waits for it anew, for as long as other threads' steps take.
    """

    def __init__(self) -> None:
        self._library = ctypes.PyDLL(None)
        self._told = ctypes.create_string_buffer(256)
        self._page = os.sysconf("SC_PAGE_SIZE")

    def __enter__(self) -> FilePages:
        self._file = os.open(_RESIDENT, os.O_RDONLY)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._file)

    def resident(self) -> int:
        """Return how many bytes: the third number of /proc/self/statm (proc_pid_statm(5))."""
        self._library.pread(self._file, self._told, len(self._told) - 1, ctypes.c_long(0))
        return int(self._told.value.split()[2]) * self._page
