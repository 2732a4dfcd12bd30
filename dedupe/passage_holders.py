"""Passage holders: who got a given stretch of a variant's words."""

from __future__ import annotations

import numpy as np

from dedupe.judgement import Judgement
from dedupe.known import Beyond
from dedupe.persons import Persons, are_among, both, everyone, in_all, without
from dedupe.ragged import sizes_of
from dedupe.sendings import Sendings


class PassageHolders:
    """Looks up who got the shared passages of a judged collection; keeps what it looked up."""

    def __init__(self, judgement: Judgement, sendings: Sendings, beyond: Beyond) -> None:
        self._near = judgement.near
        self._loose = judgement.loose
        self._compared = judgement.compared
        self._positions = np.flatnonzero(~judgement.loose.left_out)
        self._sendings, self._beyond = sendings, beyond
        holders = self._near.holders
        self._order = np.argsort(holders, kind="stable")
        edges = np.arange(len(judgement.words) + 1)
        self._bounds = np.searchsorted(holders[self._order], edges)
        self._groups = np.repeat(np.arange(len(self._near.bounds) - 1), sizes_of(self._near.bounds))
        self._of_group: dict[int, Persons] = {}
        self._of_parts: dict[tuple[int, ...], tuple[list[Persons], Persons]] = {}
        self._of_groups: dict[tuple[int, ...], Persons] = {}
        self._of_runs: dict[tuple[int, int, int], Persons] = {}

    def people(self, variant: int, first: int, last: int) -> Persons:
        """Return who got the passage of a variant's compared words [first, last], masks counted.

        The variant's own people all did. A run too short to hold a whole fingerprint is looked
        for nowhere else.
        """
        run = (variant, first, last)
        if run not in self._of_runs:
            self._of_runs[run] = self._holders(variant, first, last)
        return self._of_runs[run]

    def _holders(self, variant: int, first: int, last: int) -> Persons:
        groups = self._inside(variant, first, last)
        if groups not in self._of_groups:
            self._of_groups[groups] = self._of_all(groups)
        held, mine = self._of_groups[groups], self._sendings.audience(variant)
        # Nearly always they are among them, and nobody is copied.
        return held if are_among(mine, held) else everyone((held, mine))

    def _of_all(self, groups: tuple[int, ...]) -> Persons:
        """Return who got every one of some passage groups.

        First those of groups that few hold: they alone are asked for the others.
        """
        few = [g for g in groups if self._beyond.few_holders(g) is not None]
        if not few:
            return in_all(map(self.group, groups))
        people = in_all(map(self.group, few))
        for group in groups:
            if len(people) and group not in few:
                here = both(people, everyone(self._recalled(group)))
                rest = self._beyond.holders_among(group, without(people, here))
                people = everyone((here, rest))
        return people

    def _inside(self, variant: int, first: int, last: int) -> tuple[int, ...]:
        """Return the groups of the variant's fingerprints inside its words [first, last]."""
        base = int(self._compared.bounds[variant])
        low, high = np.searchsorted(self._positions, (base + first, base + last + 1))
        start = int(self._loose.bounds[variant])
        entries = self._order[int(self._bounds[variant]) : int(self._bounds[variant + 1])]
        inside = self._near.starts[entries] + start >= low
        inside &= self._near.stops[entries] + start <= high
        return tuple(self._groups[entries[inside]].tolist())

    def group(self, group: int) -> Persons:
        """Return who got a passage group; groups of the same people give the same array."""
        if group not in self._of_group:
            parts = [*self._recalled(group), self._beyond.holders(group)]
            told = tuple(sorted(map(id, parts)))
            if told not in self._of_parts:  # Which keeps the parts, and so what tells them apart.
                self._of_parts[told] = parts, everyone(parts)
            self._of_group[group] = self._of_parts[told][1]
        return self._of_group[group]

    def _recalled(self, group: int) -> list[Persons]:
        """Return who got each variant of the judgement that holds a passage group."""
        share = slice(int(self._near.bounds[group]), int(self._near.bounds[group + 1]))
        return [self._sendings.audience(v) for v in self._near.holders[share].tolist()]
