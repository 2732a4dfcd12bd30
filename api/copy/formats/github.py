"""Workflow commands that GitHub turns into annotations on the lines of a pull request.

Escaping follows the runner's own parser (ActionCommand.cs in actions/runner): ``%``, CR and LF in
the message, also ``:`` and ``,`` in a property. GitHub shows ten annotations of each kind a step
and fifty a job, and drops the rest in silence; here the rest is counted aloud.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from api.copy.findings import CopyFinding, CopyPlace, CopyReport, Severity, SkippedCopy
from api.copy.formats.closing import looked_at
from api.copy.formats.order import Status, groups, not_read, of_status, remarked
from api.copy.formats.rules import RULE_TEXTS, told, why
from api.reports.clean import clean, one_line, shortened
from api.reports.wording import count, listed

A_STEP: Final = 10
"""Annotations of one kind that GitHub shows for a step."""

NOT_READ: Final = "samenote: not read, so not checked"
REMARK: Final = "samenote: a remark on reading"

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "notice"}
_ALSO: Final = 5
_LONGEST: Final = 4_000  # code points of a message; GitHub cuts an annotation at 64 KB
_PATH: Final = 4_096  # the longest path that Linux knows


def to_annotations(report: CopyReport) -> str:
    """Return one command a line, the worst first, then one plain line that sums up.

    Only new findings are annotated, one of each text before the copies of it, then what could not
    be read. ``note`` becomes a notice.
    """
    kinds: dict[str, list[str]] = {command: [] for command in _COMMANDS.values()}
    for finding in _worth_telling(report):
        kinds[_COMMANDS[finding.severity]].append(_annotation(finding))
    kinds["warning"] += [_skipped(s, "warning", NOT_READ) for s in not_read(report)]
    kinds["notice"] += [_skipped(s, "notice", REMARK) for s in remarked(report)]
    over = {kind: len(found) - A_STEP for kind, found in kinds.items() if len(found) > A_STEP}
    if over:
        # The one that tells of the rest is a notice too, and takes the place of one.
        over["notice"] = max(0, len(kinds["notice"]) - (A_STEP - 1))
        kinds["notice"] = [_rest(over), *kinds["notice"][: A_STEP - 1]]
    lines = [line for found in kinds.values() for line in found[:A_STEP]]
    return "".join(f"{line}\n" for line in (*lines, f"samenote: {looked_at(report)}"))


def escaped_data(text: str) -> str:
    """Return text as the message of a command."""
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text: str) -> str:
    """Return text as the value of one of a command's properties."""
    return escaped_data(text).replace(":", "%3A").replace(",", "%2C")


def _worth_telling(report: CopyReport) -> Iterator[CopyFinding]:
    found = groups(of_status(report, Status.NEW))
    yield from (group.worst for group in found)
    yield from (finding for group in found for finding in group.findings[1:])


def _annotation(finding: CopyFinding) -> str:
    title = f"samenote: {RULE_TEXTS[finding.rule].title}"
    properties = _properties(finding.here, title)
    return f"::{_COMMANDS[finding.severity]} {properties}::{escaped_data(_message(finding))}"


def _message(finding: CopyFinding) -> str:
    lines = [told(finding, _LONGEST)]
    if finding.others:
        more = finding.places - len(finding.others[:_ALSO])
        places = [_place(other) for other in finding.others[:_ALSO]]
        lines.append(f"Also in {listed([*places, *([f'{more:,} more'] if more > 0 else [])])}")
    return "\n".join(lines)


def _place(place: CopyPlace) -> str:
    return f"{one_line(place.path)}:{place.line}:{place.column}"


def _properties(place: CopyPlace, title: str) -> str:
    found = {
        "file": shortened(place.path, _PATH),
        "line": str(max(1, place.line)),
        "endLine": str(max(1, place.line, place.end_line)),
    }
    if place.end_line == place.line:  # GitHub takes columns only within one line
        found["col"] = str(max(1, place.column))
        found["endColumn"] = str(max(1, place.column, place.end_column - 1))
    found["title"] = title
    return _joined(found)


def _joined(properties: Mapping[str, str]) -> str:
    return ",".join(f"{key}={escaped_property(said)}" for key, said in properties.items() if said)


def _skipped(skipped: SkippedCopy, command: str, title: str) -> str:
    found = {
        "file": shortened(skipped.path, _PATH),
        "line": str(skipped.line) if skipped.line > 0 else "",
        "title": title,
    }
    properties = _joined(found)
    return f"::{command} {properties}::{escaped_data(why(skipped, _LONGEST))}"


def _rest(over: dict[str, int]) -> str:
    parts = [count(more, f"more {kind}") for kind, more in over.items() if more > 0]
    said = f"{listed(parts)} not shown here: GitHub shows {A_STEP} of each kind for a step."
    title = escaped_property("samenote: there is more")
    return f"::notice title={title}::{escaped_data(said + ' The log or the job summary has them.')}"
