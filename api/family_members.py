"""The members of a family, as columns: as objects a member took a kilobyte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

import numpy as np
import numpy.typing as npt

from api.archives.interface import Origin
from api.records import Records, Told
from dedupe import Relation, Rows

_RELATIONS = tuple(Relation)


@dataclass(frozen=True, slots=True)
class Member:
    """One message of a family. ``relation`` and ``score`` are to the family's leader."""

    origin: Origin
    message_id: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    relation: str
    score: float


@dataclass(frozen=True, slots=True)
class ShownMember:
    """A member whose text is read again; ``people`` are the numbers of its recipients."""

    told: Told
    variant: int
    score: float
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FamilyMembers(Sequence[Member]):
    """Messages of one family, the leader's first at the head; a member is made anew when read.

    ``numbers`` (int64) are their places in ``records`` and ``people``, which hold other messages
    too. ``variants`` (int32), ``relations`` (uint8) and ``scores`` (float64) have one entry a
    member.
    """

    records: Records
    people: Rows
    numbers: npt.NDArray[np.int64]
    variants: npt.NDArray[np.int32]
    relations: npt.NDArray[np.uint8]
    scores: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Member: ...

    @overload
    def __getitem__(self, place: slice) -> FamilyMembers: ...

    def __getitem__(self, place: int | slice) -> Member | FamilyMembers:
        if isinstance(place, slice):
            return FamilyMembers(
                self.records, self.people, self.numbers[place], self.variants[place],
                self.relations[place], self.scores[place],
            )  # fmt: skip
        relation = _RELATIONS[self.relations[place]]
        told = self.records.told(int(self.numbers[place]))
        return Member(*told, relation.word, round(float(self.scores[place]), 4))

    def __iter__(self) -> Iterator[Member]:
        return map(self.__getitem__, range(len(self)))

    def shown(self, place: int) -> ShownMember:
        """Return what is kept of a member while its text is read again."""
        number = int(self.numbers[place])
        return ShownMember(
            self.records.told(number), int(self.variants[place]), float(self.scores[place]),
            self.people[number],
        )  # fmt: skip

    @property
    def weakest(self) -> int:
        """The place of the member of the lowest score; of several, of the first origin."""
        lowest = np.flatnonzero(self.scores == self.scores.min()).tolist()
        origin = self.records.origin
        return min(lowest, key=lambda place: str(origin(int(self.numbers[place]))))

    @property
    def own_records(self) -> Records:
        """The records of these members alone."""
        return self.records.chosen(self.numbers)
