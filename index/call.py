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
    Scope,
    rarity_keys,
)
from index.frequencies import Frequencies
from index.messages import State
from index.recall import Recall
from index.remembered import Remembered

_NONE = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class CallNotes:
    """The notes of a call: asked row, hash of own words, recipients, meetings, and what else."""

    rows: Sequence[int]
    exact: Sequence[int]
    people: Sequence[tuple[int, ...]]
    meetings: Sequence[tuple[Meeting, ...]]
    about: Sequence[About]


class CallSendings:
    """Who was sent what, in the memory and in the call: dedupe's Sendings and Beyond.

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
        self._now, self._since = now, since
        self._row_of = {n: row for row, n in enumerate(recall.numbers.tolist()) if n >= 0}
        self._audience: dict[int, frozenset[int]] = {}
        self._fingerprints: dict[int, frozenset[int]] = {}

    def variant(self, message: int) -> int:
        if message >= self._history:
            return self._notes.rows[message - self._history]
        return self._row_of.get(int(self._known.messages.rows["variant"][message]), -1)

    def people(self, message: int) -> Sequence[int]:
        if message >= self._history:
            return self._notes.people[message - self._history]
        people: list[int] = self._known.messages.recipients_of(message).tolist()
        return people

    def about(self, message: int) -> About:
        return self._notes.about[message - self._history]

    def meetings(self, message: int) -> Sequence[Meeting]:
        return self._notes.meetings[message - self._history]

    def who_meet(self, kind: Exposure, key: str) -> set[int]:
        remembered = self._known.messages.who_meet(kind, key).tolist()
        return self._meeting.get((kind, key), set()).union(remembered)

    def of(self, variant: int, like: int) -> Iterator[tuple[int, bool]]:
        exact = self.exact(like)
        remembered = self._messages(variant)
        same = self._known.messages.rows["exact"][remembered] == np.uint64(exact)
        for told in (True, False):
            for message in remembered[same == told].tolist():
                yield message, told
            if told:
                for message in self._of_text.get((variant, exact), ()):
                    yield message, True
        for message in self._of_row.get(variant, ()):
            if self._notes.exact[message - self._history] != exact:
                yield message, False

    def same_words(self, message: int, other: int) -> bool:
        return self.exact(message) == self.exact(other)

    def received(self, person: int) -> list[int]:
        known = self._known.messages
        remembered = known.of_person.find(np.array([person], np.uint64)).members
        return [*remembered[self._alive(remembered)].tolist(), *self._to.get(person, ())]

    def readers(self, variant: int) -> frozenset[int]:
        mine = (p for m in self._of_row.get(variant, ()) for p in self.people(m))
        return self._remembered_readers(variant).union(mine)

    def audience(self, variant: int) -> frozenset[int]:
        if variant not in self._audience:
            told = [m for m in self._of_row.get(variant, ()) if self.scope.counts(m)]
            here = (p for m in told for p in self.people(m))
            self._audience[variant] = self._remembered_readers(variant).union(here)
        return self._audience[variant]

    @cached_property
    def audiences(self) -> Audiences:
        """Number the audience of each row."""
        numbers: dict[tuple[int, ...], int] = {}

        def number(audience: tuple[int, ...]) -> int:
            return numbers.setdefault(audience, len(numbers))

        own, got = [], []
        for row in range(len(self._recall.numbers)):
            remembered = self._remembered_audiences(row)
            here = {tuple(self.people(m)) for m in self._of_row.get(row, ())}
            told = remembered | (set() if self.scope.separately else here)
            every = remembered | here
            one = next(iter(every)) if len(every) == 1 else (-1 - row,)
            own.append(SEVERAL if told and len(every) > 1 else number(one))
            single = next(iter(told)) if len(told) == 1 else ()
            got.append(SEVERAL if len(told) > 1 else number(single) if told else NOBODY)
        return Audiences(np.array(own, np.int64), np.array(got, np.int64))

    def exact(self, message: int) -> int:
        """Return the hash of a message's own words."""
        if message >= self._history:
            return self._notes.exact[message - self._history]
        return int(self._known.messages.rows["exact"][message])

    def pending(self, message: int) -> bool:
        """Say whether a message is reserved, and not yet known to be sent."""
        if message >= self._history:
            return False
        return bool(self._known.messages.rows["state"][message] == State.PENDING)

    def _remembered_audiences(self, row: int) -> set[tuple[int, ...]]:
        """Return the distinct audiences of a row's remembered messages, two at most."""
        found: set[tuple[int, ...]] = set()
        for message in self._messages(row).tolist():
            found.add(tuple(sorted(self.people(message))))
            if len(found) > 1:
                break
        return found

    def _remembered_readers(self, row: int) -> frozenset[int]:
        messages = self._messages(row)
        if not len(messages):
            return frozenset()
        return frozenset(self._known.messages.audience(messages).tolist())

    def _messages(self, row: int) -> npt.NDArray[np.int32]:
        """Return the remembered messages of a row that still count."""
        return self._by_row.get(row, _NONE)

    @cached_property
    def _by_row(self) -> dict[int, npt.NDArray[np.int32]]:
        numbers = self._recall.numbers
        rows = np.flatnonzero(numbers >= 0)
        found = self._known.messages.of_variant.find(numbers[rows].astype(np.uint64))
        alive = self._alive(found.members)
        kept = np.concatenate(([0], np.cumsum(alive)))[found.bounds].tolist()
        messages = found.members[alive]
        return {
            row: messages[kept[k] : kept[k + 1]]
            for k, row in enumerate(rows.tolist())
            if kept[k] < kept[k + 1]
        }

    def _alive(self, messages: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        rows = self._known.messages.rows
        state = rows["state"][messages]
        alive = state == State.SENT
        alive |= (state == State.PENDING) & (rows["expires"][messages] > self._now)
        if self._since is not None:
            alive &= ~(rows["when"][messages] < self._since)
        result: npt.NDArray[np.bool_] = alive
        return result

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

    # What is known beyond the rows of the judgement.

    @property
    def notes(self) -> int:
        return len(self._known.variants) - len(self._row_of)

    def wrote(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        recalled = self._recall.numbers[self._recall.numbers >= 0]
        words = self._known.variants.of(recalled)
        among = Frequencies().added(
            rarity_keys(words), words.bounds, self._known.variants.written(recalled)
        )
        here = self._known.frequencies.counts(keys) - among.counts(keys)
        result: npt.NDArray[np.float32] = np.maximum(here, 0)
        return result

    def copied(self, words: int) -> npt.NDArray[np.bool_]:
        recalled = self._recall.recalled
        known = self._recall.numbers >= 0
        copied = np.zeros(len(recalled.words.hashes), np.bool_)
        mine = np.repeat(known, np.diff(recalled.words.bounds))
        copied[mine] = ~self._known.variants.written(self._recall.numbers[known])
        result: npt.NDArray[np.bool_] = copied[~recalled.aside]
        return result

    def core(self, leader: int) -> frozenset[int]:
        number = int(self._recall.numbers[leader])
        if number < 0:
            return frozenset()
        return self._got(self._known.variants.core_members(number))

    def holders(self, group: int) -> frozenset[int]:
        key = self._recall.groups[group : group + 1]
        return self._got(self._known.keys.find(key).members)

    def reach_of_block(self, row: int, first: int, stop: int) -> int:
        """Return how many people got a block of set-aside text: unmasked words [first, stop).

        They hold the fingerprint in it that most hold; a block too short for one is counted in
        this note alone.
        """
        runs = self._recall.raw
        asked = row - self._recall.asked
        inside = (runs.notes == asked) & (runs.starts >= first) & (runs.stops <= stop)
        keys = np.unique(runs.keys[inside])
        reached = max((self._got_fingerprint(int(key)) for key in keys), key=len, default=None)
        return len(self.readers(row) if reached is None else reached)

    def _got_fingerprint(self, key: int) -> frozenset[int]:
        """Return who got a passage as given, in the memory or in the call."""
        if key not in self._fingerprints:
            asked = np.unique(self._recall.raw.notes[self._recall.raw.keys == np.uint64(key)])
            here = (self.readers(self._recall.asked + note) for note in asked.tolist())
            known = self._known.keys.find(np.array([key], np.uint64)).members
            self._fingerprints[key] = self._got(known).union(*here)
        return self._fingerprints[key]

    def _got(self, variants: npt.NDArray[np.int32]) -> frozenset[int]:
        found = self._known.messages.of_variant.find(variants.astype(np.uint64)).members
        return frozenset(self._known.messages.audience(found[self._alive(found)]).tolist())
