"""Verdicts: what is said of one message, given what its variant is to all others.

The same text to the same person is its own finding and enters neither relation, score nor reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.exemptions import About
from dedupe.families import ROUNDING, short_notes
from dedupe.judgement import Judgement
from dedupe.passage_holders import PassageHolders
from dedupe.personal_share import (
    NOBODY,
    SEVERAL,
    Audiences,
    covered_words,
    personal_shares,
)
from dedupe.policy import NOTHING_KNOWN, Decision, Exposure, Policy, Reason
from dedupe.relation import Relation
from dedupe.relatives import Circle, Relatives

#: The score of two messages of one variant that differ in masked values alone.
SLOTS_ONLY = 0.998


@dataclass(frozen=True, slots=True)
class Scope:
    """Which messages a message is held against.

    The first ``history`` messages were sent before; the others are the notes of one call. A note
    of a call looks back, at history and the notes before it, for its relation; other recipients
    count whatever the order. ``separately`` leaves the other notes of the call out of both. With
    ``history`` at None all messages were sent, and each is held against all others.
    """

    history: int | None = None
    separately: bool = False

    def sees(self, message: int, other: int) -> bool:
        """Say whether ``other`` may be what ``message`` is related to."""
        if other == message or self.history is None:
            return other != message
        return other < self.history or (not self.separately and other < message)

    def counts(self, message: int) -> bool:
        """Say whether the recipients of ``message`` count as people who got its text."""
        return self.history is None or not self.separately or message < self.history


@dataclass(frozen=True, slots=True)
class Sent:
    """The messages of a collection: one entry a message.

    ``variants`` (int) and ``exact`` (hash of the own words) tell texts apart; ``people`` are
    numbers of recipients; ``meetings`` say by what a message's recipients could meet others:
    (exposure, key, which of them), for instance (COMPANY, "acme.example", (17,)). ``scope`` says
    which messages a message is held against; ``about`` what the policy asks of a message besides,
    empty where it asks nothing.
    """

    variants: Sequence[int]
    exact: Sequence[int]
    people: Sequence[tuple[int, ...]]
    meetings: Sequence[tuple[tuple[Exposure, str, tuple[int, ...]], ...]]
    scope: Scope
    about: Sequence[About] = ()


@dataclass(frozen=True, slots=True)
class MessageVerdict:
    """What is said of one message. ``personal_share`` is None where no word counts."""

    decision: Decision
    relation: Relation
    score: float
    personal_share: float | None
    reach: int
    exposure: frozenset[Exposure]
    words: int
    too_short: bool
    same_person: int
    cut: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class MessageMatch:
    """Another message, and what a message is to it."""

    message: int
    relation: Relation
    score: float


class Verdicts:
    """Gives the verdict on each message of a judged collection."""

    def __init__(self, judgement: Judgement, sent: Sent, policy: Policy) -> None:
        self._judgement = judgement
        self._sent = sent
        self._policy = policy
        self._messages = _by_variant(sent, len(judgement.words))
        self._people = [
            frozenset(p for m in messages if sent.scope.counts(m) for p in sent.people[m])
            for messages in self._messages
        ]
        self._messages_to = _by_person(sent)
        self._relatives = Relatives(judgement, self._people)
        self._meeting = _meeting_people(sent)
        self._passages = PassageHolders(judgement, self._people)
        self._short = short_notes(judgement.compared)
        self._left = np.diff(judgement.compared.bounds) > 0
        self._lengths = np.round(judgement.words.lengths()).astype(np.int64)
        self._to_judge = (judgement.compared.lengths() + ROUNDING).astype(np.int64)
        audiences = _audiences(sent, self._messages)
        self._covered = covered_words(judgement, audiences)
        self._shares = personal_shares(judgement, self._covered, audiences)

    def __iter__(self) -> Iterator[MessageVerdict]:
        return (self.verdict(m) for m in range(len(self._sent.variants)))

    def too_short(self, message: int) -> bool:
        """Say whether a message has under 12 words left to judge."""
        return bool(self._short[self._sent.variants[message]])

    def verdict(self, message: int) -> MessageVerdict:
        """Return what is said of one message."""
        variant = self._sent.variants[message]
        if not self._left[variant]:
            return _nothing_left(int(self._lengths[variant]))
        mine = frozenset(self._sent.people[message])
        circle = self._relatives.circle(variant)
        reach = circle.size - sum(p in circle for p in mine)
        closest = next(self.matches(message), None)
        relation = closest.relation if closest else Relation.NONE
        score = closest.score if closest else 0.0
        weighed = self._weighed(message, closest)
        same = len(self.repeats(message))
        kinds = self._exposure(message, mine, circle)
        share = float(self._shares[variant])
        share_known = None if np.isnan(share) else share
        too_short = self.too_short(message)
        decision, reasons = self._policy.decide(
            weighed, share_known, reach, kinds, too_short=too_short, same_person=same,
            words=int(self._to_judge[variant]),
            about=self._sent.about[message] if self._sent.about else NOTHING_KNOWN,
        )  # fmt: skip
        return MessageVerdict(
            decision, relation, score, share_known, reach, kinds,
            int(self._lengths[variant]), too_short, same,
            bool(self._judgement.near.cut[variant]) and not circle.whole, reasons,
        )  # fmt: skip

    def matches(self, message: int) -> Iterator[MessageMatch]:
        """Yield the messages to other people that this one is related to, closest first."""
        scope = self._sent.scope
        return self._to_others(message, lambda other: scope.sees(message, other))

    def _weighed(self, message: int, closest: MessageMatch | None) -> Relation:
        """Return the relation that the decision rests on: whatever the order of the call."""
        scope = self._sent.scope
        if scope.history is not None:
            weighs = self._to_others(message, lambda m: m != message and scope.counts(m))
            closest = next(weighs, None)
        return closest.relation if closest else Relation.NONE

    def _to_others(self, message: int, told: Callable[[int], bool]) -> Iterator[MessageMatch]:
        mine = frozenset(self._sent.people[message])
        for match in self._related(message):
            people = self._sent.people[match.message]
            if told(match.message) and any(person not in mine for person in people):
                yield match

    def repeats(self, message: int) -> list[MessageMatch]:
        """Return the related messages that this message's own recipients got, closest first."""
        others = {m for p in self._sent.people[message] for m in self._messages_to[p]}
        seen = [m for m in sorted(others) if self._sent.scope.sees(message, m)]
        if not seen:
            return []
        variant = self._sent.variants[message]
        relatives = {there: (what, score) for there, what, score in self._relatives.of(variant)}
        found = []
        for other in seen:
            there = self._sent.variants[other]
            if there == variant:
                found.append(self._same_variant(message, other))
            elif there in relatives:
                what, score = relatives[there]
                found.append(MessageMatch(other, Relation(what), score))
        return sorted(found, key=lambda m: (-m.relation, -m.score, m.message))

    def covered(self, message: int) -> npt.NDArray[np.bool_]:
        """Return, for each compared word of the message's variant, whether others got it too."""
        bounds = self._judgement.compared.bounds
        variant = self._sent.variants[message]
        return self._covered[int(bounds[variant]) : int(bounds[variant + 1])]

    def holders(self, message: int, first: int, last: int) -> int:
        """Return how many other people hold the passage of compared words [first, last].

        Words are counted within the message's variant, whose own people all hold it. A run too
        short to hold a whole fingerprint is looked for nowhere else.
        """
        everyone = self._passages.people(self._sent.variants[message], first, last)
        return len(everyone) - sum(p in everyone for p in set(self._sent.people[message]))

    def _related(self, message: int) -> Iterator[MessageMatch]:
        """Yield related messages, closest first; lazy, since there may be very many."""
        exact = self._sent.exact
        variant = self._sent.variants[message]
        for same in (True, False):
            for other in self._messages[variant]:
                if (exact[other] == exact[message]) == same:
                    yield self._same_variant(message, other)
        for there, what, score in self._relatives.of(variant):
            for other in self._messages[there]:
                yield MessageMatch(other, Relation(what), score)

    def _same_variant(self, message: int, other: int) -> MessageMatch:
        if self._sent.exact[message] == self._sent.exact[other]:
            return MessageMatch(other, Relation.VERBATIM, 1.0)
        return MessageMatch(other, Relation.TEMPLATE, SLOTS_ONLY)

    def exposed(self, message: int) -> Mapping[int, tuple[Exposure, ...]]:
        """Return who of those who got a related text could meet the recipients, and by what."""
        mine = frozenset(self._sent.people[message])
        circle = self._relatives.circle(self._sent.variants[message])
        found: dict[int, set[Exposure]] = {}
        for kind, key, _ in self._sent.meetings[message]:
            for person in circle.among(self._meeting[kind, key]) - mine:
                found.setdefault(person, set()).add(kind)
        return {person: tuple(sorted(kinds)) for person, kinds in sorted(found.items())}

    def _exposure(self, message: int, mine: frozenset[int], circle: Circle) -> frozenset[Exposure]:
        """Return by what anybody of the circle could meet the message's recipients."""
        return frozenset(
            kind
            for kind, key, _ in self._sent.meetings[message]
            if not circle.among(self._meeting[kind, key]) <= mine
        )


