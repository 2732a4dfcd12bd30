"""Families of texts in memory: samenote beside the tools that its users know.

    python benchmarks/families.py                           # 84,000 mails of 3,500 characters
    python benchmarks/families.py --texts 1000000 --sentences 3
    python benchmarks/families.py --texts 10000 --tools samenote,gaoya --rounds 1

Each tool runs alone in a process of its own, in turn, round after round; the medians are told. The
texts are in memory before the clock starts, and what a tool imports or compiles is loaded. CPU
seconds count all threads; memory is the peak above what the texts take. Recall and precision are
measured on smaller collections, over pairs, and their means told: found are those that one family
joins, true those whose shingles have an exact Jaccard likeness of .5 or more (every pair of a
collection is computed). A joined pair under that which was made from one text is no mistake.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

from api.compiled_cache import use_own_cache  # noqa: E402
from benchmarks.archive_text import Language  # noqa: E402
from benchmarks.families_tools import TOOLS, brute_force  # noqa: E402

#: On so many texts every pair is computed, of each of the collections with these seeds: near the
#: likeness asked for, one large family more or less is a hundredth of all pairs.
TRUTH = 3_000
TRUTH_SEEDS = (2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one tool: seconds, seconds of CPU, peak megabytes above the texts, families."""

    tool: str
    seconds: float
    cpu: float
    megabytes: float
    labels: tuple[int, ...] = ()


def make_texts(count: int, sentences: int, seed: int) -> tuple[list[str], list[int]]:
    """Return texts, and for each the number of the text it was made from.

    Half are alone; the others are families of 2 to 200, each member with another name and up to
    half of its sentences written anew.
    """
    draw = random.Random(seed)
    language = Language(draw)
    texts: list[str] = []
    made_from: list[int] = []
    while len(texts) < count:
        alone = draw.random() < 0.9
        size = 1 if alone else min(200, int(draw.paretovariate(0.9)) + 1)
        lines = [language.sentence() for _ in range(sentences)]
        origin = len(texts)
        for member in range(min(size, count - len(texts))):
            own = list(lines)
            for place in draw.sample(range(sentences), int(draw.random() ** 2 * sentences / 2)):
                own[place] = language.sentence()
            name = language.person().first
            greeting = f"Dear {name}," if member or size > 1 else "Good morning,"
            texts.append(f"{greeting}\n\n{' '.join(own)}")
            made_from.append(origin)
    order = list(range(len(texts)))
    draw.shuffle(order)
    return [texts[n] for n in order], [made_from[n] for n in order]


def run_here(tool: str, path: str) -> Run:
    """Run one tool in this process, which does nothing else."""
    group = TOOLS[tool]
    use_own_cache()
    group(make_texts(300, 4, seed=3)[0])  # imports and compiles
    with open(path, "rb") as file:
        texts: list[str] = pickle.load(file)
    before, cpu, began = _resident(reset=True), time.process_time(), time.perf_counter()
    labels = group(texts)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return Run(tool, seconds, cpu, _resident() - before, tuple(labels))


def _resident(*, reset: bool = False) -> float:
    """Return the peak of resident megabytes since the last reset (Linux)."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    told = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", told)[1]) / 1000  # type: ignore[index]


def run_apart(tool: str, path: Path) -> Run | None:
    """Run one tool in a process of its own; None, and why on standard error, where it cannot."""
    command = [sys.executable, __file__, "--run", tool, "--from", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        print(f"{tool}: not run: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Run(**{**told, "labels": tuple(told["labels"])})


def quality(
    labels: Sequence[int], true: set[tuple[int, int]], made_from: Sequence[int]
) -> tuple[float, float]:
    """Return recall and precision over pairs of one collection."""
    groups: dict[int, list[int]] = {}
    for text, label in enumerate(labels):
        groups.setdefault(label, []).append(text)
    joined = {pair for members in groups.values() for pair in combinations(members, 2)}
    wrong = sum(a != b for a, b in ((made_from[i], made_from[j]) for i, j in joined - true))
    recall = len(joined & true) / len(true) if true else 1.0
    return recall, 1 - wrong / len(joined) if joined else 1.0


def table(rows: Sequence[tuple[str, Sequence[Run], float, float]]) -> str:
    """Return the results as a Markdown table, ratios to the rival with the least CPU."""
    rivals = [_median(runs).cpu for name, runs, *_ in rows if not name.startswith("samenote")]
    best = min(rivals, default=0.0)
    lines = [
        "| tool | CPU s | the quickest rival's / this | seconds | MB | recall | precision |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, runs, recall, precision in rows:
        run = _median(runs)
        lines.append(
            f"| {name} | {run.cpu:.1f} | {best / run.cpu:.2f} | {run.seconds:.1f} "
            f"| {run.megabytes:,.0f} | {recall:.4f} | {precision:.4f} |"
        )
    return "\n".join(lines)


def _median(runs: Sequence[Run]) -> Run:
    return Run(
        runs[0].tool, statistics.median(r.seconds for r in runs),
        statistics.median(r.cpu for r in runs), statistics.median(r.megabytes for r in runs),
    )  # fmt: skip


def compare(tools: Sequence[str], count: int, sentences: int, rounds: int) -> str:
    """Run the tools in turn and return the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts"
        texts, _ = make_texts(count, sentences, seed=1)
        path.write_bytes(pickle.dumps(texts))
        size = sum(map(len, texts))
        del texts
        truths = [_truth(Path(folder) / f"small-{seed}", sentences, seed) for seed in TRUTH_SEEDS]
        runs: dict[str, list[Run]] = {}
        for _ in range(rounds):
            for tool in tools:
                run = run_apart(tool, path)
                if run is not None:
                    runs.setdefault(tool, []).append(run)
        rows = []
        for tool, done in runs.items():
            told = [(run_apart(tool, t.path), t) for t in truths]
            each = [quality(run.labels, t.true, t.made_from) for run, t in told if run is not None]
            if each:
                recalls, precisions = zip(*each, strict=True)
                rows.append((tool, done, statistics.mean(recalls), statistics.mean(precisions)))
    true = sum(len(t.true) for t in truths)
    said = f"{count:,} texts, {size / 1e6:,.0f} MB; {rounds} rounds; {true:,} true pairs among"
    return f"{said} {len(truths)} collections of {TRUTH:,} texts\n\n{table(rows)}"


@dataclass(frozen=True, slots=True)
class Truth:
    """A small collection: where it lies, its true pairs, and what each text was made from."""

    path: Path
    true: set[tuple[int, int]]
    made_from: list[int]


def _truth(path: Path, sentences: int, seed: int) -> Truth:
    few, made_from = make_texts(TRUTH, sentences, seed)
    path.write_bytes(pickle.dumps(few))
    return Truth(path, set(brute_force(few)), made_from)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=84_000)
    parser.add_argument("--sentences", type=int, default=45, help="a text; 45 are 3,500 characters")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--run", help=argparse.SUPPRESS)
    parser.add_argument("--from", dest="path", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        print(json.dumps(asdict(run_here(given.run, given.path))))
        return
    tools = given.tools.split(",")
    unknown = set(tools) - set(TOOLS)
    if unknown:
        parser.error(f"no such tool: {', '.join(sorted(unknown))}; there are {', '.join(TOOLS)}")
    print(compare(tools, given.texts, given.sentences, given.rounds))


if __name__ == "__main__":
    main()
