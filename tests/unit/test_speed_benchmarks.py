"""The speed benchmarks measure what they say; nothing here is timed."""

from __future__ import annotations

import subprocess
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks import guard
from benchmarks.check_peers import IN_MEMORY, measure
from benchmarks.families import make_texts, quality
from benchmarks.families_tools import (
    LIKENESS,
    brute_force,
    datasketch,
    pairs_of_words,
    samenote,
    samenote_bands,
    samenote_sketches,
)
from benchmarks.growth import Point, rises
from benchmarks.stages import measured, table

ROOT = Path(__file__).resolve().parents[2]


def test_brute_force_finds_every_pair_and_no_other() -> None:
    pytest.importorskip("scipy", reason="scipy multiplies the shingles' table")
    texts, _ = make_texts(120, 6, seed=4)
    shingles = [pairs_of_words(text) for text in texts]
    alike = {
        (a, b)
        for a, b in combinations(range(len(texts)), 2)
        if len(shingles[a] & shingles[b]) >= LIKENESS * len(shingles[a] | shingles[b])
    }
    assert alike
    assert set(brute_force(texts)) == alike


@pytest.mark.parametrize("tool", [samenote, samenote_bands, samenote_sketches, datasketch])
def test_a_tool_joins_the_copies_and_nothing_else(tool: guard.Task) -> None:
    texts, made_from = make_texts(60, 12, seed=9)
    texts = [text for k, text in enumerate(texts) if made_from.count(made_from[k]) == 1][:20]
    labels = tool([*texts, texts[0], texts[3]])  # type: ignore[call-arg]
    assert labels[20] == labels[0]
    assert labels[21] == labels[3]
    assert len(set(labels)) == len(texts)


def test_recall_and_precision_are_of_pairs() -> None:
    # Joined are 0, 1 and 2; truly alike are 0 and 1, and 3 and 4, which nobody joined.
    # 2 was made from the same text as 0, so that pair alone of the other two is no mistake.
    recall, precision = quality([0, 0, 0, 3, 4], {(0, 1), (3, 4)}, [0, 1, 0, 3, 3])
    assert recall == 0.5
    assert precision == pytest.approx(2 / 3)


def test_every_ratio_has_a_floor_and_no_floor_is_left_over() -> None:
    with TemporaryDirectory() as folder:
        names = [
            pair.name
            for pairs in (
                guard.families(), guard.reading(Path(folder)), guard.checking(), guard.starting()
            )
            for pair in pairs
        ]  # fmt: skip
    assert sorted(names) == sorted(guard.floors())


def test_a_ratio_under_its_floor_is_told() -> None:
    work = list(range(400_000))
    pair = guard.Pair("sums", lambda: sum(work), lambda: [sum(work) for _ in range(20)], 3)
    assert not guard.measured(pair, 0.001).fell
    assert guard.measured(pair, 1e9).fell


def test_the_script_says_how_it_is_used() -> None:
    done = subprocess.run([ROOT / "scripts" / "bench"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--quick" in done.stderr


def test_the_worst_rise_comes_first() -> None:
    judging = (5_000, 1.0, 400.0)
    small = Point(10_000, 5_000, 2_000.0, 1_500.0, 1.0, judging, 1_000.0, (1.0, 2.0), (4.0, 8.0))
    large = Point(90_000, 50_000, 1_000.0, 1_000.0, 1.0, judging, 1_100.0, (1.0, 2.0), (12.0, 8.0))
    found = rises([small, large])
    assert found[0] == "p50 of a copy: 3.00 times"
    assert found[1] == "seconds to file a note: 2.00 times"
    assert found[2] == "the same with judging beside: 1.50 times"


@pytest.mark.parametrize("tool", ["samenote", "datasketch", "faiss", "fts5"])
def test_a_tool_instead_of_a_check_finds_the_rows_of_a_merge(tool: str) -> None:
    pytest.importorskip({"fts5": "sqlite3", "samenote": "numba"}.get(tool, tool))
    found = measure(tool, 3_500, 4, 1, "")
    assert found.found == 1.0
    if tool not in IN_MEMORY:  # The process's own memory tells nothing among other tests.
        assert found.bytes_a_note > 100
    assert 0 < found.new[0] <= found.new[1]


def test_every_step_of_an_audit_has_its_row_beside_the_limit() -> None:
    steps, size = measured(ROOT / "examples" / "sent.mbox", "")
    assert size == pytest.approx((ROOT / "examples" / "sent.mbox").stat().st_size / 1e6)
    rows = table(steps, size).splitlines()
    named = [row.split(" | ")[0].removeprefix("| ") for row in rows[2:]]
    assert named[:2] == ["one pass over memory (the limit)", "bytes read from the file"]
    assert named[-1] == "all"
    assert set(named[2:-1]) == {
        "parsed", "own words", "masks", "words hashed", "variants collected",
        "sketches and look-up keys", "candidates", "common text, comparison, families",
        "verdicts, findings, examples read again", "JSON written",
    }  # fmt: skip
    assert min(steps[step] for step in ("parsed", "own words", "masks")) > 0
