"""Labelled pairs that others published, on which nothing here was tuned.

    .venv/bin/python -m benchmarks.meaning.public_sets FOLDER

FOLDER holds, as published: ``msr_paraphrase_test.txt`` (news sentences; Dolan and Brockett
2005), ``sts/*.tsv`` (score, sentence, sentence; SemEval 2012 to 2016, Agirre et al.; scores of 4
and above are the same, of 3 and below not, between them nobody can say),
``SICK_test_annotated.txt`` (captions; Marelli et al. 2014, the same way), ``lcqmc_test.txt``
(Chinese questions; Liu et al. 2018) and ``bq_test.csv`` (questions to a Chinese bank; Chen et al.
2018). What is not there is left out. They are not shipped: their licences allow research.

These are single sentences, the hardest case: there is nothing but one cosine to go by, and by the
label two that differ in one detail are not the same. The last column is the shipped line, as a
check would use it if the notes were long enough (12 words).
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.meaning.__main__ import Scores, at_false_alarms, auc
from benchmarks.meaning.pairs import Pair
from benchmarks.meaning.reading import Reader

#: Pairs of a set that are judged, and as many more that are other mail.
_MOST = 1_500
_SEED = 17
#: Graded sets: from here on the same, and up to here not.
_SAME, _OTHER = 4.0, 3.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", help="as for samenote model")
    chosen = parser.parse_args()
    from index import open_encoder

    reader = Reader(open_encoder(chosen.model))
    print("| set | same / not | words | cosine | evidence | at the shipped line |")
    print("|---|---|---|---|---|---|")
    for name, read in SETS.items():
        pairs = list(read(chosen.folder))
        random.Random(_SEED).shuffle(pairs)
        if pairs:
            half = min(len(pairs) // 2, _MOST)
            # The other half plays the sender's other mail.
            other = [text for p in pairs[half:][:_MOST] for text in (p.here, p.there)]
            print(row(name, Scores(reader, other), pairs[:half]), flush=True)


def row(name: str, scores: Scores, pairs: list[Pair]) -> str:
    """Return the line of the table: AUC and the share found by each judge."""
    scores.prepare(pairs)
    same = np.array([pair.same for pair in pairs])
    cells = []
    for score in scores.judges().values():
        got = np.array([score(pair) for pair in pairs])
        found, _ = at_false_alarms(got[same], got[~same])
        cells.append(f"{auc(got[same], got[~same]):.3f}, {found:.0%}")
    told = got >= 0  # the last judge is the evidence, told from the shipped line on
    cells.append(f"{told[same].mean():.0%} of the same, {told[~same].mean():.0%} of the others")
    return f"| {name} | {same.sum():,} / {(~same).sum():,} | {' | '.join(cells)} |"


def _msr(folder: Path) -> Iterator[Pair]:
    for line in _lines(folder / "msr_paraphrase_test.txt")[1:]:
        label, _, _, here, there = line.split("\t")
        yield Pair(here, there, label == "1", "msr")


def _sts(kind: str) -> Callable[[Path], Iterator[Pair]]:
    def read(folder: Path) -> Iterator[Pair]:
        for path in sorted((folder / "sts").glob(f"*{kind}*.tsv")):
            for line in _lines(path):
                score, here, there = line.split("\t")[:3]
                yield from _graded(score, here, there)

    return read


def _sick(folder: Path) -> Iterator[Pair]:
    for line in _lines(folder / "SICK_test_annotated.txt")[1:]:
        _, here, there, score, _ = line.split("\t")
        yield from _graded(score, here, there)


def _graded(score: str, here: str, there: str) -> Iterator[Pair]:
    if score.strip() and not _OTHER < float(score) < _SAME:
        yield Pair(here, there, float(score) >= _SAME, "graded")


def _lcqmc(folder: Path) -> Iterator[Pair]:
    for line in _lines(folder / "lcqmc_test.txt"):
        here, there, label = line.split("\t")
        yield Pair(here, there, label.strip() == "1", "lcqmc")


def _bq(folder: Path) -> Iterator[Pair]:
    for here, there, label in list(csv.reader(_lines(folder / "bq_test.csv")))[1:]:
        yield Pair(here, there, label == "1", "bq")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []


SETS: dict[str, Callable[[Path], Iterator[Pair]]] = {
    "news sentences (MSR paraphrase corpus, test)": _msr,
    "headlines (STS)": _sts("headlines"),
    "captions (STS images)": _sts("images"),
    "captions (SICK, test)": _sick,
    "answers and questions in forums (STS)": _sts("-"),
    "Chinese questions (LCQMC, test)": _lcqmc,
    "questions to a Chinese bank (BQ, test)": _bq,
}


if __name__ == "__main__":
    main()
