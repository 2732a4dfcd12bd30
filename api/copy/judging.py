"""The judgement of copy units: which are one text, by the same judge as every other door.

Units are notes without people. Every distinct masked text is judged once, however often it
stands; which pairs are worth telling is decided in api.copy.pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from api.copy.rewordings import worth_telling
from api.copy.unit_words import UnitWords, notes_of
from dedupe import (
    SLOTS_ONLY,
    Judgement,
    Meaning,
    Relation,
    Reworded,
    SaidAlike,
    Words,
    hash_words,
    judge,
)
from index import ClosedCollection

Related = tuple[int, Relation, float]

#: Gives the meaning of units, named by their numbers, whose words are one note each.
MeaningOf = Callable[[Sequence[int], Words], Meaning]


def load_judge() -> None:
    """Load the compiled code of the judge, which takes a second, before it is needed."""
    texts = ["one two three four five six seven eight nine ten eleven twelve thirteen"] * 2
    words = hash_words(texts, [((0, len(text)),) for text in texts], [(), ()])
    judge(words, ClosedCollection())


class JudgedUnits:
    """The units of a check, related to each other."""

    def __init__(
        self,
        units: UnitWords,
        exact: Sequence[object],
        least: float,
        threads: int,
        meaning: MeaningOf | None = None,
    ) -> None:
        """``exact`` tells units of one masked text apart that differ in values or placeholders.

        Units under ``least`` words are related only where their masked text is the same. Without
        ``meaning`` words alone are compared.
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
        self._rows = {key: row for row, key in enumerate(self._keys)}
        self._relatives: dict[int, list[Related]] = {}
        self._rewordings: dict[int, list[Related]] = {}
        self._reworded = Reworded.nothing()
        if len(first) > 1:
            words = notes_of(units.words, first)
            said = meaning(first.tolist(), words) if meaning else None
            judgement = judge(words, ClosedCollection(), threads=threads, meaning=said)
            self._relate(judgement)
            if said:
                self._relate_by_meaning(judgement.reworded, said.sentences.languages.tolist())

    def _relate(self, judgement: Judgement) -> None:
        near, related = judgement.near, judgement.related
        told = np.flatnonzero(related.one_text)
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

    def _relate_by_meaning(self, reworded: Reworded, languages: Sequence[int]) -> None:
        self._reworded = reworded
        told = zip(
            reworded.left.tolist(), reworded.right.tolist(), reworded.score.tolist(),
            reworded.said, strict=True,
        )  # fmt: skip
        for left, right, score, said in told:
            if not worth_telling(said, languages[left], languages[right]):
                continue
            for a, b in ((left, right), (right, left)):
                found = (self._keys[b], Relation.REWORDED, score)
                self._rewordings.setdefault(self._keys[a], []).append(found)
        for found_of in self._rewordings.values():
            found_of.sort(key=lambda r: (-r[2], r[0]))

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
        yield from self._units_of(self._relatives.get(self.masked[unit], ()))

    def reworded(self, unit: int) -> Iterator[Related]:
        """Yield (unit, relation, score) of units that say the same in other words, closest first.

        None is in another language.
        """
        yield from self._units_of(self._rewordings.get(self.masked[unit], ()))

    def said(self, unit: int, other: int) -> SaidAlike | None:
        """Return how two units say the same in other words, from the first one's side."""
        rows = (self._rows.get(self.masked[number], -1) for number in (unit, other))
        return self._reworded.between(*rows)

    def cut(self, unit: int) -> bool:
        """Say whether more units may say in other words what this one says."""
        return self._rows.get(self.masked[unit], -1) in self._reworded.cut

    def _units_of(self, related: Sequence[Related]) -> Iterator[Related]:
        for key, relation, score in related:
            for other in self._units[key]:
                yield other, relation, score


def _slots_only(unit: int) -> Related:
    return unit, Relation.TEMPLATE, SLOTS_ONLY


def _listed(column: npt.NDArray[np.generic]) -> list[float]:
    return list(column.tolist())
