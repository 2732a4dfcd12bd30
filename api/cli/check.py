"""samenote check: are these notes, about to be sent, really personal?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from api.cli.check_store import check_with_store, say_stored, uses_store
from api.cli.columns import read_columns
from api.cli.exit_codes import COULD_NOT_JUDGE, FOUND
from api.cli.meaning_options import meaning_options, opened_encoder, why_words_only
from api.cli.reserving import asked_reserve, refuse_incomplete_override, reserving_options
from api.cli.store_options import StorePlace, say, say_skipped, store_options, store_place
from dedupe import CannotJudgeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.checked import Checked
    from api.notes import History, Notes
    from dedupe import Policy

_EXAMPLES = """\b
Examples:
  samenote check card.txt --against Sent.mbox
  samenote check cards.jsonl --against history.jsonl --json
  samenote check merged.csv --column text=Body --column to.address=Email
  pbpaste | samenote check --against ~/Maildir/.Sent
  samenote check --merge card.txt --rows customers.csv --against Sent.mbox
  samenote check --merge card.html --rows - --column to.address=Kundenmail < rows.csv
  samenote check cards.jsonl --against Sent.mbox --policy policy.toml
  samenote check card.txt --store notes.sqlite
  samenote check --merge card.txt --rows customers.csv --reserve --idempotency-key spring-25
  samenote check card.txt --reserve --for 2h --override "She asked for it" --by Nora
