"""Reads the sequence of events, messages, reservations and approvals of a tenant.

Every function reads within the transaction of the connection it is given, so that what it puts
together comes from one moment.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from dedupe import CannotJudgeError, Message
from index.ledger.column_types import moment_of
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
from index.ledger.results import Approval, Reservation
from index.ledger.rows import (
    MESSAGE_COLUMNS,
    RECIPIENT_COLUMNS,
    AnyRow,
    key_of,
    message_of,
    recipients_by_position,
)
from index.ledger.schema import APPROVALS, EVENTS, MESSAGES, RECIPIENTS, RESERVATIONS, TENANTS

# Values in one IN list: SQLite takes 32,766 parameters, and longer lists are not quicker.
MOST_VALUES = 900

T = TypeVar("T")


#: Asked for at every check, so made only once.
_HEAD = select(func.max(EVENTS.c.position)).where(EVENTS.c.tenant == bindparam("asked"))


def tenant_number(connection: Connection, name: str) -> int | None:
    """Return a tenant's number; None where there is no such tenant."""
    found = connection.execute(select(TENANTS.c.number).where(TENANTS.c.name == name)).scalar()
    return found if found is None else int(found)


def last_tenant(connection: Connection) -> int:
    """Return the highest number of a tenant; 0 where there is none."""
    return connection.execute(select(func.max(TENANTS.c.number))).scalar() or 0


def moment(connection: Connection, tenant: int, position: int) -> datetime | None:
    """Return when an event was written; None where there is none."""
    wanted = select(EVENTS.c.at).where(EVENTS.c.tenant == tenant, EVENTS.c.position == position)
    return connection.execute(wanted).scalar()


def head(connection: Connection, tenant: int) -> int:
    """Return the position of the last event; 0 where there is none."""
    return connection.execute(_HEAD, {"asked": tenant}).scalar() or 0


def count(connection: Connection, tenant: int) -> int:
    """Return how many messages are remembered, sent or pending."""
    rows = select(func.count()).select_from(MESSAGES).where(MESSAGES.c.tenant == tenant)
    return connection.execute(rows).scalar() or 0


def events(connection: Connection, tenant: int, after: int, most: int | None) -> list[Event]:
    """Return the events after a position in order, at most so many; None for all of them."""
    wanted = (
        select(EVENTS.c.position, EVENTS.c.kind, EVENTS.c.at, EVENTS.c.payload)
        .where(EVENTS.c.tenant == tenant, EVENTS.c.position > after)
        .order_by(EVENTS.c.position)
        .limit(most)
    )
    rows = connection.execute(wanted).all()
    if not rows:
        return []
    kinds = {row.kind for row in rows}
    messages: dict[int, tuple[Message, str]] = {}
    if "message" in kinds:
        first, last = rows[0].position, rows[-1].position
        messages = _messages(connection, tenant, lambda c: c.between(first, last))
    known = {a.id: a for a in approvals(connection, tenant)} if "approve" in kinds else {}
    return [_event(row, messages, known) for row in rows]


def _event(
    row: AnyRow, messages: dict[int, tuple[Message, str]], known: dict[str, Approval]
) -> Event:
    position, kind, at, payload = row
    if kind == "message":
        if position not in messages:
            raise CannotJudgeError(
                f"event {position:,} of the store has lost its message",
                do="Look at the store with `samenote doctor`, or restore it from a backup.",
            )
        message, reservation = messages[position]
        return Recorded(position, at, message, "pending" if reservation else "sent", reservation)
    if kind == "gone":
        return Gone(position, at)
    said = json.loads(payload)
    if kind == "approve":
        return Approved(position, at, known[said["approval"]])
    return _plain_event(position, kind, at, said)


def _plain_event(position: int, kind: str, at: datetime, said: dict[str, Any]) -> Event:
    """Return an event of which the payload says everything."""
    match kind:
        case "reserve":
            return Reserved(position, at, said["reservation"], moment_of(said["expires_at"]))
        case "commit":
            return Committed(position, at, said["reservation"])
        case "cancel":
            return Cancelled(position, at, said["reservation"])
        case "expire":
            return Expired(position, at, said["reservation"])
        case "withdraw":
            return Withdrawn(position, at, said["approval"])
        case "forget":
            return Forgot(position, at, tuple(said["dropped"]), tuple(said["changed"]))
        case "override":
            return Overridden(
                position, at, said["reason"], said["by"], said["was"], said["reservation"],
                tuple(said["messages"]),
            )  # fmt: skip
    raise ValueError(f"event {position} is of the unknown kind {kind!r}")


