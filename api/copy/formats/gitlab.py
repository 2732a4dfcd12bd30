"""The copy check as a GitLab code quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. GitLab compares the
report of a merge request with that of its target branch by fingerprint, so known findings stay in
it; ignored ones do not.
"""

from __future__ import annotations

import hashlib
from typing import Final

from api.copy.findings import CopyFinding, CopyReport, Severity, SkippedCopy
from api.copy.formats.json_report import Json, dump
from api.copy.formats.order import Status, by_place, occurrences, status
from api.copy.formats.rules import told, why
from api.reports.clean import clean, one_line
from api.reports.wording import listed

NOT_READ: Final = "not-read"
REMARK: Final = "reading-remark"
_SEVERITIES: Final[dict[Severity, str]] = {"error": "major", "warning": "minor", "note": "info"}
_LONGEST: Final = 1_000  # code points
_ALSO: Final = 3


def to_code_quality(report: CopyReport) -> str:
    """Return the report as one JSON array; findings by place, then what could not be read."""
    findings = [f for f in by_place(report) if status(f) is not Status.SUPPRESSED]
    numbers = occurrences(findings)
    issues = [_issue(*pair) for pair in zip(findings, numbers, strict=True)]
    issues += _skipped(report.skipped)
    lines = ",\n".join(map(dump, issues))
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _issue(finding: CopyFinding, number: int) -> Json:
    here = finding.here
    begin = max(1, here.line)
    return {
        "description": _description(finding),
        "check_name": finding.rule,
        "fingerprint": _digest(f"{finding.identity}:{number}"),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": clean(here.path),
            "lines": {"begin": begin, "end": max(begin, here.end_line)},
        },
    }


def _description(finding: CopyFinding) -> str:
    said = told(finding, _LONGEST)
    if not finding.others:
        return said
    more = finding.places - len(finding.others[:_ALSO])
    places = [f"{one_line(place.path)}:{place.line}" for place in finding.others[:_ALSO]]
    return f"{said} Also in {listed([*places, *([f'{more:,} more'] if more > 0 else [])])}."


def _skipped(skipped: tuple[SkippedCopy, ...]) -> list[Json]:
    seen: dict[str, int] = {}
    issues: list[Json] = []
    for entry in skipped:
        name = NOT_READ if entry.unread else REMARK
        key = f"{name}:{entry.path}:{entry.reason}"
        seen[key] = seen.get(key, 0) + 1
        issues.append(
            {
                "description": ("Not read, so not checked: " if entry.unread else "")
                + why(entry, _LONGEST),
                "check_name": name,
                "fingerprint": _digest(f"{key}:{seen[key]}"),
                "severity": "minor" if entry.unread else "info",
                "location": {"path": clean(entry.path), "lines": {"begin": max(1, entry.line)}},
            }
        )
    return issues


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
