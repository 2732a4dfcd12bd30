"""Catching up: the meaning of every remembered variant that was not read yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from dedupe import EncodedSoFar, Message, read_notes
from index.meaning.memory import MeaningMemory
from index.messages import State
from index.remembered import Remembered

#: Variants read at a time: their texts are in memory, and what was encoded is kept after each.
AT_ONCE = 512

#: Where time is short, so few are read at a time.
IN_HASTE = 16

#: Gives the messages at some positions of the ledger; those that are gone are left out.
Texts = Callable[[Sequence[int]], Mapping[int, Message]]


def unread(memory: MeaningMemory, known: Remembered) -> npt.NDArray[np.int32]:
    """Return the variants whose meaning is still to be read, ascending."""
    return np.flatnonzero(memory.missing(known.variants.notes["masked"])).astype(np.int32)


def catch_up(
    memory: MeaningMemory,
    known: Remembered,
    texts: Texts,
    *,
    deadline: float | None = None,
    update: EncodedSoFar = lambda done, of: None,
) -> None:
    """Read the meaning of all variants that are known, one message of each.

    ``update`` hears how many variants are read, and how many there are to read. Raises OutOfTime
    at ``deadline`` (time.monotonic); what was read until then stays. Without one the index of
    vectors is put in order too, which may take minutes.
    """
    todo = unread(memory, known)
    masked = known.variants.notes["masked"]
    size = AT_ONCE if deadline is None else IN_HASTE
    for first in range(0, len(todo), size):
        update(first, len(todo))
        part = todo[first : first + size]
        positions = _positions(known, part)
        found = texts([place for place in positions if place >= 0])
        there = [k for k, place in enumerate(positions) if place in found]
        notes = read_notes([found[positions[k]] for k in there])
        memory.read(masked[part[there]], notes, deadline)
    update(len(todo), len(todo))
    if deadline is None:
        memory.vectors.maintain()


def _positions(known: Remembered, variants: npt.NDArray[np.int32]) -> list[int]:
    """Return the ledger's position of a message of each variant; -1 where none is left."""
    messages = known.messages
    found = messages.of_variant.find(variants.astype(np.uint64))
    alive = messages.rows["state"][found.members] != State.GONE
    positions = []
    for place in range(len(variants)):
        share = slice(int(found.bounds[place]), int(found.bounds[place + 1]))
        members = found.members[share][alive[share]]
        positions.append(int(messages.rows["position"][members[0]]) if len(members) else -1)
    return positions
