"""What an audit found, told to people and programs: terminal, HTML, JSON and CSV."""

from api.reports.files import write_atomically
from api.reports.registry import ReportFormat, Target, check_targets, write_reports

__all__ = [
    "ReportFormat",
    "Target",
    "check_targets",
    "write_atomically",
    "write_reports",
]
