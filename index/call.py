"""A call: notes that are asked about, beside what a memory knows.

Messages and people of the memory keep their numbers; the notes of the call, and people whom only
the call names, are numbered after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dedupe import (
    NOBODY,
    SEVERAL,
    About,
    Audiences,
    Exposure,
    Meeting,
    Persons,
    Scope,
    distinct,
    everyone,
    persons,
    sizes_of,
)
from index.block_reach import BlockReach
from index.call_beyond import CallBeyond
from index.messages import State
from index.readers import Groups, Readers
from index.recall import Recall
from index.remembered import Remembered
from index.segments import Found

_Messages = npt.NDArray[np.int32]
_NONE: _Messages = np.empty(0, np.int32)

#: So many messages are made numbers of Python's at a time: nearly always the first is enough.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class CallNotes:
    """The notes of a call: asked row, hash of own words, recipients, meetings, and what else."""

    rows: Sequence[int]
    exact: Sequence[int]
    people: Sequence[tuple[int, ...]]
    meetings: Sequence[tuple[Meeting, ...]]
    about: Sequence[About]

    def number(self) -> int:
        """Return a number above that of every person who is named."""
        return max((people[-1] for people in self.people), default=-1) + 1


class CallSendings:
    """Who was sent what, in the memory and in the call: dedupe's Sendings.

    A message counts while it is sent or reserved; ``now`` and ``since`` (seconds since 1970) end
    reservations and leave out what was sent before.
    """

    def __init__(
        self,
        known: Remembered,
        recall: Recall,
        notes: CallNotes,
        *,
        separately: bool,
        now: float,
        since: float | None = None,
    ) -> None:
        self.scope = Scope(len(known.messages), separately)
        self._known = known
        self._history = len(known.messages)
        self._recall = recall
        self._notes = notes
        self._readers = Readers(
            known.messages, max(len(known.messages.people), notes.number()), now, since
        )
        self._row_of = {n: row for row, n in enumerate(recall.numbers.tolist()) if n >= 0}
        self._people: dict[int, list[int]] = {}
        self._audience: dict[int, Persons] = {}
        self._met: dict[tuple[Exposure, str], Persons] = {}
        self._exact: dict[int, npt.NDArray[np.uint64]] = {}
        self._like: tuple[int, dict[int, tuple[_Messages, _Messages]]] = (-1, {})

    def variant(self, message: int) -> int:
        if message >= self._history:
            return self._notes.rows[message - self._history]
        return self._row_of.get(int(self._known.messages.rows["variant"][message]), -1)

    def people(self, message: int) -> Sequence[int]:
        if message >= self._history:
            return self._notes.people[message - self._history]
        if message not in self._people:
            self._people[message] = self._known.messages.recipients_of(message).tolist()
        return self._people[message]

    def about(self, message: int) -> About:
        return self._notes.about[message - self._history]

    def meetings(self, message: int) -> Sequence[Meeting]:
        return self._notes.meetings[message - self._history]

    def who_meet(self, kind: Exposure, key: str) -> Persons:
        if (kind, key) not in self._met:
            # They may stand in several parts of the index, and be told in each.
            remembered = distinct(self._remembered_meeting.of(self._meeting_places[kind, key]))
            self._met[kind, key] = everyone((remembered, persons(self._meeting[kind, key])))
        return self._met[kind, key]

    def of(self, variant: int, like: int) -> Iterator[tuple[int, bool]]:
        exact = self.exact(like)
        alike, others = self._messages_like(variant, exact)
        for message in _each(alike):
            yield message, True
        for message in self._of_text.get((variant, exact), ()):
            yield message, True
        for message in _each(others):
            yield message, False
        for message in self._of_row.get(variant, ()):
            if self._notes.exact[message - self._history] != exact:
                yield message, False

    def same_words(self, message: int, other: int) -> bool:
        return self.exact(message) == self.exact(other)

    def received(self, person: int) -> list[int]:
        return [*self._received.get(person, ()), *self._to.get(person, ())]

    def readers(self, variant: int) -> Persons:
        return everyone((self._readers_by_row.of(variant), persons(self._here(variant))))

    def audience(self, variant: int) -> Persons:
        if variant not in self._audience:
            remembered = self._readers_by_row.of(variant)
            self._audience[variant] = remembered if self.scope.separately else self.readers(variant)
        return self._audience[variant]

    @cached_property
    def audiences(self) -> Audiences:
        """Number the audience of each row."""
        numbers: dict[tuple[int, ...], int] = {}

        def number(audience: tuple[int, ...]) -> int:
            return numbers.setdefault(audience, len(numbers))

        own, got = [], []
        for row, (one, several) in enumerate(zip(*self._readers.same(self._held), strict=True)):
            if row not in self._of_row:
                one_number = SEVERAL if several else number((-1 - row,) if one is None else one)
                own.append(one_number)
                got.append(NOBODY if one is None else one_number)
                continue
            remembered = set() if one is None else {one}
            here = {tuple(self.people(m)) for m in self._of_row.get(row, ())}
            told = remembered | (set() if self.scope.separately else here)
            every = remembered | here
            several_told, several_every = several or len(told) > 1, several or len(every) > 1
            own.append(
                SEVERAL if told and several_every
                else number((-1 - row,) if several_every or not every else next(iter(every)))
            )  # fmt: skip
            got.append(SEVERAL if several_told else number(next(iter(told))) if told else NOBODY)
        return Audiences(np.array(own, np.int64), np.array(got, np.int64))

    def exact(self, message: int) -> int:
        """Return the hash of a message's own words."""
        if message >= self._history:
            return self._notes.exact[message - self._history]
        return int(self._known.messages.rows["exact"][message])

    def pending(self, messages: Sequence[int]) -> frozenset[int]:
        """Return which of some remembered messages are reserved, and not yet known to be sent."""
        listed = np.array(messages, np.int64)
        held = self._known.messages.rows["state"][listed] == State.PENDING
        return frozenset(listed[held].tolist())

    def _here(self, row: int) -> Iterator[int]:
        """Yield the recipients of the notes of a row."""
        return (p for m in self._of_row.get(row, ()) for p in self.people(m))

    @cached_property
    def _readers_by_row(self) -> Groups:
        """Who got each row by remembered messages."""
        return self._readers.of_each(self._held)

    def _messages_like(self, row: int, exact: int) -> tuple[_Messages, _Messages]:
        """Return the remembered messages of a row that still count, of one text and of others."""
        remembered = self._by_row.get(row)
        if remembered is None:
            return _NONE, _NONE
        if row not in self._exact:
            self._exact[row] = self._known.messages.rows["exact"][remembered]
        if exact != self._like[0]:  # Only those of one text are kept: there may be very many.
            self._like = exact, {}
        if row not in self._like[1]:
            same = self._exact[row] == np.uint64(exact)
            alike = (remembered[same], remembered[~same]) if same.any() else (_NONE, remembered)
            self._like[1][row] = alike
        return self._like[1][row]

    @cached_property
    def _held(self) -> Found:
        """The remembered messages of each row, those that no longer count among them."""
        # No variant has the number that stands for none.
        return self._known.messages.of_variant.find(self._recall.numbers.astype(np.uint64))

    @cached_property
    def _by_row(self) -> dict[int, npt.NDArray[np.int32]]:
        found = self._held
        alive = self._readers.counting(found.members)
        kept = np.concatenate(([0], np.cumsum(alive)))[found.bounds]
        messages = found.members[alive]
        edges = kept.tolist()
        return {
            row: messages[edges[row] : edges[row + 1]]
            for row in np.flatnonzero(sizes_of(kept)).tolist()
        }

    @cached_property
    def _received(self) -> dict[int, list[int]]:
        """What people whom the call names got by remembered messages."""
        known = len(self._known.messages.people)
        asked = sorted({p for people in self._notes.people for p in people if p < known})
        found = self._known.messages.of_person.find(np.array(asked, np.uint64))
        alive = self._readers.counting(found.members)
        edges = np.concatenate(([0], np.cumsum(alive)))[found.bounds].tolist()
        messages = found.members[alive].tolist()
        return {p: messages[edges[k] : edges[k + 1]] for k, p in enumerate(asked)}

    @cached_property
    def _of_row(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for note, row in enumerate(self._notes.rows):
            found.setdefault(row, []).append(self._history + note)
        return found

    @cached_property
    def _of_text(self) -> dict[tuple[int, int], list[int]]:
        found: dict[tuple[int, int], list[int]] = {}
        for note, text in enumerate(zip(self._notes.rows, self._notes.exact, strict=True)):
            found.setdefault(text, []).append(self._history + note)
        return found

    @cached_property
    def _to(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for note, people in enumerate(self._notes.people):
            for person in people:
                found.setdefault(person, []).append(self._history + note)
        return found

    @cached_property
    def _meeting(self) -> dict[tuple[Exposure, str], set[int]]:
        found: dict[tuple[Exposure, str], set[int]] = {}
        for keys in self._notes.meetings:
            for kind, key, people in keys:
                found.setdefault((kind, key), set()).update(people)
        return found

    @cached_property
    def _meeting_places(self) -> dict[tuple[Exposure, str], int]:
        """The place of each meeting key of the call, in the order that they are looked up in."""
        return {key: place for place, key in enumerate(self._meeting)}

    @cached_property
    def _remembered_meeting(self) -> Found:
        """Who else has each meeting key of the call: all are looked up at once."""
        return self._known.messages.who_meet(self._meeting)

    @cached_property
    def beyond(self) -> CallBeyond:
        """What the memory holds besides what was recalled."""
        return CallBeyond(self._known, self._recall, self._readers)

    def reach_of_block(self, row: int, first: int, stop: int) -> int:
        """Return how many people got a block of set-aside text: unmasked words [first, stop)."""
        reached = self._block_reach.of(row - self._recall.asked, first, stop)
        return len(self.readers(row)) if reached is None else reached

    @cached_property
    def _block_reach(self) -> BlockReach:
        return BlockReach(self._known, self._recall, self._readers, self._here)


def _each(messages: _Messages) -> Iterator[int]:
    for first in range(0, len(messages), _AT_ONCE):
        yield from messages[first : first + _AT_ONCE].tolist()
