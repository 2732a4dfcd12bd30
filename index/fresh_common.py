"""Fresh common text: what becomes known to repeat only with the notes that are asked now."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import (
    COMMON_FAMILIES,
    FEW_CANDIDATES,
    Loose,
    Words,
    among,
    common_words,
    distinct,
    ending_keys,
    loosen,
    passages,
    rough_families,
    weights,
)
from index.candidates import ClosedCollection
from index.common_text import CommonText
from index.remembered import Remembered

#: Families that hold a passage are looked at up to this many, the oldest first.
MOST_FAMILIES = 48


def fresh_common(
    known: Remembered, words: Words, raw: Loose, numbers: npt.NDArray[np.int32]
) -> CommonText | None:
    """Return what becomes common once some notes count as witnesses too, None for nothing.

    ``raw`` are the notes' unmasked words; ``numbers`` their variants, -1 for what is new.
    """
    witnesses = _witnesses(known, words, raw, numbers)
    if witnesses is None:
        return None
    both = known.variants.of(witnesses).joined(words)
    loose = loosen(both.hashes, both.units, both.flags > 0, both.bounds)
    left = both.without(known.common.marked(both, loose, passages(loose)))
    loose = loosen(left.hashes, left.units, left.flags > 0, left.bounds)
    count = len(left)
    near = ClosedCollection().neighbourhood(loose, np.full(count, FEW_CANDIDATES, np.int32), count)
    leaders, _ = rough_families(near, loose)
    common = common_words(left, weights(left), loose, near, leaders, count)
    return CommonText.of(left, common.words, common.endings)


def _witnesses(
    known: Remembered, words: Words, raw: Loose, numbers: npt.NDArray[np.int32]
) -> npt.NDArray[np.int32] | None:
    """Return one variant of each family that holds a text which may be common by now.

    None where no passage and no ending of the notes stands in families enough.
    """
    runs = passages(raw)
    ends = ending_keys(words, known.common.marked(words, raw, runs))
    notes = np.concatenate((runs.notes, ends.notes))
    keys, group = np.unique(np.concatenate((runs.keys, ends.keys)), return_inverse=True)
    new = numbers[notes] < 0
    asked = distinct(group[new].astype(np.int64) << np.int64(32) | notes[new])
    families = np.bincount(asked >> np.int64(32), minlength=len(keys))
    found = known.keys.find(keys)
    holds = np.repeat(np.arange(len(keys), dtype=np.int64), found.counts)
    leaders = known.variants.notes["rough"][found.members]
    each, first = np.unique(holds << np.int64(32) | leaders, return_index=True)
    families += np.bincount(each >> np.int64(32), minlength=len(keys))
    suspects = (families >= COMMON_FAMILIES) & ~known.common.known(keys)
    if not suspects.any():
        return None
    of_key = each >> np.int64(32)
    rank = np.arange(len(each)) - np.searchsorted(of_key, of_key)
    chosen = first[suspects[of_key] & (rank < MOST_FAMILIES)]
    wanted = distinct(found.members[chosen])
    result: npt.NDArray[np.int32] = wanted[~among(wanted, np.sort(numbers))].astype(np.int32)
    return result
