"""The rivals by meaning, on a random sample of the same notes: their model is slow."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.quality.rivals.meaning import meaning_judges
from benchmarks.quality.table import goals_table, judges_table
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
    worlds: Sequence[World],
    results: Sequence[Result],
    one_in: int,
    vectors: Path | None,
    say: Callable[[str], None],
) -> tuple[str, list[NotRun]]:
    """Run the rivals by meaning on one in so many notes; their tables, beside samenote's.

    ``results`` are those of the other judges on all notes, ``vectors`` a file that keeps what
    the model has computed.
    """
    judges = meaning_judges(vectors)
    rounds: list[list[Result]] = []
    missing: list[NotRun] = []
    samples = [sampled(world, one_in) for world in worlds]
    for world in samples:
        found, missing = run_trial(world, judges, say)
        rounds.append(found)
    theirs = joined(rounds)
    if not theirs:
        return "", missing
    # A note's id is its own within a world only, so outcomes are told by the note itself.
    chosen = {id(note) for world in samples for note in (*world.copies, *world.honest)}
    every = [*(_only(r, chosen) for r in results if r.family == "samenote"), *theirs]
    copies, honest = len(theirs[0].copies), len(theirs[0].honest)
    title = f"### Rivals by meaning: one note in {one_in}, drawn by chance"
    counts = f"{copies:,} copies and {honest:,} honest notes, against the whole histories."
    parts = (title, counts, goals_table(every), judges_table(every, best_of_each(every)))
    return "\n\n".join(parts), missing


def _only(result: Result, chosen: set[int]) -> Result:
    copies, honest = (
        tuple(o for o in outcomes if id(o.note) in chosen)
        for outcomes in (result.copies, result.honest)
    )
    return replace(result, copies=copies, honest=honest)
