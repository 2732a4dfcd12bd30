"""The meaning of a store: what its remembered variants say, kept up to date with its memory."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import numpy as np

from dedupe import EncodedSoFar, Encoder, MeaningUnavailable
from index.meaning.catching_up import catch_up, unread
from index.meaning.memory import MeaningMemory, OutOfTime
from index.meaning.snapshot import MeaningSnapshots
from index.remembered import Remembered
from index.store import Store

#: A snapshot is written once so many further variants were read, or this part more.
SNAPSHOT_VARIANTS = 2_000
SNAPSHOT_PART = 0.1

#: Seconds that a call with little time waits for another thread's reading.
MOST_WAIT = 0.1


@dataclass(frozen=True, slots=True)
class StoreSaid:
    """The memory of what was said; ``complete`` if every remembered variant has been read."""

    memory: MeaningMemory
    complete: bool


class StoreMeaning:
    """Reads the meaning of what a store remembers. Threads may share it.

    One thread reads at a time. Another one that has little time goes on with what is read.
    """

    def __init__(
        self, store: Store, encoder: Encoder, snapshots: MeaningSnapshots | None = None
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._snapshots = snapshots
        self._reading = threading.Lock()
        self._opening = threading.Lock()
        self._memory: MeaningMemory | None = None
        self._saved = 0
        #: Of the memory that was read last: how many variants, and the hash of the last one.
        self._upto = (0, 0)

    @property
    def memory(self) -> MeaningMemory:
        """What was said, as far as it is read."""
        with self._opening:
            if self._memory is None:
                self._memory = (
                    MeaningMemory(self._encoder)
                    if self._snapshots is None
                    else self._snapshots.load(self._encoder, self._store.tenant)
                )
                self._saved = len(self._memory.sayings)
            return self._memory

    def upto(
        self,
        known: Remembered,
        *,
        deadline: float | None = None,
        update: EncodedSoFar = lambda done, of: None,
    ) -> StoreSaid:
        """Read what is remembered and was not read yet, until ``deadline`` (time.monotonic)."""
        memory = self.memory
        if self._is_upto(known):
            return StoreSaid(memory, complete=True)
        wait = -1.0 if deadline is None else min(MOST_WAIT, max(0.0, deadline - time.monotonic()))
        if not self._reading.acquire(timeout=wait):
            return StoreSaid(memory, complete=not len(unread(memory, known)))
        try:
            self._forget(known)
            catch_up(memory, known, self._store.texts, deadline=deadline, update=update)
            self._note(known)
            return StoreSaid(memory, complete=True)
        except (OutOfTime, MeaningUnavailable):
            return StoreSaid(memory, complete=False)
        finally:
            self._save_grown()
            self._reading.release()

    def maintain(self) -> None:
        """Put the index of vectors in order, where it is time; calls go on beside it."""
        self.memory.vectors.maintain()

    def unread(self, known: Remembered) -> int:
        """Return how many remembered variants have not been read."""
        return len(unread(self.memory, known))

    def save(self) -> None:
        """Write a snapshot of what is read, for the next process to open."""
        with self._reading:
            self._save()

    def _save(self) -> None:
        memory = self._memory
        if self._snapshots is None or memory is None or len(memory.sayings) == self._saved:
            return
        # Another process may have forgotten something, and taken it out of the files.
        self._forget(self._store.remembered())
        if len(memory.sayings) != self._saved:
            self._snapshots.save(memory, self._store.tenant)
            self._saved = len(memory.sayings)

    def _is_upto(self, known: Remembered) -> bool:
        count, last = self._upto
        masked = known.variants.notes["masked"]
        return len(masked) == count and (not count or int(masked[-1]) == last)

    def _note(self, known: Remembered) -> None:
        masked = known.variants.notes["masked"]
        self._upto = len(masked), int(masked[-1]) if len(masked) else 0

    def _forget(self, known: Remembered) -> None:
        """Forget what variants said that are remembered no more."""
        count, last = self._upto
        masked = known.variants.notes["masked"]
        # Variants are numbered as they come; one that goes moves those after it.
        if count and len(masked) >= count and int(masked[count - 1]) == last:
            return
        if self.memory.keep_only(np.asarray(masked)) and self._snapshots is not None:
            self._snapshots.save(self.memory, self._store.tenant)
            self._saved = len(self.memory.sayings)

    def _save_grown(self) -> None:
        grown = len(self.memory.sayings) - self._saved
        if grown > max(SNAPSHOT_VARIANTS, SNAPSHOT_PART * self._saved):
            self._save()
