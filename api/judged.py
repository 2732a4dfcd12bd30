"""The judged archive: from records and variants to what the findings say of each."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np
import numpy.typing as npt

from api.archive_meaning import MeaningOf
from api.family_members import FamilyMembers
from api.family_texts import FamilyParts
from api.note_findings import NoteFindings
from api.reading import ReadMessages
from api.records import UNDATED
from api.set_aside_blocks import Block, widest_blocks
from dedupe import (
    SLOTS_ONLY,
    Judgement,
    Policy,
    Relation,
    Rows,
    Scope,
    Sent,
    VerdictColumns,
    judge,
    short_notes,
    verdicts_together,
)
from index import ClosedCollection


class JudgedMessages:
    """Messages with their verdicts and families.

    Messages are numbered as given; variants by canonical order: most recipients, then time,
    then text hash, so that the order of files does not matter.
    """

    def __init__(
        self,
        messages: ReadMessages,
        policy: Policy,
        *,
        threads: int,
        meaning: MeaningOf | None = None,
    ) -> None:
        """Judge messages, whose words their collection hands over.

        ``meaning`` gives what variants say; without it words alone are compared.
        """
        self.records, self.people = messages.records, messages.people
        self.exact = array("Q", messages.exact.tobytes())
        order, self.variants = _canonical(messages)
        self._known = ClosedCollection(messages.collection.files)
        about = [record.about for record in self.records] if policy.asks_about else []
        words = messages.collection.hand_over(order)
        with ThreadPoolExecutor(1) as beside:  # judging is mostly compiled code
            sent = beside.submit(
                Sent, self.variants, self.exact, self.people, messages.meetings, Scope(), about
            )
            self.judgement: Judgement = judge(
                words, self._known, threads=threads,
                meaning=None if meaning is None else meaning(words.masked),
            )  # fmt: skip
            self._sent = sent.result()
        self._policy, self._threads = policy, threads
        self._short = short_notes(self.judgement.compared)
        self._leaders = self.judgement.families.leaders

    @cached_property
    def verdicts(self) -> VerdictColumns:
        """What is said of each message; made when it is asked for first."""
        return verdicts_together(
            self.judgement, self._sent, self._policy, threads=self._threads,
            room=self._known.room,
        )  # fmt: skip

    def families(self) -> list[FamilyParts]:
        """Return the families of at least two messages for two people, most people first."""
        leaders = self._leaders.astype(np.int64)[self.variants]
        count = len(self._leaders)
        people = Rows.of_pairs(leaders[self.people.numbers], self.people.values, count)
        reached = np.diff(people.bounds)
        several = (np.bincount(leaders, minlength=count) > 1) & (reached > 1)
        columns = (self.exact, self.records.moments, self.variants, leaders)
        chosen = np.flatnonzero(several[leaders])
        chosen = chosen[np.lexsort([np.asarray(column)[chosen] for column in columns])]
        edges = np.flatnonzero(np.diff(leaders[chosen])) + 1
        found = [
            self._family(int(leaders[messages[0]]), self._in_order(messages), reached)
            for messages in np.split(chosen, edges)
            if len(messages)
        ]
        return sorted(found, key=lambda f: (-f.people, -len(f.members), f.id))

    def _in_order(self, messages: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Put in order, whatever the files: by variant, time and text as given, then Message-ID."""
        alike = np.ones(len(messages) - 1, np.bool_)
        for column in (self.variants, self.records.moments, self.exact):
            values = np.asarray(column)[messages]
            alike &= values[1:] == values[:-1]
        if not alike.any():
            return messages
        runs = np.concatenate(([0], np.cumsum(~alike))).tolist()
        ids = map(self.records.message_id, messages.tolist())
        return np.array([m for *_, m in sorted(zip(runs, ids, messages.tolist(), strict=True))])

    def _family(
        self, leader: int, messages: npt.NDArray[np.int64], reached: npt.NDArray[np.int64]
    ) -> FamilyParts:
        variants = np.asarray(self.variants)[messages].astype(np.int32)
        exact, known = np.asarray(self.exact)[messages], self.judgement.families
        leads, same = variants == leader, exact == exact[0]
        slots = np.where(same, Relation.VERBATIM, Relation.TEMPLATE)
        members = FamilyMembers(
            self.records, self.people, messages, variants,
            np.where(leads, slots, known.relations[variants]).astype(np.uint8),
            np.where(leads, np.where(same, 1.0, SLOTS_ONLY), known.scores[variants]),
        )  # fmt: skip
        return FamilyParts(
            self._id(leader), members, len(np.unique(variants)), int(reached[leader]),
            bool(self._short[variants[0]]),
        )  # fmt: skip

    def people_of(self, families: Sequence[FamilyParts]) -> int:
        """Count the distinct people whom any of some families reached."""
        messages = np.zeros(len(self.variants), np.bool_)
        for family in families:
            messages[family.members.numbers] = True
        return len(np.unique(self.people.values[messages[self.people.numbers]]))

    def notes(self, families: frozenset[str]) -> NoteFindings:
        """Return what is said of each message; ``families`` are those that are listed."""
        ids = tuple(sorted(families))
        places = {id_: place for place, id_ in enumerate(ids)}
        of_leaders = np.full(len(self._leaders), -1, np.int32)
        for leader in np.unique(self._leaders).tolist():
            of_leaders[leader] = places.get(self._id(leader), -1)
        found = of_leaders[self._leaders[self.variants]]
        return NoteFindings(self.records, self.verdicts, found, ids)

    def _id(self, leader: int) -> str:
        return f"{int(self.judgement.words.masked[leader]):016x}"

    def aside_of(self, variant: int) -> npt.NDArray[np.bool_]:
        """Return, for each unmasked word of a variant, whether it was set aside."""
        words = self.judgement.words
        share = slice(int(words.bounds[variant]), int(words.bounds[variant + 1]))
        result: npt.NDArray[np.bool_] = self.judgement.set_aside[share][words.flags[share] == 0]
        return result

    def blocks(self, most: int) -> list[Block]:
        """Return the blocks of common text in most messages."""
        columns = self._sent.columns
        return widest_blocks(
            self.judgement, columns.messages, columns.audiences, most, self._known.room
        )


def _canonical(messages: ReadMessages) -> tuple[npt.NDArray[np.int64], array[int]]:
    """Return the variants in order, and each message's place among them."""
    people, numbers, count = messages.people, messages.variants, len(messages.collection)
    readers = Rows.of_pairs(numbers[people.numbers], people.values, count)
    first = np.full(count, UNDATED)
    np.minimum.at(first, numbers, messages.records.moments)
    given = np.unique(numbers)
    masked = np.array(messages.collection.masked, np.uint64)[given]
    given = given[np.lexsort((masked, first[given], -np.diff(readers.bounds)[given]))]
    ranks = np.empty(count, np.int64)
    ranks[given] = np.arange(len(given))
    return given, array("q", ranks[numbers].tobytes())
