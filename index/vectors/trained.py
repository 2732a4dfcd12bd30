"""Approximate search for many vectors: lists of 1-bit codes, the best of them looked at again.

FAISS IndexIVFRaBitQ (Gao and Long 2024, arXiv:2405.12497) names some rows, whose 8-bit codes then
say the cosines: 70 bytes a vector are searched, 392 beside them can lie in a mapped file. Figures
against other kinds: docs/decisions/0009-vectors.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dedupe import Vectors
from index.vectors.code_table import CodeTable, Rows
from index.vectors.faiss_library import load_faiss, one_thread
from index.vectors.interface import Hits, Ids, checked_ids, checked_vectors, merged

#: Lists read for one query, and rows looked at again for each neighbour asked for (decision 0009).
PROBES = 64
REFINED = 8

_SEED = 1_234
_SAMPLE_A_LIST = 30
_ITERATIONS = 8
_ROWS_AT_ONCE = 32_768


def lists_for(count: int) -> int:
    """Return how many lists a collection of ``count`` vectors gets: a power of 2, up to 4,096."""
    return int(2 ** np.clip(np.round(np.log2(4 * np.sqrt(max(count, 1)))), 5, 12))


def sample_for(count: int) -> int:
    """Return how many vectors the lists for ``count`` vectors are trained on."""
    return lists_for(count) * _SAMPLE_A_LIST


class TrainedIndex:
    """A `VectorIndex` of inverted lists; changes need the caller's lock, searches none.

    Cosines are those of the 8-bit codes, within .005 of the vectors' own. A search may give fewer
    neighbours than there are if far ones are asked for.
    """

    def __init__(self, lists: Any, table: CodeTable) -> None:
        self._faiss = load_faiss()
        self._lists = lists
        self._table = table
        #: Rows marked as removed, ascending; still in the lists, passed over by searches.
        self._dead: Rows = np.empty(0, np.int64)
        self._alive = np.empty(0, np.bool_)

    @classmethod
    def trained_on(cls, vectors: Vectors, count: int) -> TrainedIndex:
        """Return an empty index for about ``count`` vectors, trained on a sample of them."""
        faiss = load_faiss()
        dimension = vectors.shape[1]
        number = min(lists_for(count), max(1, len(vectors) // 2))
        sample = _sample(vectors, number * _SAMPLE_A_LIST)
        coarse = faiss.IndexFlatIP(dimension)
        lists = faiss.IndexIVFRaBitQ(coarse, dimension, number, faiss.METRIC_INNER_PRODUCT)
        lists.own_fields = True
        coarse.this.disown()
        lists.cp.seed, lists.cp.niter, lists.cp.min_points_per_centroid = _SEED, _ITERATIONS, 1
        lists.train(sample)
        return cls(lists, CodeTable.fitted(sample))

    @classmethod
    def opened(cls, folder: Path, mark: str) -> TrainedIndex:
        """Read an index that `save` wrote, its codes left in their file."""
        lists, codes, rest = _files(folder, mark)
        return cls(load_faiss().read_index(str(lists)), CodeTable.opened(codes, rest))

    def save(self, folder: Path, mark: str) -> tuple[Path, ...]:
        """Write the index, which has to be purged; return the files."""
        assert not len(self._dead)
        files = _files(folder, mark)
        self._faiss.write_index(self._lists, str(files[0]))
        self._table.save(files[1], files[2])
        return files

    @property
    def dimension(self) -> int:
        return int(self._lists.d)

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return int(self._lists.nlist)

    @property
    def removed(self) -> int:
        """How many vectors are marked as removed and still take memory."""
        return len(self._dead)

    def __len__(self) -> int:
        return int(self._lists.ntotal) - len(self._dead)

    def __contains__(self, id_: int) -> bool:
        return id_ >= 0 and bool((self.ids() == id_).any())

    def ids(self) -> Ids:
        """Return the ids of all vectors, in order of their rows."""
        ids: Ids = self._table.ids[self._alive_rows()]
        return ids

    def add(self, ids: Ids, vectors: Vectors) -> None:
        made, rows = checked_ids(ids), checked_vectors(vectors, self.dimension)
        if len(made) != len(rows):
            raise ValueError(f"{len(made)} ids for {len(rows)} vectors")
        there = np.isin(made, self.ids())
        if there.any():
            raise ValueError(f"id {int(made[there][0])} is there already")
        self.put(made, rows, self.nearest_lists(rows))

    def nearest_lists(self, vectors: Vectors) -> npt.NDArray[np.int64]:
        """Return the list of each vector: the slow part of adding, safe beside searches."""
        _, places = self._lists.quantizer.search(vectors, 1)
        return np.ascontiguousarray(places[:, 0])

    def put(self, ids: Ids, vectors: Vectors, lists: npt.NDArray[np.int64]) -> None:
        """Add vectors to lists, unchecked: the ids must be new."""
        rows = self._table.add(ids, vectors)
        vectors, pointer = np.ascontiguousarray(vectors), self._faiss.swig_ptr
        lists = np.ascontiguousarray(lists)
        self._lists.add_core(len(rows), pointer(vectors), pointer(rows), pointer(lists))
        self._flag()

    def remove(self, ids: Ids) -> int:
        """Mark vectors as removed: searches pass them over, `purge` erases them."""
        before = len(self._dead)
        self.mark(checked_ids(ids))
        return len(self._dead) - before

    def mark(self, ids: Ids) -> None:
        """Mark as removed those of the ids that are there."""
        if len(ids):
            self._dead = np.union1d(self._dead, self._table.rows_of(ids))
            self._flag()

    def purge(self) -> None:
        """Erase the vectors marked as removed; looks at every row."""
        if len(self._dead):
            self._lists.remove_ids(self._faiss.IDSelectorBatch(self._dead))
            self._table.wipe(self._dead)
            self._dead = np.empty(0, np.int64)

    def search(self, vectors: Vectors, k: int) -> list[Hits]:
        rows = checked_vectors(vectors, self.dimension)
        most = min(k, len(self))
        if most < 1:
            return [Hits(np.empty(0, np.int64), np.empty(0, np.float32)) for _ in rows]
        wanted = min(most * REFINED, int(self._lists.ntotal))
        found = self._rows_near(rows, wanted)
        return [
            self._refined(row, near, most, wanted) for row, near in zip(rows, found, strict=True)
        ]

    def vectors_of(self, ids: Ids) -> Vectors:
        rows = self.rows(checked_ids(ids))
        if (rows < 0).any():
            raise KeyError(int(ids[int(np.argmin(rows))]))
        return self._table.vectors(rows)

    def rows(self, ids: Ids) -> Rows:
        """Return the row of each id, -1 where it is not there or was removed."""
        rows = self._table.places(ids)
        return np.where(np.isin(rows, self._dead), -1, rows) if len(self._dead) else rows

    def at(self, rows: Rows) -> Vectors:
        """Return the vectors of some rows as their codes tell them."""
        return self._table.vectors(rows)

    def parts(self) -> Iterator[tuple[Ids, Vectors]]:
        """Yield (ids, vectors) of some rows at a time, vectors as their codes tell them."""
        rows = self._alive_rows()
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            share = rows[start : start + _ROWS_AT_ONCE]
            yield self._table.ids[share], self._table.vectors(share)

    def sample(self, most: int) -> Vectors:
        """Return up to ``most`` of the vectors, chosen at random but always the same."""
        rows = self._alive_rows()
        chosen = np.random.default_rng(_SEED).permutation(len(rows))[:most]
        return self._table.vectors(rows[np.sort(chosen)])

    def _rows_near(self, vectors: Vectors, wanted: int) -> Rows:
        # Lists that hold twice what is wanted, where PROBES hold fewer.
        probes = max(PROBES, -(-2 * wanted * self.lists // int(self._lists.ntotal)))
        how = self._faiss.IVFRaBitQSearchParameters(nprobe=min(probes, self.lists))
        with one_thread(self._faiss, len(vectors)):
            _, rows = self._lists.search(vectors, wanted, params=how)
        found: Rows = rows
        return found

    def _refined(self, vector: Vectors, near: Rows, most: int, wanted: int) -> Hits:
        """Look at the rows again by their 8-bit codes; ask for more if too many were removed."""
        enough = min(most * REFINED, len(self))
        while True:
            near = near[near >= 0]
            alive = near[self._alive[near]] if len(self._dead) else near
            if not len(self._dead) or len(alive) >= enough or wanted >= int(self._lists.ntotal):
                break
            wanted = min(4 * wanted, int(self._lists.ntotal))
            near = self._rows_near(vector[None], wanted)[0]
        cosines = self._table.vectors(alive) @ vector
        return merged(self._table.ids[alive], cosines, most)

    def _flag(self) -> None:
        """Say by row what is alive; a new array, since searches may be reading the old one."""
        if len(self._dead):
            alive = np.ones(len(self._table.ids), np.bool_)
            alive[self._dead] = False
            self._alive = alive

    def _alive_rows(self) -> Rows:
        there = self._table.ids >= 0
        there[self._dead] = False
        return np.flatnonzero(there)


def _files(folder: Path, mark: str) -> tuple[Path, Path, Path]:
    return (
        folder / f"lists-{mark}.faiss", folder / f"codes-{mark}.npy", folder / f"rows-{mark}.npz",
    )  # fmt: skip


def _sample(vectors: Vectors, most: int) -> Vectors:
    if len(vectors) <= most:
        return vectors
    chosen = np.random.default_rng(_SEED).choice(len(vectors), most, replace=False)
    return vectors[np.sort(chosen)]
