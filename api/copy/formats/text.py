"""The copy check on the terminal: the two places side by side, the words that differ marked.

Colour where there is colour; without it, wdiff's marks: {+only here+} and [-only there-]. Readable
at 80 columns, through a pipe, and in the log of a CI system: a log that obeys commands ("::error"
at the start of a line, "##[group]" anywhere) finds none in what is quoted from copy.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from rich.text import Text

from api.copy.findings import CopyFinding, CopyPlace, CopyReport, SkippedCopy
from api.copy.formats.closing import gone, looked_at, next_steps, outcome
from api.copy.formats.order import Group, Status, groups, not_read, of_status, remarked, status
from api.copy.formats.rules import why
from api.copy.formats.sides import Run, laid_out, rows
from api.reports.clean import one_line, shortened
from api.reports.terminal_page import Page
from api.reports.wording import count, likeness, relation_words

if TYPE_CHECKING:
    from rich.console import Console

IN_FULL: Final = 20
"""So many texts are shown side by side; of the rest, and of what is known, one line each."""

LISTED: Final = 50
"""Lines of any list; what is left out is counted."""

_ALSO: Final = 5
_ROOM: Final = 600  # code points of one side
_ROWS: Final = 12  # sentences shown beside each other
_BRIEF: Final = 300
_WIDTH: Final = 100
_NARROW: Final = 72  # columns under which two texts do not fit side by side
_GUTTER: Final = "| "
_STYLES: Final = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_HERE: Final = ("{+", "+}", "bold green underline")
_THERE: Final = ("[-", "-]", "bold red underline")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
# Azure Pipelines, TeamCity and GitHub's older syntax look for these anywhere in a line.
_LOG_COMMAND: Final = re.compile(r"##(?=\w*\[)")


def to_text(report: CopyReport) -> str:
    """Return the report without colour, 80 columns wide."""
    from rich.console import Console

    out = io.StringIO()
    print_text(report, Console(file=out, width=80, color_system=None, _environ={}))
    return out.getvalue()


def print_text(report: CopyReport, console: Console) -> None:
    """Print the report to a console, in its width and with the colours that it has."""
    _Writer(console).all(report)


class _Writer:
    """Writes one report to one console."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._page = Page(console)
        self._colour = bool(console.color_system) and not console.no_color
        self._width = max(20, min(console.width, _WIDTH))

    def all(self, report: CopyReport) -> None:
        self._page.paragraph(outcome(report), style="bold")
        found = groups(of_status(report, Status.NEW))
        for rank, group in enumerate(found[:IN_FULL], 1):
            self._page.gap()
            self._full(rank, group)
        self._list("More that is new", [_in_brief(group) for group in found[IN_FULL:]])
        known = groups(of_status(report, Status.KNOWN))
        self._list("Known from the baseline", [_in_brief(group) for group in known])
        ignored = of_status(report, Status.SUPPRESSED)
        self._list("Ignored with a reason", [_ignored(finding) for finding in ignored])
        self._list(gone(report), map(safe, report.pruned))
        self._list("Worth knowing", map(_skipped, remarked(report)))
        self._list("Could not be read", map(_skipped, not_read(report)))
        self._close(report)

    def _close(self, report: CopyReport) -> None:
        self._page.gap()
        self._page.paragraph(looked_at(report))
        for step in next_steps(report):
            self._page.line(Text(f"- {step}"), hanging=2)

    def _full(self, rank: int, group: Group) -> None:
        finding = group.worst
        line = Text(f"{rank:>2}. ")
        line.append(finding.severity.upper(), _STYLES[finding.severity])
        line.append(f"  {finding.rule}", "bold")
        line.append(f"  {_likeness(finding)}" if _compared(finding) else "")
        self._page.line(line, hanging=4)
        self._page.line(Text(safe(group.told(_BRIEF))), indent=4)
        self._place("here ", finding.here)
        if finding.others:
            self._place("there", finding.others[0])
        self._texts(finding)
        self._also(group)

    def _place(self, label: str, place: CopyPlace) -> None:
        line = Text(f"{label}  ", "dim")
        line.append(at(place), style="not dim bold")
        line.append(f"  {described(place)}" if place.text else "")
        self._page.line(line, indent=4, hanging=7)

    def _texts(self, finding: CopyFinding) -> None:
        found = rows(finding)
        for number, (here, there) in enumerate(found[:_ROWS]):
            if number:
                self._page.line(Text(_GUTTER.rstrip(), "dim"), indent=4)
            self._row(self._marked(here, _HERE), self._marked(there, _THERE))
        if len(found) > _ROWS:
            said = count(len(found) - _ROWS, "more sentence")
            self._page.line(Text(f"and {said}", "dim"), indent=4)

    def _row(self, here: Text, there: Text) -> None:
        if here.plain == there.plain:  # then once says it all
            there = Text("")
        turned = _RIGHT_TO_LEFT.search(here.plain + there.plain)
        if there and self._width >= _NARROW and not turned:
            self._beside(here, there)
            return
        for text in filter(None, (here, there)):
            for line in self._wrapped(text, self._width - 6):
                self._page.line(Text(_GUTTER, "dim").append_text(line), indent=4)
            if there and text is here:
                self._page.line(Text("-", "dim"), indent=4)

    def _beside(self, left: Text, right: Text) -> None:
        each = (self._width - 4 - 2 * len(_GUTTER) - 1) // 2
        columns = self._wrapped(left, each), self._wrapped(right, each)
        for number in range(max(map(len, columns))):
            one, other = (c[number] if number < len(c) else Text("") for c in columns)
            line = Text(_GUTTER, "dim").append_text(one)
            line.append(" " * (each - one.cell_len + 1))
            line.append(_GUTTER, "dim").append_text(other)
            line.rstrip()
            self._page.line(line, indent=4)

    def _wrapped(self, text: Text, width: int) -> list[Text]:
        lines = list(text.wrap(self._console, width))
        for line in lines:
            line.rstrip()
        return lines

    def _marked(self, runs: Sequence[Run], marks: tuple[str, str, str]) -> Text:
        before, after, style = marks
        said = Text("", "not dim")
        for run in laid_out(runs, _ROOM):
            text = _without_commands(run.text)
            core = text.strip()
            if not run.differs or not core:
                said.append(text)
                continue
            lead, _, tail = text.partition(core)
            said.append(lead)
            said.append(core if self._colour else f"{before}{core}{after}", style)
            said.append(tail)
        return said

    def _also(self, group: Group) -> None:
        places = group.also[:_ALSO]
        if not places:
            return
        said = ", ".join(map(at, places))
        more = group.more - len(places)
        line = Text("also   ", "dim")
        line.append(f"{said} and {more:,} more" if more > 0 else said, "not dim")
        self._page.line(line, indent=4, hanging=7)

    def _list(self, title: str, lines: Iterable[str]) -> None:
        said = list(lines)
        if not said:
            return
        self._page.gap()
        self._page.paragraph(f"{title}: {len(said):,}", style="bold")
        for line in said[:LISTED]:
            self._page.line(Text(line), indent=2, hanging=2)
        if len(said) > LISTED:
            self._page.line(Text(f"and {len(said) - LISTED:,} more"), indent=2)


