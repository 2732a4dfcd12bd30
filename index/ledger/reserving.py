"""Reservations: made, kept an answer for, committed, cancelled, expired."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from dedupe import Message, UsageError
from index.ledger.column_types import microseconds
from index.ledger.errors import ConflictError, NotFoundError
from index.ledger.reading import messages as messages_at
from index.ledger.reading import reservation as find
from index.ledger.recording import drop, mark_sent, write
from index.ledger.results import Reservation
from index.ledger.schema import RESERVATIONS
from index.ledger.turn import Turn

#: An idempotency key is indexed as it is, so its length is bounded.
MOST_KEY_CHARACTERS = 255


def reserve(
    turn: Turn,
    messages: Sequence[Message],
    *,
    expires_at: datetime,
    idempotency_key: str,
    request_digest: str,
) -> Reservation:
    """Write a reservation with its messages, or return the one that has this key already."""
    need_zone(expires_at, "expires_at")
    if len(idempotency_key) > MOST_KEY_CHARACTERS:
        raise UsageError(
            f"the idempotency key has {len(idempotency_key):,} characters",
            do=f"Give one of at most {MOST_KEY_CHARACTERS}.",
        )
    if idempotency_key and (earlier := by_key(turn, idempotency_key)):
        return _retried(earlier, request_digest)
    made = Reservation(
        uuid.uuid4().hex, "pending", turn.clock(), expires_at.astimezone(UTC), idempotency_key,
        request_digest, None, (),
    )  # fmt: skip
    turn.connection.execute(
        RESERVATIONS.insert(),
        {
            "tenant": turn.tenant, "id": made.id, "state": made.state,
            "created_at": made.created_at, "expires_at": made.expires_at,
            "idempotency_key": idempotency_key or None, "request_digest": request_digest,
            "answer": None,
        },
    )  # fmt: skip
    until = microseconds(expires_at)
    turn.append("reserve", {"reservation": made.id, "expires_at": until})
    positions = write(turn, messages, made.id, [None] * len(messages))
    return replace(made, positions=tuple(positions))


def by_key(turn: Turn, key: str) -> Reservation | None:
    """Return the reservation made with an idempotency key."""
    return find(turn.connection, turn.tenant, RESERVATIONS.c.idempotency_key == key)


def by_id(turn: Turn, id_: str) -> Reservation | None:
    """Return the reservation of an id."""
    return find(turn.connection, turn.tenant, RESERVATIONS.c.id == id_)


def keep_answer(turn: Turn, id_: str, answer: str) -> None:
    """Keep what was answered, for a caller who asks again with the same key."""
    _get(turn, id_)
    _set(turn, id_, answer=answer)


def commit(turn: Turn, id_: str) -> int:
    """Turn a pending reservation's messages into sent ones; return the event's position."""
    held = _pending(turn, id_, "committed")
    if held.expires_at <= turn.clock():
        raise _over(held, "expired", "committed")
    _set(turn, id_, state="committed")
    found = messages_at(turn.connection, turn.tenant, held.positions)
    mark_sent(turn, {position: message for position, (message, _) in found.items()})
    return turn.append("commit", {"reservation": id_})


def cancel(turn: Turn, id_: str) -> int:
    """End a pending reservation and drop its messages; return the event's position."""
    return _end(turn, _pending(turn, id_, "cancelled"), "cancelled", "cancel")


def expire(turn: Turn, now: datetime) -> tuple[str, ...]:
    """End every pending reservation whose time has come; return their ids."""
    need_zone(now, "now")
    due = (
        select(RESERVATIONS.c.id)
        .where(
            RESERVATIONS.c.tenant == turn.tenant,
            RESERVATIONS.c.state == "pending",
            RESERVATIONS.c.expires_at <= now,
        )
        .order_by(RESERVATIONS.c.expires_at, RESERVATIONS.c.id)
    )
    ids = tuple(turn.connection.execute(due).scalars())
    for id_ in ids:
        _end(turn, _get(turn, id_), "expired", "expire")
    return ids


def need_zone(moment: datetime, name: str) -> None:
    """Refuse a moment that does not say where it was measured."""
    if moment.utcoffset() is None:
        raise UsageError(f"{name} has no time zone", do="Give a datetime with tzinfo, in UTC.")


def _end(turn: Turn, held: Reservation, state: str, kind: str) -> int:
    _set(turn, held.id, state=state)
    drop(turn, held.positions)
    return turn.append(kind, {"reservation": held.id})


def _retried(earlier: Reservation, request_digest: str) -> Reservation:
    if earlier.request_digest != request_digest:
        raise ConflictError(
            "this idempotency key was used for another request",
            where=earlier.idempotency_key, do="Use a new key for every new request.",
        )  # fmt: skip
    return replace(earlier, retried=True)


def _get(turn: Turn, id_: str) -> Reservation:
    held = by_id(turn, id_)
    if held is None:
        raise NotFoundError(
            "there is no such reservation", where=id_, do="Reserve first, and use the id answered."
        )
    return held


def _pending(turn: Turn, id_: str, wanted: str) -> Reservation:
    held = _get(turn, id_)
    if held.state != "pending":
        raise _over(held, held.state, wanted)
    return held


def _over(held: Reservation, state: str, wanted: str) -> ConflictError:
    how = (
        "It was done before; nothing is left to do."
        if state == wanted
        else (
            "Record what was sent nevertheless as sent messages."
            if wanted == "committed"
            else "It can no longer be undone."
        )
    )
    what = "has expired" if state == "expired" else f"was {state} already"
    return ConflictError(f"the reservation {what}, so it cannot be {wanted}", where=held.id, do=how)


def _set(turn: Turn, id_: str, **values: Any) -> None:
    turn.connection.execute(
        update(RESERVATIONS)
        .where(RESERVATIONS.c.tenant == turn.tenant, RESERVATIONS.c.id == id_)
        .values(**values)
    )
