"""Meaning in a judgement: which rows say the same in other words, sentence by sentence.

Candidates come from whoever searched the vectors; relations are named here alone. Set-aside text
says nothing. A pair that is one text by its words is never judged by its meaning too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dedupe.encoder import Vectors
from dedupe.meaning_scale import E5_SCALE, MeaningScale
from dedupe.note_sentences import NoteSentences
from dedupe.words import Words

#: Two sentences whose likeness is worth this much (0 to 1) are shown as saying the same, and are
#: not the recipient's alone.
SAID_ALIKE = 0.3

Spans = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the rows of a judgement say, and which pairs of them may say the same.

    ``sentences`` are those of all rows (none where a row takes no part); ``vectors``, shape (n, d),
    distinct ones, and ``which`` (int64, one a sentence) names each sentence's; ``background``
    (float64, one a distinct vector): see `NoteMeaning`. Pairs (``left``, ``right``), int32, right
    before left; ``cut`` (bool, one a row) says whose list of them was cut short.
    """

    sentences: NoteSentences
    vectors: Vectors
    which: npt.NDArray[np.int64]
    background: npt.NDArray[np.float64]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    cut: npt.NDArray[np.bool_]
    scale: MeaningScale = E5_SCALE


@dataclass(frozen=True, slots=True)
class SaidAlike:
    """Two rows that say the same in other words.

    ``share`` (0 to 1) of both is said alike: what the line is drawn on. ``here`` and ``there``
    (shape (n, 2), unmasked words [first, stop) of each row) pair their sentences, with
    ``cosines``; ``abroad``: in another language.
    """

    score: float
    share: float
    cosine: float
    abroad: bool
    here: Spans
    there: Spans
    cosines: npt.NDArray[np.float32]

    def turned(self) -> SaidAlike:
        """Return the same from the other row's side."""
        return replace(self, here=self.there, there=self.here)


@dataclass(frozen=True)
class Reworded:
    """All pairs of rows that say the same in other words: ``left``, ``right`` (int32).

    ``cut`` are rows of which there may be more, since most that were looked at do.
    """

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    score: npt.NDArray[np.float32]
    said: tuple[SaidAlike, ...] = field(repr=False)
    cut: frozenset[int] = frozenset()

    @classmethod
    def nothing(cls) -> Reworded:
        none = np.empty(0, np.int32)
        return cls(none, none, np.empty(0, np.float32), ())

    def __len__(self) -> int:
        return len(self.left)

    def without(self, left_out: npt.NDArray[np.bool_]) -> Reworded:
        """Return the pairs but for some."""
        if not left_out.any():
            return self
        kept = ~left_out
        said = tuple(said for said, left in zip(self.said, kept.tolist(), strict=True) if left)
        return Reworded(self.left[kept], self.right[kept], self.score[kept], said, self.cut)

    def between(self, row: int, other: int) -> SaidAlike | None:
        """Return how two rows say the same, from the first one's side; None if they do not."""
        at = self._places.get((max(row, other), min(row, other)))
        if at is None:
            return None
        return self.said[at] if row > other else self.said[at].turned()

    @cached_property
    def _places(self) -> dict[tuple[int, int], int]:
        pairs = zip(self.left.tolist(), self.right.tolist(), strict=True)
        return {pair: place for place, pair in enumerate(pairs)}

    def covered(
        self,
        words: Words,
        by_right: npt.NDArray[np.bool_],
        by_left: npt.NDArray[np.bool_],
    ) -> npt.NDArray[np.bool_]:
        """Return which words stand in sentences that the other row of a pair says too.

        ``by_right`` (bool, one a pair) says whether the left row's words count as covered by the
        right one, ``by_left`` the other way round.
        """
        marked = np.zeros(len(words.hashes), np.bool_)
        if not len(self):
            return marked
        unmasked = np.flatnonzero(words.flags == 0)
        first = np.searchsorted(unmasked, words.bounds)
        sides = ((self.left, by_right, False), (self.right, by_left, True))
        for rows, told, turned in sides:
            for place in np.flatnonzero(told).tolist():
                said = self.said[place].turned() if turned else self.said[place]
                for start, stop in said.here.tolist():
                    at = int(first[int(rows[place])])
                    marked[unmasked[at + start : at + stop]] = True
        return marked


def said_spans(spans: Spans, starts: Spans, stops: Spans) -> Iterator[tuple[int, int]]:
    """Turn unmasked words [first, stop) of a note into code points of its text.

    ``starts`` and ``stops`` are those of the note's unmasked words.
    """
    for first, stop in spans.tolist():
        if first < min(stop, len(starts)):
            yield int(starts[first]), int(stops[min(stop, len(stops)) - 1])
