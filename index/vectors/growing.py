"""The index of families' vectors: exact while small, then trained, and trained again as it grows.

New vectors go into a small exact part and are seen by the next search. From time to time they
move into the inverted lists, and when there are four times as many vectors as the lists were made
for, the lists are made anew. Searches go on meanwhile; at most, the old and the new lists are
both in memory.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dedupe import Vectors
from index.vectors.exact import ExactIndex
from index.vectors.id_set import Flags, IdSet
from index.vectors.interface import Hits, Ids, checked_ids, checked_vectors, merged
from index.vectors.read_write_lock import ReadWriteLock
from index.vectors.trained import TrainedIndex, sample_for

#: Up to so many vectors every one is looked at: .9 ms for a search (decision 0009).
EXACT_MOST = 20_000
#: So many new vectors are searched exactly before they move into the lists.
RECENT_MOST = 4_096
#: The lists are made anew when there are so many times the vectors they were made for.
GROWTH = 4
#: Removed vectors are freed when they are this share of the lists, and at least a thousand.
REMOVED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Sizes:
    """When an index changes its form; tests take smaller numbers."""

    exact: int = EXACT_MOST
    recent: int = RECENT_MOST


@dataclass(frozen=True, slots=True)
class Parts:
    """New vectors, lists (None: none yet), and how many vectors the lists were made for."""

    recent: ExactIndex
    trained: TrainedIndex | None
    trained_for: int


class GrowingIndex:
    """A `VectorIndex` that many threads may search and change at once.

    With ``automatic`` the thread that adds also moves vectors and trains, which takes some
    seconds when hundreds of thousands are there; else somebody calls `maintain`, say in a thread
    of its own.
    """

    def __init__(
        self,
        dimension: int,
        digest: str,
        *,
        automatic: bool = True,
        sizes: Sizes | None = None,
    ) -> None:
        self._dimension, self._digest = dimension, digest
        self._sizes = sizes or Sizes()
        self._automatic = automatic
        self._recent = ExactIndex(dimension)
        self._trained: TrainedIndex | None = None
        self._trained_for = 0
        self._alive = IdSet()
        #: What changed since maintenance copied it; None while there is no maintenance.
        self._touched: set[int] | None = None
        self._lock = ReadWriteLock()
        self._maintaining = threading.Lock()

    @classmethod
    def restored(
        cls, digest: str, parts: Parts, *, automatic: bool = True, sizes: Sizes | None = None
    ) -> GrowingIndex:
        """Return an index made of its parts, as a snapshot holds them."""
        made = cls(parts.recent.dimension, digest, automatic=automatic, sizes=sizes)
        made._recent, made._trained = parts.recent, parts.trained
        made._trained_for = parts.trained_for
        older = [] if parts.trained is None else [parts.trained.ids()]
        made._alive = IdSet(np.concatenate([parts.recent.ids, *older]))
        return made

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def digest(self) -> str:
        """The digest of the encoder whose vectors these are."""
        return self._digest

    @property
    def exact(self) -> bool:
        """Whether every vector is looked at."""
        return self._trained is None

    def __len__(self) -> int:
        return len(self._alive)

    def __contains__(self, id_: int) -> bool:
        with self._lock.reading():
            return id_ in self._alive

    def held(self, ids: Ids) -> Flags:
        """Say of each id whether it is there."""
        with self._lock.reading():
            return self._alive.held(ids)

    def add(self, ids: Ids, vectors: Vectors) -> None:
        made, rows = checked_ids(ids), checked_vectors(vectors, self._dimension)
        if len(made) != len(rows):
            raise ValueError(f"{len(made)} ids for {len(rows)} vectors")
        with self._lock.writing():
            there = self._alive.held(made)
            if there.any():
                raise ValueError(f"id {int(made[there][0])} is there already")
            self._recent.add(made, rows)
            self._alive.add(made)
            self._touch(made)
        if self._automatic and self.due():
            self.maintain()

    def remove(self, ids: Ids) -> int:
        asked = checked_ids(ids)
        with self._lock.writing():
            gone = asked[self._alive.held(asked)]
            new = np.isin(gone, self._recent.ids)
            self._recent.remove(gone[new])
            if self._trained is not None:
                self._trained.mark(gone[~new])
            self._alive.remove(gone)
            self._touch(gone)
        if self._automatic and self.due():
            self.maintain()
        return len(gone)

    def search(self, vectors: Vectors, k: int) -> list[Hits]:
        rows = checked_vectors(vectors, self._dimension)
        with self._lock.reading():
            found = self._recent.search(rows, k)
            if self._trained is None:
                return found
            older = self._trained.search(rows, k)
        return [
            merged(np.concatenate([a.ids, b.ids]), np.concatenate([a.cosines, b.cosines]), k)
            for a, b in zip(found, older, strict=True)
        ]

    def vectors_of(self, ids: Ids) -> Vectors:
        asked = checked_ids(ids)
        made = np.empty((len(asked), self._dimension), np.float32)
        with self._lock.reading():
            new = self._recent.places(asked)
            made[new >= 0] = self._recent.at(new[new >= 0])
            if self._trained is not None:
                older = np.where(new >= 0, -1, self._trained.rows(asked))
                made[older >= 0] = self._trained.at(older[older >= 0])
                new = np.maximum(new, older)
        if (new < 0).any():
            raise KeyError(int(asked[int(np.argmin(new))]))
        return made

    def due(self) -> bool:
        """Say whether `maintain` has something to do."""
        trained, recent = self._trained, len(self._recent)
        if trained is None:
            return recent > self._sizes.exact
        many_removed = trained.removed > max(1000, REMOVED_SHARE * len(trained))
        return recent > self._sizes.recent or many_removed or self._outgrown()

    def maintain(self) -> None:
        """Move new vectors into the lists, free removed ones, train anew: whatever is due.

        Safe beside searches and changes; a second call while one runs does nothing.
        """
        if not self.due() or not self._maintaining.acquire(blocking=False):
            return
        try:
            if self._trained is None or self._outgrown():
                self._train()
            else:
                self._move()
        finally:
            self._touched = None
            self._maintaining.release()

    @contextlib.contextmanager
    def standing(self) -> Iterator[Parts]:
        """Give the parts to a reader that must not change them; changes wait, searches do not.

        What was removed is erased first, so that no copy holds it.
        """
        with self._maintaining:
            while True:
                with self._lock.writing():
                    if self._trained is not None:
                        self._trained.purge()
                with self._lock.reading():
                    if self._trained is None or not self._trained.removed:
                        yield Parts(self._recent, self._trained, self._trained_for)
                        return

    def _outgrown(self) -> bool:
        return self._trained is not None and len(self) > GROWTH * max(self._trained_for, 1)

    def _move(self) -> None:
        """Put new vectors into the lists that are there; the slow part beside searches."""
        trained = self._trained
        assert trained is not None
        ids, rows = self._copied()
        lists = trained.nearest_lists(rows) if len(ids) else np.empty(0, np.int64)
        with self._lock.writing():
            good = self._untouched(ids)
            trained.purge()
            trained.put(ids[good], rows[good], lists[good])
            self._recent.remove(ids[good])

    def _train(self) -> None:
        """Make new lists of everything, beside searches, and put them in place."""
        ids, rows = self._copied()
        older = self._trained
        count = len(ids) + (0 if older is None else len(older))
        # Made for twice as many: they serve from here to four times as many.
        sample = rows if older is None else older.sample(sample_for(2 * count))
        made = TrainedIndex.trained_on(sample, 2 * count)
        made.put(ids, rows, made.nearest_lists(rows))
        done = [ids]
        for some, vectors in older.parts() if older is not None else ():
            made.put(some, vectors, made.nearest_lists(vectors))
            done.append(some)
        everything = np.concatenate(done)
        with self._lock.writing():
            good = self._untouched(everything)
            made.mark(everything[~good])
            made.purge()
            self._trained, self._trained_for = made, count
            self._recent.remove(everything[good])

    def _copied(self) -> tuple[Ids, Vectors]:
        """Copy the new vectors, and begin to write down what changes from now on."""
        with self._lock.writing():
            self._touched = set()
            return self._recent.ids, self._recent.vectors

    def _touch(self, ids: Ids) -> None:
        if self._touched is not None:
            self._touched.update(ids.tolist())

    def _untouched(self, ids: Ids) -> Flags:
        """Say which of the vectors copied before are still what is there under their ids."""
        listed = self._touched or set()
        touched = np.fromiter(listed, np.int64, len(listed))
        self._touched = None
        return self._alive.held(ids) & ~np.isin(ids, touched)