def _messages(
    connection: Connection, tenant: int, chosen: Callable[[Any], ColumnElement[bool]]
) -> dict[int, tuple[Message, str]]:
    """Return the messages whose position is chosen, each with its reservation ("" for none)."""
    people = recipients_by_position(
        connection.execute(
            select(*RECIPIENT_COLUMNS)
            .where(RECIPIENTS.c.tenant == tenant, chosen(RECIPIENTS.c.position))
            .order_by(RECIPIENTS.c.position, RECIPIENTS.c.ordinal)
        )
    )
    rows = connection.execute(
        select(*MESSAGE_COLUMNS, MESSAGES.c.reservation)
        .where(MESSAGES.c.tenant == tenant, chosen(MESSAGES.c.position))
        .order_by(MESSAGES.c.position)
    )
    return {row[0]: (message_of(row, people.get(row[0], ())), row[12] or "") for row in rows}


def messages(
    connection: Connection, tenant: int, positions: Iterable[int]
) -> dict[int, tuple[Message, str]]:
    """Return the messages at positions, with their reservations; what is gone is left out."""
    found: dict[int, tuple[Message, str]] = {}
    for some in in_parts(sorted(set(positions))):
        found |= _messages(connection, tenant, _among(some))
    return found


def recorded(connection: Connection, tenant: int, positions: Iterable[int]) -> list[Recorded]:
    """Return the messages at positions as they stand now, in order."""
    found = messages(connection, tenant, positions)
    pending = _pending(connection, tenant, {held for _, held in found.values() if held})
    at: dict[int, datetime] = {}
    for some in in_parts(list(found)):
        when = select(EVENTS.c.position, EVENTS.c.at).where(
            EVENTS.c.tenant == tenant, EVENTS.c.position.in_(some)
        )
        at |= {row.position: row.at for row in connection.execute(when)}
    return [
        Recorded(position, at[position], message, "pending" if held in pending else "sent", held)
        for position, (message, held) in sorted(found.items())
    ]


def positions_by_id(connection: Connection, tenant: int, id_: str) -> list[int]:
    """Return the positions of the messages that carry an id, ascending."""
    wanted = (
        select(MESSAGES.c.position)
        .where(MESSAGES.c.tenant == tenant, MESSAGES.c.id_key == key_of(id_), MESSAGES.c.id == id_)
        .order_by(MESSAGES.c.position)
    )
    return list(connection.execute(wanted).scalars())


def reservation(
    connection: Connection, tenant: int, chosen: ColumnElement[bool]
) -> Reservation | None:
    """Return the reservation that a condition on RESERVATIONS chooses; None where there is none."""
    row = connection.execute(
        select(RESERVATIONS).where(RESERVATIONS.c.tenant == tenant, chosen)
    ).first()
    if row is None:
        return None
    held = select(MESSAGES.c.position).where(
        MESSAGES.c.tenant == tenant, MESSAGES.c.reservation == row.id
    )
    positions = tuple(connection.execute(held.order_by(MESSAGES.c.position)).scalars())
    return Reservation(
        row.id, row.state, row.created_at, row.expires_at, row.idempotency_key or "",
        row.request_digest, row.answer, positions,
    )  # fmt: skip


def _pending(connection: Connection, tenant: int, ids: set[str]) -> set[str]:
    found: set[str] = set()
    for some in in_parts(sorted(ids)):
        wanted = select(RESERVATIONS.c.id).where(
            RESERVATIONS.c.tenant == tenant,
            RESERVATIONS.c.id.in_(some),
            RESERVATIONS.c.state == "pending",
        )
        found |= set(connection.execute(wanted).scalars())
    return found


def approvals(connection: Connection, tenant: int) -> list[Approval]:
    """Return every approval ever given, the oldest first."""
    wanted = (
        select(APPROVALS)
        .where(APPROVALS.c.tenant == tenant)
        .order_by(APPROVALS.c.created_at, APPROVALS.c.id)
    )
    return [
        Approval(
            row.text, row.owner, row.reason, row.sender, row.channel, row.campaign,
            row.expires_at, row.most_reach, row.id, row.created_at, row.withdrawn_at,
        )
        for row in connection.execute(wanted)
    ]  # fmt: skip


def in_parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut values into parts that fit one IN list."""
    for start in range(0, len(values), MOST_VALUES):
        yield values[start : start + MOST_VALUES]


def _among(positions: Sequence[int]) -> Callable[[Any], ColumnElement[bool]]:
    def chosen(column: Any) -> ColumnElement[bool]:
        wanted: ColumnElement[bool] = column.in_(positions)
        return wanted

    return chosen
