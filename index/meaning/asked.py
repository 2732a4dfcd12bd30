"""What asked notes say, and which remembered variants may say the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dedupe import Meaning, MeaningScale, Note
from index.meaning.memory import MeaningMemory
from index.meaning.rows import meaning_of_rows
from index.meaning.search import notes_alike, variants_alike
from index.recall import Recall
from index.remembered import Remembered

_NOTHING = (np.empty(0, np.int32), np.empty(0, np.int32))


class AskedMeaning:
    """The meaning of a call's distinct notes, in the order in which they are asked.

    ``numbers`` are the remembered variants that may say the same as one of them. Raises OutOfTime
    where the notes can not be encoded before ``deadline`` (by time.monotonic).
    """

    def __init__(
        self,
        memory: MeaningMemory,
        known: Remembered,
        notes: Sequence[Note],
        *,
        among: bool,
        deadline: float | None = None,
    ) -> None:
        self._memory, self._known = memory, known
        self._said = memory.said(notes, deadline)
        self._sayings = memory.sayings
        alike = variants_alike(memory, self._sayings, self._said)
        numbers = known.variants.numbers(self._sayings.notes["masked"][alike.slots])
        self._asked, self._numbers = alike.asked[numbers >= 0], numbers[numbers >= 0]
        self._among = (
            notes_alike(self._said, memory.scale.least) if among and len(notes) > 1 else _NOTHING
        )
        self._cut = alike.cut

    @property
    def numbers(self) -> npt.NDArray[np.int32]:
        """The variants that may say the same, each once, ascending."""
        return np.unique(self._numbers)

    def of(self, found: Recall, scale: MeaningScale) -> Meaning:
        """Return the meaning of the rows that were recalled, these variants among them.

        ``scale`` is what they are to be judged by.
        """
        recalled = found.numbers[: found.asked]
        slots = self._sayings.slots(self._known.variants.notes["masked"][recalled])
        first = np.int32(found.asked)
        cut = np.concatenate((np.zeros(len(slots), np.bool_), self._cut))
        return meaning_of_rows(
            self._memory, self._sayings, slots, self._said, cut, scale,
            (first + self._asked, found.rows_of(self._numbers)),
            (first + self._among[0], first + self._among[1]),
        )  # fmt: skip
