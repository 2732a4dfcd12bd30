"""samenote reservation: say that reserved notes were sent, or will not be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from api.cli.store_options import opened_ledger, store_options, store_place

if TYPE_CHECKING:
    from index import Reservation, Store

_EXAMPLES = """\b
Examples:
  samenote check --merge card.txt --rows customers.csv --reserve --idempotency-key spring-25
  samenote reservation show spring-25
  samenote reservation commit spring-25
  samenote reservation cancel 5b0c2f6e9d7a4c1f8e3b2a1d0c9f8e7d
"""


@click.group("reservation", epilog=_EXAMPLES)
def command() -> None:
    """Commit, cancel or show a reservation that check --reserve made.

    ID is the reservation's id, or the idempotency key of the call that made it. What is neither
    committed nor cancelled counts no longer when its time runs out, and is dropped.
    """


@command.command("commit", epilog=_EXAMPLES)
@click.argument("id_", metavar="ID")
@store_options
def commit(id_: str) -> None:
    """Say that the reserved notes were sent: they count from now on as every message learnt.

    Exits with 2 where it was committed or cancelled before, or its time ran out.
    """
    with opened_ledger(store_place()) as store:
        held = _found(store, id_)
        with store.ledger.writing(store.tenant) as writer:
            writer.commit(held.id)
        click.echo(f"{_notes(held)} committed: recorded as sent (reservation {held.id}).")


@command.command("cancel", epilog=_EXAMPLES)
@click.argument("id_", metavar="ID")
@store_options
def cancel(id_: str) -> None:
    """Say that the reserved notes will not be sent: they are dropped.

    Exits with 2 where it was committed or cancelled before.
    """
    with opened_ledger(store_place()) as store:
        held = _found(store, id_)
        with store.ledger.writing(store.tenant) as writer:
            writer.cancel(held.id)
        click.echo(f"{_notes(held)} cancelled: they count no longer (reservation {held.id}).")


@command.command("show", epilog=_EXAMPLES)
@click.argument("id_", metavar="ID")
@store_options
@click.option("--json", "json_", is_flag=True, help="Print it as one JSON object.")
def show(id_: str, json_: bool) -> None:
    """Show what a reservation holds, and until when it counts."""
    with opened_ledger(store_place()) as store:
        held = _found(store, id_)
        ids = [message.id for _, message in sorted(store.texts(held.positions).items())]
    if json_:
        click.echo(json.dumps(_as_dict(held, ids)))
        return
    until = held.expires_at.strftime("%Y-%m-%d %H:%M UTC")
    click.echo(f"Reservation {held.id}: {held.state}, {_notes(held)}, until {until}")
    if held.idempotency_key:
        click.echo(f"Idempotency key: {_clean(held.idempotency_key)}")
    for id_ in ids[:20]:
        click.echo(f"  {_clean(id_)}")
    if len(ids) > 20:
        click.echo(f"  and {len(ids) - 20:,} more, with --json")


def _found(store: Store, id_: str) -> Reservation:
    """Return a reservation by its id or its key. Raises NotFoundError."""
    from index import NotFoundError

    held = store.ledger.reservation(store.tenant, id_)
    held = held or store.ledger.reservation_by_key(store.tenant, id_)
    if held is None:
        raise NotFoundError(
            "there is no such reservation in this store", where=f"{store.ledger.url}: {id_}",
            do="Give the id or the idempotency key of a call of samenote check --reserve.",
        )  # fmt: skip
    return held


def _as_dict(held: Reservation, ids: list[str]) -> dict[str, object]:
    return {
        "id": held.id,
        "state": held.state,
        "created_at": held.created_at.isoformat(),
        "expires_at": held.expires_at.isoformat(),
        "idempotency_key": held.idempotency_key,
        "messages": ids,
    }


def _notes(held: Reservation) -> str:
    from api.reports.wording import count

    return count(len(held.positions), "note")


def _clean(text: str) -> str:
    from api.reports.clean import one_line

    return one_line(text)
