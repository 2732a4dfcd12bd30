"""Judging together: all variants of a memory at once, in canonical order, as an audit does it.

What came one by one was judged against what was known then. Judged together, the order in which
mail came no longer matters, and the look-up arrays are one sorted part again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedupe import (
    Families,
    Judgement,
    Room,
    Words,
    band_keys,
    cover,
    ending_keys,
    judge,
    key_range,
    loose_words,
    pair_keys,
    passages_by_range,
    rows_in_order,
    sketches,
    stable_order,
)
from index.candidates import ClosedCollection
from index.common_readers import counted_anew
from index.common_text import CommonText
from index.frequencies import Frequencies
from index.remembered import Remembered
from index.segments import PackedParts, Segments
from index.temporary_files import TemporaryFiles
from index.variants import KINDS

#: Keys are made in one range for so many words, and in up to 2 to the power of so many.
WORDS_A_RANGE = 1 << 19
MOST_RANGE_BITS = 4

#: Keys and, for each, its note.
_Kind = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is kept of a judgement, by number of variant or in the order of their words."""

    aside: npt.NDArray[np.bool_]
    written: npt.NDArray[np.bool_]
    families: Families
    rough: npt.NDArray[np.int32]
    endings: npt.NDArray[np.uint64]


def judged_together(
    known: Remembered, *, threads: int = 1, look_up: ClosedCollection | None = None
) -> Remembered:
    """Return the same memory with every variant judged against all others.

    ``look_up`` finds candidates among all of them.
    """
    count = len(known.variants)
    look_up = look_up or ClosedCollection()
    judged = _judged(known, look_up, threads)
    words = known.variants.all(look_up.room)
    keys, sizes = _keys(words, judged.aside, look_up.files)
    together = replace(
        known,
        judged=count,
        variants=known.variants.judged_again(judged.written, sizes, judged.families, judged.rough),
        keys=keys,
        common=CommonText.of(words, judged.aside, judged.endings, look_up.room),
        frequencies=Frequencies.of(words, judged.written),
    )
    return counted_anew(together)


def _judged(known: Remembered, look_up: ClosedCollection, threads: int) -> _Judged:
    """Judge all variants; the judgement itself takes some kilobytes a variant, and is let go."""
    order = _canonical_order(known)
    judgement = judge(known.variants.in_order(order, look_up.room), look_up, threads=threads)
    back, bounds = np.argsort(order), judgement.words.bounds
    said = judgement.families
    families = Families(
        order[said.leaders][back], said.relations[back], said.scores[back], said.core[back]
    )
    return _Judged(
        rows_in_order(judgement.set_aside, bounds, back),
        rows_in_order(written_words(judgement), bounds, back),
        families, order[judgement.rough][back], judgement.endings,
    )  # fmt: skip


def _canonical_order(known: Remembered) -> npt.NDArray[np.int32]:
    """Order variants by most recipients, then time, then text hash."""
    count, messages = len(known.variants), known.messages
    rows = messages.rows
    stops = rows["stop"]
    variant = np.repeat(rows["variant"], np.diff(np.concatenate(([0], stops))))
    told = variant >= 0
    person = messages.recipients["person"][told].astype(np.int64)
    each = np.unique(variant[told].astype(np.int64) << np.int64(32) | person)
    people = np.bincount(each >> np.int64(32), minlength=count)
    first = np.full(count, np.inf)
    mine = rows["variant"] >= 0
    np.fmin.at(first, rows["variant"][mine], rows["when"][mine])
    masked = known.variants.notes["masked"]
    return np.lexsort((masked, first, -people)).astype(np.int32)


def written_words(judgement: Judgement) -> npt.NDArray[np.bool_]:
    """Return which words are neither set aside nor copied from an earlier variant."""
    told = judgement.related.one_text
    left, right = judgement.near.left[told], judgement.near.right[told]
    copied = cover(
        judgement.compared, judgement.weights, left, right,
        np.ones(len(left), np.bool_), np.zeros(len(left), np.bool_),
    )  # fmt: skip
    written = np.zeros(len(judgement.words.hashes), np.bool_)
    written[~judgement.set_aside] = ~copied
    return written


def _keys(
    words: Words, aside: npt.NDArray[np.bool_], files: TemporaryFiles
) -> tuple[Segments, npt.NDArray[np.int32]]:
    """Return the look-up keys of all variants as one part, and how many of each kind each has.

    Passages of the words as given are looked up too, and endings, since they tell what becomes
    common. There are about a hundred keys a variant, so they are made and sorted range by range.
    """
    bits = min(MOST_RANGE_BITS, (len(words.hashes) // WORDS_A_RANGE).bit_length())
    keys = PackedParts(1 << bits, files)
    sizes = np.zeros((len(words), KINDS), np.int32)
    for kinds, counted in _kinds(words, aside, bits, files.room):
        keys.add(*(np.concatenate([kind[n] for kind in kinds]) for n in range(2)))
        sizes += counted
    return keys.all(), sizes


def _kinds(
    words: Words, aside: npt.NDArray[np.bool_], bits: int, room: Room
) -> Iterator[tuple[list[_Kind], npt.NDArray[np.int32]]]:
    """Yield (keys, notes) of each kind, notes ascending, and how many of each a variant has.

    Once for each range of keys. No key is of two kinds, but passages as compared and as given are
    of one.
    """
    ends = ending_keys(words, aside)
    given, compared = loose_words(words, room), loose_words(words.without(aside, room), room)
    made = sketches(compared, room)
    compared_runs, given_runs = (passages_by_range(each, bits) for each in (compared, given))
    for number in range(1 << bits):
        within = low, high = key_range(number, bits)
        bands, pairs = band_keys(made, compared, within), pair_keys(compared, within)
        runs, raw = compared_runs.make(number), given_runs.make(number)
        sizes = [np.bincount(m.notes, minlength=len(words)) for m in (bands, runs, pairs)]
        both = np.concatenate((runs.notes, raw.notes))
        order = stable_order(both)
        passed = np.concatenate((runs.keys, raw.keys))[order], both[order]
        here = (ends.keys >= np.uint64(low)) & (ends.keys <= np.uint64(high))
        kinds = [
            passed, (bands.keys, bands.notes), (pairs.keys, pairs.notes),
            (ends.keys[here], ends.notes[here]),
        ]  # fmt: skip
        yield kinds, np.stack(sizes, axis=1).astype(np.int32)
