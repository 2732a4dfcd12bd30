"""Exposed: who got a related text and could meet the recipients of a note, and by what."""

from __future__ import annotations

from collections.abc import Mapping

from dedupe.decisions import Exposure
from dedupe.distinct import among
from dedupe.persons import Persons, everyone


class ExposedPersons:
    """By what each exposed person could meet the recipients.

    A note to a whole list of customers may expose tens of thousands, and a verdict names a few.
    """

    def __init__(self, by: Mapping[Exposure, Persons]) -> None:
        """``by`` says who could meet them by each kind."""
        self._by = sorted(by.items())
        self._all = everyone(by.values())

    def __len__(self) -> int:
        return len(self._all)

    def first(self, most: int) -> dict[int, tuple[Exposure, ...]]:
        """Return by what the first so many of them could meet the recipients; numbers ascend."""
        told = self._all[:most]
        met = [(kind, among(told, persons).tolist()) for kind, persons in self._by]
        return {
            person: tuple([kind for kind, meet in met if meet[place]])
            for place, person in enumerate(told.tolist())
        }
