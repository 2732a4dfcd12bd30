"""Sendings: who was sent what, as a verdict asks for it.

Messages and people are numbers; variants are rows of the judgement that the verdict rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from dedupe.audiences import Audiences
from dedupe.decisions import Exposure
from dedupe.exemptions import About
from dedupe.persons import Persons

#: By what a message's recipients could meet others: (exposure, key, which of them), for instance
#: (COMPANY, "acme.example", (17,)).
Meeting = tuple[Exposure, str, tuple[int, ...]]


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


class Sendings(Protocol):
    """Who was sent which variant, and by what people could meet."""

    @property
    def scope(self) -> Scope:
        """Which messages a message is held against."""
        ...

    @property
    def audiences(self) -> Audiences:
        """Who gets each variant, as numbers of groups of people."""
        ...

    def variant(self, message: int) -> int:
        """Return the row of the message's variant, -1 where the judgement does not hold it."""
        ...

    def people(self, message: int) -> Collection[int]:
        """Return the recipients of a message."""
        ...

    def about(self, message: int) -> About:
        """Return what a policy may ask of a message besides what is found."""
        ...

    def meetings(self, message: int) -> Sequence[Meeting]:
        """Return by what the recipients of a message could meet others."""
        ...

    def who_meet(self, kind: Exposure, key: str) -> Persons:
        """Return everybody who has a meeting key."""
        ...

    def of(self, variant: int, like: int) -> Iterator[tuple[int, bool]]:
        """Yield a variant's messages, those with the very words of ``like`` first, and say so."""
        ...

    def same_words(self, message: int, other: int) -> bool:
        """Say whether two messages have the very same own words."""
        ...

    def received(self, person: int) -> Sequence[int]:
        """Return the messages that a person got, ascending."""
        ...

    def readers(self, variant: int) -> Persons:
        """Return whom a variant's messages are for, whether they count yet or not."""
        ...

    def audience(self, variant: int) -> Persons:
        """Return who got a variant by messages that count."""
        ...
