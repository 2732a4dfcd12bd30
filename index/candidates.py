"""Candidates: which pairs of notes are worth an exact comparison. Generous, never a judgement."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dedupe import Loose, Neighbourhood, band_keys, pair_keys, passages, sketches
from index.postings import Postings

#: Of a key that very many notes hold, this many notes at either end may be candidates.
WIDE = 32

#: Fewer notes are indexed in the thread that asks: to start others takes longer.
FEW = 500

#: Least share of the smaller note's keys that must be shared: bands, passages, pairs
#: (benchmarks/README.md: an excerpt, and found by length).
LEAST_SHARE = (0.0, 0.08, 0.12)


@dataclass(frozen=True, slots=True)
class LookUp:
    """The postings of a closed collection of notes, and how many keys of each kind a note has."""

    kinds: tuple[Postings, ...]
    sizes: npt.NDArray[np.int32]
    sketches: npt.NDArray[np.uint32]
    passage_starts: npt.NDArray[np.int32]
    passage_stops: npt.NDArray[np.int32]

    @property
    def passages(self) -> Postings:
        return self.kinds[1]

    @classmethod
    def of(cls, loose: Loose) -> LookUp:
        """Sketch every note and index its bands, passages and pairs."""
        made, count = sketches(loose), len(loose)
        if count < FEW:
            runs = passages(loose)
            made_keys = (band_keys(made, loose), runs, pair_keys(loose))
            kinds = tuple(_indexed(each, count) for each in made_keys)
        else:
            with ThreadPoolExecutor(2) as pool:  # Passages take as long as all the rest together.
                bands = pool.submit(lambda: _indexed(band_keys(made, loose), count))
                pairs = pool.submit(lambda: _indexed(pair_keys(loose), count))
                runs = passages(loose)
                kinds = bands.result(), _indexed(runs, count), pairs.result()
        return cls(
            tuple(held for held, _ in kinds), np.stack([sizes for _, sizes in kinds]), made,
            runs.starts, runs.stops,
        )  # fmt: skip


class _Keys(Protocol):
    """Look-up keys of any kind, with the note of each."""

    @property
    def keys(self) -> npt.NDArray[np.uint64]: ...
    @property
    def notes(self) -> npt.NDArray[np.int32]: ...


def _indexed(found: _Keys, notes: int) -> tuple[Postings, npt.NDArray[np.int32]]:
    """Return the postings of one kind of key, and how many such keys each note has."""
    sizes = np.bincount(found.notes, minlength=notes).astype(np.int32)
    return Postings.of(found.keys, found.notes, notes), sizes


class ClosedCollection:
    """Notes that are looked up among themselves, all at once: what an audit asks."""

    def neighbourhood(
        self, loose: Loose, most: npt.NDArray[np.int32], remembered: int
    ) -> Neighbourhood:
        """Return, for every note, up to ``most`` earlier notes that share enough keys with it.

        ``most`` is one number a note; only the first ``remembered`` notes may be candidates.
        """
        look_up = LookUp.of(loose)
        left, right, cuts = _pairs(look_up, most, remembered)
        held = look_up.passages
        return Neighbourhood(
            left, right, cuts, _estimates(look_up.sketches, left, right), held.bounds, held.members,
            look_up.passage_starts[held.entries], look_up.passage_stops[held.entries],
            np.zeros(len(held), np.bool_),
        )  # fmt: skip


def _pairs(
    look_up: LookUp, most: npt.NDArray[np.int32], remembered: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    how_many = look_up.sizes.shape[1]
    cuts = np.zeros(how_many, np.bool_)
    workers = min(os.cpu_count() or 1, max(1, how_many // 2000))
    if workers == 1:
        left, right = _search(look_up, 0, how_many, most, remembered, cuts)
        return left, right, cuts
    edges = np.linspace(0, how_many, workers * 4 + 1).astype(int)
    shares = list(zip(edges[:-1], edges[1:], strict=True))
    with ThreadPoolExecutor(workers) as pool:
        found = list(
            pool.map(lambda s: _search(look_up, s[0], s[1], most, remembered, cuts), shares)
        )
    return _joined([f[0] for f in found]), _joined([f[1] for f in found]), cuts


def _search(
    look_up: LookUp,
    first: int,
    stop: int,
    most: npt.NDArray[np.int32],
    remembered: int,
    cuts: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    from index import candidate_kernel

    size = int(most[first:stop].sum()) + 1
    left, right = np.empty(size, np.int32), np.empty(size, np.int32)
    kinds = look_up.kinds
    count = candidate_kernel.candidates(
        first, stop,
        tuple(k.bounds for k in kinds), tuple(k.members for k in kinds),
        tuple(k.note_groups for k in kinds), tuple(k.note_places for k in kinds),
        tuple(k.note_bounds for k in kinds),
        look_up.sizes, np.array(LEAST_SHARE), WIDE, most, remembered,
        left, right, cuts,
    )  # fmt: skip
    return left[:count].copy(), right[:count].copy()


def _joined(parts: Sequence[npt.NDArray[np.int32]]) -> npt.NDArray[np.int32]:
    return np.concatenate(parts) if parts else np.empty(0, np.int32)


def _estimates(
    made: npt.NDArray[np.uint32], left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    """Return the share of equal permutations of each pair's sketches."""
    from index import candidate_kernel

    found = np.empty(len(left), np.float32)
    candidate_kernel.estimates(made, left, right, found)
    return found
