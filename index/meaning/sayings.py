"""Sayings: which sentences each variant says, and which variants say a sentence.

Variants go by the hash of their masked text, so that a memory that numbers its variants anew finds
them again. Nothing is changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import MOST_VALUES, NoteSentences, ragged
from index.segments import Found, Segments
from index.table import Array, Table

#: Numbers of languages fit int8.
_LANGUAGES = 128

#: Languages of a memory in which a sentence of another is looked up, and the share of its variants
#: that such a language is spoken by at least.
MOST_SPOKEN = 3
LEAST_SPOKEN = 0.01


@dataclass(frozen=True, slots=True)
class Sayings:
    """Variants by slot: ``notes`` has one row a variant, ``sentences`` one row a sentence.

    ``by_masked`` leads from a variant's hash to its slot, ``by_key`` from a sentence's key to the
    slots that say it. ``spoken`` (int64) counts the variants in each language (`language_of`).
    """

    notes: Table
    sentences: Table
    by_masked: Segments
    by_key: Segments
    spoken: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.notes)

    @classmethod
    def none(cls) -> Sayings:
        notes: dict[str, Array] = {
            "masked": np.empty(0, np.uint64), "stop": np.empty(0, np.int64),
            "language": np.empty(0, np.int8),
        }  # fmt: skip
        sentences: dict[str, Array] = {
            "key": np.empty(0, np.int64), "first": np.empty(0, np.int32),
            "stop": np.empty(0, np.int32), "values": np.empty((0, MOST_VALUES), np.uint32),
        }  # fmt: skip
        spoken = np.zeros(_LANGUAGES, np.int64)
        return cls(Table(notes), Table(sentences), Segments(), Segments(), spoken)

    def added(self, masked: npt.NDArray[np.uint64], said: NoteSentences) -> Sayings:
        """Return the sayings with further variants, none of which was there."""
        first, offset = len(self), len(self.sentences)
        slots = np.arange(first, first + len(said), dtype=np.int32)
        notes: dict[str, Array] = {
            "masked": masked, "stop": said.bounds[1:] + offset, "language": said.languages,
        }  # fmt: skip
        sentences: dict[str, Array] = {
            "key": said.keys, "first": said.firsts, "stop": said.stops, "values": said.values,
        }  # fmt: skip
        holders = (said.notes + first).astype(np.int32)
        return Sayings(
            self.notes.extended(notes),
            self.sentences.extended(sentences),
            self.by_masked.added(masked, slots),
            self.by_key.added(said.keys.astype(np.uint64), holders),
            self.spoken + np.bincount(np.maximum(said.languages, 0), minlength=_LANGUAGES),
        )

    def most_spoken(self) -> list[int]:
        """Return the few languages of most variants that speak a known one, the first one first."""
        known = self.spoken[1:]
        most = np.argsort(-known, kind="stable")[:MOST_SPOKEN] + 1
        return [int(k) for k in most if self.spoken[k] > LEAST_SPOKEN * known.sum()]

    def slots(self, masked: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
        """Return the slot of each variant, -1 where it is not there."""
        found = self.by_masked.find(masked)
        slots = np.full(len(masked), -1, np.int32)
        known = found.counts > 0
        slots[known] = found.members[found.bounds[:-1][known]]
        return slots

    def holders(self, keys: npt.NDArray[np.int64], wide: int) -> Found:
        """Return the slots that say each sentence; of very many the first and the last."""
        return self.by_key.find(keys.astype(np.uint64), wide)

    def of(self, slots: npt.NDArray[np.int32]) -> NoteSentences:
        """Return the sentences of some variants, in that order."""
        stops = self.notes["stop"]
        starts = np.where(slots > 0, stops[slots - 1], 0) if len(stops) else stops
        bounds, taken = ragged(starts, stops[slots] - starts)
        held = self.sentences
        return NoteSentences(
            held["key"][taken], held["first"][taken], held["stop"][taken], held["values"][taken],
            bounds, self.notes["language"][slots],
        )  # fmt: skip

    def kept(self, slots: npt.NDArray[np.int32]) -> Sayings:
        """Return some variants alone, numbered anew."""
        return Sayings.none().added(self.notes["masked"][slots], self.of(slots))
