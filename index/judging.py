"""Judging together: all variants of a memory at once, in canonical order, as an audit does it.

What came one by one was judged against what was known then. Judged together, the order in which
mail came no longer matters, and the look-up arrays are one sorted part again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dedupe import (
    Families,
    Judgement,
    Relation,
    Words,
    band_keys,
    cover,
    ending_keys,
    judge,
    pair_keys,
    passages,
    rarity_keys,
    sketches,
)
from index.candidates import ClosedCollection
from index.common_text import CommonText
from index.frequencies import Frequencies
from index.recall import loose_words
from index.remembered import Remembered
from index.segments import Segments


def judged_together(known: Remembered, *, threads: int = 1) -> Remembered:
    """Return the same memory with every variant judged against all others."""
    count = len(known.variants)
    order = _canonical_order(known)
    judgement = judge(known.variants.of(order), ClosedCollection(), threads=threads)
    back = np.argsort(order)
    words = known.variants.of(np.arange(count, dtype=np.int32))
    places = _word_order(judgement.words, back)
    aside = judgement.set_aside[places]
    written = written_words(judgement)[places]
    said = judgement.families
    families = Families(
        order[said.leaders][back], said.relations[back], said.scores[back], said.core[back]
    )
    keys, sizes = _keys(words, aside)
    return replace(
        known,
        judged=count,
        variants=known.variants.judged_again(
            written, sizes, families, order[judgement.rough][back]
        ),
        keys=keys,
        common=CommonText.of(words, aside, judgement.endings),
        frequencies=Frequencies().added(rarity_keys(words), words.bounds, written),
    )


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
    starts = words.bounds[:-1][back]
    sizes = np.diff(words.bounds)[back]
    edges = np.concatenate(([0], np.cumsum(sizes)))
    result: npt.NDArray[np.int64] = np.arange(int(edges[-1])) + np.repeat(
        starts - edges[:-1], sizes
    )
    return result


def written_words(judgement: Judgement) -> npt.NDArray[np.bool_]:
    """Return which words are neither set aside nor copied from an earlier variant."""
    related = judgement.related
    told = (related.forward > Relation.NONE) | (related.backward > Relation.NONE)
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
    loose = loose_words(words.without(aside))
    bands, runs, pairs = band_keys(sketches(loose), loose), passages(loose), pair_keys(loose)
    raw = passages(loose_words(words))
    ends = ending_keys(words, aside)
    made = (bands, runs, pairs)
    sizes = np.stack([np.bincount(m.notes, minlength=len(words)) for m in made], axis=1)
    notes = np.concatenate((bands.notes, runs.notes, pairs.notes, raw.notes, ends.notes))
    keys = np.concatenate((bands.keys, runs.keys, pairs.keys, raw.keys, ends.keys))
    order = np.lexsort((notes, keys))
    return Segments().added(keys[order], notes[order]), sizes.astype(np.int32)
