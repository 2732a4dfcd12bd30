"""Compiled passes from hashed words to passages, the winnowed ones. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, part
from dedupe.sketch import GRAM_UNITS
from dedupe.sketch_kernel import PRIME, hash_grams
from dedupe.word_kernel import WORD_UNITS, finalise, is_plain

_TAG = np.uint64(0x70617373)

#: So many passages are hashed side by side.
_BLOCK = 256

#: Words of a passage of whole words; as the compiler knows it, they are fetched twice as fast.
_WORDS = np.uint64(GRAM_UNITS // WORD_UNITS)


@part
def _chosen(found, count, window, lowest, reach):  # type: ignore[no-untyped-def]
    """Say of each gram, in ``reach``, whether it is the least of a window, the last of equals.

    It is where the grams beside it that are more than it, or the same and before it, make a
    window with it. Gram by gram that is a guess at every branch; step by step it runs on vectors,
    if places have no sign.
    """
    grams, steps = np.uint64(count), np.uint64(min(window, count))
    for k in range(grams):
        reach[k] = 0
        lowest[k] = found[k]
    for step in range(np.uint64(1), steps):
        for k in range(step, grams):
            lowest[k] = min(lowest[k], found[k - step])
            reach[k] += lowest[k] >= found[k]
    for k in range(grams):
        lowest[k] = np.uint64(0xFFFFFFFFFFFFFFFF)
    for step in range(np.uint64(1), steps):
        for k in range(grams - step):
            lowest[k] = min(lowest[k], found[k + step])
            reach[k] += lowest[k] > found[k]
    for k in range(grams):
        reach[k] = reach[k] >= min(window, count) - 1


@kernel
def winnow(hashes, units, bounds, longest, least, window, keys, notes, starts, stops):  # type: ignore[no-untyped-def]
    """Winnow the passage fingerprints of every note (Schleimer, Wilkerson, Aiken 2003).

    Of each ``window`` neighbouring grams the least is kept, the last of equals. Returns how many.
    """
    found, lowest = np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    ends, reach = np.empty(longest, np.int32), np.empty(longest, np.int64)
    count = 0
    for note in range(len(bounds) - 1):
        first, stop = bounds[note], bounds[note + 1]
        grams = hash_grams(hashes[first:stop], units[first:stop], least, _TAG, found, ends)
        _chosen(found, grams, window, lowest, reach)
        for at in range(grams):
            keys[count] = found[at]
            notes[count] = note
            starts[count] = at
            stops[count] = ends[at]
            count += reach[at]
    return count


@kernel
def place_passages(hashes, units, bounds, longest, least, window, bits, at, places):  # type: ignore[no-untyped-def]
    """Write the first word of each passage that ``winnow`` finds, in parts by the key's upper bits.

    ``at`` says where each part's next one goes, and moves on; without room in ``places`` the
    passages of each part are counted by it.
    """
    found, lowest = np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    ends, reach = np.empty(longest, np.int32), np.empty(longest, np.int64)
    shift = np.uint64(64 - bits)
    counted = len(places) == 0
    for note in range(len(bounds) - 1):
        first, stop = bounds[note], bounds[note + 1]
        grams = hash_grams(hashes[first:stop], units[first:stop], least, _TAG, found, ends)
        _chosen(found, grams, window, lowest, reach)
        for k in range(grams):
            of = np.int64(found[k] >> shift)
            if reach[k] and not counted:
                places[at[of]] = first + k
            at[of] += reach[k]


@part
def _hashed_from(hashes, units, at):  # type: ignore[no-untyped-def]
    """Hash the passage that begins at a word; return it and the word after."""
    h, reached = _TAG, 0
    while reached < GRAM_UNITS:
        h = finalise(h * PRIME ^ np.uint64(hashes[at]))
        reached += units[at]
        at += 1
    return h, at


@part
def _hashed_side_by_side(hashes, places, near, keys):  # type: ignore[no-untyped-def]
    """Hash the runs of whole words that begin at some places; ``near`` has room for their words.

    The words lie far apart: to copy them first has many on their way from memory at once.
    """
    count, last = np.uint64(len(places)), np.uint64(len(hashes) - 1)
    for k in range(count):
        at = np.uint64(places[k])
        for step in range(_WORDS):
            near[step, k] = hashes[min(at + step, last)]
        keys[k] = _TAG
    for step in range(_WORDS):
        for k in range(count):
            keys[k] = finalise(keys[k] * PRIME ^ np.uint64(near[step, k]))


@kernel
def placed_passages(hashes, units, bounds, plain, places, keys, notes, starts, stops):  # type: ignore[no-untyped-def]
    """Write the passages from some words on, which ascend; ``plain_notes`` made ``plain``."""
    near = np.empty((_WORDS, _BLOCK), np.uint32)
    note = 0
    for first in range(0, len(places), _BLOCK):
        last = min(first + _BLOCK, len(places))
        _hashed_side_by_side(hashes, places[first:last], near, keys[first:last])
        for k in range(first, last):
            at = places[k]
            while bounds[note + 1] <= at:
                note += 1
            end = at + np.int64(_WORDS)
            if not plain[note]:
                keys[k], end = _hashed_from(hashes, units, at)
            notes[k] = note
            starts[k] = at - bounds[note]
            stops[k] = end - bounds[note]


@kernel
def plain_notes(units, bounds, plain):  # type: ignore[no-untyped-def]
    """Say of each note whether all it holds are whole words."""
    for note in range(len(bounds) - 1):
        plain[note] = is_plain(units[bounds[note] : bounds[note + 1]])
