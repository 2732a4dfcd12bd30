"""Verdicts: what is said of one message, given what its variant is to all others.

The same text to the same person is its own finding and enters neither relation, score nor reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.families import short_notes
from dedupe.judgement import Judgement
from dedupe.personal_share import SEVERAL, covered_words, personal_shares
from dedupe.policy import Decision, Exposure, Policy, Reason
from dedupe.relation import Relation

#: The score of two messages of one variant that differ in masked values alone.
SLOTS_ONLY = 0.99


@dataclass(frozen=True, slots=True)
class Sent:
    """The messages of a collection: one entry a message.

    ``variants`` (int) and ``exact`` (hash of the own words) tell texts apart; ``people`` are
    numbers of recipients; ``meeting`` are the keys by which a message's recipients could meet
    others: (exposure, key), for instance (COMPANY, "acme.example").
    """

    variants: Sequence[int]
    exact: Sequence[int]
    people: Sequence[tuple[int, ...]]
    meeting: Sequence[tuple[tuple[Exposure, str], ...]]


@dataclass(frozen=True, slots=True)
class MessageVerdict:
    """What is said of one message. ``personal_share`` is None where no word counts."""

    decision: Decision
    relation: Relation
    score: float
    personal_share: float | None
    reach: int
    exposure: frozenset[Exposure]
    exposed: frozenset[int]
    words: int
    too_short: bool
    same_person: int
    cut: bool
    reasons: tuple[Reason, ...]


class Verdicts:
    """Gives the verdict on each message of a judged collection."""

    def __init__(self, judgement: Judgement, sent: Sent, policy: Policy) -> None:
        self._judgement = judgement
        self._sent = sent
        self._policy = policy
        self._messages = _by_variant(sent, len(judgement.words))
        self._people = [
            frozenset(p for m in messages for p in sent.people[m]) for messages in self._messages
        ]
        self._relatives = _Relatives(judgement, self._people)
        self._meeting = _meeting_people(sent)
        self._short = short_notes(judgement.compared)
        self._lengths = _lengths(judgement)
        only = np.array([next(iter(p)) if len(p) == 1 else SEVERAL for p in self._people])
        self.covered = covered_words(judgement, only.astype(np.int64))
        self._shares = personal_shares(judgement.compared, self.covered)

    def __iter__(self) -> Iterator[MessageVerdict]:
        return (self._verdict(m) for m in range(len(self._sent.variants)))

    def _verdict(self, message: int) -> MessageVerdict:
        variant = self._sent.variants[message]
        mine = frozenset(self._sent.people[message])
        circle = self._relatives.circle(variant)
        reach = circle.size - sum(p in circle for p in mine)
        relation, score = self._closest(message, variant, mine) if reach else (Relation.NONE, 0.0)
        same = self._same_person(message, variant, mine)
        exposed = self._exposed(message, mine, circle)
        kinds = frozenset(kind for kind, people in exposed.items() if people)
        share = float(self._shares[variant])
        share_known = None if np.isnan(share) else share
        too_short = bool(self._short[variant])
        decision, reasons = self._policy.decide(
            relation, share_known, reach, kinds, too_short=too_short, same_person=same
        )
        return MessageVerdict(
            decision, relation, score, share_known, reach, kinds,
            frozenset(p for people in exposed.values() for p in people),
            int(self._lengths[variant]), too_short, same,
            bool(self._judgement.near.cut[variant]) and not circle.whole, reasons,
        )  # fmt: skip

    def _closest(self, message: int, variant: int, mine: frozenset[int]) -> tuple[Relation, float]:
        """Return the closest relation to a message that somebody else got."""
        if self._people[variant] - mine:
            exact = self._sent.exact[message]
            for other in self._messages[variant]:
                if self._sent.exact[other] == exact and set(self._sent.people[other]) - mine:
                    return Relation.VERBATIM, 1.0
            return Relation.TEMPLATE, SLOTS_ONLY
        for relative in self._relatives.of(variant):
            if self._people[relative.variant] - mine:
                return relative.relation, relative.score
        return Relation.NONE, 0.0

    def _same_person(self, message: int, variant: int, mine: frozenset[int]) -> int:
        count = sum(
            other != message and bool(mine & set(self._sent.people[other]))
            for other in self._messages[variant]
        )
        for relative in self._relatives.of(variant):
            if mine & self._people[relative.variant]:
                count += sum(
                    bool(mine & set(self._sent.people[m])) for m in self._messages[relative.variant]
                )
        return count

    def _exposed(
        self, message: int, mine: frozenset[int], circle: _Circle
    ) -> Mapping[Exposure, set[int]]:
        exposed: dict[Exposure, set[int]] = {}
        for kind, key in self._sent.meeting[message]:
            met = {p for p in self._meeting[kind, key] if p in circle and p not in mine}
            exposed.setdefault(kind, set()).update(met)
        return exposed


@dataclass(frozen=True, slots=True)
class _Relative:
    variant: int
    relation: Relation
    score: float


@dataclass(frozen=True, slots=True)
class _Circle:
    """Everyone who got a related text: a family's core, shared, and the rest."""

    core: frozenset[int]
    rest: frozenset[int]
    whole: bool

    @property
    def size(self) -> int:
        return len(self.core) + len(self.rest)

    def __contains__(self, person: int) -> bool:
        return person in self.core or person in self.rest


