"""Reach of blocks: how many people got the stretches of set-aside text in the notes of a call."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

import numpy as np

from dedupe import among
from index.readers import Readers
from index.recall import Recall
from index.segments import Segments


class BlockReach:
    """Counts who got each fingerprint that stands in set-aside text, all at once."""

    def __init__(
        self,
        held: Segments,
        recall: Recall,
        readers: Readers,
        got: Callable[[int], AbstractSet[int]],
    ) -> None:
        """``held`` leads from fingerprints to variants; ``got`` says who gets a row."""
        runs, inside = recall.raw, recall.raw_aside()
        keys, which = np.unique(runs.keys[inside], return_inverse=True)
        known = held.find(keys)
        here: list[set[int]] = [set() for _ in keys]
        holders = np.flatnonzero(among(runs.keys, keys))
        holds = np.searchsorted(keys, runs.keys[holders]).tolist()
        for note, key in zip(runs.notes[holders].tolist(), holds, strict=True):
            here[key] |= got(recall.asked + note)
        counts = readers.count(known.bounds, known.members, here)
        # By asked note: first unmasked word, the word after the last, how many people got it.
        self._fingerprints: dict[int, list[tuple[int, int, int]]] = {}
        places = (runs.notes, runs.starts, runs.stops)
        listed = zip(*(each[inside].tolist() for each in places), which.tolist(), strict=True)
        for note, start, stop, key in listed:
            self._fingerprints.setdefault(note, []).append((start, stop, counts[key]))
        self._blocks: dict[tuple[int, int, int], int | None] = {}

    def of(self, note: int, first: int, stop: int) -> int | None:
        """Return how many got the fingerprint among a note's words that most got.

        None for a block too short for a fingerprint: it is counted in its own note alone.
        """
        block = (note, first, stop)
        if block not in self._blocks:
            inside = self._fingerprints.get(note, ())
            self._blocks[block] = max(
                (count for a, b, count in inside if first <= a and b <= stop), default=None
            )
        return self._blocks[block]
