"""Exposed: who got a related text and could meet the recipients of a note, and by what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dedupe.decisions import Exposure
from dedupe.persons import Persons, are_among, everyone


class ExposedPersons(Mapping[int, tuple[Exposure, ...]]):
    """By what each exposed person could meet the recipients; persons ascend.

    A note to a whole list of customers may expose tens of thousands, and a verdict names a few.
    """

    def __init__(self, by: Mapping[Exposure, Persons]) -> None:
        """``by`` says who could meet them by each kind."""
        self._by = sorted(by.items())
        self._all = everyone(by.values())

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[int]:
        return map(int, self._all)

    def __getitem__(self, person: int) -> tuple[Exposure, ...]:
        alone = np.array([person], np.int32)
        kinds = tuple([kind for kind, persons in self._by if are_among(alone, persons)])
        if not kinds:
            raise KeyError(person)
        return kinds
