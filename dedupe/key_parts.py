"""Look-up keys of many notes, made a part at a time: by range of key, or by band.

All keys of a large collection take several times the room of its words, and sorting them at once
reaches far beyond the processor's caches. The keys of one part never equal those of another, so
that each part can be made, sorted and let go by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from dedupe.sketch import (
    ALL_BANDS,
    GRAM_UNITS,
    PAIR_REACH,
    SHORT_UNITS,
    WINDOW,
    Keys,
    Loose,
    Passages,
    band_keys,
    longest_note,
    pair_keys,
    passages,
    place_type,
)

#: About so many keys a part: what sorting them takes fits the processor's caches, or nearly.
AT_ONCE = 1 << 19

#: And so many passages: 110 bytes each are held on the way, by each thread.
PASSAGES_AT_ONCE = 1 << 17

#: Parts are at most 2 to the power of this many. The pairs of all notes are hashed for each part
#: and most of them left out again, which many parts would make slow; passages are found once.
MOST_BITS = 4
MOST_PASSAGE_BITS = 10


_Made = TypeVar("_Made", Keys, Passages)


@dataclass(frozen=True, slots=True)
class KeyParts(Generic[_Made]):
    """The keys of one kind: ``make(n)`` gives part n of ``parts``, notes ascending in each.

    No key is of two parts; ``most`` is how many there are at most in all of them together.
    """

    make: Callable[[int], _Made]
    parts: int
    most: int


def band_parts(
    sketch: npt.NDArray[np.uint32], loose: Loose, at_once: int = AT_ONCE
) -> KeyParts[Keys]:
    """Return the band keys of notes that have any word to compare, some bands a part."""
    bands = len(ALL_BANDS)
    at_a_time = min(bands, max(1, at_once // max(1, len(loose))))
    parts = -(-bands // at_a_time)

    def make(part: int) -> Keys:
        here = ALL_BANDS[part * at_a_time : (part + 1) * at_a_time]
        return band_keys(sketch, loose, bands=here)

    return KeyParts(make, parts, len(loose) * bands)


def pair_parts(loose: Loose, at_once: int = AT_ONCE) -> KeyParts[Keys]:
    """Return the additional keys of short notes, in parts."""
    sizes = np.diff(loose.bounds)
    most = int(sizes[sizes <= SHORT_UNITS].sum()) * PAIR_REACH
    bits = _bits(most, at_once, MOST_BITS)
    return KeyParts(lambda n: pair_keys(loose, key_range(n, bits)), 1 << bits, most)


def passage_parts(loose: Loose, at_once: int = PASSAGES_AT_ONCE) -> KeyParts[Passages]:
    """Return the winnowed passages of every note, in parts."""
    likely = 2 * len(loose.hashes) // (WINDOW + 1)  # the density of winnowing
    return passages_by_range(loose, _bits(likely, at_once, MOST_PASSAGE_BITS))


def passages_by_range(loose: Loose, bits: int) -> KeyParts[Passages]:
    """Return the winnowed passages of every note, part n within ``key_range(n, bits)``."""
    from dedupe import passage_kernel

    words = len(loose.hashes)
    if not bits:
        return KeyParts(lambda _: passages(loose), 1, words)
    # What stands where is kept, at a number a passage, and its key made again in its part.
    bounds = np.zeros((1 << bits) + 1, np.int64)
    places = np.empty(0, place_type(words))
    for _ in ("count them", "write them down"):
        at = bounds[:-1].copy()
        passage_kernel.place_passages(
            loose.hashes, loose.units, loose.bounds, longest_note(loose), GRAM_UNITS, WINDOW, bits,
            at, places,
        )  # fmt: skip
        if not len(places):
            np.cumsum(at, out=bounds[1:])
            places = np.empty(int(bounds[-1]), places.dtype)

    plain = np.empty(len(loose), np.bool_)
    passage_kernel.plain_notes(loose.units, loose.bounds, plain)

    def make(part: int) -> Passages:
        here = places[bounds[part] : bounds[part + 1]]
        found = Passages(
            np.empty(len(here), np.uint64), *(np.empty(len(here), np.int32) for _ in range(3))
        )
        passage_kernel.placed_passages(
            loose.hashes, loose.units, loose.bounds, plain, here,
            found.keys, found.notes, found.starts, found.stops,
        )  # fmt: skip
        return found

    return KeyParts(make, 1 << bits, len(places))


def _bits(keys: int, at_once: int, most: int) -> int:
    """Return in how many parts, as a power of two, so many keys are to be made."""
    return min(most, (keys // at_once).bit_length())


def key_range(number: int, bits: int) -> tuple[int, int]:
    """Return the least and the greatest key of part ``number`` of two to the power of ``bits``."""
    width = 1 << (64 - bits)
    return number * width, (number + 1) * width - 1
