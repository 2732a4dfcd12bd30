"""Compiled passes from hashed words to sketches and look-up keys. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, part
from dedupe.word_kernel import finalise

_PRIME = np.uint64(0x100000001B3)
_BAND = np.uint64(0x62616E64)
_PAIR = np.uint64(0x70616972)
_PASSAGE = np.uint64(0x70617373)


@part
def gram(hashes, units, at, stop, least, tag):  # type: ignore[no-untyped-def]
    """Hash the shortest run of words from ``at`` that reaches ``least`` units.

    Return (hash, the word after the run), or (0, -1) where the note ends first.
    """
    h = tag
    reached = 0
    while at < stop and reached < least:
        h = finalise(h * _PRIME ^ np.uint64(hashes[at]))
        reached += units[at]
        at += 1
    if reached < least:
        return np.uint64(0), np.int64(-1)
    return h, np.int64(at)


@kernel
def shingle_hashes(hashes, units, first, stop, least, out):  # type: ignore[no-untyped-def]
    """Write the 32-bit shingle hashes of one note; return how many. A shorter note is one."""
    count = 0
    for at in range(first, stop):
        h, end = gram(hashes, units, at, stop, least, np.uint64(0))
        if end < 0:
            break
        out[count] = np.uint32(h >> np.uint64(32))
        count += 1
    if count == 0 and stop > first:
        h, _ = gram(hashes, units, first, stop, 0, np.uint64(0))
        for at in range(first, stop):
            h = finalise(h * _PRIME ^ np.uint64(hashes[at]))
        out[0] = np.uint32(h >> np.uint64(32))
        count = 1
    return count


@kernel
def numbered_shingles(hashes, units, bounds, least, listed, out):  # type: ignore[no-untyped-def]
    """Write the shingle hashes of every note, its number in the upper half; return how many."""
    size = 0
    for note in range(len(bounds) - 1):
        count = shingle_hashes(hashes, units, bounds[note], bounds[note + 1], least, listed)
        for k in range(count):
            out[size] = np.uint64(note) << np.uint64(32) | np.uint64(listed[k])
            size += 1
    return size


@part
def minhash(shingles, count, a, b, out):  # type: ignore[no-untyped-def]
    """datasketch's affine32: fmix32 of the shingle hash, then the least a*h + b mod 2^32."""
    out[:] = np.uint32(0xFFFFFFFF)
    for k in range(count):
        h = shingles[k]
        h ^= h >> np.uint32(16)
        h = np.uint32(h * np.uint32(0x85EBCA6B))
        h ^= h >> np.uint32(13)
        h = np.uint32(h * np.uint32(0xC2B2AE35))
        h ^= h >> np.uint32(16)
        for p in range(len(a)):
            value = np.uint32(a[p] * h + b[p])
            out[p] = min(out[p], value)


@kernel
def sketch_notes(hashes, units, bounds, least, a, b, shingles, sketches):  # type: ignore[no-untyped-def]
    """Sketch every note; ``shingles`` is scratch as long as the longest note."""
    for note in range(len(bounds) - 1):
        count = shingle_hashes(hashes, units, bounds[note], bounds[note + 1], least, shingles)
        minhash(shingles, count, a, b, sketches[note])


@kernel
def band_keys(sketches, bounds, rows, keys):  # type: ignore[no-untyped-def]
    """Fold each band of each sketch into one 64-bit key, the band's number folded in."""
    bands = sketches.shape[1] // rows
    for note in range(sketches.shape[0]):
        for band in range(bands):
            h = _BAND + np.uint64(band)
            for row in range(rows):
                h = finalise(h * _PRIME ^ np.uint64(sketches[note, band * rows + row]))
            keys[note, band] = h


@kernel
def pair_keys(hashes, units, bounds, most, reach, keys, notes):  # type: ignore[no-untyped-def]
    """Keys of short notes: each word with each of the next ``reach`` words, in that order.

    In scripts without spaces a third character joins the pair, since two say little. Notes of
    more than ``most`` units get none.
    """
    count = 0
    for note in range(len(bounds) - 1):
        first, stop = bounds[note], bounds[note + 1]
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
                h = finalise(_PAIR * _PRIME ^ np.uint64(hashes[at]))
                h = finalise(h * _PRIME ^ np.uint64(hashes[other]))
                if units[at] + units[other] < 5:
                    if other + 1 >= stop:
                        break
                    h = finalise(h * _PRIME ^ np.uint64(hashes[other + 1]))
                keys[count] = h
                notes[count] = note
                count += 1
    return count


@part
def _grams(hashes, units, first, stop, least, found, ends):  # type: ignore[no-untyped-def]
    """Write the hash of the gram that begins at each word, and where it ends; return how many."""
    grams = 0
    for at in range(first, stop):
        h, end = gram(hashes, units, at, stop, least, _PASSAGE)
        if end < 0:
            break
        found[grams] = h
        ends[grams] = end - first
        grams += 1
    return grams


@kernel
def winnow(hashes, units, bounds, least, window, keys, notes, starts, stops):  # type: ignore[no-untyped-def]
    """Winnow the passage fingerprints of every note (Schleimer, Wilkerson, Aiken 2003).

    Of each ``window`` neighbouring grams the least is kept, the last of equals. Returns how many.
    """
    longest = 0
    for note in range(len(bounds) - 1):
        longest = max(longest, bounds[note + 1] - bounds[note])
    found = np.empty(longest, np.uint64)
    ends = np.empty(longest, np.int32)
    count = 0
    for note in range(len(bounds) - 1):
        grams = _grams(hashes, units, bounds[note], bounds[note + 1], least, found, ends)
        kept = -1
        best = -1
        for left in range(max(grams - window + 1, min(grams, 1))):
            right = min(left + window, grams)
            # The least of the window before is still the least, but for the word that came in.
            first = right - 1 if best >= left else left
            best = best if best >= left else left
            for at in range(first, right):
                if found[at] <= found[best]:
                    best = at
            if best == kept:
                continue
            kept = best
            keys[count] = found[best]
            notes[count] = note
            starts[count] = best
            stops[count] = ends[best]
            count += 1
    return count
