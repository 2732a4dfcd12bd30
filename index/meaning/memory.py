"""What remembered variants say: their sentences, and a vector for each distinct one.

Every distinct sentence is encoded once. A sentence's vector stands in the index of vectors under
the sentence's key, so nothing here goes by numbers that change.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dedupe import (
    EncodedSoFar,
    Encoder,
    MeaningScale,
    Note,
    NoteSentences,
    Vectors,
    background_levels,
    background_sample,
    note_sentences,
)
from index.encoder import scale_of
from index.meaning.sayings import Sayings
from index.vectors import GrowingIndex

#: Sentences of notes that were asked about and are not remembered (yet): their vectors are kept,
#: since a note is often asked about again, or recorded, soon.
RECENT = 4_096

#: Texts encoded between two looks at the clock.
AT_ONCE = 32

#: Sentences that a background is measured on, and by how much the memory grows before it is anew.
SAMPLED = 4_000
SAMPLE_GROWTH = 1.25


class OutOfTime(Exception):  # noqa: N818 - it says what happened, not that it is wrong
    """The time for reading meaning is over before all was read."""


@dataclass(frozen=True, slots=True)
class Said:
    """What asked notes say: ``which`` (int64, one a sentence) names rows of ``vectors``."""

    sentences: NoteSentences
    keys: npt.NDArray[np.int64]
    vectors: Vectors
    which: npt.NDArray[np.int64]

    @classmethod
    def nothing(cls, dimension: int) -> Said:
        """Return what no note says."""
        none = np.empty(0, np.int64)
        return cls(NoteSentences.nothing(), none, np.empty((0, dimension), np.float32), none)


class MeaningMemory:
    """The sentences of variants with their vectors. Threads may share it."""

    def __init__(
        self,
        encoder: Encoder,
        vectors: GrowingIndex | None = None,
        sayings: Sayings | None = None,
    ) -> None:
        self.encoder = encoder
        self._vectors = vectors
        self._sayings = sayings or Sayings.none()
        self._recent: OrderedDict[int, Vectors] = OrderedDict()
        self._sample: tuple[int, Vectors] | None = None
        self._lock = threading.RLock()

    @property
    def sayings(self) -> Sayings:
        """What is known now; a later state does not change it."""
        return self._sayings

    @property
    def vectors(self) -> GrowingIndex:
        """The vectors by the keys of their sentences; whoever reads many calls `maintain`."""
        with self._lock:
            if self._vectors is None:
                self._vectors = GrowingIndex(
                    self.encoder.dimension, self.encoder.digest, automatic=False
                )
            return self._vectors

    @cached_property
    def scale(self) -> MeaningScale:
        """What the model's cosines are worth."""
        return scale_of(self.encoder)

    @property
    def dimension(self) -> int:
        """The length of a vector; the model is not loaded for it where there are any."""
        return self.encoder.dimension if self._vectors is None else self._vectors.dimension

    def missing(self, masked: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
        """Say of each variant whether its sentences are still to be read."""
        result: npt.NDArray[np.bool_] = self._sayings.slots(masked) < 0
        return result

    def read(
        self,
        masked: npt.NDArray[np.uint64],
        notes: Sequence[Note],
        deadline: float | None = None,
        update: EncodedSoFar = lambda done, of: None,
    ) -> None:
        """Take in variants, one note of each; those that are there already are passed over.

        ``deadline`` (by time.monotonic): then OutOfTime is raised, and what was encoded is kept
        for the next time.
        """
        told = np.flatnonzero(self.missing(masked))
        if not len(told):
            return
        said, texts = note_sentences(notes[k] for k in told.tolist())
        keys = np.unique(said.keys)
        new = keys[~self.vectors.held(keys)]
        made = self._encoded(new, texts, deadline, update)
        with self._lock:
            fresh = ~self.vectors.held(new)
            self.vectors.add(new[fresh], made[fresh])
            there = self._sayings.slots(masked[told]) < 0
            if there.any():
                chosen = said.chosen(np.flatnonzero(there))
                self._sayings = self._sayings.added(masked[told][there], chosen)
            for key in new.tolist():
                self._recent.pop(key, None)

    def keep_only(self, masked: npt.NDArray[np.uint64]) -> bool:
        """Forget every variant but these, and every sentence that none of them says.

        Return whether there was any.
        """
        with self._lock:
            held = self._sayings.notes["masked"]
            kept = np.isin(held, masked)
            if kept.all():
                return False
            before = np.unique(self._sayings.sentences["key"])
            self._sayings = self._sayings.kept(np.flatnonzero(kept).astype(np.int32))
            gone = np.setdiff1d(before, self._sayings.sentences["key"])
            self.vectors.remove(gone)
            self._recent.clear()
            self._sample = None
            return True

    def said(self, notes: Sequence[Note], deadline: float | None = None) -> Said:
        """Return what notes say that are asked about; see `read` for ``deadline``."""
        sentences, texts = note_sentences(notes)
        keys, which = np.unique(sentences.keys, return_inverse=True)
        vectors = np.empty((len(keys), self.dimension), np.float32)
        held = self.vectors.held(keys)
        vectors[held] = self.vectors_of(keys[held])
        vectors[~held] = self._encoded(keys[~held], texts, deadline, lambda done, of: None)
        return Said(sentences, keys, vectors, which.astype(np.int64))

    def vectors_of(self, keys: npt.NDArray[np.int64]) -> Vectors:
        """Return the vectors of some sentences; zeros where one was forgotten meanwhile."""
        made = np.zeros((len(keys), self.dimension), np.float32)
        while True:
            held = self.vectors.held(keys)
            try:
                made[held] = self.vectors.vectors_of(keys[held])
            except KeyError:
                continue
            return made

    def background(self, vectors: Vectors) -> npt.NDArray[np.float64]:
        """Return the cosine that such sentences have with what is said anyway, one a vector."""
        return background_levels(vectors, self._background_sample())

    def _background_sample(self) -> Vectors:
        with self._lock:
            count = len(self.vectors)
            if self._sample is None or count > SAMPLE_GROWTH * self._sample[0]:
                keys = np.unique(self._sayings.sentences["key"])
                # Keys are hashes: the lowest ones are a sample that does not depend on order.
                chosen = self.vectors_of(keys[:SAMPLED])
                self._sample = max(count, 1), background_sample(chosen)
            return self._sample[1]

    def _encoded(
        self,
        keys: npt.NDArray[np.int64],
        texts: Mapping[int, str],
        deadline: float | None,
        update: EncodedSoFar,
    ) -> Vectors:
        """Encode sentences that no index holds, some at a time where there is a deadline."""
        made = np.empty((len(keys), self.dimension), np.float32)
        with self._lock:
            known = {key: self._recent[key] for key in keys.tolist() if key in self._recent}
        todo = [k for k, key in enumerate(keys.tolist()) if key not in known]
        for k, key in enumerate(keys.tolist()):
            if key in known:
                made[k] = known[key]
        size = AT_ONCE if deadline is not None else max(len(todo), 1)
        for first in range(0, len(todo), size):
            if deadline is not None and time.monotonic() > deadline:
                raise OutOfTime
            part = todo[first : first + size]
            made[part] = self.encoder.encode([texts[int(keys[k])] for k in part], update)
            self._remember([int(keys[k]) for k in part], made[part])
        return made

    def _remember(self, keys: Sequence[int], vectors: Vectors) -> None:
        with self._lock:
            self._recent.update(zip(keys, vectors.copy(), strict=True))
            while len(self._recent) > RECENT:
                self._recent.popitem(last=False)
