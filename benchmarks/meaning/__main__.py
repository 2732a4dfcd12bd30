"""How well `reworded` tells the same note in other words from honest notes on the same topic.

    .venv/bin/python -m benchmarks.meaning            # the held-out half
    .venv/bin/python -m benchmarks.meaning --tune     # the half that the constants were set on

AUC: how often a rewritten pair stands above an honest one. At 1 in 1,000: the share of rewritten
pairs found where one honest pair in a thousand is called the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.meaning.pairs import (
    Pair,
    letters,
    paws,
    rewrites,
    tatoeba,
    translations,
    word_overlap,
)
from dedupe import (
    Encoder,
    NoteMeaning,
    background_levels,
    find_masks,
    reworded_evidence,
    sentence_spans,
    values_of,
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--tune", action="store_true", help="the half used for tuning")
    parser.add_argument("--model", help="as for samenote model")
    chosen = parser.parse_args()
    from index import open_encoder

    scores = Scores(open_encoder(chosen.model), not chosen.tune)
    for name, pairs in _sets(not chosen.tune).items():
        scores.prepare([text for pair in pairs for text in (pair.here, pair.there)])
        print(
            f"{name}: {sum(p.same for p in pairs):,} same, {sum(not p.same for p in pairs):,} not"
        )
        for judge, score in scores.judges().items():
            got = np.array([score(pair) for pair in pairs])
            same = np.array([pair.same for pair in pairs])
            found, line = at_false_alarms(got[same], got[~same])
            print(f"  {judge:20} AUC {auc(got[same], got[~same]):.4f}", end="")
            print(f"   at 1 in 1,000 {found:6.1%} (from {line:.3f})", flush=True)


def _sets(held_out: bool) -> dict[str, list[Pair]]:
    honest = list(letters(held_out))
    topical = [pair for pair in honest if pair.kind == "letters on one topic"]
    rewritten = list(rewrites(held_out))
    abroad = list(translations(held_out))
    return {
        "rewritten by hand, against letters on one topic": [*rewritten, *topical],
        "rewritten by hand, against all letters": [*rewritten, *honest],
        "translated notes": [*abroad, *honest],
        "tatoeba, four sentences": list(tatoeba(held_out)),
        "paws_x_zh, the trap": list(paws(held_out)),
    }


class Scores:
    """Scores of pairs by each judge; every text is encoded once."""

    def __init__(self, encoder: Encoder, held_out: bool) -> None:
        self._encoder, self._held_out = encoder, held_out
        self._whole: dict[str, Any] = {}
        self._notes: dict[str, NoteMeaning] = {}
        self._sample: Any = None

    def judges(self) -> dict[str, Callable[[Pair], float]]:
        return {
            "words in common": lambda p: word_overlap(p.here, p.there),
            "cosine of notes": self.cosine,
            "sentence evidence": self.evidence,
        }

    def prepare(self, texts: Sequence[str]) -> None:
        """Encode all texts and all their sentences, in two calls."""
        new = [text for text in dict.fromkeys(texts) if text not in self._whole]
        self._whole.update(zip(new, self._encoder.encode(new), strict=True))
        spans = [sentence_spans(text, 0, len(text)) for text in new]
        said = [t[a:b] for t, found in zip(new, spans, strict=True) for a, b in found]
        vectors = self._encoder.encode(said)
        levels = background_levels(vectors, self.sample())
        at = 0
        for text, found in zip(new, spans, strict=True):
            share = slice(at, at + len(found))
            masks = find_masks(text, [(0, len(text))])
            values = [values_of(text, masks, a, b) for a, b in found]
            weights = [weight(text[a:b]) for a, b in found]
            self._notes[text] = NoteMeaning.of(vectors[share], weights, values, levels[share])
            at = share.stop

    def cosine(self, pair: Pair) -> float:
        return float(self._whole[pair.here] @ self._whole[pair.there])

    def evidence(self, pair: Pair) -> float:
        return reworded_evidence(self._notes[pair.here], self._notes[pair.there]).score

    def sample(self) -> Any:
        """Sentences of the other half of letters and rewrites: a tenant's other mail."""
        if self._sample is None:
            other = not self._held_out
            pairs = [*letters(other), *rewrites(other)]
            texts = list(dict.fromkeys(text for p in pairs for text in (p.here, p.there)))
            said = [t[a:b] for t in texts for a, b in sentence_spans(t, 0, len(t))]
            self._sample = self._encoder.encode(said)
        return self._sample


def weight(sentence: str) -> float:
    """Words of a sentence; 1.5 characters are one where a script puts no spaces."""
    wide = sum("一" <= c <= "鿿" for c in sentence)
    return wide / 1.5 + sum(not "一" <= w[0] <= "鿿" for w in sentence.split())


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
