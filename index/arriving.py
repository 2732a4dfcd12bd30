"""Arriving: new variants judged as they come, by the same steps as a check."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedupe import (
    Families,
    Words,
    ending_keys,
    judge_recalled,
    loose_words,
    passages,
    rarity_keys,
    rough_leaders,
)
from index.judging import written_words
from index.recall import Recall, recall
from index.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What was said of new variants, in their order, and what is ``known`` with them but for that.

    ``known`` has their look-up keys, and what has become common text with them.
    """

    known: Remembered
    written: npt.NDArray[np.bool_]
    sizes: npt.NDArray[np.int32]
    families: Families
    rough: npt.NDArray[np.int32]


def judged_as_they_come(known: Remembered, new: Words, first: int, *, threads: int = 1) -> Arrivals:
    """Judge new variants, numbered from ``first`` on, against what is known and each other."""
    found = recall(known, new, np.full(len(new), -1, np.int32), together=True)
    judgement = judge_recalled(found.recalled, threads=threads)
    written = written_words(judgement)[judgement.words.bounds[found.asked] :]
    rows = found.numbers.copy()
    rows[found.asked :] = np.arange(first, first + len(new))
    said = judgement.families
    mine = slice(found.asked, None)
    families = Families(
        rows[said.leaders[mine]], said.relations[mine], said.scores[mine], said.core[mine]
    )
    own = rows.copy()
    own[: found.asked] = known.variants.notes["rough"][rows[: found.asked]]
    rough = rough_leaders(judgement.words, judgement.near, own)[found.asked :]
    return Arrivals(
        _looked_up(known, found, new, written, first), written, found.keys.sizes, families, rough
    )


def _looked_up(
    known: Remembered, found: Recall, new: Words, written: npt.NDArray[np.bool_], first: int
) -> Remembered:
    """Return what is known with the keys of new variants, those of their words as given too."""
    raw, ends = passages(loose_words(new)), ending_keys(new, found.aside)
    notes = np.concatenate((found.keys.notes, raw.notes, ends.notes))
    keys = np.concatenate((found.keys.keys, raw.keys, ends.keys))
    order = np.argsort(notes, kind="stable")
    return replace(
        known,
        keys=known.keys.added(keys[order], notes[order] + np.int32(first)),
        common=known.common if found.fresh is None else known.common.joined(found.fresh),
        frequencies=known.frequencies.added(rarity_keys(new), new.bounds, written),
    )
