"""The command: make the worlds, run the judges, print the tables, write them where asked."""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.by_meaning import meaning_report, sampled
from benchmarks.quality.chart import chart
from benchmarks.quality.drafts import read_values
from benchmarks.quality.figures import Outcome
from benchmarks.quality.judges import Judge, Samenote
from benchmarks.quality.rivals import every_rival
from benchmarks.quality.share_tables import share_chart, share_report
from benchmarks.quality.shares import by_samenote, measure_shares
from benchmarks.quality.sources import LANGUAGES, read_texts
from benchmarks.quality.table import markdown_table, per_thousand, percent, report
from benchmarks.quality.trial import NotRun, Result, best_of_each, joined, run_trial
from benchmarks.quality.world import Size, World, make_world

_FOLDER = Path(__file__).resolve().parents[1]
_MARKS = ("<!-- quality: begin -->", "<!-- quality: end -->")
_MEANING_MARKS = ("<!-- meaning: begin -->", "<!-- meaning: end -->")
_LARGE_MARKS = ("<!-- large: begin -->", "<!-- large: end -->")
_SHARE_MARKS = ("<!-- shares: begin -->", "<!-- shares: end -->")
_PICTURE = "![Copies found against false alarms](quality.svg)"
_SHARE_PICTURE = "![Personal share by the length of a personal line](personal-share.svg)"
_TOOLS = ("samenote", "datasketch", "rensa", "gaoya", "text-dedup", "rapidfuzz", "semhash", "numpy")
# Pairwise and slow over 100,000 notes: left out of the large trial, and said so.
_NOT_LARGE = ("rapidfuzz",)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; exit code 0, or 3 where the data is missing."""
    options = _parser().parse_args(arguments)
    try:
        return _sections(options)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 3


def _sections(options: argparse.Namespace) -> int:
    """Run the sections that are asked for; each is written as soon as it is done."""
    only, judges = options.only, _judges(options.judges)
    ours = any(judge.family == "samenote" for judge in judges)
    results: list[Result] = []
    if only in (None, "copies", "meaning"):
        worlds = _worlds(options, Size(*_sizes(options)))
        if only != "meaning":
            results = _copies(options, worlds, judges)
            if not results:
                print("no judge could be run", file=sys.stderr)
                return 3
        if options.cosine or only == "meaning":
            text = meaning_report(worlds, options.cosine_sample, options.vectors, _say)
            _publish(options, f"{_heading(options, worlds)}\n\n{text}", _MEANING_MARKS)
    if only == "large" or (only is None and options.large and not options.quick):
        best = {result.judge for result in best_of_each(results)}
        _large(options, [j for j in judges if j.name in best] if best else judges)
    if only == "shares" or (only is None and ours and not options.quick):
        _shares(options)
    return 0


def _copies(
    options: argparse.Namespace, worlds: Sequence[World], judges: Sequence[Judge]
) -> list[Result]:
    """Every judge over the worlds; the tables printed, and written with their chart."""
    rounds: list[list[Result]] = []
    missing: list[NotRun] = []
    for world in worlds:
        found, missing = run_trial(world, judges, _say)
        rounds.append(found)
    results = joined(rounds)
    if results:
        text = f"{_heading(options, worlds)}\n\n{report(results, missing)}"
        _publish(options, f"{_PICTURE}\n\n{text}", _MARKS)
        for line in examples(results, options.show):
            _say(line)
        if options.write:
            picture = chart(results, _caption(options, worlds))
            (_FOLDER / "quality.svg").write_text(picture, encoding="utf-8")
    return results


def _publish(options: argparse.Namespace, text: str, marks: tuple[str, str]) -> None:
    print(f"{text}\n")
    if options.write:
        _write_section(text, marks)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    data = _FOLDER.parent.parent / "shared" / "data"
    add("--data", type=Path, default=data, help="folder with letters, tatoeba, udhr, ...")
    add("--part", choices=("tune", "heldout"), default="heldout")
    add("--seed", type=int, default=1)
    add("--rounds", type=int, default=2, help="worlds, each with its own history")
    add("--history", type=int, default=1_000, help="notes in each history, at least")
    add("--honest", type=int, default=10_000, help="honest notes in all")
    add("--languages", default=",".join(LANGUAGES))
    add(
        "--judges", default="", help="tools or single settings, comma separated; all where left out"
    )
    add("--only", choices=("copies", "meaning", "large", "shares"), help="one section alone")
    add("--quick", action="store_true", help="one small world, no large history")
    add("--cosine", action="store_true", help="also the rivals by meaning, on a sample: slow")
    add("--cosine-sample", type=int, default=20, help="they judge one in n notes")
    add("--vectors", type=Path, help="a file that keeps what their model computed (.npz)")
    add("--sample", type=int, default=1, help="keep one in n copies and honest notes")
    add("--show", type=int, default=0, help="print so many errors of each kind by change")
    add("--large", type=int, default=100_000, help="notes in the large history; 0 for none")
    add("--write", action="store_true", help="write benchmarks/README.md and its chart")
    return parser


def _sizes(options: argparse.Namespace) -> tuple[int, int, int]:
    if options.quick:
        return options.history, min(options.honest, 4_000), 6
    return options.history, -(-options.honest // options.rounds), 20


def _worlds(options: argparse.Namespace, size: Size) -> list[World]:
    languages = options.languages.split(",")
    texts = read_texts(options.data, options.part, languages)
    rounds = 1 if options.quick else options.rounds
    made = [make_world(texts, read_values(), size, options.seed + n) for n in range(rounds)]
    return [sampled(world, options.sample) for world in made]


def _judges(families: str) -> list[Judge]:
    wanted = [f for f in families.split(",") if f]
    judges: list[Judge] = [Samenote(), *every_rival()]
    return [j for j in judges if not wanted or j.family in wanted or j.name in wanted]


def _large(options: argparse.Namespace, judges: Sequence[Judge]) -> None:
    """The trial against a large history: found and false alarms alone."""
    size = Size(options.large, options.honest, 6)
    world = _worlds(argparse.Namespace(**{**vars(options), "rounds": 1}), size)[0]
    found, _ = run_trial(world, [j for j in judges if j.family not in _NOT_LARGE], _say)
    rows = [
        [r.judge, percent(r.recall), per_thousand(r.false_alarms), f"{r.seconds:.1f}"]
        for r in found
    ]
    table = markdown_table(["judge", "found, %", "false alarms per 1,000", "seconds"], rows)
    left_out = ", ".join(sorted({j.family for j in judges} & set(_NOT_LARGE)))
    said = f"{left_out} left out: too slow.\n\n" if left_out else ""
    _publish(options, f"{_heading(options, [world])}\n\n{said}{table}", _LARGE_MARKS)


def examples(results: Sequence[Result], number: int) -> list[str]:
    """Up to `number` errors of the first judge for each change, with their texts."""
    lines: list[str] = []
    shown: dict[tuple[str, str], int] = {}
    for one in (*results[0].copies, *results[0].honest):
        error = _error(one)
        if error and shown.get((error, one.note.change), 0) < number:
            shown[error, one.note.change] = shown.get((error, one.note.change), 0) + 1
            lines.append(f"{error}: {one.note.id}: {one.note.text!r}")
    return lines


def _error(one: Outcome) -> str:
    if not one.note.truths:
        return "false alarm" if one.wrong else ""
    if not one.found:
        return "missed"
    return f"called {one.relation}" if one.named is False else ""


def _heading(options: argparse.Namespace, worlds: Sequence[World]) -> str:
    versions = ", ".join(f"{tool} {_version(tool)}" for tool in _TOOLS if _version(tool))
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    worlds_of = f"{len(worlds)} world{'s' * (len(worlds) > 1)}"
    return (
        f"Part `{options.part}`, seed {options.seed}, {worlds_of} of "
        f"{len(worlds[0].history):,} history notes; {today}, {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}; {versions}.\n\n"
        + _counts(worlds)
    )


def _counts(worlds: Sequence[World]) -> str:
    copies = sum(len(w.copies) for w in worlds)
    honest = sum(len(w.honest) for w in worlds)
    dropped = sum(w.dropped for w in worlds)
    return (
        f"{copies:,} copies, {honest:,} honest notes; {dropped} notes meant to be honest were "
        "dropped because they share text with the history."
    )


def _caption(options: argparse.Namespace, worlds: Sequence[World]) -> str:
    return f"{_counts(worlds).split(';')[0]}, part {options.part}. Filled: a tool's best setting."


def _version(tool: str) -> str:
    try:
        return importlib.metadata.version(tool)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _shares(options: argparse.Namespace) -> None:
    """Measure the personal share, print its tables, write them and the curve where asked."""
    texts = read_texts(options.data, options.part, options.languages.split(","))
    notes, honest = (3, 60) if options.quick else (10, 200)
    readings = measure_shares(
        texts, read_values(), options.seed, by_samenote, _say, notes=notes, honest=honest
    )
    about = f"part `{options.part}`, seed {options.seed}"
    up_to = f"Up to {notes} notes a language; {about}; samenote {_version('samenote')}."
    _publish(options, f"{_SHARE_PICTURE}\n\n{share_report(readings, up_to)}", _SHARE_MARKS)
    if options.write:
        picture = share_chart(readings, up_to.replace("`", ""))
        (_FOLDER / "personal-share.svg").write_text(picture, encoding="utf-8")


def _write_section(text: str, marks: tuple[str, str]) -> None:
    path = _FOLDER / "README.md"
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(between_marks(old, text, marks), encoding="utf-8")


def between_marks(page: str, text: str, marks: tuple[str, str] = _MARKS) -> str:
    """The page with `text` between its marks; marks are added at the end where it has none."""
    begin, end = marks
    section = f"{begin}\n\n{text}\n\n{end}"
    if begin in page and end in page:
        before, rest = page.split(begin, 1)
        return before + section + rest.split(end, 1)[1]
    return f"{page.rstrip()}\n\n{section}\n".lstrip()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
