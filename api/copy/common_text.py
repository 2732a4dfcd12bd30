"""Common text: copy that stands in many otherwise unrelated documents, a footer or a legal line.

The rule is that of every door (dedupe.common_text): a document is a note, and a passage in five
otherwise unrelated families of documents is common. A unit that is common nearly as a whole is
told once, as a note, and fails nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from api.copy.units import CopyUnit
from dedupe import Words, common_text
from index import ClosedCollection

#: From this share of its words on a unit is common text as a whole.
COMMON_SHARE = 0.8

#: In fewer documents nothing is common.
LEAST_DOCUMENTS = 5


def common_units(units: Sequence[CopyUnit], words: Words) -> npt.NDArray[np.bool_]:
    """Return which units are common text; ``units`` stand in order of path.

    Strings for translation are in no document, and none is common.
    """
    common = np.zeros(len(units), np.bool_)
    documents = _documents(units, words)
    if len(documents) < LEAST_DOCUMENTS:
        return common
    first = np.array([start for start, _ in documents], np.int64)
    stop = np.array([stop for _, stop in documents], np.int64)
    edges = words.bounds
    place, joined = _joined(words, edges[first], edges[stop])
    aside = np.zeros(len(words.hashes), np.bool_)
    aside[place] = common_text(joined, ClosedCollection())
    counted = words.flags == 0
    sums = np.concatenate(([0], np.cumsum(aside & counted)))
    sizes = np.concatenate(([0], np.cumsum(counted)))
    share = sums[edges[1:]] - sums[edges[:-1]]
    whole = np.maximum(sizes[edges[1:]] - sizes[edges[:-1]], 1)
    common[:] = share >= COMMON_SHARE * whole
    return _wherever(common, words)


def _documents(units: Sequence[CopyUnit], words: Words) -> list[tuple[int, int]]:
    """Return the units [first, stop) of each document, documents with the same text once."""
    found: dict[tuple[int, ...], tuple[int, int]] = {}
    masked = words.masked.tolist()
    first = 0
    for unit in range(1, len(units) + 1):
        if unit == len(units) or units[unit].place.path != units[first].place.path:
            if not units[first].catalogue:
                found.setdefault(tuple(masked[first:unit]), (first, unit))
            first = unit
    # Canonical: by text, so that names of files change nothing.
    return [found[key] for key in sorted(found)]


def _joined(
    words: Words, first: npt.NDArray[np.int64], stop: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], Words]:
    """Return documents as notes, and which word of the units each of their words is."""
    sizes = stop - first
    bounds = np.concatenate(([0], np.cumsum(sizes)))
    place = np.arange(bounds[-1]) - np.repeat(bounds[:-1] - first, sizes)
    names = np.arange(len(first), dtype=np.uint64)
    return place, Words(
        words.hashes[place], words.starts[place], words.stops[place], words.units[place],
        words.flags[place], words.below[place], bounds, names, names,
    )  # fmt: skip


def _wherever(common: npt.NDArray[np.bool_], words: Words) -> npt.NDArray[np.bool_]:
    """Take a text that is common in one place for common in all."""
    result: npt.NDArray[np.bool_] = np.isin(words.masked, words.masked[common]) & (
        np.diff(words.bounds) > 0
    )
    return result
