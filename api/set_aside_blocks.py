"""Blocks of common text: the stretches that were set aside, and whom each one reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import Judgement

#: An odd multiplier of 64 bits (the golden ratio's), whose powers tell a block's words by place.
_FACTOR = 0x9E3779B97F4A7C15


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
        messages: Sequence[Sequence[int]],
        people: Sequence[tuple[int, ...]],
    ) -> None:
        """``messages`` are those of each variant, ``people`` those who got each message."""
        self._messages = messages
        self._people = people
        plain = np.flatnonzero(judgement.words.flags == 0)
        aside = judgement.set_aside[plain]
        starts = np.searchsorted(plain, judgement.words.bounds[:-1])
        self._variants, self._first, self._stop = _runs(aside, starts)
        hashes = judgement.words.hashes[plain]
        base = starts[self._variants]
        keys = _keys(hashes, base + self._first, base + self._stop)
        self._keys, self._of_key = np.unique(keys, return_inverse=True)
        self._by_key = np.argsort(self._of_key, kind="stable")
        self._key_bounds = np.searchsorted(
            self._of_key[self._by_key], np.arange(len(self._keys) + 1)
        )
        self._bounds = np.searchsorted(self._variants, np.arange(len(messages) + 1))

    def of(self, variant: int) -> Iterator[tuple[int, int, int]]:
        """Yield a variant's blocks: unmasked words [first, stop), and how many people got it."""
        for run in range(int(self._bounds[variant]), int(self._bounds[variant + 1])):
            reach = len(self._reached(int(self._of_key[run])))
            yield int(self._first[run]), int(self._stop[run]), reach

    def widest(self, most: int) -> list[Block]:
        """Return the blocks in most messages, those that reached most people first."""
        sizes = np.array([len(messages) for messages in self._messages])
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
            len(self._reached(key)),
            messages,
        )

    def _reached(self, key: int) -> set[int]:
        runs = self._by_key[self._key_bounds[key] : self._key_bounds[key + 1]]
        return {
            person
            for variant in np.unique(self._variants[runs]).tolist()
            for message in self._messages[variant]
            for person in self._people[message]
        }


def _runs(
    aside: npt.NDArray[np.bool_], starts: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return (variant, first, stop) of each run of set-aside words within one variant."""
    opening = aside.copy()
    opening[1:] &= ~aside[:-1]
    inner = starts[(starts > 0) & (starts < len(aside))]
    opening[inner] = aside[inner]
    closing = aside.copy()
    closing[:-1] &= ~aside[1:]
    closing[inner - 1] = aside[inner - 1]
    first, last = np.flatnonzero(opening), np.flatnonzero(closing)
    variants = np.searchsorted(starts, first, "right") - 1
    return variants, first - starts[variants], last + 1 - starts[variants]


def _keys(
    hashes: npt.NDArray[np.uint32], first: npt.NDArray[np.int64], stop: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    """Return a key for each run of words: a polynomial of their hashes, modulo 2^64."""
    if not len(first):
        return np.empty(0, np.uint64)
    sizes = stop - first
    powers = np.ones(int(sizes.max()), np.uint64)
    powers[1:] = _FACTOR
    powers = np.cumprod(powers, dtype=np.uint64)
    edges = np.concatenate(([0], np.cumsum(sizes)))
    place = np.arange(int(edges[-1])) - np.repeat(edges[:-1], sizes)
    terms = hashes[np.repeat(first, sizes) + place].astype(np.uint64) * powers[place]
    result: npt.NDArray[np.uint64] = np.add.reduceat(terms, edges[:-1])
    return result
