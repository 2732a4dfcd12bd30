"""A closed collection of notes: each distinct masked text once, with its words.

Indexes variants, not copies: work and memory grow with distinct text. Text itself is not kept.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import Words


class Collection:
    """Collects notes batch by batch, then gives their variants in an order of the caller's."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._hashes: list[npt.NDArray[np.uint32]] = []
        self._units: list[npt.NDArray[np.uint8]] = []
        self._flags: list[npt.NDArray[np.uint8]] = []
        self._below: list[npt.NDArray[np.bool_]] = []
        self._sizes: list[int] = []
        self._exact: list[int] = []

    def __len__(self) -> int:
        return len(self._sizes)

    @property
    def masked(self) -> list[int]:
        """The hash of each variant's masked text, by number."""
        return list(self._numbers)

    def add(self, words: Words) -> list[int]:
        """Add a batch of notes; return the number of each one's variant."""
        numbers = []
        for note, key in enumerate(words.masked.tolist()):
            number = self._numbers.setdefault(key, len(self._numbers))
            if number == len(self._sizes):
                share = slice(int(words.bounds[note]), int(words.bounds[note + 1]))
                self._hashes.append(words.hashes[share].copy())
                self._units.append(words.units[share].copy())
                self._flags.append(words.flags[share].copy())
                self._below.append(words.below[share].copy())
                self._sizes.append(share.stop - share.start)
                self._exact.append(int(words.exact[note]))
            numbers.append(number)
        return numbers

    def length(self, number: int) -> int:
        """Return how many words a variant has, masked ones included."""
        return self._sizes[number]

    def words(self, order: npt.NDArray[np.int64]) -> Words:
        """Return the words of the variants with the given numbers, in that order, no offsets."""
        bounds = np.zeros(len(order) + 1, np.int64)
        np.cumsum([self._sizes[k] for k in order.tolist()], out=bounds[1:])
        nowhere = np.zeros(int(bounds[-1]), np.int32)
        keys = np.array(self.masked, np.uint64)
        return Words(
            _joined([self._hashes[k] for k in order.tolist()], np.uint32),
            nowhere,
            nowhere,
            _joined([self._units[k] for k in order.tolist()], np.uint8),
            _joined([self._flags[k] for k in order.tolist()], np.uint8),
            _joined([self._below[k] for k in order.tolist()], np.bool_),
            bounds,
            np.array(self._exact, np.uint64)[order],
            keys[order],
        )


def _joined(parts: list[npt.NDArray], dtype: type) -> npt.NDArray:  # type: ignore[type-arg]
    return np.concatenate(parts) if parts else np.empty(0, dtype)
