"""The families of a store, and what it holds: the audit's findings over what is remembered.

Sizes are counted from the memory's arrays; only the families that are shown have their messages
read from the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from api.archives.interface import Origin
from api.family_findings import IN_FULL, family_finding
from api.family_members import FamilyMembers
from api.family_texts import FamilyParts, shown_of, texts_of
from api.findings import FamilyFinding
from api.records import Record, Records
from dedupe import (
    SLOTS_ONLY,
    Message,
    Note,
    Relation,
    Rows,
    Rules,
    Words,
    loose_words,
    passages,
    read_note,
)
from index import Remembered, State, Store

#: Messages read from the ledger at a time; of each only what a list of members says is kept.
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a store holds: messages with words of their own, people, distinct texts, pending."""

    messages: int
    people: int
    texts: int
    pending: int
    first_sent: datetime | None
    last_sent: datetime | None


def holdings(known: Remembered, now: datetime) -> Holdings:
    """Count what counts in a check at this moment."""
    messages = np.flatnonzero(_counting(known, now)).astype(np.int32)
    rows = known.messages.rows
    when = rows["when"][messages]
    when = when[~np.isnan(when)]
    return Holdings(
        len(messages),
        len(known.messages.audience(messages)),
        len(np.unique(rows["variant"][messages])),
        int(np.count_nonzero(rows["state"][messages] == State.PENDING)),
        _moment(when.min()) if len(when) else None,
        _moment(when.max()) if len(when) else None,
    )


def _moment(at: float) -> datetime | None:
    """Return a moment in UTC; None where its year there is not one of 1 to 9999."""
    try:
        return datetime.fromtimestamp(at, UTC)
    except (ValueError, OverflowError, OSError):
        return None


