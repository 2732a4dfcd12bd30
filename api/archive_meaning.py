"""The meaning of an archive: what its notes say, each distinct sentence encoded once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api.archives.interface import Archive, Origin
from api.reading import read_note_again
from dedupe import EncodedSoFar, Encoder, Meaning, MeaningScale, Note
from index import MeaningMemory, meaning_of_all

#: Notes read again at a time: their texts are in memory until they are encoded.
AT_ONCE = 512

#: Gives the meaning of variants, named by the hashes of their masked texts, in order.
MeaningOf = Callable[[npt.NDArray[np.uint64]], Meaning]


@dataclass(frozen=True, slots=True)
class ArchiveMeaning:
    """Reads one note of each variant again, and encodes what it says.

    ``origins`` leads from the hash of a masked text to a message with it; ``scale`` is what the
    notes are to be judged by. ``update`` hears how many
    notes are read, and how many there are.
    """

    encoder: Encoder
    archives: Sequence[Archive]
    origins: dict[int, Origin]
    scale: MeaningScale
    update: EncodedSoFar

    def of(self, masked: npt.NDArray[np.uint64]) -> Meaning:
        """Return the meaning of variants. Raises MeaningUnavailable."""
        memory = MeaningMemory(self.encoder)
        for first in range(0, len(masked), AT_ONCE):
            self.update(first, len(masked))
            part = masked[first : first + AT_ONCE]
            found = [(key, self._note(key)) for key in part.tolist()]
            there = [(key, note) for key, note in found if note is not None]
            keys = np.array([key for key, _ in there], np.uint64)
            memory.read(keys, [note for _, note in there])
        self.update(len(masked), len(masked))
        return meaning_of_all(memory, masked, self.scale)

    def _note(self, masked: int) -> Note | None:
        return read_note_again(self.archives, self.origins[masked])
