"""The report in Markdown: goals, every judge, recall by change, length, language, false alarms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.quality.figures import (
    Outcome,
    Share,
    false_alarms,
    grouped,
    marked,
    recall,
    rightly_named,
    upper_bound,
)
from benchmarks.quality.trial import NotRun, Result, best_of_each

Pick = Callable[[Outcome], bool]
_BOUND = "under 1, upper bound too"


@dataclass(frozen=True, slots=True)
class Goal:
    """A case with what is asked of it: a figure over the outcomes that `pick` takes."""

    case: str
    asked: str
    pick: Pick
    figure: Callable[[Sequence[Outcome]], Share]
    least: float


def every_goal() -> tuple[Goal, ...]:
    """The goals on copies; false alarms stand apart."""

    def of(group: str, shortest: int = 0, *changes: str) -> Pick:
        return lambda o: (
            o.note.group == group
            and o.note.words >= shortest
            and (not changes or o.note.change in changes)
        )

    moved = ("sentence added", "sentence dropped", "sentence moved")
    excerpts = of("excerpt", 0, "excerpt", "embedded")
    return (
        Goal("1 to 4 slots, 15 words and more", "99 % found", of("slots"), recall, 0.99),
        Goal("the same, relation", "95 % template", of("slots"), rightly_named, 0.95),
        Goal(
            "a sentence added, dropped or moved, 60 words and more",
            "98 % found",
            of("sentence", 60, *moved),
            recall,
            0.98,
        ),
        Goal("three words replaced per 30", "95 % found", of("words replaced"), recall, 0.95),
        Goal(
            "the same, relation", "95 % near or template", of("words replaced"), rightly_named, 0.95
        ),
        Goal("look, HTML", "99.5 % found", of("typography"), recall, 0.995),
        Goal("the same, relation", "99.5 % verbatim", of("typography"), rightly_named, 0.995),
        Goal("an excerpt, a third of a note", "95 % found", excerpts, recall, 0.95),
        Goal("the same, shared words marked", "95 % marked", excerpts, marked, 0.95),
        Goal("typos or OCR noise, one word in ten", "90 % found", of("noise"), recall, 0.90),
    )


def report(results: Sequence[Result], missing: Sequence[NotRun]) -> str:
    """All the tables of one trial."""
    best = best_of_each(results)
    parts = [
        "### Goals\n\n" + goals_table(results),
        "### Every judge at every setting\n\n" + judges_table(results, best),
        "### Found, by change\n\n" + _crossed(best, lambda o: o.note.change),
        "### Found, by length in words\n\n" + _crossed(best, lambda o: _length(o)),
        _by_length(best),
        "### Found, by language\n\n" + _crossed(best, lambda o: o.note.language),
        "### False alarms per 1,000, by what honest notes have in common\n\n" + _flavours(best),
        "### False alarms per 1,000, by language\n\n" + _alarms_by(best, lambda o: o.note.language),
    ]
    if best and best[0].family == "samenote":
        parts.append("### Calibration of samenote's score\n\n" + _calibration(best[0]))
        parts.append("### Relations samenote gave\n\n" + _relations(best[0]))
    return "\n\n".join([*parts, *not_run(missing)])


def not_run(missing: Sequence[NotRun]) -> list[str]:
    """The judges that could not be run, and why; nothing where all were."""
    lines = [f"- {m.judge}: not run: {m.reason}" for m in missing]
    return ["### Not run\n\n" + "\n".join(lines)] if lines else []


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; the first column to the left, the others to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def percent(share: Share) -> str:
    """A share in percent with its interval, or a dash where nothing was tried."""
    if not share.total:
        return "–"
    low, high = share.interval
    return f"{share.value * 100:.1f} ({low * 100:.1f}–{high * 100:.1f})"


def per_thousand(share: Share) -> str:
    """False alarms per 1,000 with the upper 95 % bound."""
    if not share.total:
        return "–"
    return f"{share.value * 1000:.2f} (≤ {share.upper * 1000:.2f})"


def goals_table(results: Sequence[Result]) -> str:
    """Each goal: samenote, and the best rival setting in that row."""
    ours = [r for r in results if r.family == "samenote"]
    rivals = [r for r in results if r.family != "samenote"]
    rows = []
    for goal in every_goal():
        mine = goal.figure([o for r in ours for o in r.copies if goal.pick(o)])
        rows.append(
            [
                goal.case,
                goal.asked,
                percent(mine),
                ("yes" if mine.value >= goal.least else "no") if mine.total else "–",
                str(mine.total),
                _leader(rivals, goal),
            ]
        )
    rows += [
        _alarm_goal("false alarms per 1,000 honest notes", _BOUND, ours, rivals, lambda o: True)
    ]
    dressed = ("same greeting and footer", "same legal text")
    rows += [
        _alarm_goal(
            "false alarms under the same footer or legal text",
            "none",
            ours,
            rivals,
            lambda o: o.note.change in dressed,
        )
    ]
    head = ["case", "goal", "samenote, % (95 % interval)", "met", "notes", "best rival setting"]
    return markdown_table(head, rows)


def _leader(rivals: Sequence[Result], goal: Goal) -> str:
    """The rival setting with the highest figure, whatever its false alarms; these are added."""
    figures = [
        (share.value, r)
        for r in rivals
        if (share := goal.figure([o for o in r.copies if goal.pick(o)])).total
    ]
    if not figures:
        return "–"
    value, result = max(figures, key=lambda f: (f[0], -f[1].false_alarms.value))
    alarms = result.false_alarms.value * 1000
    return f"{value * 100:.1f} ({result.judge}, {alarms:.0f} false alarms per 1,000)"


def _alarm_goal(
    case: str, asked: str, ours: Sequence[Result], rivals: Sequence[Result], pick: Pick
) -> list[str]:
    def share(result: Result) -> Share:
        return false_alarms([o for o in result.honest if pick(o)])

    mine = false_alarms([o for r in ours for o in r.honest if pick(o)])
    best = best_of_each(rivals)
    least = min(best, key=lambda r: share(r).value, default=None)
    other = f"{share(least).value * 1000:.1f} ({least.judge})" if least else "–"
    held = mine.upper < 0.001 if asked == _BOUND else mine.value == 0
    met = ("yes" if held else "no") if mine.total else "–"
    return [case, asked, per_thousand(mine), met, str(mine.total), other]


def judges_table(results: Sequence[Result], best: Sequence[Result]) -> str:
    """Every judge over all notes, the best setting of each tool in bold."""
    rows = []
    for result in results:
        name = f"**{result.judge}**" if result in best else result.judge
        rows.append(
            [
                name,
                percent(result.recall),
                per_thousand(result.false_alarms),
                percent(rightly_named(result.copies)),
                f"{result.area:.3f}",
                f"{sum(o.wrong > 0 for o in result.copies)}",
                f"{result.seconds:.1f}",
            ]
        )
    head = [
        "judge", "found, %", "false alarms per 1,000", "relation right, %", "AUC",
        "copies with a wrong match", "seconds",
    ]  # fmt: skip
    note = "Bold: the tool's best setting here (recall less false-alarm share).\n\n"
    return note + markdown_table(head, rows)


def _crossed(best: Sequence[Result], key: Callable[[Outcome], str]) -> str:
    columns = [grouped(r.copies, key) for r in best]
    rows = [
        [name, *(percent(recall(c[name])) for c in columns[:1])]
        + [f"{recall(c[name]).value * 100:.1f}" for c in columns[1:]]
        + [str(len(columns[0][name]))]
        for name in (columns[0] if columns else ())
    ]
    return markdown_table(["", *(r.judge for r in best), "notes"], rows)


def _by_length(best: Sequence[Result]) -> str:
    if not best:
        return ""
    lengths = [length for length in grouped(best[0].copies, _length) if length != "other"]
    lengths.sort(key=int)
    rows = []
    for change, outcomes in grouped(best[0].copies, lambda o: o.note.change).items():
        cells = grouped(outcomes, _length)
        shares = [recall(cells[x]) if x in cells else Share(0, 0) for x in lengths]
        named = percent(rightly_named(outcomes))
        figures = [f"{s.value * 100:.1f}" if s.total else "–" for s in shares]
        rows.append([change, *figures, named])
    title = f"### {best[0].judge}: found, by change and length\n\n"
    return title + markdown_table(["change", *lengths, "relation right, %"], rows)


def _length(one: Outcome) -> str:
    return str(one.note.words) if one.note.words else "other"


def _flavours(best: Sequence[Result]) -> str:
    return _alarms_by(best, lambda o: o.note.change)


def _alarms_by(best: Sequence[Result], key: Callable[[Outcome], str]) -> str:
    columns = [grouped(r.honest, key) for r in best]
    rows = [
        [name, *(per_thousand(false_alarms(c[name])) for c in columns[:1])]
        + [f"{false_alarms(c[name]).value * 1000:.1f}" for c in columns[1:]]
        + [str(len(columns[0][name]))]
        for name in (columns[0] if columns else ())
    ]
    return markdown_table(["", *(r.judge for r in best), "notes"], rows)


def _calibration(result: Result) -> str:
    """Of notes scored so, the share that are copies, at 1 copy to 10 honest notes.

    The last column takes the upper 95 % bound of the honest notes scored so.
    """
    edges = (0.0, 0.8, 0.82, 0.84, 0.86, 0.88, 0.9, 0.93, 0.95, 0.98, 1.0, 1.01)
    weight = len(result.copies) * 10 / max(1, len(result.honest))
    rows = []
    for low, high in zip(edges, edges[1:], strict=False):
        copies = sum(1 for o in result.copies if o.score > 0 and low <= o.score < high)
        honest = sum(1 for o in result.honest if o.score > 0 and low <= o.score < high)
        most = upper_bound(honest, len(result.honest)) * len(result.honest)
        shown = [_copies_among(copies, h * weight) for h in (honest, most)]
        span = f"{low:.2f} to {high:.2f}" if high <= 1 else "1"
        rows.append([span, str(copies), str(honest), *shown])
    head = ["score", "copies", "honest notes", "copies at 1 to 10", "at least"]
    return markdown_table(head, rows)


def _copies_among(copies: float, honest: float) -> str:
    """The share of copies among so many copies and honest notes, a dash where no copy is."""
    return f"{copies / (copies + honest):.2f}" if copies else "–"


def _relations(result: Result) -> str:
    names = ("verbatim", "template", "near", "excerpt", "reworded", "none")
    rows = []
    for change, outcomes in grouped(result.copies, lambda o: o.note.change).items():
        given = [o.relation for o in outcomes]
        asked = " or ".join(outcomes[0].note.relations)
        rows.append([change, asked, *(str(given.count(name)) for name in names)])
    return markdown_table(["change", "right", *names], rows)
