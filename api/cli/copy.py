"""samenote copy: does new marketing copy repeat copy that the repository already has?"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.copy_targets import asked_targets, write_reports
from api.cli.exit_codes import COULD_NOT_JUDGE, FOUND
from api.cli.meaning_options import model_is_named, model_options, required_encoder
from api.cli.store_options import kept, opened, store_place
from api.copy.formats import FORMATS
from api.processes import COPY_READERS, load_ahead
from dedupe import CannotJudgeError, UsageError
from index import collector_paused

if TYPE_CHECKING:
    from api.copy.check import CopyOutcome, CopyRequest
    from api.copy.config import CopySettings
    from api.copy.findings import CopyReport
    from api.copy.sent_notes import SentNotes

_EXAMPLES = """\b
Examples:
  samenote copy templates locales
  samenote copy templates --update-baseline     accept what is there today
  samenote copy --baseline-from-ref origin/main --since origin/main
  samenote copy templates --store sent.db       was it sent as personal notes before?
  samenote copy templates --meaning             is it said elsewhere in other words?
  samenote copy . --format github --format sarif=copy.sarif --format junit=copy.xml

\b
Exit codes: 0 nothing new, 1 new findings, 2 wrong use, 3 a file, a baseline, a
revision, a store or the model could not be read. Settings stand in [tool.samenote.copy]
of pyproject.toml or [copy] of samenote.toml, the nearest upward from the working directory.
"""


@click.command("copy", epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False),
    help="Accepted findings; only others fail. If not given: samenote-baseline.json, if it exists.",
)
@click.option(
    "--update-baseline", is_flag=True, help="Accept every finding of today, and say what changes."
)
@click.option(
    "--baseline-from-ref",
    metavar="REF",
    help="Accept what a git revision holds already, such as main; needs no file.",
)
@click.option(
    "--since",
    metavar="REF",
    help="Tell only of lines changed since a git revision, compared with everything.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    help=f"How to tell, and where to; repeatable. One of {', '.join(FORMATS)}. Text on the "
    "terminal if not given.",
)
@click.option(
    "--fail-on-new",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="Exit with 1 from so many new findings on.",
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False),
    help="The configuration file, if not the nearest one.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    show_default="one a processor",
    help="Processes that read, and threads that compare.",
)
@click.option(
    "--store",
    default="",
    metavar="URL|PATH",
    expose_value=False,
    callback=kept,
    help="Tell of copy that was sent as personal notes, too, by a store of sent notes: a file, or "
    "postgresql://USER@HOST/DATABASE. SAMENOTE_STORE is not read.",
)
@click.option(
    "--tenant", default="local", metavar="NAME", expose_value=False, callback=kept,
    help="Whose part of a store that several share.",
)  # fmt: skip
@click.option(
    "--meaning",
    is_flag=True,
    help="Tell of copy that says the same in other words, too. Needs samenote[meaning]; without "
    "it the exit code is 3.",
)
@model_options
def command(
    paths: tuple[str, ...],
    baseline: str | None,
    update_baseline: bool,
    baseline_from_ref: str | None,
    since: str | None,
    formats: tuple[str, ...],
    fail_on_new: int,
    config: str | None,
    workers: int,
    meaning: bool,
) -> None:
    """Check marketing copy: does new copy repeat copy that is already there?

    PATH is a folder or a file: Markdown, HTML, MJML, plain text, templates (Jinja, Liquid,
    Handlebars, ERB, Go), and locale files (YAML, JSON, PO, ARB, XLIFF, .strings, CSV). In folders
    what .gitignore names is left out. Without PATH the paths of the configuration are read.

    Tells of copy that stands twice, word for word or nearly, and of strings left untranslated;
    with --store also of copy that was sent as personal notes, with --meaning of copy that says the
    same in other words.
    """
    targets = asked_targets(formats)
    if baseline_from_ref and (baseline or update_baseline):
        raise UsageError(
            "is a baseline of its own", where="--baseline-from-ref",
            do="Leave --baseline and --update-baseline out.",
        )  # fmt: skip
    if since and update_baseline:
        raise UsageError("a baseline accepts everything, not only changes", where="--since")
    if model_is_named() and not meaning:
        raise UsageError(
            "says what compares by meaning, and nothing does", where="--model and --device",
            do="Add --meaning.",
        )  # fmt: skip
    if workers > 1 and not (paths and all(Path(path).is_file() for path in paths)):
        load_ahead(COPY_READERS)
    request = _request(paths, config, workers)
    request = _with_baseline(
        request, baseline, baseline_from_ref or "", since or "", update_baseline
    )
    outputs = tuple(target.file.absolute() for target in targets if target.file)
    request = replace(request, sent=_sent_notes(), outputs=outputs)
    with collector_paused():
        outcome = _check(request, meaning=meaning)
        write_reports(outcome.report, targets)
    if update_baseline:
        _update(request, outcome)
    sys.exit(_exit_code(outcome.report, fail_on_new))


def _request(paths: Sequence[str], config: str | None, workers: int) -> CopyRequest:
    from datetime import UTC, datetime

    from api.copy.check import CopyRequest
    from api.copy.config import find_settings, read_settings

    start = Path.cwd()
    settings = read_settings(Path(config).absolute()) if config else find_settings(start)
    if settings.file and settings.unread:
        click.echo(
            f"samenote: {settings.unread}: [tool.samenote.copy] is not read, for "
            f"{settings.file.name} stands beside it; keep one of the two",
            err=True,
        )
    return CopyRequest(
        paths=_paths(paths, settings, start),
        start=start,
        today=datetime.now(tz=UTC).date(),
        settings=settings,
        workers=workers,
    )


def _paths(given: Sequence[str], settings: CopySettings, start: Path) -> tuple[Path, ...]:
    """Return the paths given, from the working directory, or configured, from their file."""
    if given:
        return tuple(Path(os.path.normpath(start / path)) for path in given)
    if not settings.paths or settings.file is None:
        raise UsageError(
            "there is nothing to check",
            do="Name files or folders, or set paths in [tool.samenote.copy] of pyproject.toml.",
        )
    base = settings.file.parent
    return tuple(Path(os.path.normpath(base / path)) for path in settings.paths)


def _with_baseline(
    request: CopyRequest, baseline: str | None, ref: str, since: str, update: bool
) -> CopyRequest:
    from api.copy.baseline import USUAL_NAME

    base = request.settings.file.parent if request.settings.file else request.start
    usual = base / (request.settings.baseline or USUAL_NAME)
    path: Path | None = Path(baseline).absolute() if baseline else usual
    if ref or (
        not baseline and not request.settings.baseline and not update and not usual.exists()
    ):
        path = None
    path = Path(os.path.normpath(path)) if path else None
    return replace(request, baseline=path, baseline_ref=ref, since=since, update=update)


def _sent_notes() -> SentNotes | None:
    """Read what was sent from the store, if one is named."""
    from datetime import UTC, datetime

    from api.copy.sent_notes import SentNotes

    place = store_place()
    if not place.named:
        return None
    with opened(place) as store:
        return SentNotes(store.remembered(), datetime.now(tz=UTC))


def _check(request: CopyRequest, *, meaning: bool) -> CopyOutcome:
    from api.copy.check import check_copy
    from api.reports.progress import progress

    with progress(0) as update:
        if meaning:
            request = replace(request, encoder=required_encoder(update))
        outcome = check_copy(request, update)
    if not outcome.report.files and not any(s.unread for s in outcome.report.skipped):
        raise CannotJudgeError(
            "there is no copy in it",
            where=", ".join(str(path) for path in request.paths),
            do="Markdown, HTML, MJML, text, template and locale files are read; .gitignore and "
            "exclude leave files out.",
        )
    return outcome


def _update(request: CopyRequest, outcome: CopyOutcome) -> None:
    """Write the baseline and say, on standard error, what changes in it."""
    from api.copy.baseline import changes, rendered

    path = request.baseline
    if path is None:
        return
    try:
        path.write_text(rendered(outcome.after), encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotJudgeError(f"could not be written: {error.strerror}", where=str(path)) from None
    said = changes(outcome.before, outcome.after, outcome.accepted)
    click.echo(f"samenote: {path}: {len(outcome.after):,} accepted findings", err=True)
    for line in said[:50]:
        click.echo(f"  {line}", err=True)
    if len(said) > 50:
        click.echo(f"  and {len(said) - 50:,} more; see git diff", err=True)


def _exit_code(report: CopyReport, fail_on_new: int) -> int:
    if report.new >= fail_on_new:
        return FOUND
    return COULD_NOT_JUDGE if any(fault.unread for fault in report.skipped) else 0
