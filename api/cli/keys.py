"""samenote keys: who may call the HTTP service."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from index import Key

_STORE = click.option(
    "--store",
    metavar="URL|PATH",
    envvar="SAMENOTE_STORE",
    default="",
    help="The store: a file, or postgresql://USER@HOST/DATABASE. Without it the variable "
    "SAMENOTE_STORE, else a file among this user's settings.",
)
_EXAMPLES = """\b
Examples:
  samenote keys create --label "mail merge"
  samenote keys create --tenant north --scope check --rate 600/minute
  samenote keys list
  samenote keys revoke 3f9c0a12b4d6
"""


@click.group("keys", epilog=_EXAMPLES)
def command() -> None:
    """Make, list and revoke the keys that the HTTP service asks for.

    A key belongs to a tenant and sees that tenant's notes only. It is shown once; the store keeps
    its hash. Once the first key is made the service asks for one, on this machine too.
    """


@command.command("create", epilog=_EXAMPLES)
@_STORE
@click.option("--tenant", default="local", show_default=True, help="Whose notes the key is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(["check", "record", "admin"]),
    help="check: judge notes, read families and approvals; record: reserve, commit and record; "
    "admin: approve, forget, measures. Repeatable; without it check and record.",
)
@click.option("--rate", default="", metavar="N/UNIT", help="For example 600/minute or 20/second.")
@click.option("--label", default="", help="What the key is for, to tell it by.")
@click.option("--json", "json_", is_flag=True, help="Print the key as JSON.")
def create(
    store: str, tenant: str, scopes: tuple[str, ...], rate: str, label: str, json_: bool
) -> None:
    """Make a key and print it: this once, and never again."""
    from api.http.rates import read_rate
    from api.store_opening import open_store

    read_rate(rate)
    with open_store(store, create=True) as opened:
        made, secret = opened.ledger.create_key(
            tenant, scopes or ("check", "record"), rate=rate, label=label
        )
    if json_:
        click.echo(json.dumps(_described(made) | {"key": secret}))
        return
    click.echo(secret)
    if sys.stdout.isatty():
        click.echo(f"Keep it now; it cannot be shown again. Its id is {made.id}.", err=True)


@command.command("list")
@_STORE
@click.option("--tenant", default="", help="Only this tenant's.")
@click.option("--json", "json_", is_flag=True, help="Print one key a line as JSON.")
def list_(store: str, tenant: str, json_: bool) -> None:
    """List the keys: what each may do, never the key itself."""
    from api.store_opening import open_store

    with open_store(store) as opened:
        keys = opened.ledger.all_keys(tenant)
    if json_:
        for key in keys:
            click.echo(json.dumps(_described(key)))
    elif keys:
        _print_table(keys)
    else:
        click.echo("There is no key yet; `samenote keys create` makes one.")


@command.command("revoke")
@_STORE
@click.argument("id_", metavar="ID")
def revoke(store: str, id_: str) -> None:
    """End a key at once, by its id."""
    from api.store_opening import open_store

    with open_store(store) as opened:
        opened.ledger.revoke_key(id_)
        left = sum(key.revoked_at is None for key in opened.ledger.all_keys())
    click.echo(f"Revoked. {left:,} left in force.")


def _described(key: Key) -> dict[str, Any]:
    return {
        "id": key.id, "tenant": key.tenant, "scopes": list(key.scopes), "rate": key.rate or None,
        "label": key.label, "created_at": key.created_at.isoformat(),
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }  # fmt: skip


def _print_table(keys: list[Key]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("id", "tenant", "scopes", "rate", "made", "state", "label"):
        table.add_column(heading, no_wrap=heading != "label", overflow="fold")
    for key in keys:
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "in force"
        table.add_row(
            key.id, escape(key.tenant), " ".join(key.scopes), key.rate or "-",
            f"{key.created_at:%Y-%m-%d}", state, escape(key.label),
        )  # fmt: skip
    Console().print(table)
