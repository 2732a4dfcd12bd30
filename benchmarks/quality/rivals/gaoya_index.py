"""gaoya: MinHashStringIndex with its own analysers; it checks the threshold itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.quality.judges import Judge, Judgement, Match, NotRunError, judgement, sent_text
from benchmarks.quality.notes import LabelledNote

# Single words at .5 with 42 bands of 3 is the documentation's example.
GRID = (
    ("word", 1, 0.5), ("word", 1, 0.7), ("word", 3, 0.5), ("word", 3, 0.7),
    ("char", 5, 0.5), ("char", 5, 0.7),
)  # fmt: skip
_BANDS, _BAND_SIZE = 42, 3


def gaoya_judges() -> list[Judge]:
    """The grid."""
    return [Gaoya(*setting) for setting in GRID]


class Gaoya:
    """One analyser at one threshold."""

    family = "gaoya"

    def __init__(self, analyser: str, size: int, threshold: float) -> None:
        kind = {"word": "words", "char": "characters"}[analyser]
        self.name = f"gaoya {kind} {size} at {threshold}"
        self._setting = (analyser, size, threshold)
        self._index: Any = None
        self._ids: list[str] = []

    def fit(self, history: Sequence[LabelledNote]) -> None:
        try:
            from gaoya.minhash import MinHashStringIndex
        except ImportError as error:
            raise NotRunError("gaoya is not installed") from error
        analyser, size, threshold = self._setting
        self._index = MinHashStringIndex(
            32, threshold, _BANDS, _BAND_SIZE, None, analyser, True, (size, size)
        )
        self._ids = [note.id for note in history]
        texts = [sent_text(note) for note in history]
        self._index.par_bulk_insert_docs(list(range(len(texts))), texts)

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        texts = [sent_text(note) for note in notes]
        found = self._index.par_bulk_query(texts, return_similarity=True)
        return [
            judgement(note.id, [Match(self._ids[i], float(score)) for i, score in matches])
            for note, matches in zip(notes, found, strict=True)
        ]
