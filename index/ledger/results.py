"""What the ledger gives back besides events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ReservationState = Literal["pending", "committed", "cancelled", "expired"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the messages of one ``record`` call.

    ``recorded`` has one entry a message, in their order: its position, or None where nothing was
    written. ``known_already`` counts those that stand in the ledger (same id, text and
    recipients), ``forgotten`` those that stood in it and were forgotten.
    """

    recorded: tuple[int | None, ...]
    known_already: int
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class Reservation:
    """Messages that are about to be sent and count until the reservation ends.

    ``positions`` are those of its messages, none once it was cancelled or expired. ``answer`` is
    what was kept for a caller who asks again with the same ``idempotency_key``. ``retried`` says
    that ``reserve`` found it instead of making it.
    """

    id: str
    state: ReservationState
    created_at: datetime
    expires_at: datetime
    idempotency_key: str
    request_digest: str
    answer: str | None
    positions: tuple[int, ...]
    retried: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """Text that is allowed to repeat, and how far.

    ``id``, ``created_at`` and ``withdrawn_at`` are filled in by the ledger. An empty ``sender``,
    ``channel`` or ``campaign`` means every one; ``most_reach`` None means any.
    """

    text: str
    owner: str
    reason: str
    sender: str = ""
    channel: str = ""
    campaign: str = ""
    expires_at: datetime | None = None
    most_reach: int | None = None
    id: str = ""
    created_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether the approval is neither withdrawn nor past its time at a moment."""
        ends = [end for end in (self.expires_at, self.withdrawn_at) if end is not None]
        return all(at < end for end in ends)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting changed: positions of messages dropped, and of those made anonymous."""

    dropped: tuple[int, ...]
    changed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the store that cannot be so: ``code`` for programs, ``text`` for people."""

    code: str
    text: str
