"""Blocks of common text: the stretches that were set aside, and whom each one reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dedupe import Judgement, Rows, aside_runs


@dataclass(frozen=True, slots=True)
class Block:
    """A block of common text as one message holds it: its unmasked words [first, stop)."""

    message: int
    first: int
    stop: int
    reach: int
    messages: int


class SetAsideBlocks:
    """Finds the blocks of a judgement once; two blocks are one where their words are the same."""

    def __init__(
        self,
        judgement: Judgement,
        messages: Rows,
        audiences: Rows,
    ) -> None:
        """``messages`` are those of each variant, ``audiences`` the people who got it."""
        self._messages = messages
        self._audiences = audiences
        runs = aside_runs(judgement.words, judgement.set_aside)
        self._variants, self._first, self._stop = runs.notes, runs.firsts, runs.stops
        self._keys, self._of_key = np.unique(runs.keys, return_inverse=True)
        self._by_key = np.argsort(self._of_key, kind="stable")
        self._key_bounds = np.searchsorted(
            self._of_key[self._by_key], np.arange(len(self._keys) + 1)
        )
        self._bounds = np.searchsorted(self._variants, np.arange(len(messages) + 1))

    def of(self, variant: int) -> Iterator[tuple[int, int, int]]:
        """Yield a variant's blocks: unmasked words [first, stop), and how many people got it."""
        for run in range(int(self._bounds[variant]), int(self._bounds[variant + 1])):
            reach = self._reach(int(self._of_key[run]))
            yield int(self._first[run]), int(self._stop[run]), reach

    def widest(self, most: int) -> list[Block]:
        """Return the blocks in most messages, those that reached most people first."""
        sizes = np.diff(self._messages.bounds)
        counts = np.bincount(self._of_key, weights=sizes[self._variants], minlength=len(self._keys))
        chosen = sorted(range(len(self._keys)), key=lambda k: -counts[k])[: 2 * most]
        blocks = [self._block(key, int(counts[key])) for key in chosen]
        ordered = sorted(blocks, key=lambda b: (-b.reach, -b.messages, b.message, b.first))
        return ordered[:most]

    def _block(self, key: int, messages: int) -> Block:
        run = int(self._by_key[self._key_bounds[key]])
        return Block(
            self._messages[int(self._variants[run])][0],
            int(self._first[run]),
            int(self._stop[run]),
            self._reach(key),
            messages,
        )

    def _reach(self, key: int) -> int:
        """Return how many people got a block."""
        runs = self._by_key[self._key_bounds[key] : self._key_bounds[key + 1]]
        bounds, people = self._audiences.bounds, self._audiences.values
        variants = np.unique(self._variants[runs]).tolist()
        got = [people[bounds[variant] : bounds[variant + 1]] for variant in variants]
        return len(np.unique(np.concatenate(got)))
