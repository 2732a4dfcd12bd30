"""The judged archive: from records and variants to what the findings say of each."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from sys import intern

import numpy as np
import numpy.typing as npt

from api.archive_meaning import MeaningOf
from api.family_texts import FamilyMember, FamilyParts
from api.findings import NoteFinding
from api.records import UNDATED, Records, Told
from api.set_aside_blocks import SetAsideBlocks
from dedupe import (
    SLOTS_ONLY,
    Judgement,
    Meeting,
    MessageVerdict,
    Policy,
    Relation,
    Rows,
    Scope,
    Sent,
    Verdicts,
    judge,
    short_notes,
    spread_over_masks,
)
from index import ClosedCollection, Collection, People


class JudgedMessages:
    """Messages with their verdicts and families.

    Messages are numbered as given; variants by canonical order: most recipients, then time,
    then text hash, so that the order of files does not matter.
    """

    def __init__(
        self,
        records: Records,
        numbers: npt.NDArray[np.int64],
        exact: npt.NDArray[np.uint64],
        collection: Collection,
        policy: Policy,
        *,
        threads: int,
        meaning: MeaningOf | None = None,
    ) -> None:
        """Judge messages whose words ``collection`` hands over: ``numbers`` are their variants'.

        ``exact`` are hashes of their own words.
        ``meaning`` gives what variants say; without it words alone are compared.
        """
        self.records = records
        self.exact = array("Q", exact.tobytes())
        self.people, meetings = _people(records)
        order, self.variants = self._canonical(numbers, collection)
        about = [record.about for record in records] if policy.asks_about else []
        words = collection.hand_over(order)
        with ThreadPoolExecutor(1) as beside:  # judging is mostly compiled code
            sent = beside.submit(
                Sent,
                self.variants,
                self.exact,
                self.people,
                meetings,
                Scope(),
                about,
            )
            self.judgement: Judgement = judge(
                words, ClosedCollection(), threads=threads,
                meaning=None if meaning is None else meaning(words.masked),
            )  # fmt: skip
            self._sent = sent.result()
        self._policy, self._threads = policy, threads
        self._short = short_notes(self.judgement.compared)
        self._leaders = self.judgement.families.leaders.tolist()

    @cached_property
    def verdicts(self) -> Verdicts:
        """What is said of each message; made when it is asked for first."""
        return Verdicts(
            self.judgement, self._sent, self._policy, columns=self._sent.columns,
            threads=self._threads, room=ClosedCollection().room,
        )  # fmt: skip

    def _canonical(
        self, numbers: npt.NDArray[np.int64], collection: Collection
    ) -> tuple[npt.NDArray[np.int64], array[int]]:
        """Return the variants in order, and each message's place among them."""
        readers = Rows.of_pairs(numbers[self.people.numbers], self.people.values, len(collection))
        first = np.full(len(collection), UNDATED)
        np.minimum.at(first, numbers, self.records.moments)
        given = np.unique(numbers)
        masked = np.array(collection.masked, np.uint64)[given]
        given = given[np.lexsort((masked, first[given], -np.diff(readers.bounds)[given]))]
        ranks = np.empty(len(collection), np.int64)
        ranks[given] = np.arange(len(given))
        return given, array("q", ranks[numbers].tobytes())

    def families(self) -> list[FamilyParts]:
        """Return the families of at least two messages for two people, most people first."""
        messages: dict[int, list[int]] = {}
        for message, variant in enumerate(self.variants):
            messages.setdefault(self._leaders[variant], []).append(message)
        families = [
            self._family(leader, members)
            for leader, members in messages.items()
            if len(members) > 1 and len({p for m in members for p in self.people[m]}) > 1
        ]
        return sorted(families, key=lambda f: (-len(f.people), -len(f.members), f.id))

    def _family(self, leader: int, messages: list[int]) -> FamilyParts:
        messages.sort(key=self._place)
        example = self.exact[messages[0]]
        members = tuple(self._member(m, leader, example) for m in messages)
        people = frozenset(p for m in members for p in m.people)
        return FamilyParts(
            self._id(leader),
            members,
            len({m.variant for m in members}),
            people,
            bool(self._short[self.variants[messages[0]]]),
        )

    def _place(self, message: int) -> tuple[int, int, int, str, int]:
        """Order a family's messages: by variant, time, text, Message-ID, whatever the files."""
        records = self.records
        return (
            self.variants[message], int(records.moments[message]), self.exact[message],
            records.message_id(message), message,
        )  # fmt: skip

    def _member(self, message: int, leader: int, example: int) -> FamilyMember:
        variant = self.variants[message]
        families = self.judgement.families
        relation = Relation(int(families.relations[variant]))
        score = float(families.scores[variant])
        if variant == leader:
            same = self.exact[message] == example
            relation = Relation.VERBATIM if same else Relation.TEMPLATE
            score = 1.0 if same else SLOTS_ONLY
        return FamilyMember(self.records[message], variant, relation, score, self.people[message])

    def notes(self, families: frozenset[str]) -> tuple[NoteFinding, ...]:
        """Return what is said of each message; ``families`` are those that are listed."""
        ids = ((leader, self._id(leader)) for leader in set(self._leaders))
        listed = {leader: id_ for leader, id_ in ids if id_ in families}
        verdicts, found = self.verdicts, []
        few: dict[tuple[str, ...], tuple[str, ...]] = {}
        for message, variant in enumerate(self.variants):
            family = listed.get(self._leaders[variant], "")
            told, verdict = self.records.told(message), verdicts.verdict(message)
            found.append(_note(told, verdict, family, few))
        return tuple(found)

    def _id(self, leader: int) -> str:
        return f"{int(self.judgement.words.masked[leader]):016x}"

    def aside_of(self, variant: int) -> npt.NDArray[np.bool_]:
        """Return, for each unmasked word of a variant, whether it was set aside."""
        words = self.judgement.words
        share = slice(int(words.bounds[variant]), int(words.bounds[variant + 1]))
        result: npt.NDArray[np.bool_] = self.judgement.set_aside[share][words.flags[share] == 0]
        return result

    def aside_in(self, message: int, flags: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
        """Carry what was set aside in a message's variant over to its own words, by their flags.

        Messages of one variant have the same unmasked words, but masks of any length; a mask is
        set aside where the words around it are.
        """
        known = self.aside_of(self.variants[message])
        return spread_over_masks(flags, known)

    def covered_unmasked(self, message: int) -> npt.NDArray[np.bool_]:
        """Return, for each unmasked compared word of a message, whether others got it too."""
        compared = self.judgement.compared
        variant = self.variants[message]
        share = slice(int(compared.bounds[variant]), int(compared.bounds[variant + 1]))
        result: npt.NDArray[np.bool_] = self.verdicts.covered(message)[compared.flags[share] == 0]
        return result

    def blocks(self) -> SetAsideBlocks:
        """Find the blocks of common text that were set aside."""
        columns = self._sent.columns
        return SetAsideBlocks(self.judgement, columns.messages, columns.audiences)


def _people(records: Records) -> tuple[Rows, Iterator[tuple[Meeting, ...]]]:
    """Return who got each message, and by what they could meet others.

    Who a number is, is forgotten with the last meeting.
    """
    persons, numbers = People(), range(len(records))
    people = Rows.of(persons.of(f"message {n}", records.recipients(n)[0]) for n in numbers)
    return people, (persons.meetings(f"message {n}", *records.recipients(n)) for n in numbers)


def _note(
    told: Told, verdict: MessageVerdict, family: str, few: dict[tuple[str, ...], tuple[str, ...]]
) -> NoteFinding:
    """Return what is said of a message; ``few`` keeps reasons and exposures once."""
    share = verdict.personal_share
    exposure = tuple(sorted([kind.value for kind in verdict.exposure]))
    reasons = tuple([intern(reason.text) for reason in verdict.reasons])
    return NoteFinding(
        origin=told.origin,
        message_id=told.message_id,
        recipients=told.recipients,
        sent_at=told.sent_at,
        decision=verdict.decision.value,
        relation=verdict.relation.word,
        score=round(verdict.score, 4),
        personal_share=None if share is None else round(share, 4),
        reach=verdict.reach,
        words=verdict.words,
        too_short=verdict.too_short,
        cut=verdict.cut,
        family=family,
        same_person=verdict.same_person,
        exposure=few.setdefault(exposure, exposure),
        reasons=few.setdefault(reasons, reasons),
    )
