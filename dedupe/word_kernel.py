"""The compiled pass from code points to hashed words; no Python object per word, no GIL.

One call reads a whole batch: the code points of all its texts end to end, with the spans that
are own words and the spans that are masks. Imported on use, because numba is.
"""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, part
from dedupe.fold import ATTACHED, IGNORED, SEPARATOR, SPACED, SYLLABIC

#: How much a word says, in thirds: a word three, a Chinese character two, a kana, Thai, Lao, Khmer
#: or Burmese one a single third.
WORD_UNITS = 3
CHARACTER_UNITS = 2
SYLLABIC_UNITS = 1

MASK_FIRST = 1
MASK_REST = 2

_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_MASK_WORD = np.uint64(0x6D61736B)


@part
def finalise(h):  # type: ignore[no-untyped-def]
    """Scatter 64 bits: the finaliser of MurmurHash3 (Appleby), a bijection."""
    h ^= h >> np.uint64(33)
    h *= np.uint64(0xFF51AFD7ED558CCD)
    h ^= h >> np.uint64(33)
    h *= np.uint64(0xC4CEB9FE1A85EC53)
    return h ^ (h >> np.uint64(33))


@part
def _folded_hash(code, table, starts, expansions, h):  # type: ignore[no-untyped-def]
    """Fold one code point into the running FNV-1a hash of its word."""
    if 0xAC00 <= code <= 0xD7A3:  # Hangul: as its jamo, so that both normal forms agree
        index = code - 0xAC00
        h = (h ^ np.uint64(0x1100 + index // 588)) * _PRIME
        h = (h ^ np.uint64(0x1161 + (index % 588) // 28)) * _PRIME
        if index % 28:
            h = (h ^ np.uint64(0x11A7 + index % 28)) * _PRIME
        return h
    folded = table[code]
    if folded > 0:
        return (h ^ np.uint64(folded)) * _PRIME
    if folded < IGNORED:
        for k in range(starts[-folded - 2], starts[-folded - 1]):
            h = (h ^ np.uint64(expansions[k])) * _PRIME
    return h


@kernel
def hash_words(  # type: ignore[no-untyped-def]
    codes, note_bounds, spans, span_bounds, masks, mask_bounds,
    fold, kind, starts, expansions,
    hashes, begins, ends, units, flags, word_bounds, exact, masked,
):  # fmt: skip
    """Fill the word arrays of a batch; return how many words it holds.

    ``codes`` (uint32) are all texts end to end, text n at note_bounds[n]:note_bounds[n + 1];
    ``spans`` and ``masks`` (int32, shape (*, 2)) are offsets into their own text. Out, one entry
    a word: ``hashes`` uint32, ``begins`` and ``ends`` int32, ``units`` and ``flags`` uint8; one
    a note: ``word_bounds``, ``exact`` (hash of the own words) and ``masked`` (the same with each
    mask as one word).
    """
    count = 0
    for note in range(len(note_bounds) - 1):
        base = note_bounds[note]
        length = note_bounds[note + 1] - base
        word_bounds[note] = count
        mask = mask_bounds[note]
        last_mask = mask_bounds[note + 1]
        open_mask = -1
        whole = _BASIS
        slotted = _BASIS
        for s in range(span_bounds[note], span_bounds[note + 1]):
            at = max(spans[s, 0], 0)
            stop = min(spans[s, 1], length)
            while at < stop:
                code = codes[base + at]
                shape = kind[code]
                if fold[code] == SEPARATOR or fold[code] == IGNORED:
                    at += 1
                    continue
                first = at
                h = _BASIS
                if shape != SPACED:
                    h = _folded_hash(code, fold, starts, expansions, h)
                    at += 1
                    while at < stop and (
                        kind[codes[base + at]] == ATTACHED or fold[codes[base + at]] == IGNORED
                    ):
                        h = _folded_hash(codes[base + at], fold, starts, expansions, h)
                        at += 1
                    unit = SYLLABIC_UNITS if shape == SYLLABIC else CHARACTER_UNITS
                else:
                    while at < stop:
                        code = codes[base + at]
                        folded = fold[code]
                        if folded == SEPARATOR or (kind[code] != SPACED and kind[code] != ATTACHED):
                            break
                        if folded > 0 and (code < 0xAC00 or code > 0xD7A3):
                            h = (h ^ np.uint64(folded)) * _PRIME
                        else:
                            h = _folded_hash(code, fold, starts, expansions, h)
                        at += 1
                    unit = WORD_UNITS
                h = finalise(h)
                hashes[count] = np.uint32(h >> np.uint64(32))
                begins[count] = first
                ends[count] = at
                units[count] = unit
                whole = finalise(whole * _PRIME ^ h)
                while mask < last_mask and masks[mask, 1] <= first:
                    mask += 1
                if mask < last_mask and masks[mask, 0] <= first:
                    flags[count] = MASK_REST if open_mask == mask else MASK_FIRST
                    if open_mask != mask:
                        slotted = finalise(slotted * _PRIME ^ _MASK_WORD)
                    open_mask = mask
                else:
                    flags[count] = 0
                    slotted = finalise(slotted * _PRIME ^ h)
                count += 1
        exact[note] = whole
        masked[note] = slotted
    word_bounds[len(note_bounds) - 1] = count
    return count
