"""The copy check as one HTML file: no script, no outside request, readable on any screen.

The style is that of the audit's page with a few lines of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from api.copy.findings import CopyPlace, CopyReport, SkippedCopy
from api.copy.formats.closing import gone, looked_at, next_steps, outcome
from api.copy.formats.order import Group, Status, groups, not_read, notes, of_status, remarked
from api.copy.formats.rules import RULE_TEXTS, why
from api.copy.formats.sides import Run, laid_out, rows
from api.reports.clean import clean, one_line, shortened
from api.reports.html import style_policy
from api.reports.wording import count, likeness, number, relation_words

if TYPE_CHECKING:
    from jinja2 import Environment

IN_FULL: Final = 300
FULL_CHARACTERS: Final = 1_500_000
"""Texts shown side by side; so that the page stays under 5 MB."""

LISTED: Final = 1_000
"""Rows of any table; what is left out is counted."""

_ROOM: Final = 3_000  # code points of one side
_BRIEF: Final = 300
_ALSO: Final = 200
_FOLDED: Final = 5  # places more than this are folded away


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts of a group."""

    place: str
    kind: str
    key: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with its places, as the page shows it."""

    anchor: str
    severity: str
    title: str
    rule: str
    message: str
    relation: str
    likeness: str
    reach: int
    here: Side
    there: Side | None
    pairs: tuple[tuple[tuple[Run, ...], tuple[Run, ...]], ...]
    also: tuple[str, ...]
    also_more: int
    fold: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A group as a row of a table."""

    severity: str
    rule: str
    place: str
    beside: str
    why: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of a table and how many more there are."""

    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Files with what there is to say of reading them; ``more`` are not listed."""

    rows: tuple[tuple[str, str], ...]
    count: int
    more: int


def to_html(report: CopyReport) -> str:
    """Return the report as one complete HTML document."""
    css = _style()
    new = groups(of_status(report, Status.NEW))
    shown = tuple(_shown(new))
    told_rules = {finding.rule for finding in report.findings}
    page = _environment().get_template("copy.html.j2")
    text = page.render(
        css=_ours(css),
        policy=style_policy(css),
        outcome=outcome(report),
        looked_at=looked_at(report),
        steps=tuple(next_steps(report)),
        report=report,
        notes=notes(report),
        suppressed=len(of_status(report, Status.SUPPRESSED)),
        shown=shown,
        rest=_listing(new[len(shown) :]),
        known=_listing(groups(of_status(report, Status.KNOWN))),
        ignored=_listing([Group((f,)) for f in of_status(report, Status.SUPPRESSED)]),
        skipped=_entries(not_read(report)),
        remarked=_entries(remarked(report)),
        gone=gone(report),
        pruned=tuple(map(_brief, report.pruned[:LISTED])),
        rules=tuple(text for rule, text in RULE_TEXTS.items() if rule in told_rules),
        pruned_more=max(0, len(report.pruned) - LISTED),
    )
    # The last guard: whatever field a surrogate or a control character slipped through.
    return clean(text) + "\n"


def _shown(found: Sequence[Group]) -> Iterator[Shown]:
    room = FULL_CHARACTERS
    for rank, group in enumerate(found[:IN_FULL], 1):
        view = _view(group, rank)
        sides = [side for side in (view.here, view.there) if side]
        room -= sum(len(run.text) for side in sides for run in side.runs)
        room -= sum(len(run.text) for pair in view.pairs for runs in pair for run in runs)
        room -= sum(map(len, view.also))
        if room < 0:
            return
        yield view


def _view(group: Group, rank: int) -> Shown:
    finding = group.worst
    text = RULE_TEXTS[finding.rule]
    also = group.also[:_ALSO]
    compared = bool(finding.others) or finding.rule == "sent-as-personal"
    found = rows(finding)
    # Sentences stand in a table of their own, below the two places.
    pairs = found if finding.sentences and finding.others else ()
    here, there = ((), ()) if pairs or not found else found[0]
    other = _side(finding.others[0], there) if finding.others else None
    return Shown(
        anchor=f"f{rank}",
        severity=finding.severity,
        title=text.title,
        rule=finding.rule,
        message=group.told(_BRIEF),
        relation=relation_words(_brief(finding.relation)) if compared else "",
        likeness=likeness(finding.score) if compared else "",
        reach=finding.reach,
        here=_side(finding.here, here),
        there=other,
        pairs=tuple((laid_out(a, _ROOM), laid_out(b, _ROOM)) for a, b in pairs),
        also=tuple(map(_place, also)),
        also_more=group.more - len(also),
        fold=len(also) > _FOLDED,
    )


def _side(place: CopyPlace, runs: Sequence[Run]) -> Side:
    return Side(
        _place(place), place.kind if place.text else "", _brief(place.key), laid_out(runs, _ROOM)
    )


def _listing(found: Sequence[Group]) -> Listing:
    rows = tuple(map(_row, found[:LISTED]))
    return Listing(rows, len(found) - len(rows))


def _row(group: Group) -> Row:
    finding = group.worst
    more = f" and {count(group.more, 'more place')}" if group.more else ""
    return Row(
        severity=finding.severity,
        rule=finding.rule,
        place=_place(finding.here),
        beside=_place(finding.others[0]) + more if finding.others else "",
        why=_brief(finding.suppressed),
    )


def _entries(skipped: Sequence[SkippedCopy]) -> Entries:
    rows = tuple((_path(s.path, s.line), why(s, _BRIEF)) for s in skipped[:LISTED])
    return Entries(rows, len(skipped), len(skipped) - len(rows))


def _place(place: CopyPlace) -> str:
    return f"{one_line(place.path)}:{place.line}:{place.column}"


def _path(path: str, line: int) -> str:
    return f"{one_line(path)}:{line}" if line > 0 else one_line(path)


def _brief(text: str) -> str:
    return shortened(one_line(text), _BRIEF)


def _style() -> str:
    audit = files("api.reports") / "templates" / "report.css"
    own = files("api.copy.formats") / "templates" / "copy.css"
    return audit.read_text(encoding="utf-8") + own.read_text(encoding="utf-8")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("api.copy.formats", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({"number": number, "quoted": _quoted})
    environment.globals["count"] = count
    return environment


def _quoted(text: str) -> str:
    """Return text of ours with quotation marks in place of Markdown's backquotes."""
    return re.sub(r"`([^`]*)`", r"“\1”", text)


def _ours(markup: str) -> str:
    from markupsafe import Markup

    return Markup(markup)
