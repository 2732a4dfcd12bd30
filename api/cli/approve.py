"""samenote approve: text that may repeat, who answers for it, and until when."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from api.cli.dates import read_day
from api.cli.store_options import opened_ledger, store_options, store_place
from dedupe import CannotJudgeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Approval

#: A longer file is no text that somebody approved.
MOST_BYTES: Final = 1_000_000

_EXAMPLES = """\b
Examples:
  samenote approve opening-hours.txt --owner Nora --reason "Opening hours are the same for all"
  pbpaste | samenote approve - --owner Legal --reason "Required by law" --expires 2026-12-31
  samenote approve offer.txt --owner Sales --reason Spring --campaign spring --most-reach 500
  samenote approve --list
  samenote approve --withdraw 5b0c2f6e9d7a4c1f8e3b2a1d0c9f8e7d
"""


@click.command("approve", epilog=_EXAMPLES)
@click.argument("text_file", required=False, metavar="[TEXT_FILE|-]")
@store_options
@click.option("--owner", metavar="NAME", help="Who answers for the text.")
@click.option("--reason", metavar="TEXT", help="Why it may repeat.")
@click.option("--sender", default="", metavar="ADDRESS", help="Only in notes of this sender.")
@click.option("--channel", default="", metavar="NAME", help="Only in notes of this channel.")
@click.option("--campaign", default="", metavar="NAME", help="Only in notes of this campaign.")
@click.option("--expires", metavar="DATE", help="It holds to the end of this day.")
@click.option(
    "--most-reach", type=click.IntRange(0), metavar="N", help="It holds for up to so many people."
)
@click.option("--list", "list_", is_flag=True, help="List the approvals of the store.")
@click.option("--withdraw", metavar="ID", help="Take an approval back, by its id.")
@click.option("--json", "json_", is_flag=True, help="Print the approval, or the list, as JSON.")
def command(
    text_file: str | None,
    owner: str | None,
    reason: str | None,
    sender: str,
    channel: str,
    campaign: str,
    expires: str | None,
    most_reach: int | None,
    list_: bool,
    withdraw: str | None,
    json_: bool,
) -> None:
    """Approve text that may repeat: it is set aside when notes that hold it are compared.

    TEXT_FILE holds the text and nothing else, - reads it from standard input. An approval needs an
    owner and a reason; it may be for one sender, channel or campaign only, end on a day, and hold
    for so many people at most. --list shows what is approved, --withdraw takes an approval back.
    """
    _refuse_mixed(text_file, list_, withdraw)
    if list_:
        _list(json_)
    elif withdraw is not None:
        _withdraw(withdraw)
    else:
        from index import Approval

        until = read_day(expires, "--expires", after=True)
        asked = Approval(
            _text(text_file), owner or "", reason or "", sender, channel, campaign, until,
            most_reach,
        )  # fmt: skip
        _approve(asked, json_)


def _refuse_mixed(text_file: str | None, list_: bool, withdraw: str | None) -> None:
    asked = sum((text_file is not None, list_, withdraw is not None))
    if asked > 1:
        raise UsageError("one thing at a time", do="Give a text, --list, or --withdraw ID.")
    if not asked:
        raise UsageError(
            "there is no text to approve",
            do="Name a file, - for standard input, or give --list or --withdraw ID.",
        )


def _text(path: str | None) -> str:
    """Read the text. Raises CannotJudgeError where it cannot be read or is none."""
    name = "standard input" if path == "-" else str(path)
    try:
        if path == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with open(str(path), "rb") as source:
                raw = source.read(MOST_BYTES + 1)
    except OSError as error:
        said = f"the text could not be read: {error.strerror}"
        raise CannotJudgeError(said, where=name) from error
    if len(raw) > MOST_BYTES:
        raise CannotJudgeError(
            f"the text is longer than {MOST_BYTES:,} bytes", where=name,
            do="Approve the passages that repeat, not a whole archive.",
        )  # fmt: skip
    return _decoded(raw, name)


def _decoded(raw: bytes, name: str) -> str:
    from api.archives.charsets import decode, guess_charset

    text = decode(raw, guess_charset(raw)).removeprefix("\ufeff").strip()
    if "\0" in text or not any(map(str.isalnum, text)):
        what = "this is no text" if "\0" in text else "there are no words in it"
        raise CannotJudgeError(what, where=name, do="Give plain text.")
    return text


def _approve(asked: Approval, json_: bool) -> None:
    with (
        opened_ledger(store_place()) as store,
        store.ledger.writing(store.tenant) as writer,
    ):
        made = writer.approve(asked)
    if json_:
        click.echo(json.dumps(_as_dict(made)))
    else:
        click.echo(f"Approved: {_scope(made)}.")
        option = store_place().option(store.ledger.url)
        click.echo(f"To take it back: samenote approve --withdraw {made.id}{option}")


def _withdraw(id_: str) -> None:
    with (
        opened_ledger(store_place()) as store,
        store.ledger.writing(store.tenant) as writer,
    ):
        writer.withdraw(id_)
    click.echo(f"Withdrawn: {id_}. The text counts again like any other.")


def _list(json_: bool) -> None:
    with opened_ledger(store_place()) as store:
        approvals = store.ledger.approvals(store.tenant)
    if json_:
        click.echo(json.dumps({"approvals": [_as_dict(each) for each in approvals]}))
    else:
        _show(approvals, store.ledger.url)


def _show(approvals: Sequence[Approval], store: str) -> None:
    from rich.console import Console

    from api.reports.approvals import render_approvals

    render_approvals(approvals, store, datetime.now(UTC), Console())


def _scope(made: Approval) -> str:
    from api.reports.approvals import scope

    return scope(made)


def _as_dict(made: Approval) -> dict[str, object]:
    return {
        "id": made.id,
        "text": made.text,
        "owner": made.owner,
        "reason": made.reason,
        "sender": made.sender,
        "channel": made.channel,
        "campaign": made.campaign,
        "expires_at": made.expires_at.isoformat() if made.expires_at else None,
        "most_reach": made.most_reach,
        "created_at": made.created_at.isoformat() if made.created_at else None,
        "withdrawn_at": made.withdrawn_at.isoformat() if made.withdrawn_at else None,
        "holds": made.holds(datetime.now(UTC)),
    }
