"""The rivals by meaning, on a random sample of the same notes: their model is slow."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.quality.judges import Judge, Samenote
from benchmarks.quality.rivals.meaning import meaning_judges
from benchmarks.quality.table import goals_table, judges_table, not_run
from benchmarks.quality.trial import NotRun, Result, best_of_each, joined, run_trial
from benchmarks.quality.world import World


def sampled(world: World, one_in: int) -> World:
    """One in so many of the copies and honest notes, by chance: their order has a pattern."""
    if one_in == 1:
        return world
    rng = random.Random(one_in)
    copies, honest = (
        tuple(note for note in notes if rng.randrange(one_in) == 0)
        for notes in (world.copies, world.honest)
    )
    return replace(world, copies=copies, honest=honest)


def meaning_report(
    worlds: Sequence[World], one_in: int, vectors: Path | None, say: Callable[[str], None]
) -> str:
    """Run samenote and the rivals by meaning on one in so many notes; return their tables.

    ``vectors`` is a file that keeps what the model has computed.
    """
    judges: list[Judge] = [Samenote(), *meaning_judges(vectors)]
    samples = [sampled(world, one_in) for world in worlds]
    rounds: list[list[Result]] = []
    missing: list[NotRun] = []
    for world in samples:
        found, missing = run_trial(world, judges, say)
        rounds.append(found)
    results = joined(rounds)
    copies, honest = (sum(len(n) for n in x) for x in zip(*map(_notes, samples), strict=True))
    title = (
        f"One note in {one_in}, drawn by chance, against the whole histories: {copies:,} copies, "
        f"{honest:,} honest notes. The seconds leave out vectors that an earlier run had kept."
    )
    parts = [title, goals_table(results), judges_table(results, best_of_each(results))]
    return "\n\n".join([*parts, *not_run(missing)])


def _notes(world: World) -> tuple[Sequence[object], Sequence[object]]:
    return world.copies, world.honest