"""


@click.command("check", epilog=_EXAMPLES)
@click.argument("notes", nargs=-1, metavar="[NOTES]...")
@click.option(
    "--against",
    "history",
    multiple=True,
    metavar="HISTORY",
    help="What was sent before: JSONL, CSV, mbox, a Maildir or anything else that audit reads; "
    "repeatable. In place of a store.",
)
@store_options
@click.option(
    "--no-store",
    is_flag=True,
    help="Compare the notes with each other only, whatever store is there.",
)
@reserving_options
@click.option(
    "--merge",
    metavar="TEMPLATE",
    help="Check a mail merge before it goes out: a template with {{name}}, {name}, %(name)s or "
    "[Name], as text, HTML or a mail with its header on top. Needs --rows.",
)
@click.option(
    "--rows",
    metavar="CSV",
    help="The rows of the merge: CSV or JSONL, or - for standard input; one note a row.",
)
@click.option(
    "--separately",
    is_flag=True,
    help="Compare each note with the history only, not with the other notes of this call.",
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
    default="stop",
    show_default=True,
    help="Exit with 1 if any note is to be stopped (or at least looked at).",
)
@click.option("--json", "json_", is_flag=True, help="Print one verdict a line as JSON.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="For CSV and JSONL: which column holds a field (text, html, subject, sender, "
    "to.address, to.name, sent_at, id, ...); repeatable.",
)
def command(
    notes: tuple[str, ...],
    history: tuple[str, ...],
    no_store: bool,
    merge: str | None,
    rows: str | None,
    separately: bool,
    policy_path: str | None,
    fail_on: str,
    json_: bool,
    columns: tuple[str, ...],
) -> None:
    """Check notes before they are sent: did somebody else get this text?

    NOTES is a file of notes as JSONL or CSV, an .eml or mbox file, a folder of these, or - for
    standard input; a file in none of these formats is one note in plain text. In place of NOTES,
    --merge and --rows give a template and its rows. Each note is compared with what was sent
    before and with the notes before it. What was sent before is in the history named with
    --against, else in the store (samenote learn), if there is one. Nothing is sent anywhere.

    Exits with 1 if a note is to be stopped, and with 3 if a note, the history or the store could
    not be read.
    """
    _refuse_wrong_merge(notes, merge, rows)
    place = store_place()
    given = (rows,) if rows else notes
    with_store = _with_store(place, history, no_store)
    _refuse_wrong_use(given, history, separately and not with_store)
    policy = _policy(policy_path)
    mapped = read_columns(columns)
    read = _read(given or ("-",), merge, mapped)
    if with_store:
        checked, answer = check_with_store(read, place, separately=separately, policy=policy)
    else:
        checked, earlier = _check(read, history, mapped, separately, policy, merge is not None)
    _print_json(checked) if json_ else _print_text(checked)
    if with_store:
        say_stored(checked, answer, place, json_=json_)
    else:
        say_skipped(earlier.skipped, "entry of the history", "entries of the history")
        _say_left_out(earlier)
    _say_faults(read)
    sys.exit(_exit_code(checked, read, fail_on))


def _with_store(place: StorePlace, history: Sequence[str], no_store: bool) -> bool:
    """Say whether the notes are held against a store. Raises UsageError for what excludes it."""
    reserve = asked_reserve() is not None
    refuse_incomplete_override()
    on_the_line = click.get_current_context().get_parameter_source("store")
    named = on_the_line is click.core.ParameterSource.COMMANDLINE
    if (history or no_store) and (named or reserve):
        raise UsageError(
            "either a history in files or a store",
            where="--against" if history else "--no-store",
            do=f"Leave out {'--store' if named else '--reserve'}, or this.",
        )
    if history:
        return False
    return reserve or uses_store(place, no_store)


def _refuse_wrong_merge(notes: Sequence[str], merge: str | None, rows: str | None) -> None:
    if merge is not None and rows is None:
        raise UsageError(
            "a template without rows", where="--merge", do="Name the rows with --rows."
        )
    if rows is not None and merge is None:
        raise UsageError(
            "rows without a template", where="--rows", do="Name the template with --merge."
        )
    if merge is not None and notes:
        raise UsageError(
            "either notes or a merge can be checked in one call",
            where=notes[0],
            do="Leave out the notes, or --merge and --rows.",
        )


def _refuse_wrong_use(notes: Sequence[str], history: Sequence[str], separately: bool) -> None:
    if not notes and sys.stdin.isatty():
        raise UsageError("there are no notes to check", do="Name a file, or pipe a note in.")
    if [*notes, *history].count("-") > 1 or ("-" in history and not notes):
        raise UsageError("standard input can be read only once", where="-")
    if separately and not history:
        raise UsageError(
            "compares with the history only, and no history is given",
            where="--separately",
            do="Name it with --against, or a store with --store.",
        )


def _policy(path: str | None) -> Policy:
    from dedupe import Policy

    if path is None:
        return Policy()
    from api.policy_file import read_policy

    return read_policy(path)


def _read(paths: Sequence[str], merge: str | None, columns: dict[str, str]) -> Notes:
    """Read the notes at the paths, or fill the template with the rows there."""
    if merge is None:
        from api.notes import read_notes

        return read_notes(paths, columns)
    from api.merge import read_merge
    from api.notes import size_of
    from api.reports.progress import progress

    with progress(size_of(paths)) as update:
        return read_merge(merge, paths[0], columns, update)


def _check(
    read: Notes,
    history: Sequence[str],
    columns: dict[str, str],
    separately: bool,
    policy: Policy,
    merged: bool,
) -> tuple[Checked, History]:
    from datetime import UTC, datetime

    from api.call_meaning import unused_lines
    from api.checked import Checked
    from api.checking import check
    from api.matched import MatchedMessages
    from api.notes import read_history, size_of
    from api.past import in_memory
    from api.reports.progress import progress
    from index import MeaningMemory

    if len(read.mails) == 1 and not history:
        raise CannotJudgeError(
            "one note and no history: there is nothing to compare it with",
            do="Name what was sent before with --against, or record it with samenote learn.",
        )
    messages = [mail.message for mail in read.mails]
    with progress(size_of(history)) as update:
        # The columns of a merge are those of its rows; a history has its own.
        earlier = read_history(history, {} if merged else columns, read.mails, update)
        earlier = in_memory(earlier, policy.memory, datetime.now(UTC))
        encoder = opened_encoder(update, size_of(history))
        if unused := unused_lines(policy, encoder):
            say(unused)
        update(size_of(history), len(earlier.messages), "judging")
        verdicts = check(
            messages, history=earlier.messages, separately=separately, policy=policy,
            memory=MeaningMemory(encoder) if encoder else None,
        )  # fmt: skip
    matched = MatchedMessages(len(earlier.messages), earlier.messages.__getitem__, messages)
    return Checked(read.mails, tuple(verdicts), matched), earlier


def _print_json(checked: Checked) -> None:
    import json

    for verdict in checked.verdicts:
        # ASCII: a lone surrogate is written as its escape, and every console can show it.
        click.echo(json.dumps(verdict.as_dict(), allow_nan=False))


def _print_text(checked: Checked) -> None:
    from dataclasses import replace

    from rich.console import Console

    from api.reports.verdict_text import render_verdicts

    said = why_words_only(degraded=any(v.degraded for v in checked.verdicts))
    render_verdicts(replace(checked, words_only=said), Console())


def _say_faults(read: Notes) -> None:
    say_skipped(read.skipped, "note", "notes")
    for warning in read.warnings:
        say(warning)
    for mail in read.mails:
        for warning in mail.warnings:
            say(f"{mail.origin}: {warning}")


def _say_left_out(earlier: History) -> None:
    from api.reports.wording import count, exclusion_words, listed

    if earlier.left_out:
        parts = [f"{n:,} {exclusion_words(kind)}" for kind, n in earlier.left_out.items()]
        say(f"left out of the history: {listed(parts)}")
    if earlier.among_notes:
        said = count(earlier.among_notes, "message")
        say(f"left out of the history: {said} that is a note of this call itself")


def _exit_code(checked: Checked, read: Notes, fail_on: str) -> int:
    if read.skipped:
        return COULD_NOT_JUDGE
    found = checked.count("stop") + (checked.count("look") if fail_on == "look" else 0)
    return FOUND if found else 0
