"""Reading: all archives into records and variants, in processes where that pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Protocol

import numpy as np

from api.archives.interface import Archive, Origin, Skipped
from api.preparation import Prepared, Record, prepare
from dedupe import Note, read_note
from index import Collection

#: Below this many bytes a pool of processes costs more than it saves.
POOL_BYTES = 12_000_000

#: Chunks handed out ahead of the one awaited, for each worker: bounds what waits in memory.
AHEAD = 3


class Update(Protocol):
    """Hears how far the reading is, in totals since the start."""

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read: ``variants[n]`` and ``exact[n]`` tell the text of ``records[n]``.

    ``lengths`` are in words, as far as hashed; a variant number is -1 where a record has none.
    """

    records: list[Record]
    variants: list[int]
    exact: list[int]
    lengths: list[int]
    skipped: list[Skipped]
    collection: Collection

    def origins(self, chosen: Sequence[int]) -> dict[int, Origin]:
        """Return where each text of the chosen records stands first, by its masked text's hash."""
        masked = self.collection.masked
        result: dict[int, Origin] = {}
        for number in chosen:
            result.setdefault(masked[self.variants[number]], self.records[number].origin)
        return result


def read_archives(
    archives: Sequence[Archive],
    include_lists: bool,
    workers: int,
    update: Update,
    *,
    about: bool = False,
) -> Reading:
    """Read every message of every archive, in order, whatever the number of workers.

    ``about`` keeps channel, campaign, sender and subject, for a policy that asks for them.
    """
    reading = Reading([], [], [], [], [], Collection())
    done = 0
    for prepared in _prepared(archives, include_lists, about, workers):
        done += sum(max(record.origin.length, 0) for record in prepared.records)
        reading.records.extend(prepared.records)
        reading.skipped.extend(prepared.skipped)
        reading.variants.extend(reading.collection.add(prepared.words))
        reading.exact.extend(prepared.words.exact.tolist())
        reading.lengths.extend(np.diff(prepared.words.bounds).tolist())
        update(done, len(reading.records), "reading")
    return reading


def _prepared(
    archives: Sequence[Archive], include_lists: bool, about: bool, workers: int
) -> Iterator[Prepared]:
    tasks = ((archive, chunk) for archive in archives for chunk in archive.chunks())
    if workers < 2 or sum(archive.size for archive in archives) < POOL_BYTES:
        for archive, chunk in tasks:
            yield prepare(archive, chunk, include_lists, about)
        return
    # Not forked: threads of compiled code in this process would not survive it.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = []
        for archive, chunk in tasks:
            waiting.append(pool.submit(prepare, archive, chunk, include_lists, about))
            if len(waiting) >= workers * AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def read_note_again(archives: Sequence[Archive], origin: Origin) -> Note | None:
    """Read one message once more, for an example; None where it can no longer be read."""
    for archive in archives:
        if archive.holds(origin):
            mail = archive.read_one(origin)
            if not isinstance(mail, Skipped):
                return read_note(mail.message)
    return None


__all__ = ["Reading", "Update", "read_archives", "read_note_again"]
