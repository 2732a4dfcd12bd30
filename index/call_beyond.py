"""What a memory holds beyond what it recalled for a call: how common words are, who got what."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from dedupe import NO_ONE, Persons, are_among, both, notes_that_wrote, sizes_of
from index.common_readers import held_by_any
from index.readers import Groups, Readers
from index.recall import Recall
from index.remembered import Remembered
from index.segments import Found

#: So many of the oldest variants that hold a passage, and as many of the latest, are asked first
#: whether anybody else got it.
FEW_HOLDERS = 4

#: So many people are each asked whether they got a passage, before all who did are listed.
FEW_PEOPLE = 1000


class CallBeyond:
    """What is known beyond the rows of a call's judgement: dedupe's Beyond."""

    def __init__(self, known: Remembered, recall: Recall, readers: Readers) -> None:
        self._known = known
        self._recall = recall
        self._readers = readers

    @property
    def notes(self) -> int:
        return len(self._known.variants) - int(np.count_nonzero(self._recall.numbers >= 0))

    @property
    def asked(self) -> int:
        return self._recall.asked

    def wrote(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        wrote = self._known.frequencies.counts(keys)
        among = notes_that_wrote(keys, self._recall.recalled.words, self._written)
        result: npt.NDArray[np.float32] = np.maximum(wrote - among, 0)
        return result

    def copied(self, words: int) -> npt.NDArray[np.bool_]:
        recalled = self._recall.recalled
        remembered = np.repeat(self._recall.numbers >= 0, sizes_of(recalled.words.bounds))
        result: npt.NDArray[np.bool_] = (remembered & ~self._written)[~recalled.aside]
        return result

    @cached_property
    def _written(self) -> npt.NDArray[np.bool_]:
        """Which words of the rows are no copies, as far as they are of remembered variants."""
        numbers, bounds = self._recall.numbers, self._recall.recalled.words.bounds
        written = np.zeros(int(bounds[-1]), np.bool_)
        known = numbers >= 0
        if known.any():
            mine = np.repeat(known, sizes_of(bounds))
            written[mine] = self._known.variants.written(numbers[known])
        return written

    def core(self, leader: int) -> Persons:
        number = int(self._recall.numbers[leader])
        if number < 0:
            return NO_ONE
        members = self._known.variants.core_members(number)
        return self._readers.of(np.array([0, len(members)]), members).of(0)

    def holders(self, group: int) -> Persons:
        few = self.few_holders(group)
        return self._holders.of(group) if few is None else few

    def few_holders(self, group: int) -> Persons | None:
        return None if self._few.cut[group] else self._some_holders.of(group)

    def holders_among(self, group: int, people: Persons) -> Persons:
        if len(people) > FEW_PEOPLE:
            return both(people, self.holders(group))
        messages = self._known.messages
        received = messages.of_person.find(people.astype(np.uint64))
        counts = self._readers.counting(received.members)
        variants = np.where(counts, messages.rows["variant"][received.members], -1)
        told = held_by_any(
            self._known.keys, np.repeat(self._recall.groups[group], len(people)),
            np.arange(len(people)), received.bounds, variants,
        )  # fmt: skip
        return people[told]

    def held_beside(self, group: int, people: Persons) -> bool:
        if not are_among(self._some_holders.of(group), people):
            return True
        return bool(self._few.cut[group]) and not are_among(self.holders(group), people)

    @cached_property
    def _holders(self) -> Groups:
        """Who got each passage group by remembered messages."""
        found = self._known.keys.find(self._recall.groups)
        return self._readers.of(found.bounds, found.members)

    @cached_property
    def _some_holders(self) -> Groups:
        """Who got each passage group by a few variants: nearly always somebody else is one."""
        return self._readers.of(self._few.bounds, self._few.members)

    @cached_property
    def _few(self) -> Found:
        """The oldest and latest variants that hold each passage group."""
        return self._known.keys.find(self._recall.groups, FEW_HOLDERS)