class StoreFamilies:
    """The families of at least two messages to two people, most people first."""

    def __init__(self, store: Store, now: datetime | None = None) -> None:
        self._store = store
        self._known = store.remembered()
        self._counts = _counting(self._known, now or datetime.now(UTC))
        self._leaders = self._ranked()

    def __len__(self) -> int:
        return len(self._leaders)

    @property
    def ids(self) -> list[str]:
        """The families' ids, in order."""
        masked = self._known.variants.notes["masked"]
        return [f"{int(masked[leader]):016x}" for leader in self._leaders]

    def findings(self, first: int, stop: int) -> Iterator[FamilyFinding]:
        """Yield families ``first`` to ``stop`` of the order, the leading ones in full."""
        ids = self.ids
        for number in range(first, min(stop, len(self))):
            yield self._finding(ids[number], self._leaders[number], in_full=number < IN_FULL)

    def named(self, id_: str) -> list[FamilyFinding]:
        """Return the families, in full, whose id begins so."""
        places = [k for k, known in enumerate(self.ids) if known.startswith(id_.casefold())]
        ids = self.ids
        return [self._finding(ids[k], self._leaders[k], in_full=True) for k in places[:2]]

    def _ranked(self) -> list[int]:
        """Return the leaders: most people first, then most messages, then id."""
        rows, variants = self._known.messages.rows, self._known.variants
        counting = np.flatnonzero(self._counts).astype(np.int32)
        if not len(counting):
            return []
        leaders = variants.notes["leader"][rows["variant"][counting]]
        sizes = np.bincount(leaders, minlength=len(variants))
        people = self._people_of(counting, leaders, len(variants))
        found = np.flatnonzero((sizes > 1) & (people > 1))
        order = np.lexsort((variants.notes["masked"][found], -sizes[found], -people[found]))
        return [int(leader) for leader in found[order]]

    def _people_of(
        self, messages: npt.NDArray[np.int32], leaders: npt.NDArray[np.int32], count: int
    ) -> npt.NDArray[np.int64]:
        """Return how many people got a message of each leader's."""
        known = self._known.messages
        sizes = known.recipient_counts(messages)
        starts = known.rows["stop"][messages] - sizes
        edges = np.concatenate(([0], np.cumsum(sizes)))
        taken = np.arange(int(edges[-1])) + np.repeat(starts - edges[:-1], sizes)
        pairs = np.repeat(leaders.astype(np.int64), sizes) << 32
        pairs |= known.recipients["person"][taken].astype(np.int64)
        result: npt.NDArray[np.int64] = np.bincount(np.unique(pairs) >> 32, minlength=count)
        return result

    def _finding(self, id_: str, leader: int, *, in_full: bool) -> FamilyFinding:
        messages = self._messages_of(leader)
        records = dict(self._records(messages))
        messages = [m for m in messages if m in records]
        members = self._members(np.array(messages, np.int64), leader, Records.of(records.values()))
        parts = FamilyParts(
            id_, members, len(np.unique(members.variants)), len(np.unique(members.people.values)),
            self._too_short(leader),
        )  # fmt: skip
        shown = shown_of(parts, in_full=in_full)
        notes = [self._read_again(origin) for origin in shown.origins]
        return family_finding(parts, texts_of(shown, notes, self._aside_of))

    def _messages_of(self, leader: int) -> list[int]:
        """Return a family's messages: the leader's first, then by variant, time and place."""
        variants, known = self._known.variants, self._known.messages
        followers = variants.followers.find(np.array([leader], np.uint64)).members
        found = known.of_variant.find(followers.astype(np.uint64)).members
        found = found[self._counts[found]]
        when, variant = known.rows["when"][found], known.rows["variant"][found]
        return [int(m) for m in found[np.lexsort((found, when, variant, variant != leader))]]

    def _records(self, messages: list[int]) -> Iterator[tuple[int, Record]]:
        rows = self._known.messages.rows
        for first in range(0, len(messages), AT_ONCE):
            some = messages[first : first + AT_ONCE]
            positions = [int(rows["position"][m]) for m in some]
            read = self._store.texts(positions)
            for message, position in zip(some, positions, strict=True):
                if position in read:
                    yield message, _record(read[position], position)

    def _members(
        self, messages: npt.NDArray[np.int64], leader: int, records: Records
    ) -> FamilyMembers:
        """Return the members of a family, given their messages, the leader's first at the head."""
        rows, notes = self._known.messages.rows, self._known.variants.notes
        variants, exact = rows["variant"][messages].astype(np.int32), rows["exact"][messages]
        leads, same = variants == leader, exact == exact[0]
        slots = np.where(same, Relation.VERBATIM, Relation.TEMPLATE)
        people = Rows.of(self._known.messages.recipients_of(int(m)).tolist() for m in messages)
        return FamilyMembers(
            records, people, np.arange(len(messages)), variants,
            np.where(leads, slots, notes["relation"][variants]).astype(np.uint8),
            np.where(leads, np.where(same, 1.0, SLOTS_ONLY), notes["score"][variants]),
        )  # fmt: skip

    def _too_short(self, leader: int) -> bool:
        words = self._words(leader)
        left = words.without(self._aside(words))
        return bool(left.lengths()[0] < Rules().least_words - 0.01)

    def _read_again(self, origin: Origin) -> Note | None:
        found: Mapping[int, Message] = self._store.texts([origin.row])
        return read_note(found[origin.row]) if origin.row in found else None

    def _aside_of(self, variant: int) -> npt.NDArray[np.bool_]:
        words = self._words(variant)
        result: npt.NDArray[np.bool_] = self._aside(words)[words.flags == 0]
        return result

    def _words(self, variant: int) -> Words:
        return self._known.variants.of(np.array([variant], np.int32))

    def _aside(self, words: Words) -> npt.NDArray[np.bool_]:
        """Return which words stand in text known to repeat."""
        loose = loose_words(words)
        return self._known.common.marked(words, loose, passages(loose))


def _counting(known: Remembered, now: datetime) -> npt.NDArray[np.bool_]:
    """Return which messages have words of their own, and are sent or pending still."""
    rows = known.messages.rows
    over = (rows["state"] == State.PENDING) & (rows["expires"] <= now.timestamp())
    result: npt.NDArray[np.bool_] = (rows["variant"] >= 0) & (rows["state"] != State.GONE) & ~over
    return result


def _record(message: Message, position: int) -> Record:
    """Return a remembered message's record; its origin is its position in the ledger."""
    return Record(
        Origin("store", 0, -1, position), message.id, message.sender, message.sender_name,
        message.to, message.sent_at, message.thread, None, True, False,
    )  # fmt: skip
