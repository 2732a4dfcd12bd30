"""samenote doctor: look through a store, make anew what is derived from it, back it up."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from api.cli.exit_codes import COULD_NOT_JUDGE
from api.cli.store_options import opened_ledger, say, store_options, store_place

if TYPE_CHECKING:
    from api.store_health import Health
    from index import Store

#: A snapshot that is still unfinished after so many seconds was given up.
_GIVEN_UP = 3_600

_EXAMPLES = """\b
Examples:
  samenote doctor
  samenote doctor --repair
  samenote doctor --backup notes-2026-03-01.sqlite
  samenote doctor --store postgresql://nora@db.example/notes --json
"""


@click.command("doctor", epilog=_EXAMPLES)
@store_options
@click.option(
    "--repair",
    is_flag=True,
    help="Make what is derived anew, end reservations whose time is over, and take the last traces "
    "of what was forgotten out of the file.",
)
@click.option(
    "--backup",
    metavar="FILE",
    help="Copy the store to a new file while it is in use (SQLite; for PostgreSQL use pg_dump).",
)
@click.option("--json", "json_", is_flag=True, help="Print what was found as one JSON object.")
def command(repair: bool, backup: str | None, json_: bool) -> None:
    """Look through a store: is everything there that was recorded, and does it fit together?

    Reads every text, about ten seconds a million messages. The snapshot is only there to open the
    store quickly: whatever is wrong with it changes no verdict, and it is made anew by itself. The
    store alone is the truth; what it lost comes back from a backup only.

    Exits with 3 if the store has a fault.
    """
    from api.store_health import examine

    place = store_place()
    with opened_ledger(place) as store:
        health = examine(store, datetime.now(UTC))
        done = _repair(store) if repair and not health.faults else []
        if backup is not None:
            store.ledger.backup(backup)
            done.append(f"copied to {backup}")
        url = store.ledger.url
    if json_:
        click.echo(_as_json(health, done, url))
    else:
        _show(health, done, url)
    if repair and health.faults:
        say("nothing was repaired: what the store itself lost cannot be made anew")
    if health.faults or (health.strays and not repair):
        sys.exit(COULD_NOT_JUDGE)


def _repair(store: Store) -> list[str]:
    """Make anew what can be, and return what was done, in words."""
    from api.reports.wording import count
    from api.store_opening import drop_unfinished

    with store.ledger.writing(store.tenant) as writer:
        ended = writer.expire(datetime.now(UTC))
    store.ledger.scrub()
    store.rebuild()
    store.save()
    done = ["the snapshot was made anew", "the file was scrubbed"]
    if ended:
        done.append(f"{count(len(ended), 'reservation')} ended")
    if dropped := drop_unfinished(store.ledger.store_id, time.time() - _GIVEN_UP):
        done.append(f"{count(dropped, 'unfinished file')} removed")
    return done


def _show(health: Health, done: list[str], url: str) -> None:
    from rich.console import Console

    from api.reports.clean import one_line
    from api.reports.learned import render_holdings
    from api.reports.terminal_page import Page

    page = Page(Console())
    page.paragraph("The store is sound." if health.sound else "The store has a fault.", "bold")
    page.gap()
    for fault in health.faults:
        page.field("Fault", one_line(fault.text))
    if health.faults:
        page.field("What to do", "Restore the store from a backup.")
    if health.strays:
        page.field(
            "Fault",
            f"the memory of the store differs from it by {health.strays:,} messages; "
            "samenote doctor --repair makes it anew",
        )
    page.field("Snapshot", one_line(health.snapshot))
    if not health.faults:
        render_holdings(page, health.held, url)
        page.field("Events", f"{health.head:,}")
    for said in done:
        page.field("Done", one_line(said))


def _as_json(health: Health, done: list[str], url: str) -> str:
    from api.reports.learned import holdings_as_dict

    said = {
        "sound": health.sound,
        "faults": [{"code": fault.code, "text": fault.text} for fault in health.faults],
        "snapshot": health.snapshot,
        "strays": health.strays,
        "events": health.head,
        "store": {"address": url, **holdings_as_dict(health.held)},
        "done": done,
    }
    return json.dumps(said, allow_nan=False)
