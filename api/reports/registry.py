"""The report files there are, and the one call that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from api.findings import AuditFindings
from api.reports.files import check_writable, write_atomically


class ReportFormat(StrEnum):
    """A kind of report file."""

    HTML = "html"
    JSON = "json"
    CSV = "csv"

    def pieces(self, findings: AuditFindings) -> Iterator[str]:
        """Yield the report's text; each format is imported on use, as Jinja takes a while."""
        match self:
            case ReportFormat.HTML:
                from api.reports.html import to_html

                return to_html(findings)
            case ReportFormat.JSON:
                from api.reports.json_report import to_json

                return to_json(findings)
            case ReportFormat.CSV:
                from api.reports.csv_report import to_csv

                return to_csv(findings)
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Target:
    """A report that is wanted, and where."""

    format: ReportFormat
    path: Path


def check_targets(targets: Iterable[Target]) -> None:
    """Raise UsageError where a target cannot be written; call it before the audit begins."""
    for target in targets:
        check_writable(target.path)


def write_reports(findings: AuditFindings, targets: Iterable[Target]) -> tuple[Path, ...]:
    """Write every target, in order, and return where the reports stand.

    Raises UsageError where a path cannot be written to, SamenoteError where writing fails.
    """
    wanted = tuple(targets)
    check_targets(wanted)
    for target in wanted:
        write_atomically(target.path, target.format.pieces(findings))
    return tuple(target.path for target in wanted)
