"""Reach of blocks: how many people got the stretches of set-aside text in the notes of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from dedupe import among, distinct
from index.common_readers import already_read, readers_at
from index.readers import Readers
from index.recall import Recall
from index.remembered import Remembered


class BlockReach:
    """Counts who got each fingerprint that stands in set-aside text, all at once."""

    def __init__(
        self,
        known: Remembered,
        recall: Recall,
        readers: Readers,
        here: Callable[[int], Iterable[int]],
    ) -> None:
        """``here`` gives the recipients of the call's notes of a row."""
        runs, inside = recall.raw, recall.raw_aside()
        keys = distinct(runs.keys[inside])
        which = np.searchsorted(keys, runs.keys[inside])
        besides: list[set[int]] = [set() for _ in keys]
        holders = np.flatnonzero(among(runs.keys, keys))
        holds = np.searchsorted(keys, runs.keys[holders]).tolist()
        for note, key in zip(runs.notes[holders].tolist(), holds, strict=True):
            besides[key].update(here(recall.asked + note))
        counts = _counts(known, readers, keys, besides)
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


def _counts(
    known: Remembered,
    readers: Readers,
    keys: npt.NDArray[np.uint64],
    besides: list[set[int]],
) -> list[int]:
    """Return how many got each fingerprint, by remembered messages or ``besides``.

    The readers of common text are known in number: only who is named besides is looked for.
    """
    counts = np.zeros(len(keys), np.int64)
    told = known.common.known(keys) & readers.of_any_age
    texts = np.flatnonzero(told)
    counts[texts] = readers_at(known, keys[texts], readers.ended)
    named = len(known.messages.people)
    pairs = [(k, person) for k in texts.tolist() for person in sorted(besides[k])]
    for k, person in pairs:  # Whom the call alone names got nothing before.
        counts[k] += person >= named
    pairs = [(k, person) for k, person in pairs if person < named]
    if pairs:
        text, person = np.array(pairs, np.int64).T
        new = ~already_read(known, keys[text], person, readers.ended)
        counts += np.bincount(text[new], minlength=len(keys))
    others = np.flatnonzero(~told)
    if len(others):
        held = known.keys.find(keys[others])
        more = [besides[k] for k in others.tolist()]
        counts[others] = readers.count(held.bounds, held.members, more)
    result: list[int] = counts.tolist()
    return result
