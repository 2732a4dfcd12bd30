"""Quoted text: what a note repeats of its own thread, or of what its reader sent or got before.

A client may quote without any mark. Such text is no finding: whoever reads it has it already. A
note that is, as a whole, what its reader got before is no quotation but a repeat.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dedupe import (
    SHORT_WORDS,
    UNITS_PER_WORD,
    Relation,
    Words,
    among,
    compare_pairs,
    distinct,
    loose_words,
    passages,
    relate,
    shared_stretches,
    sizes_of,
    weights,
)
from index.messages import State, hashed
from index.remembered import Remembered

#: So many of the latest messages of a thread and a reader are looked at.
MOST_EARLIER = 64


def earlier_messages(
    known: Remembered,
    people: Sequence[Sequence[int]],
    addresses: Sequence[Sequence[str]],
    threads: Sequence[str],
) -> list[npt.NDArray[np.int32]]:
    """Return for each note the latest messages of its thread, to its readers and from them."""
    messages = known.messages
    asked = (
        (messages.of_person, [np.array(sorted(each), np.uint64) for each in people]),
        (messages.from_sender, [hashed(each) for each in addresses]),
        (messages.of_thread, [hashed([thread] if thread else []) for thread in threads]),
    )
    found: list[list[npt.NDArray[np.int32]]] = [[] for _ in people]
    for index, keys in asked:
        held = index.find(np.concatenate(keys) if keys else np.empty(0, np.uint64))
        if not len(held.members):
            continue
        note = np.repeat(np.arange(len(keys)), [len(each) for each in keys])
        for place in np.flatnonzero(held.counts).tolist():
            found[int(note[place])].append(held.of(place))
    state = messages.rows["state"]
    listed = (distinct(np.concatenate(each)) if each else _NONE for each in found)
    return [each[state[each] != State.GONE][-MOST_EARLIER:] for each in listed]


_NONE = np.empty(0, np.int32)


def quoted_words(
    known: Remembered, words: Words, earlier: Sequence[npt.NDArray[np.int32]]
) -> npt.NDArray[np.bool_]:
    """Return which words of some notes are quoted from their earlier messages."""
    nothing = np.zeros(len(words.hashes), np.bool_)
    note, variant = _sharing(known, words, earlier)
    if not len(note):
        return nothing
    numbers, right = np.unique(variant, return_inverse=True)
    both = words.joined(known.variants.of(numbers.astype(np.int32)))
    there: npt.NDArray[np.int32] = (right + len(words)).astype(np.int32)
    related = relate(compare_pairs(both, weights(both), note, there))
    said = np.isin(related.forward, (Relation.EXCERPT, Relation.NEAR, Relation.NONE))
    marked = shared_stretches(both, note[said], there[said])[: len(words.hashes)]
    plain = words.flags == 0
    left = _sums(words, plain & ~marked)
    quotes = left >= SHORT_WORDS * UNITS_PER_WORD
    return marked & np.repeat(quotes, sizes_of(words.bounds))


def _sharing(
    known: Remembered, words: Words, earlier: Sequence[npt.NDArray[np.int32]]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Return the pairs (note, variant of an earlier message) that share a passage."""
    variants = known.messages.rows["variant"]
    asked = [distinct(variants[each]) for each in earlier]
    if not any(len(each) for each in asked):
        return np.empty(0, np.int32), np.empty(0, np.int64)
    of_note = np.repeat(np.arange(len(asked), dtype=np.int64), [len(each) for each in asked])
    wanted = of_note << np.int64(32) | np.concatenate(asked)
    runs = passages(loose_words(words))
    found = known.keys.find(runs.keys)
    held = np.repeat(runs.notes.astype(np.int64), found.counts) << np.int64(32) | found.members
    pairs = distinct(held[among(held, wanted)])
    return (pairs >> np.int64(32)).astype(np.int32), pairs & 0xFFFFFFFF


def _sums(words: Words, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the units of the chosen words of each note."""
    sums = np.concatenate(([0], np.cumsum(words.units.astype(np.int64) * chosen)))
    result: npt.NDArray[np.int64] = sums[words.bounds[1:]] - sums[words.bounds[:-1]]
    return result
