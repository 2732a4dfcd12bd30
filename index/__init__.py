"""index remembers: variants, postings, who was sent what. It decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.call import CallNotes, CallSendings
from index.candidates import ClosedCollection
from index.collection import Collection
from index.filing import Filing, filed, seconds
from index.ledger import (
    Approval,
    Approved,
    Cancelled,
    Committed,
    ConflictError,
    Event,
    Expired,
    Fault,
    Forgot,
    Forgotten,
    Gone,
    NotFoundError,
    Overridden,
    Receipt,
    Recorded,
    Reservation,
    Reserved,
    Withdrawn,
)
from index.messages import State
from index.people import People, shown
from index.quoted import earlier_messages, quoted_words
from index.recall import Recall, recall
from index.remembered import Remembered
from index.snapshot import Snapshots, size_of
from index.store import Store, StoreWriter

if TYPE_CHECKING:
    from index.ledger import Key, Ledger, Writer

__all__ = [
    "Approval",
    "Approved",
    "CallNotes",
    "CallSendings",
    "Cancelled",
    "ClosedCollection",
    "Collection",
    "Committed",
    "ConflictError",
    "Event",
    "Expired",
    "Fault",
    "Filing",
    "Forgot",
    "Forgotten",
    "Gone",
    "Key",
    "Ledger",
    "NotFoundError",
    "Overridden",
    "People",
    "Recall",
    "Receipt",
    "Recorded",
    "Remembered",
    "Reservation",
    "Reserved",
    "Snapshots",
    "State",
    "Store",
    "StoreWriter",
    "Withdrawn",
    "Writer",
    "earlier_messages",
    "filed",
    "quoted_words",
    "recall",
    "seconds",
    "shown",
    "size_of",
]


def __getattr__(name: str) -> Any:
    """Import on first use what brings SQLAlchemy along."""
    if name in ("Key", "Ledger", "Writer"):
        from index import ledger

        return getattr(ledger, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
