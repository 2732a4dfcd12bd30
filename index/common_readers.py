"""Common readers: how many people got each common text, kept up to date as messages come and go.

Common text stands in more and more variants: a company's footer in all of them. To gather its
readers for every check would take longer with every message remembered. So their number is kept,
and what changes it is asked of one person at a time: had they got the text before? That costs a
look at what this person got, however many others got it.

A message counts unless it is gone. A reservation whose end has come, while nobody has recorded that
yet, is looked at apart: who got a text by such messages alone is taken off the kept number.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dedupe import among, distinct, loose_words, passages, ragged
from index.messages import State
from index.readers import Readers
from index.remembered import Remembered
from index.segments import Segments

_NONE = np.empty(0, np.int32)
_GONE = int(State.GONE)

#: Numbers of common texts and, for each, a person.
_Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


def counted_anew(known: Remembered) -> Remembered:
    """Return the memory with the readers of every common text counted, its keys in one part."""
    from index import common_readers_kernel

    messages, common = known.messages, known.common
    readers = np.zeros(len(common), np.int32)
    variant, state = messages.rows["variant"], messages.rows["state"]
    counting = np.flatnonzero((variant >= 0) & (state != State.GONE)).astype(np.int32)
    order = counting[np.argsort(variant[counting], kind="stable")]
    first = np.searchsorted(variant[order], np.arange(len(known.variants) + 1)).astype(np.int64)
    for part in known.keys.parts:
        common_readers_kernel.count_readers(
            part.arrays, common.keys, first, order, messages.rows["stop"],
            messages.recipients["person"], np.zeros(len(messages.people), np.int32), readers,
        )  # fmt: skip
    return replace(known, common=replace(common, readers=readers))


def with_readers(before: Remembered, after: Remembered) -> Remembered:
    """Return a later state of a memory with the readers of the messages that came since.

    Texts that have become common meanwhile are counted in full.
    """
    if not len(after.common):
        return after
    readers = np.zeros(len(after.common), np.int32)
    places = np.searchsorted(after.common.keys, before.common.keys)
    readers[places] = before.common.readers
    new = np.ones(len(readers), np.bool_)
    new[places] = False
    if new.any():
        held = after.keys.find(after.common.keys[new])
        everyone = Readers(after.messages, len(after.messages.people), -np.inf, None)
        readers[new] = everyone.count(held.bounds, held.members, [()] * len(held))
    rows = np.arange(len(before.messages), len(after.messages), dtype=np.int32)
    text, person = _told(after, rows[after.messages.rows["state"][rows] != State.GONE])
    old = ~new[text]
    text, person = text[old], person[old]
    first = ~already_read(before, after.common.keys[text], person)
    readers += np.bincount(text[first], minlength=len(readers)).astype(np.int32)
    return replace(after, common=replace(after.common, readers=readers))


def without_readers(after: Remembered, rows: npt.NDArray[np.int32]) -> Remembered:
    """Return the memory without those who got common text by messages alone that are gone now."""
    text, person = _told(after, rows)
    left = ~already_read(after, after.common.keys[text], person)
    readers = after.common.readers - np.bincount(text[left], minlength=len(after.common))
    return replace(after, common=replace(after.common, readers=readers.astype(np.int32)))


def already_read(
    known: Remembered,
    keys: npt.NDArray[np.uint64],
    people: npt.NDArray[np.int64],
    ended: npt.NDArray[np.int32] = _NONE,
) -> npt.NDArray[np.bool_]:
    """Say of each pair of a key and a person whether they got a variant that holds the key.

    Messages that have ``ended`` (ascending) do not count.
    """
    messages = known.messages
    asked = distinct(people)
    which = np.searchsorted(asked, people)
    held = messages.of_person.find(asked.astype(np.uint64))
    out = messages.rows["state"][held.members] == _GONE
    if len(ended):
        out |= among(held.members, ended)
    variants = np.where(out, -1, messages.rows["variant"][held.members])
    return held_by_any(known.keys, keys, which, held.bounds, variants)


def readers_at(
    known: Remembered, keys: npt.NDArray[np.uint64], ended: npt.NDArray[np.int32]
) -> npt.NDArray[np.int64]:
    """Return how many people got each of some common texts, by messages that have not ``ended``.

    The keys are those of texts known to be common; the messages ascend.
    """
    counts = known.common.readers[np.searchsorted(known.common.keys, keys)].astype(np.int64)
    if not len(ended) or not len(keys):
        return counts
    variant = known.messages.rows["variant"][ended]
    told, which = np.unique(variant[variant >= 0], return_inverse=True)
    one = np.arange(len(told) + 1)
    # Each key with each variant: few reservations are overdue, and a merge has few variants.
    holds = held_by_any(
        known.keys, np.repeat(keys, len(told)), np.tile(one[:-1], len(keys)), one, told
    ).reshape(len(keys), len(told))
    key, message = np.nonzero(holds[:, which])
    pairs = _with_people(known, key, ended[variant >= 0][message])
    key, person = pairs
    left = ~already_read(known, keys[key], person, ended)
    result: npt.NDArray[np.int64] = counts - np.bincount(key[left], minlength=len(keys))
    return result


def _told(known: Remembered, rows: npt.NDArray[np.int32]) -> _Pairs:
    """Return each common text of some messages with each person who got it by them, once.

    Text that a variant holds only where other common text is cut out of it is not seen: it counts
    from the next time that all is judged together.
    """
    messages = known.messages
    variant = messages.rows["variant"][rows]
    rows, variant = rows[variant >= 0], variant[variant >= 0]
    asked, which = np.unique(variant, return_inverse=True)
    texts, bounds = _texts_of(known, asked.astype(np.int32))
    edges, taken = ragged(bounds[which], np.diff(bounds)[which])
    text = texts[taken]
    return _with_people(known, text, np.repeat(rows, np.diff(edges)))


def _with_people(
    known: Remembered, texts: npt.NDArray[np.int64], rows: npt.NDArray[np.int32]
) -> _Pairs:
    """Return each text, given with a message that holds it, with all who got it so, once."""
    stops = known.messages.rows["stop"]
    first = np.where(rows > 0, stops[rows - 1], 0)
    edges, taken = ragged(first, stops[rows] - first)
    person = known.messages.recipients["person"][taken].astype(np.int64)
    each = distinct(np.repeat(texts, np.diff(edges)).astype(np.int64) << np.int64(32) | person)
    return each >> np.int64(32), each & 0xFFFFFFFF


def _texts_of(
    known: Remembered, variants: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the common texts that are looked up for some variants, and each one's bounds."""
    words = known.variants.of(variants)
    loose = loose_words(words)
    # What was fingerprinted without other common text may not be among the fingerprints as given.
    runs = passages(loose, window=1)
    common = np.flatnonzero(known.common.known(runs.keys))
    keys, notes = runs.keys[common], runs.notes[common].astype(np.int64)
    there = held_by_any(known.keys, keys, notes, np.arange(len(variants) + 1), variants)
    texts = np.searchsorted(known.common.keys, keys[there])
    return texts, np.searchsorted(notes[there], np.arange(len(variants) + 1))


def held_by_any(
    index: Segments,
    keys: npt.NDArray[np.uint64],
    groups: npt.NDArray[np.int64],
    bounds: npt.NDArray[np.int64],
    variants: npt.NDArray[np.int32],
) -> npt.NDArray[np.bool_]:
    """Say of each key whether any variant of its group (-1: none) holds it."""
    from index import common_readers_kernel

    found = np.zeros(len(keys), np.bool_)
    for part in index.parts:
        common_readers_kernel.holds(part.arrays, keys, groups, bounds, variants, found)
    return found
