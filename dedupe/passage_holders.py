"""Passage holders: who got a given stretch of a variant's words."""

from __future__ import annotations

import numpy as np

from dedupe.judgement import Judgement
from dedupe.known import Beyond
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
        self._of_group: dict[int, frozenset[int]] = {}
        self._of_groups: dict[tuple[int, ...], frozenset[int]] = {}
        self._of_runs: dict[tuple[int, int, int], frozenset[int]] = {}

    def people(self, variant: int, first: int, last: int) -> frozenset[int]:
        """Return who got the passage of a variant's compared words [first, last], masks counted.

        The variant's own people all did. A run too short to hold a whole fingerprint is looked
        for nowhere else.
        """
        run = (variant, first, last)
        if run not in self._of_runs:
            self._of_runs[run] = self._holders(variant, first, last)
        return self._of_runs[run]

    def _holders(self, variant: int, first: int, last: int) -> frozenset[int]:
        groups = self._inside(variant, first, last)
        if groups not in self._of_groups:
            sets = [self.group(group) for group in groups]
            self._of_groups[groups] = frozenset.intersection(*sets) if sets else frozenset()
        held, mine = self._of_groups[groups], self._sendings.audience(variant)
        # Nearly always they are among them, and nobody is copied.
        return held if mine <= held else held | mine

    def _inside(self, variant: int, first: int, last: int) -> tuple[int, ...]:
        """Return the groups of the variant's fingerprints inside its words [first, last]."""
        base = int(self._compared.bounds[variant])
        low, high = np.searchsorted(self._positions, (base + first, base + last + 1))
        start = int(self._loose.bounds[variant])
        entries = self._order[int(self._bounds[variant]) : int(self._bounds[variant + 1])]
        inside = self._near.starts[entries] + start >= low
        inside &= self._near.stops[entries] + start <= high
        return tuple(self._groups[entries[inside]].tolist())

    def group(self, group: int) -> frozenset[int]:
        """Return who got a passage group."""
        if group not in self._of_group:
            share = slice(int(self._near.bounds[group]), int(self._near.bounds[group + 1]))
            variants = self._near.holders[share].tolist()
            recalled = (self._sendings.audience(v) for v in variants)
            self._of_group[group] = self._beyond.holders(group).union(*recalled)
        return self._of_group[group]
