"""samenote calibrate: measure on one's own mail from when on two notes say the same."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.columns import read_columns
from api.cli.dates import read_day
from api.cli.meaning_options import meaning_choice, meaning_options
from api.cli.store_options import opened, say, say_skipped, store_options, store_place
from dedupe import CannotJudgeError, UsageError

if TYPE_CHECKING:
    from api.calibration import Calibration, JudgedMail
    from api.mail_choice import MailChoice
    from api.meaning_opening import MeaningChoice
    from api.reports.progress import Update
    from dedupe import Encoder

_WHOLE = 1_000_000

_EXAMPLES = """\b
Examples:
  samenote calibrate Sent.mbox
  samenote calibrate Sent.mbox --since 2025-01-01 --rate 1 --pairs 10
  samenote calibrate Sent.mbox --write policy.toml
  samenote calibrate --store notes.sqlite --write policy.toml
  samenote calibrate takeout.mbox.gz --json > lines.json
"""


@click.command("calibrate", epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[ARCHIVE]...")
@store_options
@meaning_options
@click.option(
    "--rate",
    type=click.FloatRange(0.1, 500),
    default=2.0,
    show_default=True,
    metavar="N",
    help="How many of 1,000 honest notes may be looked at: the line is proposed for this rate.",
)
@click.option(
    "--pairs",
    type=click.IntRange(0, 1000),
    default=3,
    show_default=True,
    metavar="N",
    help="Pairs of notes shown on either side of the line.",
)
@click.option(
    "--write",
    "policy_path",
    metavar="POLICY",
    help="Write the lines into this policy file: into its section on meaning, or into a new file.",
)
@click.option(
    "--sender",
    "senders",
    multiple=True,
    metavar="ADDRESS",
    help="Whose mail to measure on: an address or a domain; repeatable. Recognised if not given.",
)
@click.option("--since", metavar="DATE", help="Only messages sent on or after this day.")
@click.option("--until", metavar="DATE", help="Only messages sent on or before this day.")
@click.option(
    "--include-lists",
    is_flag=True,
    help="Measure on list posts, auto-replies and declared bulk too.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="For CSV and JSONL: which column holds a field; repeatable (as in audit).",
)
@click.option("--json", "json_", is_flag=True, help="Print what was measured as one JSON object.")
def command(
    paths: tuple[str, ...],
    rate: float,
    pairs: int,
    policy_path: str | None,
    senders: tuple[str, ...],
    since: str | None,
    until: str | None,
    include_lists: bool,
    columns: tuple[str, ...],
    json_: bool,
) -> None:
    """Measure on your own mail from when on one note is another one in other words.

    ARCHIVE is anything that audit reads; without one, the store is measured. Notes that nobody else
    got by their words are taken as honest, and the line is drawn so that N in 1,000 of them would
    have been looked at for saying what another note says. The pairs just beside the line are shown:
    read them, since a pair that reaches it may be a find and no false alarm. With --write the lines
    stand in the policy that check, audit and serve are given; they belong to the model they were
    measured with. The same mail gives the same lines.
    """
    from api.mail_choice import MailChoice

    choice = MailChoice(
        senders, read_day(since, "--since"), read_day(until, "--until", after=True),
        include_lists, os.cpu_count() or 1,
    )  # fmt: skip
    _refuse_wrong_use(paths, choice)
    target = Path(policy_path) if policy_path else None
    if target is not None:
        from api.policy_writing import check_policy

        check_policy(target)
    found = _measured(paths, read_columns(columns), choice, rate, pairs)
    _refuse_too_few(found)
    _show(found, json_, _written(target, found))


def _refuse_wrong_use(paths: tuple[str, ...], choice: MailChoice) -> None:
    named = click.get_current_context().get_parameter_source("store")
    if paths and named is click.core.ParameterSource.COMMANDLINE:
        raise UsageError("either archives or a store", where="--store", do="Leave out one of them.")
    if not paths and (choice.senders or choice.include_lists):
        raise UsageError(
            "a store holds what was chosen when it was learnt",
            where="--sender" if choice.senders else "--include-lists",
            do="Leave it out, or name an archive.",
        )


def _model() -> MeaningChoice:
    choice = meaning_choice()
    if choice is None:
        raise UsageError(
            "without meaning there is nothing to measure", where="--no-meaning",
            do="Leave it out, and unset SAMENOTE_NO_MEANING.",
        )  # fmt: skip
    return choice


def _measured(
    paths: tuple[str, ...], columns: dict[str, str], choice: MailChoice, rate: float, pairs: int
) -> Calibration:
    from api.archives import open_archives
    from api.calibration_sources import mail_of_archives, mail_of_store
    from api.meaning_opening import meaning_of_store
    from api.reports.progress import progress

    model = _model()
    if paths:
        with open_archives(paths, columns=columns) as archives:
            size = sum(archive.size for archive in archives.archives)
            with progress(size) as update:
                encoder = _encoder(model, update, size)
                mail = mail_of_archives(archives.archives, choice, encoder, update)
                found = _calibrated(mail, encoder, rate, pairs)
        say_skipped([*archives.skipped, *mail.skipped], "entry", "entries")
        return found
    with opened(store_place()) as store, progress(_WHOLE) as update:
        encoder = _encoder(model, update, _WHOLE)
        said = meaning_of_store(store, encoder)
        mail = mail_of_store(store, said, choice, update, _WHOLE)
        return _calibrated(mail, encoder, rate, pairs)


def _encoder(choice: MeaningChoice, update: Update, whole: int) -> Encoder:
    from api.meaning_opening import open_meaning

    return open_meaning(choice, lambda share, stage: update(int(whole * share), 0, stage))


def _calibrated(mail: JudgedMail, encoder: Encoder, rate: float, pairs: int) -> Calibration:
    from api.calibration import calibrate
    from index import scale_of

    model = encoder.model, encoder.digest
    return calibrate(mail, model, rate, pairs=pairs, own=scale_of(encoder))


def _refuse_too_few(found: Calibration) -> None:
    if found.honest >= found.needed:
        return
    higher = -(-1_000 // max(found.honest, 1))
    or_else = f", or --rate {higher} (and more)" if found.honest >= 50 else ""
    raise CannotJudgeError(
        f"{found.rate:g} in 1,000 can not be told from {found.honest:,} notes that nobody else got "
        f"by their words ({found.texts:,} distinct notes in all): at least {found.needed:,} are "
        "needed",
        do=f"Give more mail, say of a longer time{or_else}.",
    )


def _written(target: Path | None, found: Calibration) -> str:
    """Write the lines that are proposed; return the file's name, empty where none is."""
    if target is None:
        return ""
    from api.policy_writing import write_lines
    from dedupe import MeaningLines

    if found.same.proposed is None and found.abroad.proposed is None:
        say(f"{target} is left as it is: no line is proposed")
        return ""
    write_lines(target, MeaningLines(found.same.proposed, found.abroad.proposed, found.digest))
    return str(target)


def _show(found: Calibration, json_: bool, written: str) -> None:
    from rich.console import Console

    from api.reports.calibration import calibration_as_json, render_calibration

    if json_:
        click.echo(calibration_as_json(found, written))
        return
    render_calibration(found, Console())
    click.echo()
    if written:
        click.echo(f"The lines are written to {written}. Give it with --policy.")
    elif found.same.proposed is not None:
        click.echo("Nothing is written. With --write POLICY.toml the lines go into a policy.")