def _nothing_left(words: int) -> MessageVerdict:
    """Return the verdict on a message all of whose words were set aside."""
    text = "All of its words are known to repeat and were set aside; nothing is left to judge."
    return MessageVerdict(
        Decision.SEND, Relation.NONE, 0.0, None, 0, frozenset(), words, True, 0, False,
        (Reason("nothing_left", text),),
    )  # fmt: skip


def _by_variant(sent: Sent, variants: int) -> list[list[int]]:
    messages: list[list[int]] = [[] for _ in range(variants)]
    for message, variant in enumerate(sent.variants):
        messages[variant].append(message)
    return messages


def _by_person(sent: Sent) -> dict[int, list[int]]:
    messages: dict[int, list[int]] = {}
    for message, people in enumerate(sent.people):
        for person in people:
            messages.setdefault(person, []).append(message)
    return messages


def _meeting_people(sent: Sent) -> dict[tuple[Exposure, str], set[int]]:
    meeting: dict[tuple[Exposure, str], set[int]] = {}
    for keys in sent.meetings:
        for kind, key, people in keys:
            meeting.setdefault((kind, key), set()).update(people)
    return meeting


def _audiences(sent: Sent, messages: Sequence[Sequence[int]]) -> Audiences:
    """Number the audience of each variant."""
    numbers: dict[tuple[int, ...], int] = {}

    def number(audiences: set[tuple[int, ...]], variant: int) -> int:
        # Notes of one call that are not held against each other: no one audience is theirs.
        audience = next(iter(audiences)) if len(audiences) == 1 else (-1 - variant,)
        return numbers.setdefault(audience, len(numbers))

    own, got = [], []
    for variant, sendings in enumerate(messages):
        told = {sent.people[m] for m in sendings if sent.scope.counts(m)}
        every = {sent.people[m] for m in sendings}
        repeated = bool(told) and len(every) > 1
        own.append(SEVERAL if repeated else number(every, variant))
        several = len(told) > 1
        got.append(SEVERAL if several else number(told, variant) if told else NOBODY)
    return Audiences(np.array(own, np.int64), np.array(got, np.int64))
