"""Approximate search for many vectors: inverted lists of 8-bit codes, of which a few are read.

FAISS IndexIVFScalarQuantizer (Jégou et al. 2011; Douze et al. 2024, arXiv:2401.08281), codes of
the vectors themselves and not of residuals, so that a code does not depend on its list and the
lists can be made anew without the vectors. Figures: docs/decisions/0009-vectors.md.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dedupe import Vectors
from index.vectors.faiss_library import load_faiss, one_thread
from index.vectors.interface import Hits, Ids, checked_ids, checked_vectors, merged

#: Lists read for one query, of 2,048: see the decision.
PROBES = 16
_SEED = 1_234
Codes = npt.NDArray[np.uint8]
_SAMPLE_A_LIST = 40
_ROWS = 65_536


def lists_for(count: int) -> int:
    """Return how many lists a collection of ``count`` vectors gets: 128 to 4,096."""
    return int(2 ** np.clip(np.round(np.log2(2 * np.sqrt(max(count, 1)))), 7, 12))


class TrainedIndex:
    """A `VectorIndex` of inverted lists; changes need the caller's lock, searches none.

    Cosines are those of the codes, within .003 of the vectors' own.
    """

    def __init__(self, index: Any, *, mapped: Path | None = None) -> None:
        self._faiss = load_faiss()
        self._index = index
        self._mapped = mapped
        self._dead = np.empty(0, np.int64)
        self._selector: Any = None

    @classmethod
    def trained_on(cls, vectors: Vectors, count: int) -> TrainedIndex:
        """Return an empty index for about ``count`` vectors, trained on a sample of them."""
        faiss = load_faiss()
        dimension, lists = vectors.shape[1], min(lists_for(count), max(1, len(vectors) // 2))
        coarse = faiss.IndexFlatIP(dimension)
        index = faiss.IndexIVFScalarQuantizer(
            coarse, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT,
            False,
        )  # fmt: skip
        index.own_fields = True
        coarse.this.disown()
        index.cp.seed, index.cp.min_points_per_centroid = _SEED, 1
        # Vectors still to come lie outside what a sample spans, but not 5 deviations out.
        index.sq.rangestat, index.sq.rangestat_arg = faiss.ScalarQuantizer.RS_meanstd, 5.0
        index.train(_sample(vectors, lists * _SAMPLE_A_LIST))
        return cls(index)

    @classmethod
    def opened(cls, path: Path, *, mapped: bool = True) -> TrainedIndex:
        """Read an index that `save` wrote, its lists left in the file if ``mapped``."""
        faiss = load_faiss()
        flags = faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY if mapped else 0
        return cls(faiss.read_index(str(path), flags), mapped=path if mapped else None)

    def save(self, path: Path) -> Ids:
        """Write the index; return the ids marked as removed, which the file still holds."""
        if self._mapped is not None:
            shutil.copyfile(self._mapped, path)
        else:
            self._faiss.write_index(self._index, str(path))
        return self._dead.copy()

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    @property
    def lists(self) -> int:
        return int(self._index.nlist)

    @property
    def removed(self) -> int:
        """How many vectors are marked as removed and still take memory."""
        return len(self._dead)

    def __len__(self) -> int:
        return int(self._index.ntotal) - len(self._dead)

    def __contains__(self, id_: int) -> bool:
        return bool((self.ids() == id_).any())

    def ids(self) -> Ids:
        """Return all ids, list by list."""
        held = [ids for ids, _ in self._lists()]
        return np.concatenate(held) if held else np.empty(0, np.int64)

    def add(self, ids: Ids, vectors: Vectors) -> None:
        made, rows = checked_ids(ids), checked_vectors(vectors, self.dimension)
        if len(made) != len(rows):
            raise ValueError(f"{len(made)} ids for {len(rows)} vectors")
        there = np.isin(made, self.ids())
        if there.any():
            raise ValueError(f"id {int(made[there][0])} is there already")
        self.put(made, rows, self.nearest_lists(rows))

    def nearest_lists(self, rows: Vectors) -> Ids:
        """Return the list of each row: the slow part of adding, safe beside searches."""
        _, places = self._index.quantizer.search(rows, 1)
        lists: Ids = np.ascontiguousarray(places[:, 0])
        return lists

    def put(self, ids: Ids, rows: Vectors, lists: Ids) -> None:
        """Add rows to lists, unchecked: the ids must be new."""
        if len(np.intersect1d(ids, self._dead)):
            self.purge()
        self._in_memory()
        pointer = self._faiss.swig_ptr
        self._index.add_core(len(ids), pointer(rows), pointer(ids), pointer(lists))

    def remove(self, ids: Ids) -> int:
        """Mark vectors as removed: searches pass them over, `purge` frees them."""
        asked = checked_ids(ids)
        gone = asked[np.isin(asked, self.ids())]
        self.mark(gone)
        return len(gone)

    def mark(self, ids: Ids) -> None:
        """Mark ids that are all there as removed."""
        if len(ids):
            self._dead = np.concatenate([self._dead, ids])
            self._selector = self._faiss.IDSelectorNot(self._batch())

    def purge(self) -> None:
        """Free the vectors marked as removed; looks at every id."""
        if len(self._dead):
            self._in_memory()
            self._index.remove_ids(self._faiss.IDSelectorBatch(self._dead))
            self._dead, self._selector = np.empty(0, np.int64), None

    def search(self, vectors: Vectors, k: int) -> list[Hits]:
        rows = checked_vectors(vectors, self.dimension)
        most = min(k, len(self))
        if most < 1:
            return [Hits(np.empty(0, np.int64), np.empty(0, np.float32)) for _ in rows]
        # Lists that hold four times as many vectors as are asked for, where PROBES hold fewer.
        probes = max(PROBES, -(-4 * most * self.lists // int(self._index.ntotal)))
        how = self._faiss.SearchParametersIVF(nprobe=min(probes, self.lists), sel=self._selector)
        with one_thread(self._faiss, len(rows)):
            cosines, ids = self._index.search(rows, most, params=how)
        return [merged(i, c, k) for i, c in zip(ids, cosines, strict=True)]

    def parts(self) -> Iterator[tuple[Ids, Vectors]]:
        """Yield (ids, vectors) of some lists at a time, vectors as their codes tell them."""
        ids: list[Ids] = []
        codes: list[Codes] = []
        for some, packed in self._lists():
            ids.append(some)
            codes.append(packed)
            if sum(map(len, ids)) >= _ROWS:
                yield np.concatenate(ids), self._decoded(np.concatenate(codes))
                ids, codes = [], []
        if ids:
            yield np.concatenate(ids), self._decoded(np.concatenate(codes))

    def sample(self, most: int) -> Vectors:
        """Return about ``most`` vectors, the same share of every list."""
        share = min(1.0, most / max(len(self), 1))
        choose = np.random.default_rng(_SEED)
        chosen = [codes[choose.random(len(codes)) < share] for _, codes in self._lists()]
        return self._decoded(np.concatenate(chosen))

    @staticmethod
    def wanted(count: int) -> int:
        """Return how many vectors the lists for ``count`` vectors are trained on."""
        return lists_for(count) * _SAMPLE_A_LIST

    def _decoded(self, codes: Codes) -> Vectors:
        rows: Vectors = self._index.sq.decode(codes)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-12))
        return rows

    def _lists(self) -> Iterator[tuple[Ids, Codes]]:
        held, width = self._index.invlists, int(self._index.code_size)
        for number in range(self.lists):
            size = held.list_size(number)
            if not size:
                continue
            ids, codes = held.get_ids(number), held.get_codes(number)
            try:
                made = self._faiss.rev_swig_ptr(ids, size).copy()
                packed = self._faiss.rev_swig_ptr(codes, size * width).reshape(size, width).copy()
            finally:
                held.release_ids(number, ids)
                held.release_codes(number, codes)
            alive = ~np.isin(made, self._dead)
            yield made[alive], packed[alive]

    def _batch(self) -> Any:
        # Kept beside the selector that points to it: FAISS owns neither.
        self._marked = self._faiss.IDSelectorBatch(self._dead)
        return self._marked

    def _in_memory(self) -> None:
        """Take the lists out of the mapped file, which cannot be changed."""
        if self._mapped is not None:
            self._index = self._faiss.read_index(str(self._mapped))
            self._mapped = None


def _sample(vectors: Vectors, most: int) -> Vectors:
    if len(vectors) <= most:
        return vectors
    chosen = np.random.default_rng(_SEED).choice(len(vectors), most, replace=False)
    return vectors[np.sort(chosen)]