class _Relatives:
    """Which variants are related to a variant, closest first, and who got any of them."""

    def __init__(self, judgement: Judgement, people: Sequence[frozenset[int]]) -> None:
        self._people = people
        families = judgement.families
        self._leaders, self._core = families.leaders, families.core
        cores: dict[int, set[int]] = {}
        for variant in np.flatnonzero(families.core).tolist():
            cores.setdefault(int(families.leaders[variant]), set()).update(people[variant])
        self._cores = {leader: frozenset(members) for leader, members in cores.items()}
        near, related = judgement.near, judgement.related
        sides = (
            (near.left, near.right, related.forward, related.score),
            (near.right, near.left, related.backward, related.back_score),
        )
        here, there, what, score = (np.concatenate([s[k] for s in sides]) for k in range(4))
        told = what > Relation.NONE
        order = np.lexsort((there[told], -score[told], -what[told], here[told]))
        self._there, self._what = there[told][order], what[told][order]
        self._score = score[told][order]
        self._bounds = np.searchsorted(here[told][order], np.arange(len(people) + 1))

    def of(self, variant: int) -> Iterator[_Relative]:
        for k in range(int(self._bounds[variant]), int(self._bounds[variant + 1])):
            yield _Relative(
                int(self._there[k]), Relation(int(self._what[k])), float(self._score[k])
            )

    def circle(self, variant: int) -> _Circle:
        in_core = bool(self._core[variant])
        core = self._cores[int(self._leaders[variant])] if in_core else frozenset()
        others: set[int] = set(self._people[variant])
        for k in range(int(self._bounds[variant]), int(self._bounds[variant + 1])):
            others |= self._people[self._there[k]]
        return _Circle(core, frozenset(others - core), in_core)


def _by_variant(sent: Sent, variants: int) -> list[list[int]]:
    messages: list[list[int]] = [[] for _ in range(variants)]
    for message, variant in enumerate(sent.variants):
        messages[variant].append(message)
    return messages


def _meeting_people(sent: Sent) -> dict[tuple[Exposure, str], set[int]]:
    meeting: dict[tuple[Exposure, str], set[int]] = {}
    for message, keys in enumerate(sent.meeting):
        for key in keys:
            meeting.setdefault(key, set()).update(sent.people[message])
    return meeting


def _lengths(judgement: Judgement) -> npt.NDArray[np.int64]:
    words = judgement.words
    sums = np.concatenate(([0], np.cumsum(words.units, dtype=np.int64)))
    return np.asarray(np.round((sums[words.bounds[1:]] - sums[words.bounds[:-1]]) / 3), np.int64)
