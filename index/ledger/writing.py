"""The writer of a tenant's sequence: exists while it holds the tenant's write lock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from dedupe import Message
from index.ledger import approving, forgetting, reading, recording, reserving
from index.ledger.events import Event
from index.ledger.results import Approval, Forgotten, Receipt, Reservation
from index.ledger.turn import Turn


class Writer:
    """Reads and writes one tenant's sequence under its lock.

    Made by ``Ledger.writing``; of no use after that block. Nothing of it is kept, or seen by
    others, until the block ends without an error.
    """

    __slots__ = ("_turn",)

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    @property
    def head(self) -> int:
        """The position of the last event, this writer's own included."""
        return self._turn.head

    def events(self, after: int) -> list[Event]:
        """Return every event after a position, this writer's own included."""
        return reading.events(self._turn.connection, self._turn.tenant, after, None)

    def record(self, messages: Sequence[Message]) -> Receipt:
        """Record messages as sent.

        One that is known (same id, text and recipients), from before or earlier in the call, is
        left out; so is one that was forgotten, or learning an archive again would undo that.
        """
        return recording.record(self._turn, messages)

    def reserve(
        self,
        messages: Sequence[Message],
        *,
        expires_at: datetime,
        idempotency_key: str = "",
        request_digest: str = "",
    ) -> Reservation:
        """Write messages as pending until they are committed, cancelled, or time is up.

        With an idempotency key that was used before, the earlier reservation is returned as it
        stands now (``retried``) and nothing is written. Raises ConflictError where that one was
        for another request, UsageError for a key over 255 characters or a moment without zone.
        """
        return reserving.reserve(
            self._turn,
            messages,
            expires_at=expires_at,
            idempotency_key=idempotency_key,
            request_digest=request_digest,
        )

    def reservation(self, id_: str) -> Reservation | None:
        """Return a reservation by its id; None where there is none."""
        return reserving.by_id(self._turn, id_)

    def reservation_by_key(self, key: str) -> Reservation | None:
        """Return a reservation by its idempotency key; None where there is none."""
        return reserving.by_key(self._turn, key)

    def keep_answer(self, reservation: str, answer: str) -> None:
        """Keep the answer to a reservation's request, as JSON. Raises NotFoundError."""
        reserving.keep_answer(self._turn, reservation, answer)

    def commit(self, reservation: str) -> int:
        """Turn a reservation's messages into sent ones; return the event's position.

        Raises NotFoundError, or ConflictError where it is no longer pending or its time is up.
        """
        return reserving.commit(self._turn, reservation)

    def cancel(self, reservation: str) -> int:
        """End a reservation and delete its messages; return the event's position.

        Raises NotFoundError, or ConflictError where it is no longer pending.
        """
        return reserving.cancel(self._turn, reservation)

    def expire(self, now: datetime) -> tuple[str, ...]:
        """End every reservation whose time has come and delete its messages; return their ids."""
        return reserving.expire(self._turn, now)

    def approve(self, approval: Approval) -> Approval:
        """Write an approval; return it with id and time.

        Raises UsageError where text, owner or reason is empty, or a limit makes no sense.
        """
        return approving.approve(self._turn, approval)

    def withdraw(self, approval: str) -> int:
        """Take an approval back; return the event's position.

        Raises NotFoundError, or ConflictError where that was done before.
        """
        return approving.withdraw(self._turn, approval)

    def override(
        self,
        *,
        reason: str,
        by: str = "",
        was: str = "",
        reservation: str = "",
        messages: Sequence[str] = (),
    ) -> int:
        """Write that messages, by id, are sent in spite of a decision; return the position.

        Raises UsageError where the reason is empty.
        """
        return approving.override(
            self._turn, reason=reason, by=by, was=was, reservation=reservation, messages=messages
        )

    def forget(self, identities: Iterable[str]) -> Forgotten:
        """Forget people by ``Recipient.identity``; what others got too stays without them.

        An address finds every row that bears it, whatever id stands beside it; an id finds also
        the rows without id that bear one of its addresses. A message that only they got is
        deleted. One that others got too keeps its text; the person's row keeps only an id,
        ``forgotten:`` and a random number, the same in all their rows, and merge fields that name
        them are emptied. Kept answers of reservations are dropped. When the block ends the store
        is scrubbed: see ``Ledger.scrub``.
        """
        return forgetting.forget(self._turn, identities)

    def forget_before(self, moment: datetime) -> Forgotten:
        """Forget every message sent (or, where that is unknown, recorded) before a moment.

        Messages of pending reservations stay. Raises UsageError for a moment without zone.
        """
        return forgetting.forget_before(self._turn, moment)
