"""Relatives: which variants are related to a variant, and everyone who got any of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dedupe.judgement import Judgement
from dedupe.known import Beyond
from dedupe.persons import NO_ONE, Persons, both, everyone, someone_else, without
from dedupe.relation import Relation
from dedupe.sendings import Sendings

# Bound once: to look a member up in its class takes longer than to compare an array with it.
_NONE = int(Relation.NONE)


@dataclass(frozen=True, slots=True)
class Circle:
    """Everyone who got a related text: a family's core, shared, and the rest."""

    core: Persons
    rest: Persons

    def besides(self, mine: Persons) -> int:
        """Return how many people are in the circle and not among one's own."""
        return len(self.core) + len(self.rest) - len(self.among(mine))

    def among(self, people: Persons) -> Persons:
        """Return those of some people who are in the circle."""
        return everyone((both(people, self.core), both(people, self.rest)))

    def within(self, people: Persons, mine: Persons) -> bool:
        """Say whether all of some people who are in the circle are one's own."""
        return not any(someone_else(people, known, mine) for known in (self.core, self.rest))


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """What each variant is related to, closest first.

    Of variant v the entries [bounds[v], bounds[v + 1]): ``there`` (int32) is the other variant,
    ``what`` (int8) the relation to it, ``score`` (float32) its score.
    """

    bounds: npt.NDArray[np.int64]
    there: npt.NDArray[np.int32]
    what: npt.NDArray[np.int8]
    score: npt.NDArray[np.float32]

    @classmethod
    def of(cls, judgement: Judgement) -> RelatedRows:
        """Lay out what a judgement related."""
        near, related, said = judgement.near, judgement.related, judgement.reworded
        sides: list[tuple[npt.NDArray[Any], ...]] = [
            (near.left, near.right, related.forward, related.score),
            (near.right, near.left, related.backward, related.back_score),
        ]
        if len(said):
            reworded = np.full(len(said), Relation.REWORDED, np.int8)
            sides += [
                (said.left, said.right, reworded, said.score),
                (said.right, said.left, reworded, said.score),
            ]
        told = [np.flatnonzero(side[2] > _NONE) for side in sides]
        if not any(map(len, told)):  # As with most notes that are not yet sent.
            _, there, what, score = (column[:0] for column in sides[0])
            return cls(np.zeros(len(judgement.words) + 1, np.int64), there, what, score)
        here, there, what, score = (
            np.concatenate([side[k][kept] for side, kept in zip(sides, told, strict=True)])
            for k in range(4)
        )
        order = np.lexsort((there, -score, -what, here))
        bounds = np.searchsorted(here[order], np.arange(len(judgement.words) + 1))
        return cls(bounds, there[order], what[order], score[order])


class Relatives:
    """Which variants are related to a variant, closest first, and who got any of them."""

    def __init__(self, judgement: Judgement, sendings: Sendings, beyond: Beyond) -> None:
        self._sendings, self._beyond = sendings, beyond
        families = judgement.families
        # Lists: to take one entry out of an array takes several times as long.
        self._leaders, self._core = families.leaders.tolist(), families.core.tolist()
        self._members: dict[int, list[int]] = {}
        for variant in np.flatnonzero(families.core).tolist():
            self._members.setdefault(self._leaders[variant], []).append(variant)
        self._cores: dict[int, Persons] = {}
        self._rows = RelatedRows.of(judgement)
        self._last = (-1, Circle(NO_ONE, NO_ONE))

    def of(self, variant: int) -> Iterator[tuple[int, int, float]]:
        """Yield (variant, relation's number, score) of the related variants, closest first."""
        rows = self._rows
        share = slice(int(rows.bounds[variant]), int(rows.bounds[variant + 1]))
        if share.start == share.stop:
            return iter(())
        return zip(
            rows.there[share].tolist(), rows.what[share].tolist(), rows.score[share].tolist(),
            strict=True,
        )  # fmt: skip

    def circle(self, variant: int) -> Circle:
        """Return everyone who got a related text; kept for the next message of the variant."""
        if variant != self._last[0]:
            leader = self._leaders[variant]
            in_core = self._core[variant]
            core = self._core_of(leader) if in_core else NO_ONE
            got = [self._sendings.audience(variant)]
            got += [
                self._sendings.audience(there)
                for there, _, _ in self.of(variant)
                if not (in_core and self._core[there] and self._leaders[there] == leader)
            ]
            self._last = (variant, Circle(core, without(everyone(got), core)))
        return self._last[1]

    def _core_of(self, leader: int) -> Persons:
        """Return everybody who got a core member of a leader's family."""
        if leader not in self._cores:
            recalled = (self._sendings.audience(member) for member in self._members[leader])
            self._cores[leader] = everyone((self._beyond.core(leader), *recalled))
        return self._cores[leader]
