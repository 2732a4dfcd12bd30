"""Looks for what cannot be so in a store."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, select, text

from index.ledger.engine import is_sqlite
from index.ledger.results import Fault
from index.ledger.rows import key_of
from index.ledger.schema import EVENTS, MESSAGES, RECIPIENTS, RESERVATIONS, TENANTS

# Examples named in one fault.
_NAMED = 5
# Rows held at once while every text is read.
_ROWS = 2_000


def check(connection: Connection) -> list[Fault]:
    """Return every kind of fault found, each with its number and a few examples."""
    if is_sqlite(connection):
        damage = list(_damaged_file(connection))
        if damage:
            # Queries on a damaged file answer anything.
            return damage
    return [
        *_foreign_rows(connection),
        *_gaps(connection),
        *_lost_messages(connection),
        *_reservations(connection),
        *_texts(connection),
    ]


def _damaged_file(connection: Connection) -> Iterator[Fault]:
    for (said,) in connection.execute(text(f"PRAGMA integrity_check({_NAMED})")):
        if said != "ok":
            yield Fault("damaged", f"the database file is damaged: {said}")


def _foreign_rows(connection: Connection) -> Iterator[Fault]:
    """PostgreSQL holds its foreign keys always; SQLite only where every writer asked for it."""
    if is_sqlite(connection):
        rows = connection.execute(text("PRAGMA foreign_key_check")).all()
        if rows:
            tables = ", ".join(sorted({row[0] for row in rows}))
            yield Fault("foreign", f"{len(rows):,} rows belong to nothing, in: {tables}")
    owned = select(RECIPIENTS.c.tenant, RECIPIENTS.c.position).outerjoin(
        MESSAGES, _same(RECIPIENTS, MESSAGES)
    )
    yield from _found(
        connection, owned.where(MESSAGES.c.position.is_(None)),
        "recipient_without_message", "recipients have no message",
    )  # fmt: skip


def _gaps(connection: Connection) -> Iterator[Fault]:
    ends = (
        select(
            TENANTS.c.name, func.min(EVENTS.c.position), func.max(EVENTS.c.position), func.count()
        )
        .join_from(TENANTS, EVENTS, EVENTS.c.tenant == TENANTS.c.number)
        .group_by(TENANTS.c.name)
        .order_by(TENANTS.c.name)
    )
    for name, first, last, number in connection.execute(ends):
        if first != 1 or last != number:
            yield Fault(
                "gap",
                f"the sequence of tenant {name!r} has {number:,} events from {first:,} to"
                f" {last:,}: some are missing",
            )


def _lost_messages(connection: Connection) -> Iterator[Fault]:
    without = select(EVENTS.c.tenant, EVENTS.c.position).outerjoin(
        MESSAGES, _same(EVENTS, MESSAGES)
    )
    yield from _found(
        connection, without.where(EVENTS.c.kind == "message", MESSAGES.c.position.is_(None)),
        "event_without_message", "events have lost their message",
    )  # fmt: skip
    told = select(MESSAGES.c.tenant, MESSAGES.c.position).outerjoin(
        EVENTS, and_(_same(MESSAGES, EVENTS), EVENTS.c.kind == "message")
    )
    yield from _found(
        connection, told.where(EVENTS.c.position.is_(None)),
        "message_without_event", "messages have no event",
    )  # fmt: skip


def _reservations(connection: Connection) -> Iterator[Fault]:
    held = select(MESSAGES.c.tenant, MESSAGES.c.position).outerjoin(
        RESERVATIONS,
        and_(
            MESSAGES.c.tenant == RESERVATIONS.c.tenant,
            MESSAGES.c.reservation == RESERVATIONS.c.id,
            RESERVATIONS.c.state.in_(["pending", "committed"]),
        ),
    )
    yield from _found(
        connection,
        held.where(MESSAGES.c.reservation.is_not(None), RESERVATIONS.c.id.is_(None)),
        "message_without_reservation", "messages belong to a reservation that does not stand",
    )  # fmt: skip


def _texts(connection: Connection) -> Iterator[Fault]:
    """Compare every text with the digest that was written beside it."""
    rows = connection.execution_options(yield_per=_ROWS).execute(
        select(MESSAGES.c.tenant, MESSAGES.c.position, MESSAGES.c.text, MESSAGES.c.text_hash)
    )
    bad = [(row.tenant, row.position) for row in rows if key_of(row.text) != row.text_hash]
    if bad:
        yield _fault("text_changed", "texts are not what was recorded", bad)


def _found(
    connection: Connection, wanted: Select[int, int], code: str, what: str
) -> Iterator[Fault]:
    rows = [(row[0], row[1]) for row in connection.execute(wanted)]
    if rows:
        yield _fault(code, what, rows)


def _fault(code: str, what: str, rows: list[tuple[int, int]]) -> Fault:
    named = ", ".join(f"tenant {tenant} position {at}" for tenant, at in sorted(rows)[:_NAMED])
    more = ", and more" if len(rows) > _NAMED else ""
    return Fault(code, f"{len(rows):,} {what}: {named}{more}")


def _same(left: Table, right: Table) -> ColumnElement[bool]:
    return and_(left.c.tenant == right.c.tenant, left.c.position == right.c.position)
