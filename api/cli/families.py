"""samenote families: which texts several people got, as a store remembers them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from api.cli.store_options import opened, store_options, store_place
from dedupe import UsageError

if TYPE_CHECKING:
    from api.findings import FamilyFinding
    from api.store_families import StoreFamilies
    from index import Store

_LISTED = 10

_EXAMPLES = """\b
Examples:
  samenote families
  samenote families --most 50
  samenote families 3f9a1c
  samenote families --json > families.json
  samenote families --store postgresql://nora@db.example/notes
"""


@click.command("families", epilog=_EXAMPLES)
@click.argument("id_", required=False, metavar="[ID]")
@store_options
@click.option(
    "--most",
    type=click.IntRange(1),
    metavar="N",
    help=f"Families listed: {_LISTED} on the terminal, with --json all.",
)
@click.option(
    "--json", "json_", is_flag=True, help="Print them as one JSON object, as an audit writes them."
)
def command(id_: str | None, most: int | None, json_: bool) -> None:
    """List a store's families: texts that went to at least two people, most people first.

    Each with how many people and messages it has, when it was sent, and its skeleton: the words
    that stay, and {1:name} where they change. With ID, or the beginning of one, that family in
    full: what stood in its slots, and who got it. Reservations count while they are pending.
    """
    from api.store_families import StoreFamilies

    place = store_place()
    with opened(place) as store:
        families = StoreFamilies(store)
        if id_ is not None:
            _show_one(_named(families, id_), json_)
        else:
            _show_list(families, store, most, json_)


def _named(families: StoreFamilies, id_: str) -> FamilyFinding:
    found = families.named(id_) if id_.strip() else []
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            "several families begin so", where=id_, do="Give more characters of the id."
        )
    raise UsageError(
        "there is no such family", where=id_,
        do="`samenote families` lists them; a family gets another id where its leading text was "
        "forgotten.",
    )  # fmt: skip


def _show_one(family: FamilyFinding, json_: bool) -> None:
    from rich.console import Console

    from api.reports.store_families import family_as_json, render_one

    if json_:
        click.echo(family_as_json(family))
    else:
        render_one(family, Console())


def _show_list(families: StoreFamilies, store: Store, most: int | None, json_: bool) -> None:
    from rich.console import Console

    from api.reports.store_families import families_as_json, render_families
    from api.store_families import holdings

    total, url = len(families), store.ledger.url
    held = holdings(store.remembered(), datetime.now(UTC))
    shown = families.findings(0, most or (total if json_ else _LISTED))
    if json_:
        for piece in families_as_json(shown, total, held, url):
            click.echo(piece, nl=False)
    else:
        render_families(list(shown), total, held, url, Console())
