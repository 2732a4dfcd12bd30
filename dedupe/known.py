"""What dedupe asks of a memory: which notes share look-up keys with which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dedupe.persons import NO_ONE, Persons
from dedupe.room import Room
from dedupe.sketch import Loose

#: A passage is common where it stands in this many otherwise unrelated families
#: (benchmarks/README.md: false alarms under the same footer or legal text).
COMMON_FAMILIES = 5


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Candidate pairs of a collection of notes, and the passages that several of them hold.

    Pairs (``left``, ``right``), int32, right before left, sorted by left; ``cut`` (bool, one a
    note) says whose list of candidates was cut short; ``estimate`` (float32) is the Jaccard
    likeness of each pair's shingles as their sketches estimate it. Passage group g is held by notes
    ``holders[bounds[g]:bounds[g + 1]]`` (int32, ascending, distinct), each at its loose words
    [starts, stops), counted from the note's first loose word; ``outside`` (bool, one a group) says
    that notes which are not part of the collection may hold it too.
    """

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    cut: npt.NDArray[np.bool_]
    estimate: npt.NDArray[np.float32]
    bounds: npt.NDArray[np.int64]
    holders: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    stops: npt.NDArray[np.int32]
    outside: npt.NDArray[np.bool_]

    @classmethod
    def nothing(cls, notes: int) -> Neighbourhood:
        """Return the neighbourhood of notes that have nothing to do with each other."""
        none = np.empty(0, np.int32)
        return cls(
            none, none, np.zeros(notes, np.bool_), np.empty(0, np.float32),
            np.zeros(1, np.int64), none, none, none, np.empty(0, np.bool_),
        )  # fmt: skip

    def without_passages(self) -> Neighbourhood:
        """Return the same pairs, and no passages."""
        none = Neighbourhood.nothing(0)
        return replace(
            self, bounds=none.bounds, holders=none.holders, starts=none.starts, stops=none.stops,
            outside=none.outside,
        )  # fmt: skip


class Beyond(Protocol):
    """What a memory holds besides the variants that it recalled for a judgement."""

    @property
    def notes(self) -> int:
        """How many variants those are."""
        ...

    @property
    def asked(self) -> int:
        """The first note of the judgement that is asked about: those before it were recalled."""
        ...

    def wrote(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        """Return how many of them wrote each word, copied text left out."""
        ...

    def copied(self, words: int) -> npt.NDArray[np.bool_]:
        """Return which compared words of the recalled variants are known to be copied text."""
        ...

    def core(self, leader: int) -> Persons:
        """Return everybody who got one of them that is a core member of this leader's family."""
        ...

    def holders(self, group: int) -> Persons:
        """Return everybody who got one of them that holds a passage group."""
        ...

    def few_holders(self, group: int) -> Persons | None:
        """Return the same where so few of them hold it that it is soon told, else None."""
        ...

    def holders_among(self, group: int, people: Persons) -> Persons:
        """Return which of some people got one of them that holds a passage group."""
        ...

    def held_beside(self, group: int, people: Persons) -> bool:
        """Say whether any of those holders is none of some people."""
        ...


class NothingBeyond:
    """The judgement holds all there is."""

    notes = 0
    asked = 0

    def wrote(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        return np.zeros(len(keys), np.float32)

    def copied(self, words: int) -> npt.NDArray[np.bool_]:
        return np.zeros(words, np.bool_)

    def core(self, leader: int) -> Persons:
        return NO_ONE

    def holders(self, group: int) -> Persons:
        return NO_ONE

    def few_holders(self, group: int) -> Persons:
        return NO_ONE

    def holders_among(self, group: int, people: Persons) -> Persons:
        return NO_ONE

    def held_beside(self, group: int, people: Persons) -> bool:
        return False


class Known(Protocol):
    """A memory that finds candidates: cheap and generous, never a judgement."""

    @property
    def room(self) -> Room:
        """Where arrays of one entry a word are put."""
        ...

    def neighbourhood(
        self, loose: Loose, most: npt.NDArray[np.int32], remembered: int
    ) -> Neighbourhood:
        """Look up every note among the earlier ones: up to ``most[n]`` candidates for note n.

        Only the first ``remembered`` notes may be candidates.
        """
        ...
