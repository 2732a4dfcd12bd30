"""A closed collection of notes: each distinct masked text once, with its words.

Indexes variants, not copies: work and memory grow with distinct text. Text itself is not kept, and
the words of many variants lie in temporary files (index/temporary_files.py).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dedupe import Words
from index.spill import Spill
from index.temporary_files import TemporaryFiles

#: What is kept of each word; offsets are not asked for again.
_KEPT = {"hashes": np.uint32, "units": np.uint8, "flags": np.uint8, "below": np.bool_}


class Collection:
    """Collects notes batch by batch, then gives their variants in an order of the caller's."""

    def __init__(self, files: TemporaryFiles | None = None) -> None:
        self.files = files or TemporaryFiles()
        self._numbers: dict[int, int] = {}
        self._kept = {name: Spill(kind, self.files) for name, kind in _KEPT.items()}
        self._exact = array("Q")
        self._start = array("q")
        self._size = array("i")
        self._words = 0

    def __len__(self) -> int:
        return len(self._size)

    @property
    def masked(self) -> list[int]:
        """The hash of each variant's masked text, by number."""
        return list(self._numbers)

    def add(self, words: Words) -> list[int]:
        """Add a batch of notes; return the number of each one's variant."""
        numbers: list[int] = []
        new: list[int] = []
        for note, key in enumerate(words.masked.tolist()):
            number = self._numbers.setdefault(key, len(self._numbers))
            if number == len(self._size) + len(new):
                new.append(note)
            numbers.append(number)
        if new:
            all_new = len(new) == len(words)
            chosen = words if all_new else words.chosen(np.array(new, np.int64))
            self._start.extend((self._words + chosen.bounds[:-1]).tolist())
            self._size.extend(np.diff(chosen.bounds).tolist())
            self._exact.extend(chosen.exact.tolist())
            self._words += len(chosen.hashes)
            for name, kept in self._kept.items():
                kept.add(getattr(chosen, name))
        return numbers

    def length(self, number: int) -> int:
        """Return how many words a variant has, masked ones included."""
        return self._size[number]

    def words(self, order: npt.NDArray[np.int64]) -> Words:
        """Return the words of the variants with the given numbers, in that order, no offsets."""
        bounds = np.zeros(len(order) + 1, np.int64)
        np.cumsum(np.array(self._size, np.int64)[order], out=bounds[1:])
        nowhere = np.empty(0, np.int32)
        stretches = list(self._stretches(order.tolist()))
        kept = {name: self._joined(name, stretches, int(bounds[-1])) for name in _KEPT}
        return Words(
            **kept, starts=nowhere, stops=nowhere, bounds=bounds,
            exact=np.array(self._exact, np.uint64)[order],
            masked=np.array(self.masked, np.uint64)[order],
        )  # fmt: skip

    def hand_over(self, order: npt.NDArray[np.int64]) -> Words:
        """Do as ``words``, and keep nothing: it is the last thing that is asked."""
        words = self.words(order)
        for kept in self._kept.values():
            kept.clear()
        self._numbers = {}
        self._exact, self._start, self._size = array("Q"), array("q"), array("i")
        return words

    def _joined(self, name: str, stretches: Sequence[tuple[int, int]], size: int) -> npt.NDArray:  # type: ignore[type-arg]
        """Return one entry a word of some stretches of words, end to end, to be read only."""
        values: npt.NDArray[Any] = self._kept[name].all()
        if list(stretches) == [(0, len(values))]:
            return values
        joined: npt.NDArray[Any] = self.files.room(size, _KEPT[name])
        at = 0
        for first, stop in stretches:
            joined[at : at + stop - first] = values[first:stop]
            at += stop - first
        return joined

    def _stretches(self, chosen: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the words [first, stop) of the variants chosen, neighbours as one.

        Most orders keep most notes beside each other, and a slice costs as much as a short note.
        """
        first, stop = 0, 0
        for number in chosen:
            start = self._start[number]
            if start != stop:
                if stop > first:
                    yield first, stop
                first = start
            stop = start + self._size[number]
        if stop > first:
            yield first, stop
