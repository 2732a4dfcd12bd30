"""index remembers: variants, postings, who was sent what. It decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.candidates import ClosedCollection
from index.collection import Collection
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

if TYPE_CHECKING:
    from index.ledger import Ledger, Writer

__all__ = [
    "Approval",
    "Approved",
    "Cancelled",
    "ClosedCollection",
    "Collection",
    "Committed",
    "ConflictError",
    "Event",
    "Expired",
    "Fault",
    "Forgot",
    "Forgotten",
    "Gone",
    "Ledger",
    "NotFoundError",
    "Overridden",
    "Receipt",
    "Recorded",
    "Reservation",
    "Reserved",
    "Withdrawn",
    "Writer",
]


def __getattr__(name: str) -> Any:
    """Import on first use what brings SQLAlchemy along."""
    if name in {"Ledger", "Writer"}:
        from index import ledger

        return getattr(ledger, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
