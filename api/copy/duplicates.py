"""Duplicate copy: of each unit the closest other places that say the same, and common text once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from api.copy.config import CopySettings
from api.copy.findings import Severity
from api.copy.judging import JudgedUnits, Related
from api.copy.pairs import Pairs
from dedupe import SLOTS_ONLY, Relation

#: Other places that a finding lists, and how many are counted at most.
MOST_PLACES: Final = 10
MOST_COUNTED: Final = 200

_LIKENESS: Final = {
    Relation.VERBATIM: "The same text stands",
    Relation.TEMPLATE: "The same text, with only a few words or placeholders changed, stands",
    Relation.NEAR: "Nearly the same text stands",
    Relation.EXCERPT: "A good part of this text stands",
    Relation.REWORDED: "Says in other words what stands",
}


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A unit that says what others say. ``others`` are numbers of units, closest first.

    ``cut`` says that there may be more of them than were counted.
    """

    unit: int
    relation: Relation
    score: float
    others: tuple[int, ...]
    counted: int
    common: bool = False
    cut: bool = False

    @property
    def severity(self) -> Severity:
        """Return how bad it is unless the configuration says else."""
        if self.common:
            return "note"
        return "error" if self.score >= SLOTS_ONLY else "warning"

    def said(self) -> str:
        """Return how the finding begins: how alike, and in how many places."""
        if self.common:
            return f"Common text: it stands in {self.counted + 1:,} places and was set aside"
        one = "one other place" if self.cut else "another place"
        places = one if self.counted == 1 else f"{self.counted:,} other places"
        more = "at least " if self.cut else ""
        more = "more than " if self.counted >= MOST_COUNTED else more
        return f"{_LIKENESS[self.relation]} in {more}{places}"


class Duplicates:
    """Finds what to tell of each unit of a check."""

    def __init__(
        self,
        judged: JudgedUnits,
        pairs: Pairs,
        lengths: npt.NDArray[np.float64],
        common: npt.NDArray[np.bool_],
        settings: CopySettings,
    ) -> None:
        self._judged, self._pairs, self._common = judged, pairs, common
        self._settings = settings
        self._long = lengths >= settings.least_words
        self._told = lengths >= min(settings.least_words_verbatim, settings.least_words)

    def __iter__(self) -> Iterator[Duplicate]:
        """Yield what there is to tell, in order of the units."""
        seen: set[int] = set()
        for unit in np.flatnonzero(self._told).tolist():
            found = self._of_common(unit, seen) if self._common[unit] else self._of(unit)
            if found:
                yield found

    def reworded(self) -> Iterator[Duplicate]:
        """Yield what says in other words what others say, in order of the units."""
        for unit in np.flatnonzero(self._long & ~self._common).tolist():
            found = self._told_of(unit, self._closest(unit, self._judged.reworded(unit)))
            if found:
                yield replace(found, cut=self._judged.cut(unit))

    def _of(self, unit: int) -> Duplicate | None:
        return self._told_of(unit, self._closest(unit, self._judged.related(unit)))

    def _told_of(self, unit: int, told: Iterator[Related]) -> Duplicate | None:
        first = next(told, None)
        if first is None:
            return None
        others, counted = [first[0]], 1
        for other, _, _ in told:
            counted += 1
            if len(others) < MOST_PLACES:
                others.append(other)
            if counted == MOST_COUNTED:
                break
        return Duplicate(unit, first[1], first[2], tuple(others), counted)

    def _closest(self, unit: int, related: Iterator[Related]) -> Iterator[Related]:
        for other, relation, score in related:
            if self._common[other] or not self._pairs.told(unit, other):
                continue
            same = score >= SLOTS_ONLY
            if score >= self._settings.least_score and (same or self._long[unit]):
                yield other, relation, score

    def _of_common(self, unit: int, seen: set[int]) -> Duplicate | None:
        """Tell common text once, at its first place."""
        copies: Sequence[int] = self._judged.copies(unit)
        if self._judged.masked[unit] in seen or len(copies) == 1:
            return None
        seen.add(self._judged.masked[unit])
        closest = list(islice(self._judged.related(unit), min(len(copies) - 1, MOST_PLACES)))
        _, relation, score = closest[0]
        others = tuple(other for other, _, _ in closest)
        return Duplicate(unit, relation, score, others, len(copies) - 1, common=True)
