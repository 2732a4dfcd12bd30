"""The meaning of an archive: what its notes say, each distinct sentence encoded once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from api.archives.interface import Archive, Origin
from api.reading import Update, read_note_again
from dedupe import Encoder, Meaning, MeaningScale, Note
from index import MeaningMemory, meaning_of_all

#: Notes read again at a time: their texts are in memory until they are encoded.
AT_ONCE = 1_024

#: What is going on, as a bar says it.
READING = "reading what was said"
COMPARING = "comparing what was said"

#: Gives the meaning of variants, named by the hashes of their masked texts, in order.
MeaningOf = Callable[[npt.NDArray[np.uint64]], Meaning]

#: Told how many notes are done, how many there are, and what is being done.
Told = Callable[[int, int, str], None]


def told_to(update: Update, whole: int) -> Told:
    """Return what moves a bar of length ``whole`` by the notes that are done."""

    def told(done: int, total: int, stage: str) -> None:
        update(whole * done // max(total, 1), done, stage)

    return told


@dataclass(frozen=True, slots=True)
class ArchiveMeaning:
    """Reads one note of each variant again, and encodes what it says.

    ``origins`` leads from the hash of a masked text to a message with it; ``scale`` is what the
    notes are to be judged by. ``update`` hears how many notes are done, of how many, and at what.
    """

    encoder: Encoder
    archives: Sequence[Archive]
    origins: Mapping[int, Origin]
    scale: MeaningScale
    update: Told

    def of(self, masked: npt.NDArray[np.uint64]) -> Meaning:
        """Return the meaning of variants. Raises MeaningUnavailable."""
        memory, whole = MeaningMemory(self.encoder), len(masked)
        for first in range(0, whole, AT_ONCE):
            self.update(first, whole, READING)
            part = masked[first : first + AT_ONCE]
            found = [(key, self._note(key)) for key in part.tolist()]
            there = [(key, note) for key, note in found if note is not None]
            keys = np.array([key for key, _ in there], np.uint64)
            encoded = partial(self._encoded, first, len(part), whole)
            memory.read(keys, [note for _, note in there], update=encoded)
        self.update(whole, whole, READING)
        return meaning_of_all(
            memory, masked, self.scale, lambda done, of: self.update(done, of, COMPARING)
        )

    def _encoded(self, first: int, notes: int, whole: int, done: int, of: int) -> None:
        """Tell how many notes are done, by how many of their sentences are encoded."""
        self.update(first + notes * done // max(of, 1), whole, READING)

    def _note(self, masked: int) -> Note | None:
        return read_note_again(self.archives, self.origins[masked])
