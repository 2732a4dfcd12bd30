"""How well `reworded` tells the same note in other words from honest notes on the same topic.

    .venv/bin/python -m benchmarks.meaning            # the held-out half
    .venv/bin/python -m benchmarks.meaning --tune     # the half that the constants were set on

AUC: how often a rewritten pair stands above an honest one. At 1 in 1,000: the share of rewritten
pairs found where one honest pair in a thousand is called the same.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.meaning.pairs import (
    Pair,
    abroad,
    letters,
    paws,
    rewritten,
    tatoeba,
    translations,
    word_overlap,
)
from benchmarks.meaning.reading import Reader, before, sample_of
from benchmarks.meaning.trial import trials
from dedupe import E5_SCALE, NoteMeaning, reworded_evidence


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--tune", action="store_true", help="the half used for tuning")
    parser.add_argument("--model", help="as for samenote model")
    chosen = parser.parse_args()
    from index import open_encoder

    reader, held_out = Reader(open_encoder(chosen.model)), not chosen.tune
    # The other half of the letters and rewrites plays the tenant's other mail.
    other = [*letters(not held_out), *rewritten(not held_out)]
    scores = Scores(reader, [text for p in other for text in (p.here, p.there)])
    for name, pairs in _sets(held_out).items():
        scores.prepare(pairs)
        same = np.array([pair.same for pair in pairs])
        print(f"| {name} | {same.sum():,} / {(~same).sum():,} |", end="")
        for score in scores.judges().values():
            got = np.array([score(pair) for pair in pairs])
            found, _ = at_false_alarms(got[same], got[~same])
            print(f" {auc(got[same], got[~same]):.4f}, {found:.0%} |", end="", flush=True)
        print()
    for outcome in trials(reader, held_out, lambda line: print(line, file=sys.stderr)):
        found_share = "" if outcome.found is None else f"{outcome.found / outcome.notes:.0%}"
        wrong = f"{outcome.wrong} ({outcome.wrong / outcome.notes:.1%})"
        print(f"| {outcome.name} | {outcome.notes:,} | {found_share} | {wrong} |", flush=True)


def _sets(held_out: bool) -> dict[str, list[Pair]]:
    honest = list(letters(held_out))
    topical = [pair for pair in honest if pair.kind == "letters on one topic"]
    ours = list(rewritten(held_out))
    said_abroad = list(translations(held_out))
    return {
        "rewritten by hand, against letters on one topic": [*ours, *topical],
        "rewritten by hand, against all short letters": [*ours, *honest],
        "rewritten and translated": [*said_abroad, *abroad(held_out)],
        "tatoeba, four sentences": list(tatoeba(held_out)),
        "paws_x_zh, swapped words (the trap)": list(paws(held_out)),
    }


class Scores:
    """Scores of pairs by each judge; every text is encoded once."""

    def __init__(self, reader: Reader, other_mail: Sequence[str]) -> None:
        self._reader = reader
        self._whole: dict[str, Any] = {}
        self._notes: dict[str, NoteMeaning] = {}
        self._sample = sample_of(reader.read(list(dict.fromkeys(other_mail))))

    def judges(self) -> dict[str, Callable[[Pair], float]]:
        return {
            "words in common": lambda p: word_overlap(p.here, p.there),
            "cosine of notes": self.cosine,
            "sentence evidence": self.evidence,
        }

    def prepare(self, pairs: Sequence[Pair]) -> None:
        """Encode all texts and all their sentences, in two calls."""
        texts = list(dict.fromkeys(text for p in pairs for text in (p.here, p.there)))
        self._whole.update(zip(texts, self._reader.whole(texts), strict=True))
        notes = before(self._reader.read(texts), self._sample)
        self._notes.update(zip(texts, notes, strict=True))

    def cosine(self, pair: Pair) -> float:
        return float(self._whole[pair.here] @ self._whole[pair.there])

    def evidence(self, pair: Pair) -> float:
        """How far above its line, so that pairs in one and in two languages compare."""
        found = reworded_evidence(self._notes[pair.here], self._notes[pair.there])
        scale = E5_SCALE.abroad.scale if found.abroad and E5_SCALE.abroad else E5_SCALE
        return found.score - scale.line


def auc(same: Any, other: Any) -> float:
    """The chance that a pair of the same note scores above another pair (ties half)."""
    from scipy.stats import rankdata

    ranks = rankdata(np.concatenate([same, other]))[: len(same)]
    return float((ranks.sum() - len(same) * (len(same) + 1) / 2) / (len(same) * len(other)))


def at_false_alarms(same: Any, other: Sequence[float]) -> tuple[float, float]:
    """Share found above the line that 1 in 1,000 of the other pairs passes, and the line."""
    allowed = len(other) // 1000
    line = float(np.sort(other)[::-1][allowed])
    return float((same > line).mean()), line


if __name__ == "__main__":
    main()
