"""rensa: RMinHashDeduplicator with its LSH, which checks candidates against the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.quality.judges import Judge, Judgement, Match, NotRunError, judgement, sent_text
from benchmarks.quality.notes import LabelledNote
from benchmarks.quality.rivals.shingles import shingles

# .8 over single words is the README's own example; the finer shingles are datasketch's.
GRID = (
    ("words 1", 0.5), ("words 1", 0.7), ("words 1", 0.8),
    ("words 3", 0.5), ("words 3", 0.7),
    ("characters 5", 0.5), ("characters 5", 0.7),
)  # fmt: skip
_PERMUTATIONS = 128
_SEED = 42


def rensa_judges() -> list[Judge]:
    """The grid."""
    return [Rensa(kind, threshold) for kind, threshold in GRID]


class Rensa:
    """One kind of shingle at one threshold."""

    family = "rensa"

    def __init__(self, kind: str, threshold: float) -> None:
        self.name = f"rensa {kind} at {threshold}"
        self._kind = kind
        self._threshold = threshold
        self._index: Any = None
        self._history: dict[str, Any] = {}

    def fit(self, history: Sequence[LabelledNote]) -> None:
        try:
            from rensa import RMinHashLSH
        except ImportError as error:
            raise NotRunError("rensa is not installed") from error
        # Bands of four rows catch what the threshold should find; candidates are checked below.
        self._index = RMinHashLSH(
            threshold=self._threshold, num_perm=_PERMUTATIONS, num_bands=_PERMUTATIONS // 4
        )
        self._history = {}
        for number, (note, sketch) in enumerate(zip(history, self._of(history), strict=True)):
            self._index.insert(number, sketch)
            self._history[str(number)] = (note.id, sketch)

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        made = []
        for note, sketch in zip(notes, self._of(notes), strict=True):
            matches = []
            for number in self._index.query(sketch):
                note_id, other = self._history[str(number)]
                likeness = sketch.jaccard(other)
                if likeness >= self._threshold:
                    matches.append(Match(note_id, float(likeness)))
            made.append(judgement(note.id, matches))
        return made

    def _of(self, notes: Sequence[LabelledNote]) -> list[Any]:
        from rensa import RMinHash

        tokens = [shingles(self._kind, sent_text(note)) for note in notes]
        return list(RMinHash.from_token_sets(tokens, num_perm=_PERMUTATIONS, seed=_SEED))
