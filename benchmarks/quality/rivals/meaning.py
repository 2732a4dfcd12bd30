"""Meaning alone: plain cosine of multilingual-e5-small, and SemHash with the same encoder.

SemHash's own default model has to be downloaded and is not run here; any object with `encode` is
one of its documented encoders. It names only the nearest note, as its `deduplicate` does.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.judges import Judge, Judgement, Match, NotRunError, judgement, sent_text
from benchmarks.quality.notes import LabelledNote
from benchmarks.quality.rivals.e5_model import E5

# .93 and .95 are where 1 in 100,000 unrelated pairs lies for this model, and a step above.
COSINES = (0.93, 0.95, 0.97)
SEMHASH = (0.9, 0.93, 0.95)
_ROWS = 1_000
# So many texts are computed before the file of vectors is written anew.
_STEP = 500


def meaning_judges(vectors: Path | None = None) -> list[Judge]:
    """The grid; all share one encoder, and the file that keeps its vectors, if there is one."""
    encoder = SharedEncoder(vectors)
    return [
        *(Cosine(encoder, c) for c in COSINES),
        *(SemHashJudge(encoder, c) for c in SEMHASH),
    ]


class SharedEncoder:
    """The model, loaded when first asked for, and a file of the vectors it has computed."""

    def __init__(self, vectors: Path | None = None, load: Callable[[], Any] = E5) -> None:
        self._model: Any = None
        self._load = load
        self._file = vectors
        self._known: dict[str, Any] = {}

    def encode(self, inputs: Sequence[str], **options: Any) -> Any:
        """Vectors of the texts, float32 of shape (n, 384)."""
        import numpy as np

        if self._file is not None and not self._known and self._file.exists():
            with np.load(self._file) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        keys = [hashlib.sha256(t.encode("utf-8", "surrogatepass")).hexdigest() for t in inputs]
        new = [t for t, key in zip(inputs, keys, strict=True) if key not in self._known]
        for start in range(0, len(new), _STEP):
            self._compute(new[start : start + _STEP])
        return np.stack([self._known[key] for key in keys])

    def _compute(self, texts: Sequence[str]) -> None:
        import numpy as np

        if self._model is None:
            self._model = self._load()
        for text, vector in zip(texts, self._model.encode(texts), strict=True):
            key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            self._known[key] = vector
        if self._file is not None:
            keys, vectors = list(self._known), np.stack(list(self._known.values()))
            part = self._file.with_suffix(".part.npz")
            np.savez(part, keys=np.array(keys), vectors=vectors)
            part.replace(self._file)


class Cosine:
    """Every pair at or above one cosine."""

    family = "cosine"

    def __init__(self, encoder: SharedEncoder, cut: float) -> None:
        self.name = f"cosine e5 at {cut}"
        self._encoder = encoder
        self._cut = cut
        self._ids: list[str] = []
        self._vectors: Any = None

    def fit(self, history: Sequence[LabelledNote]) -> None:
        self._ids = [note.id for note in history]
        self._vectors = self._encoder.encode([sent_text(note) for note in history])

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        import numpy as np

        made: list[Judgement] = []
        for start in range(0, len(notes), _ROWS):
            part = notes[start : start + _ROWS]
            table = self._encoder.encode([sent_text(n) for n in part]) @ self._vectors.T
            for note, row in zip(part, table, strict=True):
                found = np.flatnonzero(row >= self._cut)
                made.append(judgement(note.id, [Match(self._ids[i], float(row[i])) for i in found]))
        return made


class SemHashJudge:
    """SemHash.from_records(history).deduplicate(notes) at one threshold."""

    family = "SemHash"

    def __init__(self, encoder: SharedEncoder, cut: float) -> None:
        self.name = f"SemHash (e5) at {cut}"
        self._encoder = encoder
        self._cut = cut
        self._index: Any = None
        self._ids: dict[str, list[str]] = {}

    def fit(self, history: Sequence[LabelledNote]) -> None:
        try:
            from semhash import SemHash
        except ImportError as error:
            raise NotRunError("semhash is not installed") from error
        self._ids = defaultdict(list)
        for note in history:
            self._ids[sent_text(note)].append(note.id)
        self._index = SemHash.from_records(list(self._ids), model=self._encoder)

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        nearest = {}
        # Distinct texts only: the tool also drops repeats within the new records.
        texts = list(dict.fromkeys(sent_text(note) for note in notes))
        for record in self._index.deduplicate(texts, threshold=self._cut).filtered:
            nearest[record.record] = (record.duplicate_of, float(record.score))
        made = []
        for note in notes:
            other, score = nearest.get(sent_text(note), ("", 0.0))
            matches = [Match(i, score) for i in self._ids.get(other, ())] if score else []
            made.append(judgement(note.id, matches))
        return made
