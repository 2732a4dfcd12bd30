"""Blocks of common text: the stretches that were set aside, and whom each one reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import Judgement, Room, Rows, aside_runs, distinct

#: Stretches counted at a time: to sort one takes 60 bytes on the way.
AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Block:
    """A block of common text as one message holds it: its unmasked words [first, stop)."""

    message: int
    first: int
    stop: int
    reach: int
    messages: int


def widest_blocks(
    judgement: Judgement, messages: Rows, audiences: Rows, most: int, room: Room
) -> list[Block]:
    """Return the blocks in most messages, those that reached most people first.

    Two blocks are one where their words are the same. ``messages`` are those of each variant,
    ``audiences`` the people who got it.
    """
    runs = aside_runs(judgement.words, judgement.set_aside, room)
    if not len(runs.keys):
        return []
    sizes = np.diff(messages.bounds)
    shares = [slice(at, at + AT_ONCE) for at in range(0, len(runs.keys), AT_ONCE)]
    keys = distinct(np.concatenate([distinct(runs.keys[each]) for each in shares]))
    counts = np.zeros(len(keys), np.int64)
    for each in shares:
        np.add.at(counts, np.searchsorted(keys, runs.keys[each]), sizes[runs.notes[each]])
    chosen = np.argsort(-counts, kind="stable")[: 2 * most]
    standing = _standing(runs.keys, keys[chosen], shares)
    blocks = []
    for key, count in zip(keys[chosen].tolist(), counts[chosen].tolist(), strict=True):
        same = standing[runs.keys[standing] == key]
        run, reach = int(same[0]), _reach(runs.notes[same], audiences)
        message = messages[int(runs.notes[run])][0]
        blocks.append(Block(message, int(runs.firsts[run]), int(runs.stops[run]), reach, count))
    return sorted(blocks, key=lambda b: (-b.reach, -b.messages, b.message, b.first))[:most]


def _standing(
    keys: npt.NDArray[np.uint64], wanted: npt.NDArray[np.uint64], shares: Sequence[slice]
) -> npt.NDArray[np.int64]:
    """Return where some keys may stand among all: everywhere that they do, and little besides."""
    bits = np.uint64(0xFFFF)
    told = np.zeros(int(bits) + 1, np.bool_)
    told[wanted & bits] = True
    return np.concatenate([np.flatnonzero(told[keys[e] & bits]) + e.start for e in shares])


def _reach(variants: npt.NDArray[np.int32], audiences: Rows) -> int:
    """Return how many people got any of some variants."""
    bounds, people = audiences.bounds, audiences.values
    got = [people[bounds[v] : bounds[v + 1]] for v in np.unique(variants).tolist()]
    return len(np.unique(np.concatenate(got)))
