"""Shared keys: which notes of a closed collection hold one look-up key, and where in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe import KeyParts, Keys, Passages, Room, in_memory
from index.postings import Postings

#: Maps parts, in order, in as many threads as it likes.
Mapped = Callable[[Callable[[int], "Part"], Iterable[int]], Iterator["Part"]]


@dataclass(frozen=True, slots=True)
class SharedKeys:
    """The groups of notes that hold a key of one kind, in the order of the parts.

    Group g is ``members[bounds[g]:bounds[g + 1]]`` (int32, ascending and distinct); ``starts`` and
    ``stops`` (int32) are the loose words of a passage in each, and empty for other kinds.
    ``sizes`` (int32, one a note) are all its keys of the kind, shared or not.
    """

    bounds: npt.NDArray[np.int64]
    members: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    stops: npt.NDArray[np.int32]
    sizes: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @classmethod
    def of(
        cls,
        parts: KeyParts[Keys] | KeyParts[Passages],
        notes: int,
        room: Room = in_memory,
        mapped: Mapped = map,
    ) -> SharedKeys:
        """Make the keys of each part, keep what several notes hold, and let the rest go."""
        sizes = np.zeros(notes, np.int32)
        members, starts, stops = (_Growing(room(parts.most, np.int32)) for _ in range(3))
        bounds = [np.zeros(1, np.int64)]
        for part in mapped(lambda number: Part.of(parts.make(number), notes), range(parts.parts)):
            sizes += part.sizes
            bounds.append(part.ends + len(members))
            members.add(part.members)
            starts.add(part.starts)
            stops.add(part.stops)
        return cls(np.concatenate(bounds), members.all, starts.all, stops.all, sizes)


@dataclass(frozen=True, slots=True)
class Part:
    """The same of one part's keys; ``ends`` are the bounds without the first."""

    ends: npt.NDArray[np.int64]
    members: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    stops: npt.NDArray[np.int32]
    sizes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, found: Keys | Passages, notes: int) -> Part:
        held = Postings.of(found.keys, found.notes)
        nowhere = np.empty(0, np.int32)
        starts, stops = nowhere, nowhere
        if isinstance(found, Passages):
            starts, stops = found.starts[held.entries], found.stops[held.entries]
        sizes = np.bincount(found.notes, minlength=notes).astype(np.int32)
        return cls(held.bounds[1:], held.members, starts, stops, sizes)


class _Growing:
    """An array with room for all that may come; what is not filled takes no memory."""

    def __init__(self, room: npt.NDArray[np.int32]) -> None:
        self._room = room
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, values: npt.NDArray[np.int32]) -> None:
        self._room[self._size : self._size + len(values)] = values
        self._size += len(values)

    @property
    def all(self) -> npt.NDArray[np.int32]:
        return self._room[: self._size]
