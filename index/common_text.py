"""Common text as a memory keeps it: which passages are known to stand in unrelated families."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedupe import (
    Loose,
    Passages,
    Room,
    Words,
    among,
    aside_with_masks,
    distinct,
    in_memory,
    loose_words,
    marked_endings,
    passage_parts,
    ragged,
)
from index.segments import Segments


@dataclass(frozen=True, slots=True)
class CommonText:
    """Fingerprints (uint64, ascending) of common text, each with the run of words it stands in.

    Fingerprint k begins at word ``at[k]`` of the run of hashes ``words[bounds[k]:bounds[k + 1]]``.
    ``endings`` (uint64, ascending) are the keys of common endings, too short for a fingerprint.
    ``readers`` (int32) says how many people got each fingerprint (index.common_readers).
    """

    keys: npt.NDArray[np.uint64]
    at: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int64]
    words: npt.NDArray[np.uint32]
    endings: npt.NDArray[np.uint64]
    readers: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def nothing(cls) -> CommonText:
        return cls(
            np.empty(0, np.uint64), np.empty(0, np.int32), np.zeros(1, np.int64),
            np.empty(0, np.uint32), np.empty(0, np.uint64), np.empty(0, np.int32),
        )  # fmt: skip

    @classmethod
    def of(
        cls,
        words: Words,
        aside: npt.NDArray[np.bool_],
        endings: npt.NDArray[np.uint64],
        room: Room = in_memory,
    ) -> CommonText:
        """Learn from notes whose common text is marked, one entry a word; readers not counted."""
        loose = loose_words(words, room)
        marked = loose.of_words(aside)
        starts, stops = _runs(marked, loose.bounds)
        if not len(starts):
            return replace(cls.nothing(), endings=endings)
        parts = passage_parts(loose)
        found = [
            _longest_runs(parts.make(part), loose, starts, stops) for part in range(parts.parts)
        ]
        keys = np.concatenate([part[0] for part in found])
        places, runs = (np.concatenate([part[n] for part in found]) for n in (1, 2))
        bounds, taken = ragged(starts[runs], (stops - starts)[runs])
        at = (places - starts[runs]).astype(np.int32)
        nobody = np.zeros(len(keys), np.int32)
        return cls(keys, at, bounds, loose.hashes[taken], endings, nobody)

    def joined(self, other: CommonText) -> CommonText:
        """Return what either knows; of a fingerprint that both know this one's run."""
        endings = self.endings_with(other.endings)
        new = np.flatnonzero(~self.known(other.keys))
        if not len(new):
            return replace(self, endings=endings)
        sizes = np.diff(other.bounds)[new]
        edges = np.concatenate(([0], np.cumsum(sizes)))
        taken = np.arange(int(edges[-1])) + np.repeat(other.bounds[new] - edges[:-1], sizes)
        keys = np.concatenate((self.keys, other.keys[new]))
        at = np.concatenate((self.at, other.at[new]))
        words = np.concatenate((self.words, other.words[taken]))
        lengths = np.concatenate((np.diff(self.bounds), sizes))
        starts = np.concatenate(([0], np.cumsum(lengths)))[:-1]
        order = np.argsort(keys, kind="stable")
        bounds = np.concatenate(([0], np.cumsum(lengths[order]))).astype(np.int64)
        taken = np.arange(int(bounds[-1]))
        taken += np.repeat(starts[order] - bounds[:-1], lengths[order])
        readers = np.concatenate((self.readers, other.readers[new]))[order]
        return CommonText(keys[order], at[order], bounds, words[taken], endings, readers)

    def held_in(self, index: Segments, variants: int) -> CommonText:
        """Return what of it so many variants still hold, by their look-up keys."""
        one = np.zeros(variants, np.int32)

        def held(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.intp]:
            return np.flatnonzero(index.count_groups(keys, one, np.ones(len(keys), np.int64)))

        kept = held(self.keys)
        bounds, taken = ragged(self.bounds[kept], np.diff(self.bounds)[kept])
        return CommonText(
            self.keys[kept], self.at[kept], bounds, self.words[taken],
            self.endings[held(self.endings)], self.readers[kept],
        )  # fmt: skip

    def endings_with(self, other: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
        """Return the keys of the endings with others, ascending, each once."""
        new = distinct(other[~among(other, self.endings)])
        return np.insert(self.endings, np.searchsorted(self.endings, new), new)

    def known(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
        """Say of each fingerprint whether it is common."""
        return self._looked_up(keys)[0]

    def _looked_up(
        self, keys: npt.NDArray[np.uint64]
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
        """Say of each fingerprint whether it is common, and where it stands if it is."""
        from index import segment_kernel

        places = np.zeros(len(keys), np.int64)
        if not len(self.keys):
            return np.zeros(len(keys), np.bool_), places
        segment_kernel.places(self.keys, keys, places)
        known: npt.NDArray[np.bool_] = self.keys.take(places, mode="clip") == keys
        return known, places

    def marked(
        self, words: Words, loose: Loose, found: Passages, fresh: CommonText | None = None
    ) -> npt.NDArray[np.bool_]:
        """Return which words of some notes stand in common text, masks among it included.

        ``fresh`` is common text besides, as if it were joined.
        """
        marks = np.zeros(len(loose.hashes), np.bool_)
        known, places = self._looked_up(found.keys)
        self._mark(marks, loose, found, np.flatnonzero(known), places)
        endings = self.endings
        if fresh is not None:
            also, places = fresh._looked_up(found.keys)
            fresh._mark(marks, loose, found, np.flatnonzero(also & ~known), places)
            endings = self.endings_with(fresh.endings)
        aside = np.zeros(len(words.hashes), np.bool_)
        loose.mark(marks, aside)
        if len(endings):
            aside |= marked_endings(words, aside, endings)
        return aside_with_masks(words, aside)

    def _mark(
        self,
        marks: npt.NDArray[np.bool_],
        loose: Loose,
        found: Passages,
        entries: npt.NDArray[np.intp],
        places: npt.NDArray[np.int64],
    ) -> None:
        """Mark the loose words around some of the passages, which stand at ``places`` here."""
        from index import common_text_kernel

        if len(entries):
            base = loose.bounds[found.notes[entries]]
            common_text_kernel.mark(
                places[entries], self.at, self.bounds, self.words, base + found.starts[entries],
                base, loose.bounds[found.notes[entries] + 1], loose.hashes, marks,
            )  # fmt: skip


def _runs(
    marked: npt.NDArray[np.bool_], bounds: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return where each run of marked words begins and ends; none goes from note to note."""
    edge = np.zeros(len(marked) + 1, np.bool_)
    edge[bounds] = True
    opens, closes = marked.copy(), marked.copy()
    opens[1:] &= edge[1:-1] | ~marked[:-1]
    closes[:-1] &= edge[1:-1] | ~marked[1:]
    return np.flatnonzero(opens), np.flatnonzero(closes) + 1


def _longest_runs(
    found: Passages, loose: Loose, starts: npt.NDArray[np.int64], stops: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return, of each passage that stands in a run, its key, first word and number of the run.

    Of several runs that hold it the longest is taken, the first of equals. Keys ascend.
    """
    first = loose.bounds[found.notes] + found.starts
    run = np.searchsorted(starts, first, "right") - 1
    length = found.stops - found.starts
    inside = np.flatnonzero((run >= 0) & (first + length <= stops[run]))
    keys, run, first = found.keys[inside], run[inside], first[inside]
    order = np.lexsort((starts[run] - stops[run], keys))
    each, chosen = np.unique(keys[order], return_index=True)
    return each, first[order][chosen], run[order][chosen]
