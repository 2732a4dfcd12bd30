"""Common text: copy at the end of many otherwise unrelated documents, a footer or a legal line.

The rule is that of every door (dedupe.common_text): a document is a note, and a passage in five
otherwise unrelated families of documents is common. A unit that is common nearly as a whole is
told once, as a note, and fails nothing. That holds at the end of documents only: a paragraph in
the middle of five templates is copy that repeats, the more so the more templates have it.
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

#: A footer begins after this share of its document's words, in most documents that have it; or
#: it stands below something, and hardly anything below it. In the theme collections that it was
#: tried on, footers begin at .71 and later, repeated copy at .50 and earlier (medians), with a
#: third of the document below it.
FOOTER_BEGINS = 0.6
LAST_BEGINS = 0.25
LAST_ENDS = 0.9


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
    return _at_the_end(common, words, *_reaches(units, edges))


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


def _reaches(
    units: Sequence[CopyUnit], edges: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return after which share of its file's words each unit begins, and ends."""
    paths = [unit.place.path for unit in units]
    news = [0, *(n for n in range(1, len(paths)) if paths[n] != paths[n - 1]), len(paths)]
    sizes = np.diff(news)
    first = np.repeat(edges[news[:-1]], sizes)
    length = np.maximum(np.repeat(edges[news[1:]] - edges[news[:-1]], sizes), 1)
    return (edges[:-1] - first) / length, (edges[1:] - first) / length


def _at_the_end(
    common: npt.NDArray[np.bool_],
    words: Words,
    begins: npt.NDArray[np.float64],
    ends: npt.NDArray[np.float64],
) -> npt.NDArray[np.bool_]:
    """Keep the texts that mostly stand at the end of files; common in one place is so in all."""
    kept = np.zeros(len(common), np.bool_)
    common = np.isin(words.masked, words.masked[common]) & (np.diff(words.bounds) > 0)
    for text in np.unique(words.masked[common]).tolist():
        places = np.flatnonzero(common & (words.masked == text))
        begin, end = float(np.median(begins[places])), float(np.median(ends[places]))
        kept[places] = begin >= FOOTER_BEGINS or (begin >= LAST_BEGINS and end >= LAST_ENDS)
    return kept