def at(place: CopyPlace) -> str:
    """Return ``path:line:column``, as editors and terminals open it."""
    return f"{safe(place.path)}:{place.line}:{place.column}"


def described(place: CopyPlace) -> str:
    """Return what a unit is to its reader, with its key if it has one."""
    return f"{place.kind} {safe(place.key)}" if place.key else place.kind


def safe(text: str) -> str:
    """Return a short text on one line, with nothing that a terminal or a log would obey."""
    return _without_commands(shortened(one_line(text), _BRIEF)).replace("::", ": :")


def _without_commands(text: str) -> str:
    return _LOG_COMMAND.sub("# #", text)


def _compared(finding: CopyFinding) -> bool:
    return bool(finding.others) or finding.rule == "sent-as-personal"


def _likeness(finding: CopyFinding) -> str:
    if finding.relation == "verbatim":
        return relation_words(finding.relation)
    return f"{relation_words(safe(finding.relation))}, likeness {likeness(finding.score)}"


def _in_brief(group: Group) -> str:
    finding = group.worst
    same = "in other words" if finding.rule == "reworded" else "same as"
    beside = f", {same} {at(finding.others[0])}" if finding.others else ""
    beside += f" and {count(group.more, 'more place')}" if group.more else ""
    known = "" if status(finding) is Status.KNOWN else f"{finding.severity} "
    return f"{known}{finding.rule}  {at(finding.here)}{beside}"


def _ignored(finding: CopyFinding) -> str:
    return f"{finding.rule}  {at(finding.here)}: {safe(finding.suppressed)}"


def _skipped(skipped: SkippedCopy) -> str:
    line = f":{skipped.line}" if skipped.line > 0 else ""
    return f"{safe(skipped.path)}{line}: {safe(why(skipped, _BRIEF))}"
