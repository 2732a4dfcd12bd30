"""Judging together: all variants of a memory at once, in canonical order, as an audit does it.

What came one by one was judged against what was known then. Judged together, the order in which
mail came no longer matters, and the look-up arrays are one sorted part again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedupe import (
    Families,
    Judgement,
    Known,
    Words,
    band_keys,
    cover,
    ending_keys,
    judge,
    pair_keys,
    passages,
    ragged,
    rarity_keys,
    sketches,
)
from index.candidates import ClosedCollection
from index.common_readers import counted_anew
from index.common_text import CommonText
from index.frequencies import Frequencies
from index.recall import loose_words
from index.remembered import Remembered
from index.segments import Segments

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
    known: Remembered, *, threads: int = 1, look_up: Known | None = None
) -> Remembered:
    """Return the same memory with every variant judged against all others.

    ``look_up`` finds candidates among all of them.
    """
    count = len(known.variants)
    judged = _judged(known, look_up or ClosedCollection(), threads)
    words = known.variants.of(np.arange(count, dtype=np.int32))
    keys, sizes = _keys(words, judged.aside)
    together = replace(
        known,
        judged=count,
        variants=known.variants.judged_again(judged.written, sizes, judged.families, judged.rough),
        keys=keys,
        common=CommonText.of(words, judged.aside, judged.endings),
        frequencies=Frequencies().added(rarity_keys(words), words.bounds, judged.written),
    )
    return counted_anew(together)


def _judged(known: Remembered, look_up: Known, threads: int) -> _Judged:
    """Judge all variants; the judgement itself takes some kilobytes a variant, and is let go."""
    order = _canonical_order(known)
    judgement = judge(known.variants.of(order), look_up, threads=threads)
    back = np.argsort(order)
    places = _word_order(judgement.words, back)
    said = judgement.families
    families = Families(
        order[said.leaders][back], said.relations[back], said.scores[back], said.core[back]
    )
    return _Judged(
        judgement.set_aside[places], written_words(judgement)[places], families,
        order[judgement.rough][back], judgement.endings,
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


def _word_order(words: Words, back: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return where each word stands among the words in canonical order."""
    return ragged(words.bounds[:-1][back], np.diff(words.bounds)[back])[1]


def written_words(judgement: Judgement) -> npt.NDArray[np.bool_]:
    """Return which words are neither set aside nor copied from an earlier variant."""
    told = judgement.related.one_text
    left, right = judgement.near.left[told], judgement.near.right[told]
    copied = cover(
        judgement.compared, judgement.weights, left, right,
        np.ones(len(left), np.bool_), np.zeros(len(left), np.bool_),
    )  # fmt: skip
    written = np.zeros(len(judgement.words.hashes), np.bool_)
    written[judgement.positions] = ~copied
    return written


def _keys(words: Words, aside: npt.NDArray[np.bool_]) -> tuple[Segments, npt.NDArray[np.int32]]:
    """Return the look-up keys of all variants as one part, and how many of each kind each has.

    Passages of the words as given are looked up too, and endings, since they tell what becomes
    common.
    """
    kinds, sizes = _kinds(words, aside)
    keys, notes = (np.concatenate([kind[column] for kind in kinds]) for column in range(2))
    del kinds  # there are about a hundred keys a variant: no copy of them is kept while they sort
    return Segments().added(keys, notes), sizes


def _kinds(words: Words, aside: npt.NDArray[np.bool_]) -> tuple[list[_Kind], npt.NDArray[np.int32]]:
    """Return (keys, notes) of each kind, notes ascending, and how many of each a variant has.

    No key is of two kinds, but passages as compared and as given are of one.
    """
    loose = loose_words(words.without(aside))
    bands, runs, pairs = band_keys(sketches(loose), loose), passages(loose), pair_keys(loose)
    del loose
    sizes = np.stack(
        [np.bincount(m.notes, minlength=len(words)) for m in (bands, runs, pairs)], axis=1
    )
    raw, ends = passages(loose_words(words)), ending_keys(words, aside)
    both = np.concatenate((runs.notes, raw.notes))
    order = np.argsort(both, kind="stable")
    passed = np.concatenate((runs.keys, raw.keys))[order], both[order]
    others = [(each.keys, each.notes) for each in (bands, pairs, ends)]
    return [passed, *others], sizes.astype(np.int32)
