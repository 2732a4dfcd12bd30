"""rapidfuzz: ratio and token_sort_ratio of every pair, cut off at several places."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.quality.judges import Judge, Judgement, Match, NotRunError, judgement, sent_text
from benchmarks.quality.notes import LabelledNote

CUTS = (60, 70, 80, 90)
_ROWS = 500


def rapidfuzz_judges() -> list[Judge]:
    """The grid; the cuts of one scorer share its scores."""
    made: list[Judge] = []
    for scorer in ("ratio", "token_sort_ratio"):
        scores = Scores(scorer)
        made += [Rapidfuzz(scores, cut) for cut in CUTS]
    return made


class Scores:
    """Every pair at or above the lowest cut, by text, computed once for one history."""

    def __init__(self, scorer: str) -> None:
        self.scorer = scorer
        self._history: tuple[str, ...] = ()
        self._found: dict[str, list[tuple[int, float]]] = {}

    def fit(self, texts: tuple[str, ...]) -> None:
        if texts != self._history:
            self._history, self._found = texts, {}

    def of(self, texts: Sequence[str]) -> list[list[tuple[int, float]]]:
        new = [t for t in dict.fromkeys(texts) if t not in self._found]
        for start in range(0, len(new), _ROWS):
            self._compute(new[start : start + _ROWS])
        return [self._found[text] for text in texts]

    def _compute(self, texts: Sequence[str]) -> None:
        import numpy as np
        from rapidfuzz import fuzz, process, utils

        def prepared(text: str) -> str:
            text = utils.default_process(text)
            # What token_sort_ratio does to each side of every pair, done once.
            return " ".join(sorted(text.split())) if self.scorer != "ratio" else text

        table = process.cdist(
            [prepared(t) for t in texts],
            [prepared(t) for t in self._history],
            scorer=fuzz.ratio,
            score_cutoff=min(CUTS),
            dtype=np.float32,
            workers=-1,
        )
        for text, row in zip(texts, table, strict=True):
            columns = np.flatnonzero(row)
            self._found[text] = [(int(c), float(row[c])) for c in columns]


class Rapidfuzz:
    """One scorer at one cut."""

    family = "rapidfuzz"

    def __init__(self, scores: Scores, cut: int) -> None:
        self.name = f"rapidfuzz {scores.scorer} at {cut}"
        self._scores = scores
        self._cut = cut
        self._ids: list[str] = []

    def fit(self, history: Sequence[LabelledNote]) -> None:
        try:
            import rapidfuzz  # noqa: F401
        except ImportError as error:
            raise NotRunError("rapidfuzz is not installed") from error
        self._ids = [note.id for note in history]
        self._scores.fit(tuple(sent_text(note) for note in history))

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        found = self._scores.of([sent_text(note) for note in notes])
        return [
            judgement(note.id, [Match(self._ids[i], s / 100) for i, s in pairs if s >= self._cut])
            for note, pairs in zip(notes, found, strict=True)
        ]
