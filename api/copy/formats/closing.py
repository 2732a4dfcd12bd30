"""What a check looked at, how it came out, and what to do next, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterator

from api.copy.findings import CopyReport
from api.copy.formats.order import Status, fails, groups, not_read, notes, of_status
from api.reports.wording import count, listed


def outcome(report: CopyReport) -> str:
    """Return the result as a headline."""
    if not report.findings:
        return "Nothing found in what could be read." if not_read(report) else "Nothing repeats."
    new = [finding for finding in of_status(report, Status.NEW) if fails(finding)]
    if report.accepted:
        return f"{count(report.accepted, 'new finding')} accepted into the baseline."
    if not new:
        return "Nothing new repeats."
    texts = len(groups(new))
    about = f" about {count(texts, 'text')}" if texts < len(new) else ""
    return f"{count(len(new), 'new finding')}{about}."


def looked_at(report: CopyReport) -> str:
    """Return what was read and what else there is to say, in a sentence or two."""
    read = f"Looked at {count(report.units, 'copy unit')} in {count(report.files, 'file')}"
    suppressed = sum(bool(finding.suppressed) for finding in report.findings)
    if report.searched is not None:
        read += f", and at {count(report.searched, 'sent note')}"
    if report.meaning:
        read += ", by meaning too"
    parts = [f"{report.new:,} new", f"{report.known:,} known from the baseline"]
    if told := notes(report):
        parts.append(count(told, "note"))
    if suppressed:
        parts.append(f"{suppressed:,} ignored with a reason")
    said = f"{read}: {listed(parts)}."
    if lost := len(not_read(report)):
        said += f" {count(lost, 'entry', 'entries')} could not be read."
    return f"{said} {report.kept}".rstrip()


def gone(report: CopyReport) -> str:
    """Return the title of the entries of the baseline that no longer occur."""
    if report.accepted is not None:
        return "No longer there, so taken out of the baseline"
    return "No longer there, though the baseline has it"


def next_steps(report: CopyReport) -> Iterator[str]:
    """Yield what to do now, one sentence each; nothing where all is well."""
    if report.new:
        yield _mend(report)
        yield "Or approve text that is meant to repeat, in the configuration."
        yield "Or ignore one place, with a reason: a comment “samenote: ignore REASON” beside it."
        yield "Or accept all that is there today: run again with --update-baseline and commit."
    if report.accepted or (report.pruned and report.accepted is not None):
        yield "Commit the baseline."
    elif report.pruned and not report.new:
        entries = count(
            len(report.pruned), "entry that no longer occurs", "entries that no longer occur"
        )
        yield f"Take {entries} out of the baseline: --update-baseline."
    if not_read(report):
        yield "Mend or exclude what could not be read: it was not checked."


def _mend(report: CopyReport) -> str:
    """Say how to mend what is new; what is said in other words already needs no new ones."""
    failing = [finding for finding in of_status(report, Status.NEW) if fails(finding)]
    if failing and all(finding.rule == "reworded" for finding in failing):
        return "Fix it: keep one wording in one place and include it, or say something else."
    return "Fix it: say it in other words, or keep the text in one place and include it."
