"""The options by which a command names a store, and the store opened as they say.

Their values are kept in the context, so that a command with many options of its own need not
carry them.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from api.archives.interface import Skipped
    from api.reports.progress import Update
    from index import Store

_KEPT = "samenote.store."
_BAR = 1_000_000

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class StorePlace:
    """Which store, and whose part of it; an empty address is the default store."""

    address: str
    tenant: str

    @property
    def named(self) -> bool:
        """Whether the user named a store, on the command line or in SAMENOTE_STORE."""
        return bool(self.address)

    def option(self, shown: str) -> str:
        """Return what a command that goes on with this store has to be given."""
        store = f" --store {shlex.quote(shown)}" if self.named else ""
        tenant = f" --tenant {shlex.quote(self.tenant)}" if self.tenant != "local" else ""
        return store + tenant


def kept(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Keep an option's value in the context under its name."""
    context.meta[f"{_KEPT}{parameter.name}"] = value
    return value


def value_of(name: str) -> Any:
    """Return what was given for an option that was kept."""
    return click.get_current_context().meta[f"{_KEPT}{name}"]


def store_options(command: Decorated) -> Decorated:
    """Give a command --store and --tenant."""
    tenant = click.option(
        "--tenant", default="local", metavar="NAME", expose_value=False, callback=kept,
        help="Whose part of a store that several share.",
    )  # fmt: skip
    store = click.option(
        "--store", default="", envvar="SAMENOTE_STORE", metavar="URL|PATH", expose_value=False,
        callback=kept,
        help="The store: a file, or postgresql://USER@HOST/DATABASE. Without it the variable "
        "SAMENOTE_STORE, else a file among this user's settings.",
    )  # fmt: skip
    return store(tenant(command))


def store_place() -> StorePlace:
    """Return the store that the present command was given."""
    return StorePlace(value_of("store"), value_of("tenant"))


class Hearing:
    """Hears how far the reading of a store is, and shows it while somebody watches.

    ``whole`` is the length of the bar that ``update`` moves.
    """

    def __init__(self) -> None:
        self.update: Update | None = None
        self.whole = _BAR

    def __call__(self, done: int, total: int) -> None:
        if self.update and total:
            self.update(self.whole * done // total, done, "reading the store")


@contextmanager
def opened(place: StorePlace) -> Iterator[Store]:
    """Open a store until the block ends, its memory up to date, and say where it was made anew."""
    from api.reports.progress import progress
    from api.store_opening import open_store

    hearing = Hearing()
    with open_store(place.address, tenant=place.tenant, heard=hearing) as store:
        with progress(_BAR) as hearing.update:
            store.remembered()
        hearing.update = None
        say_rebuilt(store)
        yield store


@contextmanager
def opened_ledger(place: StorePlace) -> Iterator[Store]:
    """Open a store until the block ends; nothing of it is read yet."""
    from api.store_opening import open_store

    with open_store(place.address, tenant=place.tenant) as store:
        yield store


def say_rebuilt(store: Store) -> None:
    """Say why a store's memory had to be made anew, where it had."""
    if store.rebuilt:
        say(f"{store.rebuilt}; it was made anew from the store")


def say(text: str) -> None:
    """Say something beside the result, on standard error."""
    from api.reports.clean import clean

    click.echo(f"samenote: {clean(text)}", err=True)


def say_skipped(skipped: Sequence[Skipped], one: str, many: str) -> None:
    """Say how many entries could not be read, and why the first of them could not."""
    from api.reports.wording import count

    if not skipped:
        return
    say(f"{count(len(skipped), one, many)} could not be read:")
    for fault in skipped[:5]:
        say(f"  {fault.origin}: {fault.reason}")
    if len(skipped) > 5:
        say(f"  and {len(skipped) - 5:,} more")
