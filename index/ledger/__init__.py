"""The ledger: what was sent, reserved, approved and forgotten, in SQL; the only truth.

Everything else in the memory is derived from its one sequence of events and can be made anew.
``Ledger`` and ``Writer`` bring SQLAlchemy along, so they are imported when they are first asked
for; the events and the records are plain data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.ledger.errors import ConflictError, NotFoundError
from index.ledger.events import (
    Approved,
    Cancelled,
    Committed,
    Event,
    Expired,
    Forgot,
    Gone,
    Overridden,
    Recorded,
    Reserved,
    Withdrawn,
)
from index.ledger.results import Approval, Fault, Forgotten, Receipt, Reservation

if TYPE_CHECKING:
    from index.ledger.keys import Key
    from index.ledger.ledger import Ledger
    from index.ledger.writing import Writer

__all__ = [
    "Approval",
    "Approved",
    "Cancelled",
    "Committed",
    "ConflictError",
    "Event",
    "Expired",
    "Fault",
    "Forgot",
    "Forgotten",
    "Gone",
    "Key",
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
    """Import what needs SQLAlchemy on first use."""
    if name == "Ledger":
        from index.ledger.ledger import Ledger

        return Ledger
    if name == "Key":
        from index.ledger.keys import Key

        return Key
    if name == "Writer":
        from index.ledger.writing import Writer

        return Writer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
