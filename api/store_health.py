"""The health of a store: what its ledger says of itself, and whether its memory agrees with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from api.store_families import Holdings, holdings
from api.store_opening import derived_folder
from index import Fault, Snapshots, State, Store


@dataclass(frozen=True, slots=True)
class Health:
    """``faults`` are the ledger's; ``snapshot`` says in what state the snapshot was found.

    ``strays`` counts what the memory made from that snapshot held otherwise than the ledger.
    """

    faults: tuple[Fault, ...]
    snapshot: str
    strays: int
    head: int
    held: Holdings

    @property
    def sound(self) -> bool:
        return not self.faults and not self.strays


def examine(store: Store, now: datetime) -> Health:
    """Look through a store: every text in it, the snapshot, and the memory made from it.

    Raises CannotJudgeError where the ledger cannot be read at all.
    """
    ledger, tenant = store.ledger, store.tenant
    faults = tuple(ledger.check())
    snapshot = _snapshot(store)
    if any(fault.code in ("damaged", "event_without_message") for fault in faults):
        # Following such a ledger stops at the first event that cannot be read.
        return Health(faults, snapshot, 0, 0, Holdings(0, 0, 0, 0, None, None))
    known = store.remembered()
    remembered = known.messages.rows["state"] != State.GONE
    strays = abs(int(np.count_nonzero(remembered)) - ledger.count(tenant))
    return Health(faults, snapshot, strays, ledger.head(tenant), holdings(known, now))


def _snapshot(store: Store) -> str:
    """Say in what state the snapshot is, in words for a person."""
    snapshots = Snapshots(derived_folder(store.ledger.store_id))
    path = snapshots.path(store.tenant)
    if not path.exists():
        return "there is none yet; the store is read from the beginning"
    opened = snapshots.load(store.ledger, store.tenant)
    if opened.fault:
        return opened.fault
    behind = store.ledger.head(store.tenant) - opened.known.position
    size = path.stat().st_size / 1_000_000
    return f"good, {size:,.1f} MB" + (f", {behind:,} events behind" if behind else "")
