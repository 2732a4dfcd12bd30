"""Sketches and the keys by which notes are looked up.

The sketch is MinHash with 128 permutations, bit for bit ``datasketch.MinHash`` (scheme affine32,
seed 1) over the same shingle hashes. A shingle is two words, or three characters in scripts
without spaces: short notes with changed slots keep enough of those. The keys are generous on
purpose; only an exact comparison says what two notes are to each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from dedupe.room import Room, in_memory
from dedupe.words import Words

PERMUTATIONS = 128
SEED = 1

#: Units of a shingle: two words or three characters.
SHINGLE_UNITS = 6

#: Rows a band: 42 bands of 3 find a Jaccard likeness of .3 two times in three, of .5 nearly always.
BAND_ROWS = 3
ALL_BANDS = range(PERMUTATIONS // BAND_ROWS)

#: A passage gram is four words or six characters; of five neighbouring grams one is kept. So a
#: run of GUARANTEED_WORDS words that two notes share has a common fingerprint for certain.
GRAM_UNITS = 12
WINDOW = 5
GUARANTEED_WORDS = GRAM_UNITS // 3 + WINDOW - 1
GUARANTEED_CHARACTERS = GRAM_UNITS // 2 + WINDOW - 1
GUARANTEED_SYLLABIC = GRAM_UNITS + WINDOW - 1

#: Notes up to this many units (40 words) get pair keys, each word with the next three
#: (benchmarks/README.md: 1 to 4 slots).
SHORT_UNITS = 120
PAIR_REACH = 3

#: The range of all 64-bit keys, both ends included.
ANY_KEY = (0, (1 << 64) - 1)


@dataclass(frozen=True, slots=True)
class Loose:
    """The words that are compared: neither masked nor set aside.

    ``hashes`` and ``units`` as in Words, note n at ``bounds[n]:bounds[n + 1]``; ``left_out``
    (bool, one entry a word in Words) says which words are none of them.
    """

    hashes: npt.NDArray[np.uint32]
    units: npt.NDArray[np.uint8]
    left_out: npt.NDArray[np.bool_]
    bounds: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def of_words(
        self, values: npt.NDArray[np.bool_], room: Room = in_memory
    ) -> npt.NDArray[np.bool_]:
        """Return, of values one a word in Words, those of the loose words, in ``room``."""
        from dedupe import loose_kernel

        found = room(len(self.hashes), np.bool_)
        loose_kernel.of_words(self.left_out, values, found)
        return found

    def mark(self, marked: npt.NDArray[np.bool_], words: npt.NDArray[np.bool_]) -> None:
        """Mark, among all ``words``, those that the marked loose words (one entry each) are."""
        from dedupe import loose_kernel

        loose_kernel.mark_words(self.left_out, marked, words)

    def mark_bits(self, marked: npt.NDArray[np.uint8], words: npt.NDArray[np.bool_]) -> None:
        """Do the same, where bit k & 7 of ``marked[k >> 3]`` says whether loose word k is."""
        from dedupe import loose_kernel

        loose_kernel.mark_words_of_bits(self.left_out, marked, words)


@dataclass(frozen=True, slots=True)
class Keys:
    """64-bit look-up keys with the note each belongs to."""

    keys: npt.NDArray[np.uint64]
    notes: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Passages:
    """Winnowed fingerprints: key, note, and the loose words [start, stop) of the note."""

    keys: npt.NDArray[np.uint64]
    notes: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    stops: npt.NDArray[np.int32]


def loosen(
    hashes: npt.NDArray[np.uint32],
    units: npt.NDArray[np.uint8],
    left_out: npt.NDArray[np.bool_],
    bounds: npt.NDArray[np.int64],
    room: Room = in_memory,
) -> Loose:
    """Drop the words that are masked or set aside; a passage runs on over the gap."""
    from dedupe import loose_kernel

    kept = np.empty(len(bounds), np.int64)
    size = loose_kernel.bounds_without(left_out, bounds, kept)
    if size == len(hashes):
        return Loose(hashes, units, left_out, bounds)
    loose = Loose(room(size, np.uint32), room(size, np.uint8), left_out, kept)
    loose_kernel.loosen(hashes, units, left_out, loose.hashes, loose.units)
    return loose


def loose_words(words: Words, room: Room = in_memory) -> Loose:
    """Return the words that are not masked."""
    masked = np.greater(words.flags, 0, out=room(len(words.flags), np.bool_))
    return loosen(words.hashes, words.units, masked, words.bounds, room)


def place_type(size: int) -> type[np.int32 | np.int64]:
    """Return the type of places among so many entries: the smaller one nearly always."""
    return np.int32 if size < 1 << 31 else np.int64


@cache
def permutations() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return a and b of datasketch's affine32 permutations, shape (128,), a odd."""
    generator = np.random.RandomState(SEED)
    a = generator.randint(0, 1 << 31, PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    b = generator.randint(0, 1 << 32, PERMUTATIONS, dtype=np.uint32)
    return a, b


def shingles(loose: Loose, note: int) -> npt.NDArray[np.uint32]:
    """Return the shingle hashes of one note, in order, with repeats."""
    share = slice(int(loose.bounds[note]), int(loose.bounds[note + 1]))
    bounds = np.array([0, share.stop - share.start], np.int64)
    none = np.zeros(share.stop - share.start, np.bool_)
    alone = Loose(loose.hashes[share], loose.units[share], none, bounds)
    return numbered_shingles(alone).astype(np.uint32)


def numbered_shingles(loose: Loose) -> npt.NDArray[np.uint64]:
    """Return the shingle hashes of every note, with repeats, the note's number above each."""
    from dedupe import sketch_kernel

    out = np.empty(len(loose.hashes) + len(loose), np.uint64)
    count = sketch_kernel.numbered_shingles(
        loose.hashes, loose.units, loose.bounds, longest_note(loose), SHINGLE_UNITS, out
    )
    return out[:count]


def sketches(loose: Loose, room: Room = in_memory) -> npt.NDArray[np.uint32]:
    """Return the MinHash of every note, shape (notes, 128); an empty note is all ones."""
    from dedupe import sketch_kernel

    a, b = permutations()
    out = room(len(loose) * PERMUTATIONS, np.uint32).reshape(-1, PERMUTATIONS)
    sketch_kernel.sketch_notes(
        loose.hashes, loose.units, loose.bounds, longest_note(loose), SHINGLE_UNITS, a, b, out
    )
    return out


def longest_note(loose: Loose) -> int:
    """Return how many words the longest note has."""
    from dedupe import loose_kernel

    return int(loose_kernel.longest(loose.bounds))


def band_keys(
    sketch: npt.NDArray[np.uint32],
    loose: Loose,
    within: tuple[int, int] = ANY_KEY,
    bands: range = ALL_BANDS,
) -> Keys:
    """Return the keys of some bands of notes that have any word to compare.

    Only those ``within`` a range, both ends included.
    """
    from dedupe import sketch_kernel

    keys = np.empty(len(sketch) * len(bands) + 1, np.uint64)
    notes = np.empty(len(keys), np.int32)
    low, high = (np.uint64(key) for key in within)
    count = sketch_kernel.band_keys(
        sketch, loose.bounds, BAND_ROWS, bands.start, bands.stop, low, high, keys, notes
    )
    return Keys(keys[:count], notes[:count])


def pair_keys(loose: Loose, within: tuple[int, int] = ANY_KEY) -> Keys:
    """Return the additional keys of short notes, pairs of words with a gap, ``within`` a range."""
    from dedupe import sketch_kernel

    keys = np.empty(len(loose.hashes) * PAIR_REACH + 1, np.uint64)
    notes = np.empty(len(keys), np.int32)
    low, high = (np.uint64(key) for key in within)
    count = sketch_kernel.pair_keys(
        loose.hashes, loose.units, loose.bounds, SHORT_UNITS, PAIR_REACH, low, high, keys, notes
    )
    return Keys(keys[:count].copy(), notes[:count].copy())


def passages(loose: Loose, window: int = WINDOW) -> Passages:
    """Return the winnowed passages of every note; with a ``window`` of 1 all that there are."""
    from dedupe import passage_kernel

    size = len(loose.hashes) + 1
    keys = np.empty(size, np.uint64)
    notes, starts, stops = (np.empty(size, np.int32) for _ in range(3))
    count = passage_kernel.winnow(
        loose.hashes, loose.units, loose.bounds, longest_note(loose), GRAM_UNITS, window,
        keys, notes, starts, stops,
    )  # fmt: skip
    return Passages(
        keys[:count].copy(), notes[:count].copy(), starts[:count].copy(), stops[:count].copy()
    )
