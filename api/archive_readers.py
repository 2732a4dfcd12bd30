"""Processes that read archives: first all of each, then single messages again.

Where archives are small everything happens in this process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from types import TracebackType
from typing import TypeVar

from api.archives.interface import Archive, Mail, Origin, Skipped
from api.preparation import Prepared, prepare
from api.processes import ARCHIVE_READERS, POOL_BYTES, end_with_parent, processes_with
from dedupe import Note, read_note, read_notes
from index import collector_paused

#: Chunks handed out ahead of the one awaited, for each worker: bounds what waits in memory.
AHEAD = 3

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

#: Reads a message once more; None where it can no longer be read.
ReadAgain = Callable[[Origin], Note | None]


class ArchiveReaders:
    """Reads archives in ``workers`` processes; a context, since they end with it."""

    def __init__(self, archives: Sequence[Archive], workers: int) -> None:
        self.archives = archives
        large = sum(archive.size for archive in archives) >= POOL_BYTES
        self._workers = workers if large else 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> ArchiveReaders:
        if self._workers > 1:
            begun = processes_with(ARCHIVE_READERS)
            self._pool = ProcessPoolExecutor(self._workers, begun, initializer=end_with_parent)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    @property
    def has_processes(self) -> bool:
        """Whether others than this process read."""
        return self._pool is not None

    def prepared(self, include_lists: bool, about: bool) -> Iterator[Prepared]:
        """Yield every chunk of every archive, read, in order."""
        tasks = ((archive, chunk) for archive in self.archives for chunk in archive.chunks())
        if self._pool is None:
            for archive, chunk in tasks:
                yield prepare(archive, chunk, include_lists, about)
            return
        waiting = []
        for archive, chunk in tasks:
            waiting.append(self._pool.submit(prepare, archive, chunk, include_lists, about))
            if len(waiting) >= self._workers * AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()

    def made_of(
        self,
        origins: Sequence[Origin],
        make: Callable[[list[Note | None], _Given], _Made],
        given: _Given,
    ) -> Callable[[], _Made]:
        """Have a process read some messages again and ``make`` something of them, from now on.

        Return what gives it. A note is None where its message can no longer be read; where there
        are no processes, all is done here when it is asked for.
        """
        places = [(self._holding(origin), origin) for origin in origins]
        if self._pool is None:
            return partial(_made_of, places, make, given)
        return self._pool.submit(_made_of, places, make, given).result

    def note_of(self, origin: Origin) -> Note | None:
        """Read one message once more; None where it can no longer be read."""
        return read_note_again(self.archives, origin)

    def _holding(self, origin: Origin) -> Archive | None:
        return next((archive for archive in self.archives if archive.holds(origin)), None)


def read_note_again(archives: Sequence[Archive], origin: Origin) -> Note | None:
    """Read one message once more, for an example; None where it can no longer be read."""
    for archive in archives:
        if archive.holds(origin):
            mail = archive.read_one(origin)
            if not isinstance(mail, Skipped):
                return read_note(mail.message)
    return None


def _made_of(
    places: Sequence[tuple[Archive | None, Origin]],
    make: Callable[[list[Note | None], _Given], _Made],
    given: _Given,
) -> _Made:
    with collector_paused():
        mails = [archive.read_one(origin) if archive else None for archive, origin in places]
        found = [(k, mail) for k, mail in enumerate(mails) if isinstance(mail, Mail)]
        notes: list[Note | None] = [None] * len(places)
        for (k, _), note in zip(found, read_notes([m.message for _, m in found]), strict=True):
            notes[k] = note
        return make(notes, given)
