"""Variants: each distinct masked text once, as words, with what the last judgement said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedupe import Families, Room, Words, ragged, rows_in_order
from index.segments import Segments
from index.table import Array, Table
from index.word_marks import with_written, word_marks, words_of_marks, written_of

#: Look-up keys of a variant: bands, passages, pairs.
KINDS = 3


@dataclass(frozen=True, slots=True)
class Variants:
    """Variants by number. ``words`` has one row a word, ``notes`` one row a variant.

    A word's ``marks`` (index.word_marks) say, among others, whether it is written: no copy of an
    earlier variant's. A variant's ``leader`` is a number, ``rough`` that of its rough family;
    ``sizes`` counts its keys of each kind; ``stop`` is where its words end.
    """

    words: Table
    notes: Table
    masked: Segments
    followers: Segments

    def __len__(self) -> int:
        return len(self.notes)

    @classmethod
    def none(cls) -> Variants:
        words: dict[str, Array] = {
            "hashes": np.empty(0, np.uint32), "marks": np.empty(0, np.uint8),
        }  # fmt: skip
        notes: dict[str, Array] = {
            "stop": np.empty(0, np.int64), "masked": np.empty(0, np.uint64),
            "leader": np.empty(0, np.int32), "core": np.empty(0, np.bool_),
            "relation": np.empty(0, np.int8), "score": np.empty(0, np.float32),
            "sizes": np.empty((0, KINDS), np.int32), "rough": np.empty(0, np.int32),
        }  # fmt: skip
        return cls(Table(words), Table(notes), Segments(), Segments())

    def numbers(self, masked: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
        """Return the variant of each masked text, -1 where none has it."""
        found = self.masked.find(masked)
        numbers = np.full(len(masked), -1, np.int32)
        known = found.counts > 0
        numbers[known] = found.members[found.bounds[:-1][known]]
        return numbers

    def of(self, numbers: npt.NDArray[np.int32]) -> Words:
        """Return the words of some variants, in that order, without places in any text."""
        bounds, taken = self._places(numbers)
        nowhere = np.zeros(len(taken), np.int32)
        masked = self.notes["masked"][numbers]
        parts = words_of_marks(self.words["marks"][taken], np.empty)
        return Words(self.words["hashes"][taken], nowhere, nowhere, *parts, bounds, masked, masked)

    def all(self, room: Room) -> Words:
        """Return the words of all variants by number, without places, in ``room``."""
        nowhere, masked = np.empty(0, np.int32), self.notes["masked"]
        parts = words_of_marks(self.words["marks"], room)
        return Words(self.words["hashes"], nowhere, nowhere, *parts, self._bounds, masked, masked)

    def in_order(self, order: npt.NDArray[np.int32], room: Room) -> Words:
        """Return the words of very many variants, in that order, without places, in ``room``."""
        nowhere, masked = np.empty(0, np.int32), self.notes["masked"][order]
        whole = self._bounds
        hashes, marks = (
            rows_in_order(self.words[name], whole, order, room) for name in ("hashes", "marks")
        )
        bounds = np.concatenate(([0], np.cumsum(np.diff(whole)[order])))
        parts = words_of_marks(marks, room)
        return Words(hashes, nowhere, nowhere, *parts, bounds, masked, masked)

    def written(self, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Return which words of some variants are no copies, in that order."""
        return written_of(self.words["marks"][self._places(numbers)[1]])

    def core_members(self, leader: int) -> npt.NDArray[np.int32]:
        """Return the variants that share nearly all with a leader, itself among them."""
        members = self.followers.find(np.array([leader], np.uint64)).members
        result: npt.NDArray[np.int32] = members[self.notes["core"][members]]
        return result

    def added(
        self,
        words: Words,
        written: npt.NDArray[np.bool_],
        sizes: Array,
        families: Families,
        rough: npt.NDArray[np.int32],
    ) -> Variants:
        """Return the variants with further ones; leaders, rough ones too, are numbers."""
        first = len(self)
        numbers = np.arange(first, first + len(words), dtype=np.int32)
        offset = int(self.notes["stop"][-1]) if first else 0
        notes: dict[str, Array] = {
            "stop": words.bounds[1:] + offset, "masked": words.masked, "leader": families.leaders,
            "core": families.core, "relation": families.relations, "score": families.scores,
            "sizes": sizes, "rough": rough,
        }  # fmt: skip
        each: dict[str, Array] = {
            "hashes": words.hashes,
            "marks": word_marks(words.units, words.flags, words.below, written),
        }  # fmt: skip
        return Variants(
            self.words.extended(each),
            self.notes.extended(notes),
            self.masked.added(words.masked, numbers),
            self.followers.added(families.leaders.astype(np.uint64), numbers),
        )

    def judged_again(
        self,
        written: npt.NDArray[np.bool_],
        sizes: Array,
        families: Families,
        rough: npt.NDArray[np.int32],
        first: int = 0,
    ) -> Variants:
        """Return the variants with another judgement on those from ``first`` on, by number.

        Whatever was said of later ones than it tells of stays; those before lead no later ones yet.
        """
        numbers = np.arange(first, first + len(sizes), dtype=np.int32)
        said: dict[str, Array] = {
            "leader": families.leaders, "core": families.core,
            "relation": families.relations, "score": families.scores, "sizes": sizes,
            "rough": rough,
        }  # fmt: skip
        stops = self.notes["stop"]
        at = int(stops[first - 1]) if first else 0
        marks = with_written(self.words["marks"][at : at + len(written)], written)
        spliced = {name: _spliced(self.notes[name], first, part) for name, part in said.items()}
        followers = self.followers if first else Segments()
        return replace(
            self,
            words=self.words.replaced({"marks": _spliced(self.words["marks"], at, marks)}),
            notes=self.notes.replaced(spliced),
            followers=followers.added(families.leaders.astype(np.uint64), numbers),
        )

    def kept(self, numbers: npt.NDArray[np.int32]) -> Variants:
        """Return some variants, ascending, as they stand until they are judged again."""
        bounds, taken = self._places(numbers)
        notes = self.notes.taken(numbers).replaced({"stop": bounds[1:]})
        new = np.arange(len(numbers), dtype=np.int32)
        return Variants(
            self.words.taken(taken), notes, Segments().added(notes["masked"], new), Segments()
        )

    @property
    def _bounds(self) -> npt.NDArray[np.int64]:
        return np.concatenate((np.zeros(1, np.int64), self.notes["stop"]))

    def _places(
        self, numbers: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return bounds of the chosen variants' words, and where those stand."""
        stops = self.notes["stop"]
        starts = np.where(numbers > 0, stops[numbers - 1], 0) if len(stops) else stops
        return ragged(starts, stops[numbers] - starts)


def _spliced(column: Array, first: int, part: Array) -> Array:
    """Return a column with a part in place of what stood there from ``first`` on."""
    if not first and len(part) == len(column):
        return part
    result = column.copy()
    result[first : first + len(part)] = part
    return result
