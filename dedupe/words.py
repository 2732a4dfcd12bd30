"""Words: the own words of a batch of notes, folded, hashed, with offsets into the text.

A word is a run of letters or digits; in scripts without spaces (Chinese, Japanese, Thai, Lao,
Khmer, Burmese) it is a character with its marks, and 1.5 of those count as one word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dedupe.fold import fold_table
from dedupe.ragged import ragged, sizes_of
from dedupe.room import Room, in_memory

UNITS_PER_WORD = 3

#: As a length is stated, 1.5 characters of a script without spaces are a word.
CHARACTER_LENGTH = 2 / 3


class Span(Protocol):
    """Anything with a first and a last offset, in code points, the last one excluded."""

    @property
    def start(self) -> int: ...
    @property
    def stop(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a batch of notes; note n holds words ``bounds[n]:bounds[n + 1]``.

    One entry a word: ``hashes`` (uint32, of the folded word), ``starts`` and ``stops`` (int32,
    code points of the note's text), ``units`` (uint8: how much it says, in thirds of a word),
    ``flags`` (uint8: 0, or 1 at the first and 2 at a further word of a mask), ``below`` (bool:
    the word stands in the sign-off or below it). One entry a note: ``exact`` (uint64, all own
    words) and ``masked`` (uint64, the same with each mask as one slot).
    """

    hashes: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int32]
    stops: npt.NDArray[np.int32]
    units: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint8]
    below: npt.NDArray[np.bool_]
    bounds: npt.NDArray[np.int64]
    exact: npt.NDArray[np.uint64]
    masked: npt.NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.exact)

    def __post_init__(self) -> None:
        if len(self.bounds) != len(self.exact) + 1:
            raise ValueError(f"{len(self.bounds)} bounds do not fit {len(self.exact)} notes")

    def without(self, left_out: npt.NDArray[np.bool_], room: Room = in_memory) -> Words:
        """Return the same notes without some of their words; hashes of whole notes stay."""
        from dedupe import loose_kernel

        bounds = np.empty(len(self.bounds), np.int64)
        size = loose_kernel.bounds_without(left_out, self.bounds, bounds)
        if size == len(self.hashes):
            return self
        hashes, units = room(size, np.uint32), room(size, np.uint8)
        flags, below = room(size, np.uint8), room(size, np.bool_)
        starts, stops = np.empty((2, size if len(self.starts) else 0), np.int32)
        loose_kernel.words_without(
            left_out, self.hashes, self.units, self.flags, self.below, self.starts, self.stops,
            hashes, units, flags, below, starts, stops,
        )  # fmt: skip
        return Words(hashes, starts, stops, units, flags, below, bounds, self.exact, self.masked)

    def chosen(self, notes: npt.NDArray[np.int64]) -> Words:
        """Return some of the notes, in the order named."""
        bounds, taken = ragged(self.bounds[notes], sizes_of(self.bounds)[notes])
        return Words(
            self.hashes[taken], _of(self.starts, taken), _of(self.stops, taken), self.units[taken],
            self.flags[taken], self.below[taken], bounds, self.exact[notes], self.masked[notes],
        )  # fmt: skip

    def one(self, note: int) -> Words:
        """Return one of the notes; it shares its arrays with these."""
        first, stop = int(self.bounds[note]), int(self.bounds[note + 1])
        share = slice(first, stop)
        return Words(
            self.hashes[share], self.starts[share], self.stops[share], self.units[share],
            self.flags[share], self.below[share], np.array([0, stop - first]),
            self.exact[note : note + 1], self.masked[note : note + 1],
        )  # fmt: skip

    def since(self, note: int) -> Words:
        """Return the notes from this one on; they share their arrays with these."""
        if not note:
            return self
        rest = slice(int(self.bounds[note]), None)
        return Words(
            self.hashes[rest], self.starts[rest], self.stops[rest], self.units[rest],
            self.flags[rest], self.below[rest], self.bounds[note:] - self.bounds[note],
            self.exact[note:], self.masked[note:],
        )  # fmt: skip

    def joined(self, other: Words) -> Words:
        """Return the notes of both batches, those of ``other`` after these."""
        return joined_words((self, other))

    def lengths(self) -> npt.NDArray[np.float64]:
        """Return how many words each note has, as a length is stated: 1.5 characters are one."""
        if (self.units == UNITS_PER_WORD).all():
            return sizes_of(self.bounds).astype(np.float64)
        stated = np.where(self.units == UNITS_PER_WORD, 1.0, CHARACTER_LENGTH)
        sums = np.concatenate(([0.0], np.cumsum(stated)))
        result: npt.NDArray[np.float64] = sums[self.bounds[1:]] - sums[self.bounds[:-1]]
        return result


def joined_words(batches: Sequence[Words]) -> Words:
    """Return the notes of all batches, in order."""
    if not batches:
        return hash_words((), (), ())
    if len(batches) == 1:
        return batches[0]
    joined = {
        name: np.concatenate([getattr(batch, name) for batch in batches])
        for name in ("hashes", "starts", "stops", "units", "flags", "below", "exact", "masked")
    }
    sizes = np.concatenate([np.diff(batch.bounds) for batch in batches])
    return Words(**joined, bounds=np.concatenate(([0], np.cumsum(sizes))).astype(np.int64))


def _of(offsets: npt.NDArray[np.int32], chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Return the chosen offsets; none of notes that are kept without."""
    return offsets[chosen] if len(offsets) else offsets


def hash_words(
    texts: Sequence[str],
    spans: Sequence[Sequence[tuple[int, int]]],
    masks: Sequence[Sequence[Span]],
    signed_at: Sequence[int] | None = None,
) -> Words:
    """Return the words of each text inside its spans, masks flagged.

    Spans and masks ascend and do not overlap; ``signed_at`` says where each text's sign-off
    begins. Lone surrogates are code points like any other.
    """
    from dedupe import word_kernel

    encoded = "".join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(encoded, dtype=np.uint32)
    note_bounds = _bounds([len(text) for text in texts])
    capacity = sum(stop - start for note in spans for start, stop in note) + 1
    table = fold_table()
    hashes = np.empty(capacity, np.uint32)
    starts = np.empty(capacity, np.int32)
    stops = np.empty(capacity, np.int32)
    units = np.empty(capacity, np.uint8)
    flags = np.empty(capacity, np.uint8)
    bounds = np.empty(len(texts) + 1, np.int64)
    exact = np.empty(len(texts), np.uint64)
    masked = np.empty(len(texts), np.uint64)
    count = word_kernel.hash_words(
        codes, note_bounds,
        _pairs([pair for note in spans for pair in note]), _bounds([len(s) for s in spans]),
        _pairs([(m.start, m.stop) for note in masks for m in note]),
        _bounds([len(m) for m in masks]),
        table.fold, table.kind, table.letters, table.starts, table.expansions,
        hashes, starts, stops, units, flags, bounds, exact, masked,
    )  # fmt: skip
    if signed_at is None:
        below = np.zeros(count, np.bool_)
    else:
        below = starts[:count] >= np.repeat(np.array(signed_at, np.int64), sizes_of(bounds))
    return Words(
        hashes[:count].copy(), starts[:count].copy(), stops[:count].copy(),
        units[:count].copy(), flags[:count].copy(), below, bounds, exact, masked,
    )  # fmt: skip


def _bounds(lengths: list[int]) -> npt.NDArray[np.int64]:
    return np.array([0, *accumulate(lengths)], np.int64)


def _pairs(pairs: list[tuple[int, int]]) -> npt.NDArray[np.int32]:
    return np.array(pairs, np.int32).reshape(-1, 2)
