"""datasketch: MinHash with 128 permutations and MinHashLSH, the field's default.

Every candidate the LSH returns counts, as in its documentation; the score is the estimated
Jaccard likeness.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.quality.judges import Judge, Judgement, Match, NotRunError, judgement, sent_text
from benchmarks.quality.notes import LabelledNote
from benchmarks.quality.rivals.shingles import shingles

THRESHOLDS = (0.5, 0.7, 0.9)
KINDS = ("words 3", "characters 5")
_PERMUTATIONS = 128


def datasketch_judges() -> list[Judge]:
    """The grid; settings with the same shingles share their sketches."""
    made: list[Judge] = []
    for kind in KINDS:
        sketches = Sketches(kind)
        made += [Datasketch(sketches, threshold) for threshold in THRESHOLDS]
    return made


class Sketches:
    """MinHashes by text, each made once."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._made: dict[str, Any] = {}

    def of(self, notes: Sequence[LabelledNote]) -> list[Any]:
        from datasketch import MinHash

        texts = [sent_text(note) for note in notes]
        new = [t for t in dict.fromkeys(texts) if t not in self._made]
        tokens = ([s.encode("utf-8", "replace") for s in shingles(self.kind, t)] for t in new)
        made = MinHash.generator(tokens, num_perm=_PERMUTATIONS)
        self._made.update(zip(new, made, strict=True))
        return [self._made[text] for text in texts]


class Datasketch:
    """One threshold of MinHashLSH."""

    family = "datasketch"

    def __init__(self, sketches: Sketches, threshold: float) -> None:
        self.name = f"datasketch {sketches.kind} at {threshold}"
        self._sketches = sketches
        self._threshold = threshold
        self._index: Any = None
        self._history: dict[str, Any] = {}

    def fit(self, history: Sequence[LabelledNote]) -> None:
        try:
            from datasketch import MinHashLSH
        except ImportError as error:
            raise NotRunError("datasketch is not installed") from error
        self._index = MinHashLSH(threshold=self._threshold, num_perm=_PERMUTATIONS)
        sketches = self._sketches.of(history)
        self._history = {n.id: s for n, s in zip(history, sketches, strict=True)}
        for note_id, sketch in self._history.items():
            self._index.insert(note_id, sketch)

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        made = []
        for note, sketch in zip(notes, self._sketches.of(notes), strict=True):
            found = self._index.query(sketch)
            made.append(
                judgement(
                    note.id, [Match(i, float(sketch.jaccard(self._history[i]))) for i in found]
                )
            )
        return made
