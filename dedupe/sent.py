"""Sent: the messages of a closed collection, all of them at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dedupe.audiences import NOBODY, SEVERAL, Audiences
from dedupe.decisions import Exposure
from dedupe.exemptions import About
from dedupe.persons import Persons, persons
from dedupe.policy import NOTHING_KNOWN
from dedupe.sendings import Meeting, Scope
from dedupe.sent_columns import Meetings, SentColumns

_EXPOSURES = tuple(Exposure)


class Sent:
    """Messages, one entry each, with what a verdict asks of them.

    ``variants`` (int) and ``exact`` (hash of the own words) tell texts apart; ``people`` are
    numbers of recipients; ``meetings`` say by what people could meet; ``scope`` which messages a
    message is held against; ``about`` what a policy asks besides, empty where it asks nothing.
    """

    def __init__(
        self,
        variants: Sequence[int],
        exact: Sequence[int],
        people: Sequence[Sequence[int]],
        meetings: Meetings,
        scope: Scope,
        about: Sequence[About] = (),
    ) -> None:
        self.scope = scope
        self.columns = SentColumns.of(variants, exact, people, meetings)
        self._about = about

    def __len__(self) -> int:
        return len(self.columns.variants)

    def variant(self, message: int) -> int:
        return int(self.columns.variants[message])

    def people(self, message: int) -> tuple[int, ...]:
        return self.columns.people[message]

    def about(self, message: int) -> About:
        return self._about[message] if self._about else NOTHING_KNOWN

    def meetings(self, message: int) -> list[Meeting]:
        """Return by what a message's recipients meet somebody else; a key is told by its number."""
        known, mine = self.columns.meetings, set(self.people(message))
        return [
            (
                _EXPOSURES[known.kinds[key]],
                str(key),
                tuple(p for p in known.people[key] if p in mine),
            )
            for key in known.of_messages[message]
        ]

    def who_meet(self, kind: Exposure, key: str) -> Persons:
        return persons(self.columns.meetings.people[int(key)])

    def of(self, variant: int, like: int) -> Iterator[tuple[int, bool]]:
        texts = self.columns.texts
        messages = self._of(variant)
        same = texts[messages] == texts[like]
        for other in messages[same].tolist():
            yield other, True
        for other in messages[~same].tolist():
            yield other, False

    def same_words(self, message: int, other: int) -> bool:
        texts = self.columns.texts
        return bool(texts[message] == texts[other])

    def received(self, person: int) -> tuple[int, ...]:
        return self.columns.received[person]

    def readers(self, variant: int) -> Persons:
        return persons(self.columns.audiences[variant])

    def audience(self, variant: int) -> Persons:
        if self.scope.history is None:
            return self.readers(variant)
        counted = (m for m in self._of(variant).tolist() if self.scope.counts(m))
        return persons(p for m in counted for p in self.people(m))

    @cached_property
    def audiences(self) -> Audiences:
        """Number the audience of each variant."""
        columns = self.columns
        groups: dict[tuple[int, ...], int] = {}
        group = np.array([groups.setdefault(who, len(groups)) for who in columns.people], np.int64)
        counts = np.array([self.scope.counts(m) for m in range(len(self))], np.bool_)
        own, differ, _ = self._groups(group, np.ones(len(group), np.bool_))
        got, several, told = self._groups(group, counts)
        # Notes of one call that are not held against each other: no one audience is theirs.
        alone = len(groups) + np.arange(len(own))
        own = np.where(differ, np.where(told, SEVERAL, alone), own)
        return Audiences(own, np.where(told, np.where(several, SEVERAL, got), NOBODY))

    def _groups(
        self, group: npt.NDArray[np.int64], counts: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Return the least group of each variant's counted messages, if others, and if any."""
        variants, size = self.columns.variants[counts], len(self.columns.messages)
        least, most = np.full(size, len(self)), np.full(size, -1)
        np.minimum.at(least, variants, group[counts])
        np.maximum.at(most, variants, group[counts])
        return least, least != most, most >= 0

    def _of(self, variant: int) -> npt.NDArray[np.int32]:
        messages = self.columns.messages
        return messages.values[messages.bounds[variant] : messages.bounds[variant + 1]]
