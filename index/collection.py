"""A closed collection of notes: each distinct masked text once, with its words.

Indexes variants, not copies: work and memory grow with distinct text. Text itself is not kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from dedupe import Words


class Collection:
    """Collects notes batch by batch, then gives their variants in an order of the caller's."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        # Whole batches and places in them: four small arrays a variant would take 600 bytes of
        # headers.
        self._batches: list[Words] = []
        self._batch = array("i")
        self._note = array("i")
        self._size = array("i")

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
            self._batch.extend([len(self._batches)] * len(new))
            self._note.extend(range(len(new)))
            self._size.extend(np.diff(chosen.bounds).tolist())
            nowhere = np.empty(0, np.int32)  # offsets are not asked for again
            self._batches.append(replace(chosen, starts=nowhere, stops=nowhere))
        return numbers

    def length(self, number: int) -> int:
        """Return how many words a variant has, masked ones included."""
        return self._size[number]

    def words(self, order: npt.NDArray[np.int64]) -> Words:
        """Return the words of the variants with the given numbers, in that order, no offsets."""
        chosen = order.tolist()
        bounds = np.zeros(len(chosen) + 1, np.int64)
        np.cumsum([self._size[k] for k in chosen], out=bounds[1:])
        nowhere = np.empty(0, np.int32)
        exact = [batch.exact for batch in self._batches]
        return Words(
            self._joined([batch.hashes for batch in self._batches], chosen, np.uint32),
            nowhere,
            nowhere,
            self._joined([batch.units for batch in self._batches], chosen, np.uint8),
            self._joined([batch.flags for batch in self._batches], chosen, np.uint8),
            self._joined([batch.below for batch in self._batches], chosen, np.bool_),
            bounds,
            np.array([exact[self._batch[k]][self._note[k]] for k in chosen], np.uint64),
            np.array(self.masked, np.uint64)[order],
        )

    def hand_over(self, order: npt.NDArray[np.int64]) -> Words:
        """Do as ``words``, and keep none of them: afterwards only hashes and lengths are known.

        It is the last thing that is asked: nothing can be added, and no words be had, after it.
        """
        words = self.words(order)
        self._batches.clear()
        return words

    def _joined(
        self,
        batches: Sequence[npt.NDArray],  # type: ignore[type-arg]
        chosen: Sequence[int],
        dtype: type,
    ) -> npt.NDArray:  # type: ignore[type-arg]
        """Return one entry a word of the chosen variants, end to end."""
        if not chosen:
            return np.empty(0, dtype)
        bounds = [batch.bounds for batch in self._batches]
        return np.concatenate(
            [
                batches[batch][bounds[batch][first] : bounds[batch][stop]]
                for batch, first, stop in self._stretches(chosen)
            ]
        )

    def _stretches(self, chosen: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Yield (batch, first note, the note after the last): the notes chosen, neighbours as one.

        Most orders keep most notes beside each other, and a slice costs as much as a short note.
        """
        within, first, stop = -1, 0, 0
        for number in chosen:
            batch, note = self._batch[number], self._note[number]
            if batch != within or note != stop:
                if stop > first:
                    yield within, first, stop
                within, first = batch, note
            stop = note + 1
        if stop > first:
            yield within, first, stop
