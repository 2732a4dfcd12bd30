"""Sent: the messages of a closed collection, all of them at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from dedupe.audiences import NOBODY, SEVERAL, Audiences
from dedupe.decisions import Exposure
from dedupe.exemptions import About
from dedupe.policy import NOTHING_KNOWN
from dedupe.sendings import Meeting, Scope

#: Of more messages than this those with the same words are looked up, not looked for.
FEW = 8


class Sent:
    """Messages, one entry each, with what a verdict asks of them.

    ``variants`` (int) and ``exact`` (hash of the own words) tell texts apart; ``people`` are
    numbers of recipients; ``meetings`` say by what a message's recipients could meet others;
    ``scope`` which messages a message is held against; ``about`` what a policy asks besides, empty
    where it asks nothing.
    """

    def __init__(
        self,
        variants: Sequence[int],
        exact: Sequence[int],
        people: Sequence[tuple[int, ...]],
        meetings: Sequence[Sequence[Meeting]],
        scope: Scope,
        about: Sequence[About] = (),
    ) -> None:
        self.scope = scope
        self._variants = variants
        self._exact = exact
        self._people = people
        self._meetings = meetings
        self._about = about
        self._by_words: dict[int, dict[int, list[int]]] = {}

    def __len__(self) -> int:
        return len(self._variants)

    def variant(self, message: int) -> int:
        return self._variants[message]

    def people(self, message: int) -> tuple[int, ...]:
        return self._people[message]

    def about(self, message: int) -> About:
        return self._about[message] if self._about else NOTHING_KNOWN

    def meetings(self, message: int) -> Sequence[Meeting]:
        return self._meetings[message]

    def who_meet(self, kind: Exposure, key: str) -> set[int]:
        return self._meeting.get((kind, key), set())

    def of(self, variant: int, like: int) -> Iterator[tuple[int, bool]]:
        exact = self._exact
        mine = exact[like]
        messages = self._messages[variant]
        for other in self._alike(variant, mine) if len(messages) > FEW else messages:
            if exact[other] == mine:
                yield other, True
        for other in messages:
            if exact[other] != mine:
                yield other, False

    def _alike(self, variant: int, exact: int) -> Sequence[int]:
        """Return a variant's messages with these very words; for its next message, all are kept."""
        alike = self._by_words.get(variant)
        if alike is None:
            alike = self._by_words[variant] = {}
            for message in self._messages[variant]:
                alike.setdefault(self._exact[message], []).append(message)
        return alike.get(exact, ())

    def same_words(self, message: int, other: int) -> bool:
        return self._exact[message] == self._exact[other]

    def received(self, person: int) -> Sequence[int]:
        return self._to.get(person, ())

    def readers(self, variant: int) -> frozenset[int]:
        return frozenset(p for m in self._messages[variant] for p in self._people[m])

    def audience(self, variant: int) -> frozenset[int]:
        known = self._audience[variant]
        if known is not None:
            return known
        return frozenset(
            p for m in self._messages[variant] if self.scope.counts(m) for p in self._people[m]
        )

    @cached_property
    def audiences(self) -> Audiences:
        """Number the audience of each variant."""
        numbers: dict[tuple[int, ...], int] = {}

        def number(audiences: set[tuple[int, ...]], variant: int) -> int:
            # Notes of one call that are not held against each other: no one audience is theirs.
            audience = next(iter(audiences)) if len(audiences) == 1 else (-1 - variant,)
            return numbers.setdefault(audience, len(numbers))

        own, got = [], []
        for variant, sendings in enumerate(self._messages):
            told = {self._people[m] for m in sendings if self.scope.counts(m)}
            every = {self._people[m] for m in sendings}
            repeated = bool(told) and len(every) > 1
            own.append(SEVERAL if repeated else number(every, variant))
            several = len(told) > 1
            got.append(SEVERAL if several else number(told, variant) if told else NOBODY)
        return Audiences(np.array(own, np.int64), np.array(got, np.int64))

    @cached_property
    def _messages(self) -> list[list[int]]:
        messages: list[list[int]] = [[] for _ in range(max(self._variants, default=-1) + 1)]
        for message, variant in enumerate(self._variants):
            messages[variant].append(message)
        return messages

    @cached_property
    def _audience(self) -> list[frozenset[int] | None]:
        """The audience of each variant; None, made when asked for, where it has one message."""
        return [
            frozenset(p for m in messages if self.scope.counts(m) for p in self._people[m])
            if len(messages) > 1
            else None
            for messages in self._messages
        ]

    @cached_property
    def _to(self) -> dict[int, list[int]]:
        messages: dict[int, list[int]] = {}
        for message, people in enumerate(self._people):
            for person in people:
                messages.setdefault(person, []).append(message)
        return messages

    @cached_property
    def _meeting(self) -> dict[tuple[Exposure, str], set[int]]:
        """Those who meet by each key; one by whom nobody meets anybody is left out.

        Most threads and many companies are of one person, and a set takes 200 bytes and more.
        """
        alone: dict[tuple[Exposure, str], tuple[int, ...]] = {}
        meeting: dict[tuple[Exposure, str], set[int]] = {}
        for keys in self._meetings:
            for kind, key, people in keys:
                if (kind, key) in meeting:
                    meeting[kind, key].update(people)
                elif len(people) > 1 or alone.setdefault((kind, key), people) != people:
                    meeting[kind, key] = {*alone.pop((kind, key), ()), *people}
        return meeting
