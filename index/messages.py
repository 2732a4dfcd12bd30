"""Messages: who was sent which variant and when, and by what people could meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from dedupe import Exposure, Recipient, ragged
from index.segments import Found, Segments
from index.table import Array, Table


class State(IntEnum):
    """What became of a message. ``GONE``: cancelled, expired or forgotten."""

    SENT = 0
    PENDING = 1
    GONE = 2


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message as it is filed: ``variant`` is -1 where it has no words of its own.

    ``people`` are numbers; ``position`` is the message's number in the ledger; ``when`` and
    ``expires`` are seconds since 1970, NaN where nothing is known; ``meetings`` pairs a key by
    which people could meet with those of the recipients who have it.
    """

    position: int
    variant: int
    exact: int
    when: float
    state: State
    expires: float
    reservation: str
    thread: str
    sender: str
    people: tuple[int, ...]
    meetings: tuple[tuple[Exposure, str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Messages:
    """Messages by number, in the order of the ledger.

    ``rows`` has one row a message, ``recipients`` one row for each recipient of each, ``people``
    one row a person: the message that first named them. ``judgeable`` is how many messages have
    words of their own, and are not gone; ``held`` (int32, ascending) are the messages of
    reservations that were neither committed nor ended.
    """

    rows: Table
    recipients: Table
    people: Table
    of_variant: Segments
    of_person: Segments
    of_thread: Segments
    from_sender: Segments
    by_identity: Segments
    by_meeting: Segments
    judgeable: int = field(kw_only=True)
    held: npt.NDArray[np.int32] = field(kw_only=True)

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def none(cls) -> Messages:
        rows: dict[str, Array] = {
            "position": np.empty(0, np.int64), "variant": np.empty(0, np.int32),
            "exact": np.empty(0, np.uint64), "when": np.empty(0, np.float64),
            "state": np.empty(0, np.int8), "expires": np.empty(0, np.float64),
            "reservation": np.empty(0, np.uint64), "stop": np.empty(0, np.int64),
        }  # fmt: skip
        return cls(
            Table(rows), Table({"person": np.empty(0, np.int32)}),
            Table({"message": np.empty(0, np.int32), "identity": np.empty(0, np.uint64)}),
            *(Segments() for _ in range(6)), judgeable=0, held=np.empty(0, np.int32),
        )  # fmt: skip

    def numbers_of(self, identities: Sequence[str]) -> npt.NDArray[np.int32]:
        """Return the number of each person, -1 where a person is not known."""
        found = self.by_identity.find(hashed(identities))
        numbers = np.full(len(identities), -1, np.int32)
        known = found.counts > 0
        numbers[known] = found.members[found.bounds[:-1][known]]
        return numbers

    def named(self, identities: Sequence[str], messages: Sequence[int]) -> Messages:
        """Return the messages with further people, and which message names each first."""
        first = len(self.people)
        numbers = np.arange(first, first + len(identities), dtype=np.int32)
        keys = hashed(identities)
        message = np.array(messages, np.int32)
        return replace(
            self,
            people=self.people.extended({"message": message, "identity": keys}),
            by_identity=self.by_identity.added(keys, numbers),
        )

    def filed(self, new: Sequence[NewMessage]) -> Messages:
        """Return the messages with further ones."""
        first = len(self)
        numbers = np.arange(first, first + len(new), dtype=np.int32)
        sizes = np.array([len(m.people) for m in new], np.int64)
        people = np.array([p for m in new for p in m.people], np.int32)
        rows: dict[str, Array] = {
            "position": np.array([m.position for m in new], np.int64),
            "variant": np.array([m.variant for m in new], np.int32),
            "exact": np.array([m.exact for m in new], np.uint64),
            "when": np.array([m.when for m in new], np.float64),
            "state": np.array([m.state for m in new], np.int8),
            "expires": np.array([m.expires for m in new], np.float64),
            "reservation": hashed([m.reservation for m in new]),
            "stop": len(self.recipients) + np.cumsum(sizes),
        }  # fmt: skip
        met = [(f"{k}:{key}", who) for m in new for k, key, who in m.meetings]
        keys = np.repeat(hashed([key for key, _ in met]), [len(who) for _, who in met])
        in_thread = np.array([bool(m.thread) for m in new], np.bool_)
        by = np.array([bool(m.sender) for m in new], np.bool_)
        threads, senders = hashed([m.thread for m in new]), hashed([m.sender for m in new])
        told = rows["variant"] >= 0
        gone = rows["state"] == State.GONE
        pending = numbers[rows["state"] == State.PENDING]
        return replace(
            self,
            rows=self.rows.extended(rows),
            recipients=self.recipients.extended({"person": people}),
            of_variant=self.of_variant.added(
                rows["variant"][told].astype(np.uint64), numbers[told]
            ),
            of_person=self.of_person.added(people.astype(np.uint64), np.repeat(numbers, sizes)),
            of_thread=self.of_thread.added(threads[in_thread], numbers[in_thread]),
            from_sender=self.from_sender.added(senders[by], numbers[by]),
            by_meeting=self.by_meeting.added(
                keys, np.array([p for _, who in met for p in who], np.int32)
            ),
            judgeable=self.judgeable + int(np.count_nonzero(told & ~gone)),
            held=np.concatenate((self.held, pending)) if len(pending) else self.held,
        )

    def naming(self, persons: Sequence[int]) -> dict[int, int]:
        """Return the first message to each person that is not gone."""
        listed = np.array(persons, np.int32)
        first = self.people["message"][listed]
        left = self.rows["state"][first] != State.GONE
        named = zip(persons, first.tolist(), left.tolist(), strict=True)
        return {p: message if there else self._naming(p, message) for p, message, there in named}

    def _naming(self, person: int, first: int) -> int:
        """Do the same for one, whose ``first`` message is gone."""
        messages = self.of_person.find(np.array([person], np.uint64)).members
        left = messages[self.rows["state"][messages] != State.GONE]
        return int(left[0]) if len(left) else first

    def is_person(self, person: int, recipient: Recipient) -> bool:
        """Say whether a recipient is a person, by identity."""
        return bool(hashed([recipient.identity])[0] == self.people["identity"][person])

    def recipients_of(self, message: int) -> npt.NDArray[np.int32]:
        """Return who got one message."""
        stops = self.rows["stop"]
        start = int(stops[message - 1]) if message else 0
        result: npt.NDArray[np.int32] = self.recipients["person"][start : int(stops[message])]
        return result

    def recipients_of_each(self, messages: npt.NDArray[np.int32]) -> list[tuple[int, ...]]:
        """Return who got each of some messages, ascending."""
        stops = self.rows["stop"]
        sizes = self.recipient_counts(messages)
        bounds, taken = ragged(stops[messages] - sizes, sizes)
        people, edges = self.recipients["person"][taken].tolist(), bounds.tolist()
        return [tuple(people[a:b]) for a, b in zip(edges, edges[1:], strict=False)]

    def recipient_counts(self, messages: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        """Return how many recipients each of some messages has."""
        stops = self.rows["stop"]
        if not len(messages):
            return np.empty(0, np.int64)
        result: npt.NDArray[np.int64] = stops[messages] - np.where(
            messages > 0, stops[messages - 1], 0
        )
        return result

    def audience(self, messages: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return everybody who got one of some messages, ascending."""
        stops = self.rows["stop"]
        if not len(messages):
            return np.empty(0, np.int32)
        starts = np.where(messages > 0, stops[messages - 1], 0)
        sizes = stops[messages] - starts
        edges = np.concatenate(([0], np.cumsum(sizes)))
        taken = np.arange(int(edges[-1])) + np.repeat(starts - edges[:-1], sizes)
        result: npt.NDArray[np.int32] = np.unique(self.recipients["person"][taken])
        return result

    def who_meet(self, keys: Iterable[tuple[Exposure, str]]) -> Found:
        """Return everybody who has each of some meeting keys."""
        return self.by_meeting.find(hashed([f"{kind}:{key}" for kind, key in keys]))

    def kept(self, rows: npt.NDArray[np.bool_], variants: npt.NDArray[np.int32]) -> Messages:
        """Return some messages, their variants renumbered, and the people who got any of them."""
        stops = self.rows["stop"]
        sizes = np.diff(np.concatenate(([0], stops)))
        person = self.recipients["person"][np.repeat(rows, sizes)]
        people = _new_numbers(len(self.people), np.unique(person))
        numbers = _new_numbers(len(self), np.flatnonzero(rows))
        variant = self.rows["variant"][rows]
        told = variant >= 0
        variant[told] = variants[variant[told]]
        left = self.rows.taken(rows).replaced({"variant": variant, "stop": np.cumsum(sizes[rows])})
        named = self.people.taken(people >= 0)
        new = np.arange(len(left), dtype=np.int32)
        first = _first_naming(people[person], np.repeat(new, sizes[rows]), len(named))
        return Messages(
            left,
            Table({"person": people[person]}),
            named.replaced({"message": first}),
            Segments().added(variant[told].astype(np.uint64), new[told]),
            Segments().added(people[person].astype(np.uint64), np.repeat(new, sizes[rows])),
            self.of_thread.renumbered(numbers),
            self.from_sender.renumbered(numbers),
            self.by_identity.renumbered(people),
            self.by_meeting.renumbered(people),
            judgeable=judgeable_rows(left),
            held=held_rows(left),
        )

    def settled(self, reservation: str, state: State) -> tuple[Messages, npt.NDArray[np.int32]]:
        """Return the messages with those of one reservation sent, or gone, and which those are."""
        (key,) = hashed([reservation])
        mine = (self.rows["reservation"] == key) & (self.rows["state"] == State.PENDING)
        states = np.where(mine, np.int8(state), self.rows["state"])
        rows = self.rows.replaced({"state": states})
        left = replace(self, rows=rows, judgeable=judgeable_rows(rows), held=held_rows(rows))
        return left, np.flatnonzero(mine).astype(np.int32)

    def overdue(self, now: float) -> npt.NDArray[np.int32]:
        """Return the messages of reservations whose end has come, though nobody has told so yet."""
        result: npt.NDArray[np.int32] = self.held[~(self.rows["expires"][self.held] > now)]
        return result


def judgeable_rows(rows: Table) -> int:
    """Count the messages with words of their own that are not gone."""
    return int(np.count_nonzero((rows["variant"] >= 0) & (rows["state"] != State.GONE)))


def held_rows(rows: Table) -> npt.NDArray[np.int32]:
    """Return the messages of reservations that were neither committed nor ended, ascending."""
    return np.flatnonzero(rows["state"] == State.PENDING).astype(np.int32)


def hashed(texts: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Return 64 bits of each text's BLAKE2b; 0 for an empty one."""
    return np.array(
        [
            int.from_bytes(blake2b(t.encode("utf-8", "surrogatepass"), digest_size=8).digest())
            if t else 0
            for t in texts
        ],
        np.uint64,
    )  # fmt: skip


def _new_numbers(count: int, kept: npt.NDArray[np.int_]) -> npt.NDArray[np.int32]:
    """Return the new number of each of ``count`` things where only some are kept, else -1."""
    numbers = np.full(count, -1, np.int32)
    numbers[kept] = np.arange(len(kept), dtype=np.int32)
    return numbers


def _first_naming(
    person: npt.NDArray[np.int32], message: npt.NDArray[np.int32], people: int
) -> npt.NDArray[np.int32]:
    """Return the first message that names each person."""
    first = np.full(people, np.iinfo(np.int32).max, np.int32)
    np.minimum.at(first, person, message)
    return first
