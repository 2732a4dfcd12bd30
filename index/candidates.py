"""Candidates: which pairs of notes are worth an exact comparison. Generous, never a judgement."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import (
    Loose,
    Neighbourhood,
    Room,
    band_parts,
    in_memory,
    pair_parts,
    passage_parts,
    place_type,
    sketches,
)
from index.shared_keys import SharedKeys
from index.temporary_files import TemporaryFiles

#: Of a key that very many notes hold, this many notes at either end may be candidates.
WIDE = 32

#: Fewer notes are indexed in the thread that asks: to start others takes longer.
FEW = 500

#: Notes are searched in so many shares a worker: what lists their places is let go after each.
SHARES = 4

#: Least share of the smaller note's keys that must be shared: bands, passages, pairs
#: (benchmarks/README.md: an excerpt, and found by length).
LEAST_SHARE = (0.0, 0.08, 0.12)


@dataclass(frozen=True, slots=True)
class LookUp:
    """What notes of a closed collection share: bands, passages, pairs; and their sketches."""

    kinds: tuple[SharedKeys, ...]
    sketches: npt.NDArray[np.uint32]

    @property
    def passages(self) -> SharedKeys:
        return self.kinds[1]

    @classmethod
    def of(cls, loose: Loose, room: Room = in_memory) -> LookUp:
        """Sketch every note and group the notes by their bands, passages and pairs, in ``room``."""
        count = len(loose)
        if count < FEW:
            made = sketches(loose)
            kinds = (band_parts(made, loose), passage_parts(loose), pair_parts(loose))
            return cls(tuple(SharedKeys.of(each, count, room) for each in kinds), made)
        with ThreadPoolExecutor(2) as pool:
            runs = pool.submit(passage_parts, loose)  # as much work as the sketches
            made = sketches(loose, room)
            kinds = (band_parts(made, loose), runs.result(), pair_parts(loose))
            return cls(tuple(SharedKeys.of(each, count, room, pool.map) for each in kinds), made)


#: Where a note stands in groups: two columns of whole numbers.
Places = npt.NDArray[np.int32 | np.int64]


class ClosedCollection:
    """Notes that are looked up among themselves, all at once: what an audit asks."""

    def __init__(self, files: TemporaryFiles | None = None) -> None:
        self.files = files or TemporaryFiles()

    @property
    def room(self) -> Room:
        return self.files.room

    def neighbourhood(
        self, loose: Loose, most: npt.NDArray[np.int32], remembered: int
    ) -> Neighbourhood:
        """Return, for every note, up to ``most`` earlier notes that share enough keys with it.

        ``most`` is one number a note; only the first ``remembered`` notes may be candidates.
        """
        look_up = LookUp.of(loose, self.room)
        left, right, cuts = _pairs(look_up.kinds, most, remembered, self.room)
        alike = _estimates(look_up.sketches, left, right, self.room)
        held = look_up.passages
        return Neighbourhood(
            left, right, cuts, alike, held.bounds, held.members, held.starts, held.stops,
            np.zeros(len(held), np.bool_),
        )  # fmt: skip


def _pairs(
    kinds: tuple[SharedKeys, ...], most: npt.NDArray[np.int32], remembered: int, room: Room
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    how_many = len(most)
    cuts = np.zeros(how_many, np.bool_)
    workers = min(os.cpu_count() or 1, max(1, how_many // 2000))
    each = [_Kind.of(kind, share) for kind, share in zip(kinds, LEAST_SHARE, strict=True)]
    if workers == 1:
        left, right = _search(each, 0, how_many, most, remembered, cuts)
        return left, right, cuts
    edges = np.linspace(0, how_many, workers * SHARES + 1).astype(int)
    shares = list(zip(edges[:-1], edges[1:], strict=True))
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(lambda s: _search(each, s[0], s[1], most, remembered, cuts), shares))
    return _joined([f[0] for f in found], room), _joined([f[1] for f in found], room), cuts


@dataclass(frozen=True, slots=True)
class _Kind:
    """The keys of one kind that are searched.

    One entry a note: ``bounds`` (int64) of its places in groups, ``needed`` (int32), how many keys
    it must share with another one.
    """

    shared: SharedKeys
    bounds: npt.NDArray[np.int64]
    needed: npt.NDArray[np.int32]

    @classmethod
    def of(cls, shared: SharedKeys, least: float) -> _Kind:
        notes = len(shared.sizes)
        bounds = np.zeros(notes + 1, np.int64)
        np.cumsum(np.bincount(shared.members, minlength=notes), out=bounds[1:])
        needed = np.maximum(np.ceil(least * shared.sizes), 1).astype(np.int32)
        return cls(shared, bounds, needed)

    def places(
        self, first: int, stop: int, number: type[np.int32 | np.int64]
    ) -> tuple[Places, npt.NDArray[np.int64]]:
        """Return where the notes [first, stop) stand in groups, note by note, and their bounds.

        Two columns: where the group begins among the members, and the note's own place there.
        """
        from index import candidate_kernel

        members = self.shared.members
        bounds = self.bounds[first : stop + 1] - self.bounds[first]
        places = np.empty((int(bounds[-1]), 2), number)
        candidate_kernel.list_places(self.shared.bounds, members, first, bounds[:-1].copy(), places)
        return places, bounds


def _search(
    kinds: Sequence[_Kind],
    first: int,
    stop: int,
    most: npt.NDArray[np.int32],
    remembered: int,
    cuts: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the candidates of the notes [first, stop)."""
    from index import candidate_kernel

    size = int(most[first:stop].sum()) + 1
    left, right = np.empty(size, np.int32), np.empty(size, np.int32)
    number = place_type(max(len(kind.shared.members) for kind in kinds))
    places = [kind.places(first, stop, number) for kind in kinds]
    count = candidate_kernel.candidates(
        first, stop,
        tuple(kind.shared.members for kind in kinds), tuple(entries for entries, _ in places),
        tuple(bounds for _, bounds in places), tuple(kind.needed for kind in kinds),
        WIDE, most, remembered, left, right, cuts,
    )  # fmt: skip
    return left[:count].copy(), right[:count].copy()


def _joined(parts: Sequence[npt.NDArray[np.int32]], room: Room) -> npt.NDArray[np.int32]:
    joined = room(sum(map(len, parts)), np.int32)
    return np.concatenate(parts, out=joined) if parts else joined


def _estimates(
    made: npt.NDArray[np.uint32],
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    room: Room,
) -> npt.NDArray[np.float32]:
    """Return the share of equal permutations of each pair's sketches."""
    from index import candidate_kernel

    found = room(len(left), np.float32)
    candidate_kernel.estimates(made, left, right, found)
    return found
