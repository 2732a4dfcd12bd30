"""The compiled pass from code points to hashed words; no Python object per word, no GIL.

One call reads a whole batch: the code points of all its texts end to end, with the spans that
are own words and the spans that are masks. Imported on use, because numba is.
"""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, leaf, part
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


@leaf
def is_plain(units):  # type: ignore[no-untyped-def]
    """Say whether each of some words is a whole word, not a character."""
    other = 0
    for k in range(len(units)):
        other += units[k] != WORD_UNITS
    return other == 0


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
    fold, kind, letters, starts, expansions,
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
        text = codes[note_bounds[note] : note_bounds[note + 1]]
        word_bounds[note] = count
        mask = mask_bounds[note]
        last_mask = mask_bounds[note + 1]
        open_mask = -1
        whole = _BASIS
        slotted = _BASIS
        for s in range(span_bounds[note], span_bounds[note + 1]):
            # Without a sign, a place needs no look at whether it counts from the end.
            at = np.uint64(max(spans[s, 0], 0))
            stop = np.uint64(max(min(spans[s, 1], len(text)), 0))
            while at < stop:
                first = np.int64(at)
                h = _BASIS
                unit = WORD_UNITS
                # Most words are letters alone, which one table tells at one look.
                letter = letters[text[at]]
                while letter > 0:
                    h = (h ^ np.uint64(letter)) * _PRIME
                    at += np.uint64(1)
                    letter = letters[text[at]] if at < stop else 0
                if at < stop and fold[text[at]] != SEPARATOR:
                    shape = kind[text[at]]
                    begun = first < np.int64(at)
                    if not begun and fold[text[at]] == IGNORED:
                        at += np.uint64(1)
                        continue
                    if not begun and shape != SPACED:
                        unit = SYLLABIC_UNITS if shape == SYLLABIC else CHARACTER_UNITS
                        h = _folded_hash(text[at], fold, starts, expansions, h)
                        at += np.uint64(1)
                        while at < stop and (
                            kind[text[at]] == ATTACHED or fold[text[at]] == IGNORED
                        ):
                            h = _folded_hash(text[at], fold, starts, expansions, h)
                            at += np.uint64(1)
                    else:
                        while at < stop and fold[text[at]] != SEPARATOR:
                            if kind[text[at]] != SPACED and kind[text[at]] != ATTACHED:
                                break
                            h = _folded_hash(text[at], fold, starts, expansions, h)
                            at += np.uint64(1)
                elif first == np.int64(at):
                    at += np.uint64(1)
                    continue
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
