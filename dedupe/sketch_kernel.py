"""Compiled passes from hashed words to sketches and look-up keys. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, part
from dedupe.word_kernel import WORD_UNITS, finalise, is_plain

PRIME = np.uint64(0x100000001B3)
_BAND = np.uint64(0x62616E64)
_PAIR = np.uint64(0x70616972)


@part
def hash_grams(hashes, units, least, tag, found, ends):  # type: ignore[no-untyped-def]
    """Hash, from each word of one note, the shortest run that reaches ``least`` units.

    Write the hash of each run and the word after it; return how many there are. Where all are
    whole words, as nearly everywhere, they are hashed step by step: that runs on vectors.
    """
    size = len(hashes)
    if is_plain(units):
        length = (least + WORD_UNITS - 1) // WORD_UNITS
        count = max(size - length + 1, 0)
        for k in range(count):
            found[k] = tag
            ends[k] = k + length
        for step in range(np.uint64(length)):
            for k in range(np.uint64(count)):
                found[k] = finalise(found[k] * PRIME ^ np.uint64(hashes[k + step]))
        return count
    for first in range(size):
        h = tag
        reached = 0
        at = first
        while at < size and reached < least:
            h = finalise(h * PRIME ^ np.uint64(hashes[at]))
            reached += units[at]
            at += 1
        if reached < least:
            return first
        found[first] = h
        ends[first] = at
    return size


@part
def _shingles(hashes, units, least, found, ends, out):  # type: ignore[no-untyped-def]
    """Write the 32-bit shingle hashes of one note; return how many. A shorter note is one."""
    count = hash_grams(hashes, units, least, np.uint64(0), found, ends)
    for k in range(count):
        out[k] = np.uint32(found[k] >> np.uint64(32))
    if count == 0 and len(hashes) > 0:
        h = np.uint64(0)
        for at in range(len(hashes)):
            h = finalise(h * PRIME ^ np.uint64(hashes[at]))
        out[0] = np.uint32(h >> np.uint64(32))
        count = 1
    return count


@kernel
def numbered_shingles(hashes, units, bounds, longest, least, out):  # type: ignore[no-untyped-def]
    """Write the shingle hashes of every note, its number in the upper half; return how many."""
    found, ends = np.empty(longest, np.uint64), np.empty(longest, np.int32)
    listed = np.empty(longest, np.uint32)
    size = 0
    for note in range(len(bounds) - 1):
        first, stop = bounds[note], bounds[note + 1]
        count = _shingles(hashes[first:stop], units[first:stop], least, found, ends, listed)
        for k in range(count):
            out[size] = np.uint64(note) << np.uint64(32) | np.uint64(listed[k])
            size += 1
    return size


@part
def _hashed(a, b, h):  # type: ignore[no-untyped-def]
    return np.uint32(a * h + b)


@part
def _minhash(shingles, count, a, b, out):  # type: ignore[no-untyped-def]
    """datasketch's affine32: fmix32 of the shingle hash, then the least a*h + b mod 2^32.

    ``shingles`` has room for seven more than ``count``: eight at a time are held against each
    permutation, so that the arithmetic and not the memory sets the pace, and the last stands again
    in what is missing of the last eight.
    """
    for k in range(count):
        h = shingles[k]
        h ^= h >> np.uint32(16)
        h = np.uint32(h * np.uint32(0x85EBCA6B))
        h ^= h >> np.uint32(13)
        h = np.uint32(h * np.uint32(0xC2B2AE35))
        shingles[k] = h ^ (h >> np.uint32(16))
    while count % 8:
        shingles[count] = shingles[count - 1]
        count += 1
    out[:] = np.uint32(0xFFFFFFFF)
    for k in range(0, count, 8):
        h0, h1, h2, h3 = shingles[k], shingles[k + 1], shingles[k + 2], shingles[k + 3]
        h4, h5, h6, h7 = shingles[k + 4], shingles[k + 5], shingles[k + 6], shingles[k + 7]
        for p in range(len(a)):
            f, g = a[p], b[p]
            first = min(
                min(_hashed(f, g, h0), _hashed(f, g, h1)), min(_hashed(f, g, h2), _hashed(f, g, h3))
            )
            last = min(
                min(_hashed(f, g, h4), _hashed(f, g, h5)), min(_hashed(f, g, h6), _hashed(f, g, h7))
            )
            out[p] = min(out[p], min(first, last))


@kernel
def sketch_notes(hashes, units, bounds, longest, least, a, b, sketches):  # type: ignore[no-untyped-def]
    """Sketch every note."""
    found, ends = np.empty(longest, np.uint64), np.empty(longest, np.int32)
    shingles = np.empty(longest + 7, np.uint32)
    for note in range(len(bounds) - 1):
        first, stop = bounds[note], bounds[note + 1]
        count = _shingles(hashes[first:stop], units[first:stop], least, found, ends, shingles)
        _minhash(shingles, count, a, b, sketches[note])


@kernel
def band_keys(sketches, bounds, rows, first, stop, low, high, keys, notes):  # type: ignore[no-untyped-def]
    """Fold each of the bands [first, stop) of each sketch into one 64-bit key, its number in it.

    Notes without words get none. Keys from ``low`` to ``high`` are written; return how many.
    """
    bands = np.uint64(stop - first)
    begin = np.uint64(first * rows)
    found = np.empty(bands, np.uint64)
    count = 0
    for note in range(sketches.shape[0]):
        if bounds[note] == bounds[note + 1]:
            continue
        for band in range(bands):
            found[band] = _BAND + np.uint64(first) + band
        for row in range(np.uint64(rows)):  # Row by row runs on vectors.
            for band in range(bands):
                value = np.uint64(sketches[note, begin + band * np.uint64(rows) + row])
                found[band] = finalise(found[band] * PRIME ^ value)
        for band in range(bands):
            keys[count] = found[band]
            notes[count] = note
            count += low <= found[band] <= high
    return count


@kernel
def pair_keys(hashes, units, bounds, most, reach, low, high, keys, notes):  # type: ignore[no-untyped-def]
    """Keys of short notes: each word with each of the next ``reach`` words, in that order.

    In scripts without spaces a third character joins the pair, since two say little. Notes of
    more than ``most`` units get none. Keys from ``low`` to ``high`` are written; return how many.
    """
    count = 0
    for note in range(len(bounds) - 1):
        first, stop = bounds[note], bounds[note + 1]
        if stop - first > most:  # Each word has a unit at least.
            continue
        total = 0
        for at in range(first, stop):
            total += units[at]
        if total > most:
            continue
        for at in range(first, stop):
            for gap in range(1, reach + 1):
                other = at + gap
                if other >= stop:
                    break
                h = finalise(_PAIR * PRIME ^ np.uint64(hashes[at]))
                h = finalise(h * PRIME ^ np.uint64(hashes[other]))
                if units[at] + units[other] < 5:
                    if other + 1 >= stop:
                        break
                    h = finalise(h * PRIME ^ np.uint64(hashes[other + 1]))
                if low <= h <= high:
                    keys[count] = h
                    notes[count] = note
                    count += 1
    return count
