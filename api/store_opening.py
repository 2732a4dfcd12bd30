"""Opening a store: its ledger, and where what is derived from it is kept. Wires the rooms."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from api.compiled_cache import use_own_cache
from index import MeaningSnapshots, Snapshots, Store


def default_store() -> str:
    """Return where a store is kept if none is named."""
    return os.path.join(click.get_app_dir("samenote"), "store.sqlite")


@contextmanager
def open_store(
    address: str = "",
    *,
    tenant: str = "local",
    create: bool = False,
    threads: int = 2,
    heard: Callable[[int, int], None] | None = None,
) -> Iterator[Store]:
    """Open a store by path or URL until the block ends; the default one where none is named.

    ``heard`` is told how many events were read, of how many, while the memory catches up. Raises
    CannotJudgeError where there is no store, and NotFoundError where it has no such tenant, unless
    they are to be made.
    """
    use_own_cache()
    from index import Ledger

    place = address or default_store()
    if create and not address:
        os.makedirs(os.path.dirname(place), exist_ok=True)
    with Ledger.open(place, create=create) as ledger:
        ledger.tenant(tenant, create=create)
        yield Store(
            ledger, tenant, snapshots=Snapshots(derived_folder(ledger.store_id)),
            meaning=meaning_snapshots(ledger.store_id), threads=threads, heard=heard,
        )  # fmt: skip


def derived_folder(store_id: str) -> Path:
    """Return the folder of what is derived from a store: it can be deleted at any time."""
    return Path(click.get_app_dir("samenote")) / "derived" / store_id


def meaning_snapshots(store_id: str) -> MeaningSnapshots:
    """Return where what the messages of a store say is kept."""
    return MeaningSnapshots(derived_folder(store_id), store_id)


def drop_unfinished(store_id: str, before: float) -> int:
    """Remove what a process that was killed while it wrote a snapshot left; return how many files.

    ``before`` is in seconds since 1970: a younger file may still be being written.
    """
    dropped = 0
    for path in derived_folder(store_id).glob("*.part"):
        try:
            if path.stat().st_mtime < before:
                path.unlink()
                dropped += 1
        except OSError:
            continue
    return dropped
