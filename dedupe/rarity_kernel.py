"""Compiled look-up of frequencies by key. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, leaf


@kernel
def slots_of(listed):  # type: ignore[no-untyped-def]
    """Return a table (int32) of where to look for each listed key."""
    size = 1024
    while size < 4 * len(listed):
        size *= 2
    mask = np.uint64(size - 1)
    slots = np.full(size, -1, np.int32)
    for k in range(len(listed)):
        at = (listed[k] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40) & mask
        while slots[at] >= 0:
            at = (at + np.uint64(1)) & mask
        slots[at] = k
    return slots


@kernel
def look_up(keys, slots, listed, frequencies, unlisted, found):  # type: ignore[no-untyped-def]
    """Write the frequency of each key, ``unlisted`` where the table has none."""
    mask = np.uint64(len(slots) - 1)
    for k in range(len(keys)):
        at = (keys[k] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40) & mask
        found[k] = unlisted
        while slots[at] >= 0:
            if listed[slots[at]] == keys[k]:
                found[k] = frequencies[slots[at]]
                break
            at = (at + np.uint64(1)) & mask


@kernel
def weights_without(keys, units, left_out, slots, listed, weights, whole, found):  # type: ignore[no-untyped-def]
    """Write the weights of the words that are not left out; the last of ``weights`` is of others.

    ``weights`` are those of words of ``whole`` units.
    """
    mask = np.uint64(len(slots) - 1)
    count = 0
    for k in range(len(keys)):
        if left_out[k]:
            continue
        at = (keys[k] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40) & mask
        while slots[at] >= 0 and listed[slots[at]] != keys[k]:
            at = (at + np.uint64(1)) & mask
        weight = weights[slots[at]]  # Of a free slot, -1, the last.
        found[count] = weight * np.float32(units[k]) / np.float32(whole)
        count += 1


@leaf
def _slot(slots, at_key, key):  # type: ignore[no-untyped-def]
    """Return the slot of a key, or the free slot where it belongs."""
    mask = np.uint64(len(slots) - 1)
    at = (key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32) & mask
    while slots[at] >= 0 and at_key[slots[at]] != key:
        at = (at + np.uint64(1)) & mask
    return at


@kernel
def other_notes(keys, bounds, written, asked, others):  # type: ignore[no-untyped-def]
    """Write, for each word, how many other notes hold its key where it is ``written``.

    Only for the words of the notes from ``asked`` on. One pass to count, one to write; memory grows
    with distinct keys, not with words.
    """
    base = bounds[asked]
    capacity = 64
    while capacity < (len(keys) - base if asked else min(len(keys), 1 << 16)):
        capacity *= 2
    slots = np.full(2 * capacity, -1, np.int32)
    at_key = np.empty(capacity, np.uint64)
    counts = np.zeros(capacity, np.int32)
    last = np.full(capacity, -1, np.int32)
    known = 0
    if asked:  # No other key is counted than theirs.
        for k in range(base, len(keys)):
            at = _slot(slots, at_key, keys[k])
            if slots[at] < 0:
                slots[at] = known
                at_key[known] = keys[k]
                known += 1
    for note in range(len(bounds) - 1):
        for k in range(bounds[note], bounds[note + 1]):
            if not written[k]:
                continue
            at = _slot(slots, at_key, keys[k])
            if slots[at] < 0:
                if asked:
                    continue
                if known == capacity:
                    capacity *= 2
                    at_key = np.concatenate((at_key, np.empty(known, np.uint64)))
                    counts = np.concatenate((counts, np.zeros(known, np.int32)))
                    last = np.concatenate((last, np.full(known, -1, np.int32)))
                    slots = np.full(2 * capacity, -1, np.int32)
                    for n in range(known):
                        slots[_slot(slots, at_key, at_key[n])] = n
                    at = _slot(slots, at_key, keys[k])
                slots[at] = known
                at_key[known] = keys[k]
                known += 1
            entry = slots[at]
            if last[entry] != note:
                last[entry] = note
                counts[entry] += 1
    last[:] = -1
    for note in range(asked, len(bounds) - 1):
        for k in range(bounds[note], bounds[note + 1]):
            if written[k]:
                last[slots[_slot(slots, at_key, keys[k])]] = note
        for k in range(bounds[note], bounds[note + 1]):
            entry = slots[_slot(slots, at_key, keys[k])]
            others[k - base] = 0 if entry < 0 else counts[entry] - (last[entry] == note)


@kernel
def rarity_keys(hashes, units, bounds, whole, syllabic, keys):  # type: ignore[no-untyped-def]
    """Write each word's key: its hash; for a character, that of the pair or three it begins.

    The last character of a run has the key of the pair it ends.
    """
    for note in range(len(bounds) - 1):
        stop = bounds[note + 1]
        for k in range(bounds[note], stop):
            here = np.uint64(hashes[k])
            if units[k] == whole:
                keys[k] = here
            elif k + 1 < stop and units[k + 1] < whole:
                keys[k] = (here << np.uint64(32)) ^ np.uint64(hashes[k + 1])
                if units[k] == syllabic and k + 2 < stop and units[k + 2] < whole:
                    keys[k] ^= np.uint64(hashes[k + 2]) * np.uint64(0x9E3779B97F4A7C15)
            elif k > bounds[note] and units[k - 1] < whole:
                keys[k] = (np.uint64(hashes[k - 1]) << np.uint64(32)) ^ here
            else:
                keys[k] = here


@kernel
def own_shares(bounds, flags, units, weights, covered, shares):  # type: ignore[no-untyped-def]
    """Write the share of each note's counted words that is not covered, by weight.

    By units where no word weighs anything, NaN where no word counts.
    """
    for note in range(len(bounds) - 1):
        own, whole = 0.0, 0.0
        own_units, whole_units = 0, 0
        for k in range(bounds[note], bounds[note + 1]):
            if flags[k] > 0:
                continue
            weight = np.float64(weights[k])
            whole += weight
            whole_units += units[k]
            if not covered[k]:
                own += weight
                own_units += units[k]
        if whole > 0:
            shares[note] = own / whole
        else:
            shares[note] = own_units / whole_units if whole_units else np.nan
