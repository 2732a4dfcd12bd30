"""Passage holders: which variants hold a given stretch of a variant's words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dedupe.judgement import Judgement


class PassageHolders:
    """Looks up the shared passages of a judged collection by variant."""

    def __init__(self, judgement: Judgement) -> None:
        self._near = judgement.near
        self._loose = judgement.loose
        self._compared = judgement.compared
        holders = self._near.holders
        self._order = np.argsort(holders, kind="stable")
        edges = np.arange(len(judgement.words) + 1)
        self._bounds = np.searchsorted(holders[self._order], edges)
        self._groups = np.repeat(np.arange(len(self._near.bounds) - 1), np.diff(self._near.bounds))

    def inside(self, variant: int, first: int, last: int) -> Iterator[list[int]]:
        """Yield the holders of each shared passage inside compared words [first, last].

        Words are numbered within the variant, masks included.
        """
        base = int(self._compared.bounds[variant])
        low, high = np.searchsorted(self._loose.positions, (base + first, base + last + 1))
        start = int(self._loose.bounds[variant])
        entries = self._order[int(self._bounds[variant]) : int(self._bounds[variant + 1])]
        for entry in entries.tolist():
            if self._near.starts[entry] + start >= low and self._near.stops[entry] + start <= high:
                group = int(self._groups[entry])
                share = slice(int(self._near.bounds[group]), int(self._near.bounds[group + 1]))
                yield self._near.holders[share].tolist()
