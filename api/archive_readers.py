"""Processes that read archives: first all of each, then single messages again.

Where archives are small everything happens in this process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from types import TracebackType

from api.archives.interface import Archive, Mail, Origin, Skipped
from api.collection_pause import collection_paused
from api.preparation import Prepared, prepare
from api.processes import ARCHIVE_READERS, POOL_BYTES, end_with_parent, processes_with
from dedupe import Note, read_note, read_notes

#: Chunks handed out ahead of the one awaited, for each worker: bounds what waits in memory.
AHEAD = 3

#: Messages that a process reads again at a time, and how many may wait in memory: some 16 MB.
BATCH = 64
WAITING = 4096


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

    def notes_of(self, origins: Sequence[Origin]) -> Future[list[Note | None]] | None:
        """Have a process read some messages again; nothing where there is none."""
        if self._pool is None:
            return None
        places = [(self._holding(origin), origin) for origin in origins]
        return self._pool.submit(_notes_of, places)

    def note_of(self, origin: Origin) -> Note | None:
        """Read one message once more; None where it can no longer be read."""
        return read_note_again(self.archives, origin)

    def _holding(self, origin: Origin) -> Archive | None:
        return next((archive for archive in self.archives if archive.holds(origin)), None)


class NotesAhead:
    """Gives messages read again. Those ``expected`` are read meanwhile, in the order named."""

    def __init__(self, readers: ArchiveReaders, expected: Iterable[Origin]) -> None:
        self._readers = readers
        self._expected = iter(dict.fromkeys(expected))
        self._places: dict[Origin, tuple[Future[list[Note | None]], int]] = {}
        self._read_on()

    def __call__(self, origin: Origin) -> Note | None:
        """Return the note of a message; None where it can no longer be read."""
        place = self._places.pop(origin, None)
        if place is None:
            return self._readers.note_of(origin)
        note = place[0].result()[place[1]]
        self._read_on()
        return note

    def _read_on(self) -> None:
        while len(self._places) <= WAITING - BATCH:
            batch = list(islice(self._expected, BATCH))
            future = self._readers.notes_of(batch) if batch else None
            if future is None:
                return
            self._places.update({origin: (future, k) for k, origin in enumerate(batch)})


def read_note_again(archives: Sequence[Archive], origin: Origin) -> Note | None:
    """Read one message once more, for an example; None where it can no longer be read."""
    for archive in archives:
        if archive.holds(origin):
            mail = archive.read_one(origin)
            if not isinstance(mail, Skipped):
                return read_note(mail.message)
    return None


def _notes_of(places: Sequence[tuple[Archive | None, Origin]]) -> list[Note | None]:
    with collection_paused():
        mails = [archive.read_one(origin) if archive else None for archive, origin in places]
        found = [(k, mail) for k, mail in enumerate(mails) if isinstance(mail, Mail)]
        notes: list[Note | None] = [None] * len(places)
        for (k, _), note in zip(found, read_notes([m.message for _, m in found]), strict=True):
            notes[k] = note
        return notes
