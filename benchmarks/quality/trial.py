"""One trial run: every judge over one world, timed, and what each got right."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.quality.figures import (
    Outcome,
    Share,
    area_under_curve,
    false_alarms,
    outcome,
    recall,
)
from benchmarks.quality.judges import Judge, NotRunError
from benchmarks.quality.notes import LabelledNote
from benchmarks.quality.world import World


@dataclass(frozen=True, slots=True)
class Result:
    """One judge's outcomes over one world. `seconds` are wall-clock, history included."""

    judge: str
    family: str
    copies: tuple[Outcome, ...]
    honest: tuple[Outcome, ...]
    seconds: float

    @property
    def recall(self) -> Share:
        return recall(self.copies)

    @property
    def false_alarms(self) -> Share:
        return false_alarms(self.honest)

    @property
    def area(self) -> float:
        """Area under the curve of the score."""
        return area_under_curve([o.score for o in self.copies], [o.score for o in self.honest])

    @property
    def advantage(self) -> float:
        """Recall less the share of false alarms (Youden 1950): what picks a best setting."""
        return self.recall.value - self.false_alarms.value


@dataclass(frozen=True, slots=True)
class NotRun:
    """A judge that could not be run, and why."""

    judge: str
    reason: str


def run_trial(
    world: World, judges: Sequence[Judge], say: Callable[[str], None]
) -> tuple[list[Result], list[NotRun]]:
    """Let every judge judge every note of the world; `say` gets a line after each."""
    results: list[Result] = []
    missing: list[NotRun] = []
    for judge in judges:
        try:
            result = _judged(judge, world)
        except NotRunError as error:
            missing.append(NotRun(judge.name, str(error)))
            say(f"{judge.name}: not run: {error}")
            continue
        results.append(result)
        say(
            f"{judge.name}: recall {result.recall.value:.3f}, "
            f"{result.false_alarms.value * 1000:.1f} false alarms per 1,000, "
            f"{result.seconds:.1f} s"
        )
    return results, missing


def _judged(judge: Judge, world: World) -> Result:
    start = time.perf_counter()
    judge.fit(world.history)
    copies = _outcomes(judge, world.copies)
    honest = _outcomes(judge, world.honest)
    return Result(judge.name, judge.family, copies, honest, time.perf_counter() - start)


def _outcomes(judge: Judge, notes: Sequence[LabelledNote]) -> tuple[Outcome, ...]:
    answers = judge.judge(notes)
    return tuple(outcome(note, answer) for note, answer in zip(notes, answers, strict=True))


def joined(rounds: Sequence[Sequence[Result]]) -> list[Result]:
    """The results of several worlds as one per judge, in the first world's order."""
    made = []
    for first in rounds[0] if rounds else ():
        same = [r for results in rounds for r in results if r.judge == first.judge]
        made.append(
            Result(
                first.judge,
                first.family,
                tuple(o for r in same for o in r.copies),
                tuple(o for r in same for o in r.honest),
                sum(r.seconds for r in same),
            )
        )
    return made


def best_of_each(results: Sequence[Result]) -> list[Result]:
    """Each family's setting with the greatest advantage, samenote first."""
    best: dict[str, Result] = {}
    for result in results:
        held = best.get(result.family)
        if held is None or result.advantage > held.advantage:
            best[result.family] = result
    return sorted(best.values(), key=lambda r: r.family != "samenote")
