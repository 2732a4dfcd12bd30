"""Verdicts: what is said of one message, given what its variant is to all others.

The same text to the same person is its own finding and enters neither relation, score nor reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedupe.exposed import ExposedPersons
from dedupe.judgement import Judgement
from dedupe.known import Beyond, NothingBeyond
from dedupe.measures import Measures
from dedupe.passage_holders import PassageHolders
from dedupe.persons import Persons, both, everyone, persons, without
from dedupe.policy import Decision, Exposure, Policy, Reason
from dedupe.relation import Relation
from dedupe.relatives import Circle, Relatives
from dedupe.sendings import Sendings
from dedupe.together import SLOTS_ONLY

ANOTHER_LANGUAGE = Reason("another_language", "It went out in another language.")
NOTHING_LEFT = Reason(
    "nothing_left",
    "All of its words are known to repeat and were set aside; nothing is left to judge.",
)

# Bound once: to look a member up in its class takes longer than to make a match of it.
_VERBATIM, _TEMPLATE, _RELATIONS = Relation.VERBATIM, Relation.TEMPLATE, tuple(Relation)
_UNRELATED, _REWORDED = Relation.NONE, Relation.REWORDED
_NOTHING: frozenset[Exposure] = frozenset()


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


class MessageMatch(NamedTuple):
    """Another message, and what a message is to it.

    A named tuple, because a merge has tens of thousands: it is made in half the time.
    """

    message: int
    relation: Relation
    score: float


class Found(NamedTuple):
    """What was found of one message.

    ``closest`` is the variant of the message to others that it is closest to, its own where there
    is none; ``weighed`` the relation that a decision rests on.
    """

    relation: Relation
    score: float
    weighed: Relation
    closest: int
    reach: int
    same_person: int
    exposure: frozenset[Exposure]


class Verdicts:
    """Gives the verdict on each message of a judgement."""

    def __init__(
        self,
        judgement: Judgement,
        sendings: Sendings,
        policy: Policy,
        beyond: Beyond | None = None,
        *,
        threads: int = 1,
    ) -> None:
        """``beyond`` is what a memory holds besides the variants of the judgement."""
        outside = beyond or NothingBeyond()
        self._judgement = judgement
        self._sendings = sendings
        self._policy = policy
        self._repeats: dict[int, list[MessageMatch]] = {}
        self._passages: PassageHolders | None = None
        self._beyond = outside
        self._measures = Measures.of(judgement, sendings, outside, threads=threads)

    @cached_property
    def _relatives(self) -> Relatives:
        """Who is related to whom."""
        return Relatives(self._judgement, self._sendings, self._beyond)

    def too_short(self, message: int) -> bool:
        """Say whether a message has under 12 words left to judge."""
        return bool(self._measures.short[self._sendings.variant(message)])

    def verdict(self, message: int) -> MessageVerdict:
        """Return what is said of one message."""
        variant, measures = self._sendings.variant(message), self._measures
        words = int(measures.words[variant])
        if not measures.left[variant]:
            return _nothing_left(words)
        found = self._found(message)
        share = float(measures.shares[variant])
        share_known = None if share != share else share
        too_short = bool(measures.short[variant])
        decision, reasons = self._policy.decide(
            found.weighed, share_known, found.reach, found.exposure, too_short=too_short,
            same_person=found.same_person, words=int(measures.to_judge[variant]),
            about=self._sendings.about(message),
        )  # fmt: skip
        return MessageVerdict(
            decision, found.relation, found.score, share_known, found.reach, found.exposure, words,
            too_short, found.same_person, bool(measures.cut[variant]),
            (*reasons, *self._abroad(variant, found)),
        )  # fmt: skip

    def _found(self, message: int) -> Found:
        """Return what was found of one message, by what is known of it alone."""
        variant = self._sendings.variant(message)
        mine = persons(self._sendings.people(message))
        circle = self._relatives.circle(variant)
        closest = next(self.matches(message), None)
        reach = circle.besides(mine)
        return Found(
            closest.relation if closest else _UNRELATED,
            closest.score if closest else 0.0,
            self._weighed(message, closest),
            self._sendings.variant(closest.message) if closest else variant,
            reach,
            len(self.repeats(message)),
            self._exposure(message, mine, circle) if reach else _NOTHING,
        )

    def _abroad(self, variant: int, found: Found) -> tuple[Reason, ...]:
        """Say so if what is closest stands in another language."""
        if found.relation != _REWORDED:
            return ()
        said = self._judgement.reworded.between(variant, found.closest)
        return (ANOTHER_LANGUAGE,) if said and said.abroad else ()

    def matches(self, message: int) -> Iterator[MessageMatch]:
        """Yield the messages to other people that this one is related to, closest first."""
        scope = self._sendings.scope
        return self._to_others(message, lambda other: scope.sees(message, other))

    def _weighed(self, message: int, closest: MessageMatch | None) -> Relation:
        """Return the relation that the decision rests on: whatever the order of the call."""
        scope = self._sendings.scope
        if scope.history is not None:
            weighs = self._to_others(message, lambda m: m != message and scope.counts(m))
            closest = next(weighs, None)
        return closest.relation if closest else _UNRELATED

    def _to_others(self, message: int, told: Callable[[int], bool]) -> Iterator[MessageMatch]:
        mine = frozenset(self._sendings.people(message))
        for match in self._related(message):
            if told(match.message) and not mine.issuperset(self._sendings.people(match.message)):
                yield match

    def repeats(self, message: int) -> list[MessageMatch]:
        """Return the related messages that this message's own recipients got, closest first."""
        if message not in self._repeats:
            self._repeats[message] = self._find_repeats(message)
        return self._repeats[message]

    def _find_repeats(self, message: int) -> list[MessageMatch]:
        sendings = self._sendings
        others = {m for p in sendings.people(message) for m in sendings.received(p)}
        seen = [m for m in sorted(others) if sendings.scope.sees(message, m)]
        if not seen:
            return []
        variant = sendings.variant(message)
        relatives = {there: (what, score) for there, what, score in self._relatives.of(variant)}
        found = []
        for other in seen:
            there = sendings.variant(other)
            if there == variant:
                found.append(_same_variant(other, sendings.same_words(message, other)))
            elif there in relatives:
                what, score = relatives[there]
                found.append(MessageMatch(other, Relation(what), score))
        return sorted(found, key=lambda m: (-m.relation, -m.score, m.message))

    def covered(self, message: int) -> npt.NDArray[np.bool_]:
        """Return, for each compared word of the message's variant, whether others got it too."""
        bounds = self._judgement.compared.bounds
        variant = self._sendings.variant(message)
        return self._measures.covered[int(bounds[variant]) : int(bounds[variant + 1])]

    def holders(self, message: int, first: int, last: int) -> int:
        """Return how many other people hold the passage of compared words [first, last].

        Words are counted within the message's variant, whose own people all hold it. A run too
        short to hold a whole fingerprint is looked for nowhere else.
        """
        if self._passages is None:  # An audit never asks.
            self._passages = PassageHolders(self._judgement, self._sendings, self._beyond)
        holding = self._passages.people(self._sendings.variant(message), first, last)
        return len(holding) - len(both(persons(self._sendings.people(message)), holding))

    def _related(self, message: int) -> Iterator[MessageMatch]:
        """Yield related messages, closest first; lazy, since there may be very many."""
        variant = self._sendings.variant(message)
        for other, same in self._sendings.of(variant, message):
            yield _same_variant(other, same)
        for there, what, score in self._relatives.of(variant):
            for other, _ in self._sendings.of(there, message):
                yield MessageMatch(other, _RELATIONS[what], score)

    def exposed(self, message: int) -> ExposedPersons:
        """Return who of those who got a related text could meet the recipients, and by what."""
        mine = persons(self._sendings.people(message))
        circle = self._relatives.circle(self._sendings.variant(message))
        if not circle.besides(mine):
            return ExposedPersons({})
        found: dict[Exposure, list[Persons]] = {}
        for kind, key, _ in self._sendings.meetings(message):
            met = without(circle.among(self._sendings.who_meet(kind, key)), mine)
            found.setdefault(kind, []).append(met)
        return ExposedPersons({kind: everyone(met) for kind, met in found.items()})

    def _exposure(self, message: int, mine: Persons, circle: Circle) -> frozenset[Exposure]:
        """Return by what anybody of the circle could meet the message's recipients."""
        return frozenset(
            kind
            for kind, key, _ in self._sendings.meetings(message)
            if not circle.within(self._sendings.who_meet(kind, key), mine)
        )


def _same_variant(other: int, same_words: bool) -> MessageMatch:
    if same_words:
        return MessageMatch(other, _VERBATIM, 1.0)
    return MessageMatch(other, _TEMPLATE, SLOTS_ONLY)


def _nothing_left(words: int) -> MessageVerdict:
    """Return the verdict on a message all of whose words were set aside."""
    return MessageVerdict(
        Decision.SEND, Relation.NONE, 0.0, None, 0, frozenset(), words, True, 0, False,
        (NOTHING_LEFT,),
    )  # fmt: skip
