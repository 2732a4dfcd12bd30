"""samenote audit: which notes of an archive were the same note, and who got them."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.columns import read_columns
from api.cli.exit_codes import FOUND
from api.cli.meaning_options import meaning_options, opened_encoder, why_words_only
from api.processes import ARCHIVE_READERS, POOL_BYTES, load_ahead
from dedupe import CannotJudgeError, UsageError
from index import collector_paused

if TYPE_CHECKING:
    from api.audit import AuditRequest
    from api.findings import AuditFindings
    from api.reports.registry import Target
    from dedupe import Policy

_EXAMPLES = """\b
Examples:
  samenote audit Sent.mbox
  samenote audit ~/Maildir/.Sent --html report.html --json report.json
  samenote audit takeout.mbox.gz --since 2025-01-01 --sender nora@shop.example
  samenote audit campaign.csv --column text=Body --column to.address=Email
  samenote audit Sent.mbox --policy policy.toml --fail-on stop
"""


@click.command("audit", epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--html", type=click.Path(), help="Write the report as one self-contained page.")
@click.option("--json", "json_", type=click.Path(), help="Write every finding as JSON.")
@click.option("--csv", type=click.Path(), help="Write one row a message as CSV.")
@click.option("--since", metavar="DATE", help="Only messages sent on or after this day.")
@click.option("--until", metavar="DATE", help="Only messages sent on or before this day.")
@click.option(
    "--sender",
    "senders",
    multiple=True,
    metavar="ADDRESS",
    help="Whose mail to audit: an address or a domain; repeatable. Recognised if not given.",
)
@click.option(
    "--include-lists",
    is_flag=True,
    help="Audit list posts, auto-replies, bounces, calendar mail and declared bulk too.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="For CSV and JSONL: which column holds a field (text, html, subject, sender, to.address, "
    "to.name, sent_at, id, ...); repeatable.",
)
@meaning_options
@click.option(
    "--policy",
    "policy_path",
    metavar="FILE",
    help="When to stop, look or send: a TOML file. Without it the default policy holds; no file is "
    "looked for.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["stop", "look"]),
    help="Exit with 1 if any message is to be stopped (or at least looked at).",
)
@click.option(
    "--families", "limit", default=10, show_default=True, help="Families listed on the terminal."
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    show_default="one a processor",
    help="Processes that read, and threads that compare.",
)
def command(
    paths: tuple[str, ...],
    html: str | None,
    json_: str | None,
    csv: str | None,
    since: str | None,
    until: str | None,
    senders: tuple[str, ...],
    include_lists: bool,
    columns: tuple[str, ...],
    policy_path: str | None,
    fail_on: str | None,
    limit: int,
    workers: int,
) -> None:
    """Audit sent-mail archives: which personal notes were the same note?

    PATH is an mbox file, a Maildir, a folder of .eml or .msg files, a Gmail Takeout, CSV, JSONL,
    any of these compressed with gzip, or - for standard input. Formats are recognised from
    content. Only what the archive's owner sent is audited; nothing is sent anywhere.
    """
    if workers > 1 and any(map(_is_large, paths)):
        load_ahead(ARCHIVE_READERS)
    from api.audit import AuditRequest
    from api.reports.registry import check_targets

    targets = _targets(html, json_, csv)
    check_targets(targets)
    request = AuditRequest(
        paths=paths,
        senders=senders,
        since=_day(since, "--since"),
        until=_day(until, "--until", after=True),
        include_lists=include_lists,
        policy=_policy(policy_path),
        workers=workers,
    )
    findings = _audit(request, read_columns(columns))
    _show(findings, targets, limit)
    if fail_on and not {"stop", fail_on}.isdisjoint(findings.notes.verdicts.decisions):
        sys.exit(FOUND)


def _is_large(path: str) -> bool:
    """Say whether a file alone is worth processes; of a folder that shows once it is opened."""
    try:
        return os.path.isfile(path) and os.path.getsize(path) >= POOL_BYTES
    except (OSError, ValueError):
        return False


def _policy(path: str | None) -> Policy:
    from dedupe import Policy

    if path is None:
        return Policy()
    from api.policy_file import read_policy

    return read_policy(path)


def _audit(request: AuditRequest, columns: dict[str, str]) -> AuditFindings:
    from api.archives import open_archives
    from api.audit import audit
    from api.reports.progress import progress

    with open_archives(request.paths, columns=columns) as opened:
        size = sum(archive.size for archive in opened.archives)
        with progress(size) as update, collector_paused():
            encoder = opened_encoder(update, size)
            findings = audit(request, opened.archives, opened.skipped, update, encoder)
    if not findings.audited:
        raise _nothing_audited(findings)
    return replace(findings, words_only=why_words_only(degraded=encoder is None))


def _nothing_audited(findings: AuditFindings) -> CannotJudgeError:
    where = ", ".join(findings.paths)
    if findings.messages:
        left_out = ", ".join(f"{n:,} {why}" for why, n in findings.excluded.items())
        return CannotJudgeError(
            f"no message is left to audit of {findings.messages:,} read (left out: {left_out})",
            where=where,
            do="Name the owner with --sender, or add --include-lists.",
        )
    reasons = "; ".join(f"{s.origin}: {s.reason}" for s in findings.skipped[:5])
    return CannotJudgeError(
        f"no message could be read ({reasons or 'there is no mail in it'})",
        where=where,
        do="Give an mbox file, a Maildir, a folder of .eml files, CSV or JSONL.",
    )


def _show(findings: AuditFindings, targets: list[Target], limit: int) -> None:
    from rich.console import Console

    from api.reports.registry import write_reports
    from api.reports.terminal import render

    written = write_reports(findings, targets)
    render(findings, Console(), limit=limit, written=written)


def _targets(html: str | None, json_: str | None, csv: str | None) -> list[Target]:
    from api.reports.registry import ReportFormat, Target

    wanted = ((ReportFormat.HTML, html), (ReportFormat.JSON, json_), (ReportFormat.CSV, csv))
    return [Target(form, Path(path)) for form, path in wanted if path]


def _day(text: str | None, option: str, *, after: bool = False) -> datetime | None:
    """Read a day or a moment; ``after`` gives the end of the day."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a date", where=option, do="Write it like 2025-12-31."
        ) from None
    whole_day = len(text) <= len("2025-12-31")
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment + timedelta(days=1) if after and whole_day else moment
