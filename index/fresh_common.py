"""Fresh common text: what becomes known to repeat only with the notes that are asked now."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import (
    COMMON_FAMILIES,
    FEW_CANDIDATES,
    Loose,
    Passages,
    Words,
    among,
    common_words,
    distinct,
    ending_keys,
    loose_words,
    passages,
    rough_families,
    tried_passages,
)
from index.candidates import ClosedCollection
from index.common_text import CommonText
from index.postings import Postings
from index.remembered import Remembered

#: Families that hold a passage are looked at up to this many, the oldest first.
MOST_FAMILIES = 48

#: What was found not to be common is asked about again once this part more families hold it.
PART = 8


def fresh_common(
    known: Remembered,
    words: Words,
    raw: Loose,
    runs: Passages,
    marked: npt.NDArray[np.bool_],
    numbers: npt.NDArray[np.int32],
) -> CommonText | None:
    """Return what becomes common once some notes count as witnesses too, None for nothing.

    ``raw`` are the notes' unmasked words, ``runs`` their passages; ``marked`` says which words are
    known to be common; ``numbers`` are the notes' variants, -1 for what is new.
    """
    witnesses = _witnesses(known, words, runs, marked, numbers)
    if witnesses is None:
        return None
    left = _holders(_without_common(known, known.variants.of(witnesses).joined(words)))
    if left is None:
        return None
    loose, count = loose_words(left), len(left)
    near = ClosedCollection().neighbourhood(loose, np.full(count, FEW_CANDIDATES, np.int32), count)
    leaders, _ = rough_families(near, loose)
    tried = tried_passages(left, loose, near, leaders, count)
    common = common_words(left, loose, tried, near, leaders, count)
    return CommonText.of(left, common.words, common.endings)


def _without_common(known: Remembered, words: Words) -> Words:
    loose = loose_words(words)
    return words.without(known.common.marked(words, loose, passages(loose)))


def _holders(words: Words) -> Words | None:
    """Return the notes that hold a passage or an ending that enough of them hold, if any do.

    Mostly none does: of what variants are looked up by, much is text that is common already.
    """
    runs = passages(loose_words(words))
    ends = ending_keys(words, np.zeros(len(words.hashes), np.bool_))
    keys, notes = np.concatenate((runs.keys, ends.keys)), np.concatenate((runs.notes, ends.notes))
    ordered, others = np.sort(keys), COMMON_FAMILIES - 1
    if not (ordered[others:] == ordered[:-others]).any():
        return None
    held = Postings.of(keys, notes)
    sizes = np.diff(held.bounds)
    several = distinct(held.members[np.repeat(sizes >= COMMON_FAMILIES, sizes)])
    return words.chosen(several.astype(np.int64)) if len(several) else None


def _witnesses(
    known: Remembered,
    words: Words,
    runs: Passages,
    marked: npt.NDArray[np.bool_],
    numbers: npt.NDArray[np.int32],
) -> npt.NDArray[np.int32] | None:
    """Return one variant of each family that holds a text which may be common by now.

    None where no passage and no ending of the notes stands in families enough.
    """
    suspects = _suspects(known, words, runs, marked, numbers)
    if not len(suspects):
        return None
    found = known.keys.find(suspects)
    holds = np.repeat(np.arange(len(suspects), dtype=np.int64), found.counts)
    leaders = known.variants.notes["rough"][found.members]
    each, first = np.unique(holds << np.int64(32) | leaders, return_index=True)
    of_key = each >> np.int64(32)
    rank = np.arange(len(each)) - np.searchsorted(of_key, of_key)
    wanted = distinct(found.members[first[rank < MOST_FAMILIES]])
    result: npt.NDArray[np.int32] = wanted[~among(wanted, np.sort(numbers))].astype(np.int32)
    return result


def _suspects(
    known: Remembered,
    words: Words,
    runs: Passages,
    marked: npt.NDArray[np.bool_],
    numbers: npt.NDArray[np.int32],
) -> npt.NDArray[np.uint64]:
    """Return the keys, not yet common, of what stands in families enough, each new note one."""
    from index import common_text_kernel

    ends = ending_keys(words, marked)
    keys = np.concatenate((runs.keys, ends.keys))
    notes = np.concatenate((runs.notes, ends.notes))
    open_still = ~known.common.known(keys)
    keys, notes = keys[open_still], notes[open_still]
    order = np.lexsort((notes, keys))
    each, here = np.empty(len(keys), np.uint64), np.empty(len(keys), np.int64)
    count = common_text_kernel.new_holders(keys[order], notes[order], numbers, each, here)
    return _in_enough_families(known, each[:count], here[:count])


def _in_enough_families(
    known: Remembered, keys: npt.NDArray[np.uint64], here: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    """Return the keys that stand in families enough, with so many notes ``here`` for one each.

    A text that stood in enough of them when all variants were judged together was found not to be
    common then. It is asked about again once an eighth more families hold it: one more, of a few.
    """
    rough = known.variants.notes["rough"]
    wide = known.keys.count_groups(keys, rough, COMMON_FAMILIES - here) >= COMMON_FAMILIES - here
    keys, here = keys[wide], here[wide]
    if not len(keys):
        return keys
    most = np.full(len(keys), MOST_FAMILIES, np.int64)
    then = known.keys.count_groups(keys, rough, most, below=known.judged)
    again = np.where(then < COMMON_FAMILIES, COMMON_FAMILIES, then + 1 + then // PART)
    most = np.where(then < MOST_FAMILIES, again - here, 0)
    now = known.keys.count_groups(keys, rough, most)
    result: npt.NDArray[np.uint64] = keys[(then < MOST_FAMILIES) & (now >= most)]
    return result
