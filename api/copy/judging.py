"""The judgement of copy units: which are one text, by the same judge as every other door.

Units are notes without people. Every distinct masked text is judged once, however often it
stands; which pairs are worth telling is decided in api.copy.pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from api.copy.unit_words import UnitWords, notes_of
from dedupe import SLOTS_ONLY, Judgement, Relation, hash_words, judge
from index import ClosedCollection

Related = tuple[int, Relation, float]


def load_judge() -> None:
    """Load the compiled code of the judge, which takes a second, before it is needed."""
    texts = ["one two three four five six seven eight nine ten eleven twelve thirteen"] * 2
    words = hash_words(texts, [((0, len(text)),) for text in texts], [(), ()])
    judge(words, ClosedCollection())


class JudgedUnits:
    """The units of a check, related to each other."""

    def __init__(
        self, units: UnitWords, exact: Sequence[object], least: float, threads: int
    ) -> None:
        """``exact`` tells units of one masked text apart that differ in values or placeholders.

        Units under ``least`` words are related only where their masked text is the same.
        """
        self._exact = exact
        self.masked: list[int] = units.words.masked.tolist()
        self._units: dict[int, list[int]] = {}
        for unit, key in enumerate(self.masked):
            self._units.setdefault(key, []).append(unit)
        long = {key for key, m in self._units.items() if units.lengths[m[0]] >= least}
        # Canonical order, so that the order of files changes nothing: most places, then hash.
        self._keys = sorted(long, key=lambda key: (-len(self._units[key]), key))
        first = np.array([self._units[key][0] for key in self._keys], np.int64)
        self._relatives: dict[int, list[Related]] = {}
        if len(first) > 1:
            words = notes_of(units.words, first)
            self._relate(judge(words, ClosedCollection(), threads=threads))

    def _relate(self, judgement: Judgement) -> None:
        near, related = judgement.near, judgement.related
        told = np.flatnonzero((related.forward > 0) | (related.backward > 0))
        sides = (
            (near.left, near.right, related.forward, related.score),
            (near.right, near.left, related.backward, related.back_score),
        )
        for side in sides:
            here, there, what, score = (_listed(column[told]) for column in side)
            for a, b, relation, likeness in zip(here, there, what, score, strict=True):
                if relation:
                    found = (self._keys[int(b)], Relation(int(relation)), float(likeness))
                    self._relatives.setdefault(self._keys[int(a)], []).append(found)
        for relatives in self._relatives.values():
            relatives.sort(key=lambda r: (-r[1], -r[2], r[0]))

    def copies(self, unit: int) -> Sequence[int]:
        """Return the units of the same masked text, this one among them."""
        return self._units[self.masked[unit]]

    def related(self, unit: int) -> Iterator[Related]:
        """Yield (unit, relation, score) of the related units, closest first."""
        # Lazily: there may be very many, and a reader stops at some.
        for verbatim in (True, False):
            for other in self.copies(unit):
                if other != unit and (self._exact[other] == self._exact[unit]) == verbatim:
                    yield (other, Relation.VERBATIM, 1.0) if verbatim else _slots_only(other)
        for key, relation, score in self._relatives.get(self.masked[unit], ()):
            for other in self._units[key]:
                yield other, relation, score


def _slots_only(unit: int) -> Related:
    return unit, Relation.TEMPLATE, SLOTS_ONLY


def _listed(column: npt.NDArray[np.generic]) -> list[float]:
    return list(column.tolist())
