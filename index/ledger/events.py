"""The events of a tenant's sequence: everything that ever changed, in order of position.

Positions count from 1 without gaps. A message's position is its number everywhere. Moments are
aware datetimes in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dedupe import Message
from index.ledger.results import Approval

MessageState = Literal["sent", "pending"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A message came in.

    Read from the sequence, ``state`` is what it was then: ``pending`` where it came with a
    reservation, whatever became of that later (``Committed``, ``Cancelled``, ``Expired``). Read
    by id, it is what it is now.
    """

    position: int
    at: datetime
    message: Message
    state: MessageState
    reservation: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A message came in here, and was forgotten, cancelled or expired since; nothing is left."""

    position: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Reserved:
    """A reservation was made; its messages are the ``Recorded`` events that name it."""

    position: int
    at: datetime
    reservation: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Committed:
    """The messages of a reservation were sent."""

    position: int
    at: datetime
    reservation: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The messages of a reservation will not be sent; they count no longer."""

    position: int
    at: datetime
    reservation: str


@dataclass(frozen=True, slots=True)
class Expired:
    """A reservation's time ran out before it was committed; its messages count no longer."""

    position: int
    at: datetime
    reservation: str


@dataclass(frozen=True, slots=True)
class Approved:
    """A text was allowed to repeat; the approval as it stands now."""

    position: int
    at: datetime
    approval: Approval


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An approval was taken back."""

    position: int
    at: datetime
    approval: str


@dataclass(frozen=True, slots=True)
class Forgot:
    """Somebody, or the past, was forgotten.

    ``dropped`` are the positions of messages that are gone, ``changed`` of those that stay
    because others got them too, with the person made anonymous; both ascending. Who it was is
    not kept.
    """

    position: int
    at: datetime
    dropped: tuple[int, ...]
    changed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Overridden:
    """Somebody sent in spite of a decision, and said why.

    ``was`` is the decision, ``by`` who overrode it, ``messages`` the ids of the messages (empty
    where they were forgotten since).
    """

    position: int
    at: datetime
    reason: str
    by: str
    was: str
    reservation: str
    messages: tuple[str, ...]


Event = (
    Recorded
    | Gone
    | Reserved
    | Committed
    | Cancelled
    | Expired
    | Approved
    | Withdrawn
    | Forgot
    | Overridden
)
