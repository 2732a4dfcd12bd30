"""The judgement of a collection of variants: relations, families, set-aside text, coverage.

Variants come in canonical order (most recipients, then time, then text hash), so that the order
of files does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.families import Families, group, rough_families, short_notes
from dedupe.known import Known, Neighbourhood
from dedupe.meaning import Meaning, Reworded
from dedupe.rarity import weights_without
from dedupe.related import Related, relate_pairs
from dedupe.reworded_pairs import reworded_pairs
from dedupe.set_aside import Common, common_words, tried_passages
from dedupe.sketch import Loose, loose_words
from dedupe.words import Words

#: Notes that a note is compared with: few at first, to learn which text is common, and few for a
#: note that shares nearly all with its leader, since its relation to the leader's other close
#: copies then follows; as many as give each other note its closest relatives.
FEW_CANDIDATES = 8
MOST_CANDIDATES = 48


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a collection of variants turned out to be.

    ``set_aside`` (bool, one a word as given) is common text; ``compared`` are the words without
    it, ``weights`` their weights by the shipped table. ``near`` and ``related`` are the pairs
    compared and what they are; ``reworded`` those that say the same in other words;
    ``loose`` are the compared words without masks;
    ``endings`` the keys of the common endings that were found, ``rough`` the leaders of rough
    families.
    """

    words: Words
    set_aside: npt.NDArray[np.bool_]
    compared: Words
    weights: npt.NDArray[np.float32]
    loose: Loose
    near: Neighbourhood
    related: Related
    families: Families
    endings: npt.NDArray[np.uint64]
    rough: npt.NDArray[np.int32]
    reworded: Reworded

    @property
    def positions(self) -> npt.NDArray[np.int64]:
        """Which word as given each compared word is."""
        return np.flatnonzero(~self.set_aside)


@dataclass(frozen=True, slots=True)
class Recalled:
    """Variants that a memory recalled for a call, one row each, and the asked ones after them.

    ``aside`` (bool, one a word) is text known to repeat. ``near`` pairs each asked row with rows
    before it; ``families`` are those of the rows that the memory knows, with leaders by row and -1
    for what is new.
    """

    words: Words
    aside: npt.NDArray[np.bool_]
    near: Neighbourhood
    families: Families


def judge_recalled(
    recalled: Recalled, *, threads: int = 1, meaning: Meaning | None = None
) -> Judgement:
    """Relate what is asked to what a memory recalled for it; ``meaning`` is that of its rows."""
    words, aside = recalled.words, recalled.aside
    compared, kept = words.without(aside), weights_without(words, aside)
    loose = loose_words(compared)
    near = recalled.near
    related = relate_pairs(compared, kept, near.left, near.right, threads=threads)
    families = group(compared, kept, near, related, recalled.families)
    return Judgement(
        words,
        aside,
        compared,
        kept,
        loose,
        near,
        related,
        families,
        np.empty(0, np.uint64),
        families.leaders,
        _reworded(meaning, words, compared, kept, aside, near, related, families),
    )


def judge(
    words: Words,
    known: Known,
    *,
    threads: int = 1,
    remembered: int | None = None,
    meaning: Meaning | None = None,
) -> Judgement:
    """Relate every variant to the others and group them, common text set aside.

    ``meaning`` is that of the variants. Where ``remembered`` is given, only the first so many
    variants are held against the others, and only they tell which text is common.
    """
    first = len(words) if remembered is None else remembered
    common, rough, close = _roughly(words, known, first, threads)
    most = np.where(close, FEW_CANDIDATES, MOST_CANDIDATES).astype(np.int32)
    return _closely(words, common, rough, known, most, first, threads, meaning)


def common_text(words: Words, known: Known) -> npt.NDArray[np.bool_]:
    """Return which words stand in common text, one entry a word, without comparing the notes."""
    common, _, _ = _roughly(words, known, len(words), threads=1)
    return common.words


def _roughly(
    words: Words, known: Known, remembered: int, threads: int
) -> tuple[Common, npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Return the common text, rough leaders, and which notes are close copies of an earlier one."""
    loose = loose_words(words, known.room)
    few = np.full(len(words), FEW_CANDIDATES, np.int32)
    near = known.neighbourhood(loose, few, remembered)
    leaders, close = rough_families(near, loose)
    tried = tried_passages(words, loose, near, leaders, remembered, known.room)
    near = near.without_passages()
    common = common_words(
        words, loose, tried, near, leaders, remembered, known.room, threads=threads
    )
    return common, leaders, close


def _closely(
    words: Words,
    common: Common,
    rough: npt.NDArray[np.int32],
    known: Known,
    most: npt.NDArray[np.int32],
    remembered: int,
    threads: int,
    meaning: Meaning | None,
) -> Judgement:
    aside = common.words
    compared = words.without(aside, known.room)
    kept = weights_without(words, aside, known.room, threads=threads)
    loose = loose_words(compared, known.room)
    near = known.neighbourhood(loose, most, remembered)
    related = relate_pairs(compared, kept, near.left, near.right, threads=threads, room=known.room)
    families = group(compared, kept, near, related)
    return Judgement(
        words,
        aside,
        compared,
        kept,
        loose,
        near,
        related,
        families,
        common.endings,
        rough,
        _reworded(meaning, words, compared, kept, aside, near, related, families),
    )


def _reworded(
    meaning: Meaning | None,
    words: Words,
    compared: Words,
    weight: npt.NDArray[np.float32],
    aside: npt.NDArray[np.bool_],
    near: Neighbourhood,
    related: Related,
    families: Families,
) -> Reworded:
    if meaning is None:
        return Reworded.nothing()
    told = related.one_text
    pairs = near.left[told].astype(np.int64) << np.int64(32) | near.right[told]
    found = reworded_pairs(meaning, words, aside, pairs, short_notes(compared))
    # A close copy was compared with few others of its family: the rest are one text with it, too.
    family = families.leaders[found.left] == families.leaders[found.right]
    copies = relate_pairs(compared, weight, found.left, found.right).one_text
    return found.without(family & copies)
