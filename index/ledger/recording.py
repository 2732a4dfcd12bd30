"""Writes messages into the sequence: as sent, each once, or as pending in a reservation."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Table, delete, select, update

from dedupe import Message
from index.ledger.reading import in_parts
from index.ledger.results import Receipt
from index.ledger.rows import identity_of, message_row, recipient_rows
from index.ledger.schema import EVENTS, FORGOTTEN, MESSAGES, RECIPIENTS
from index.ledger.turn import Turn


def record(turn: Turn, messages: Sequence[Message]) -> Receipt:
    """Record messages as sent, leaving out those that are known or were forgotten."""
    identities = [identity_of(message) for message in messages]
    known = _listed(turn, MESSAGES, set(identities))
    forgotten = _listed(turn, FORGOTTEN, set(identities) - known)
    fresh: dict[bytes, Message] = {}
    for identity, message in zip(identities, messages, strict=True):
        if identity not in known and identity not in forgotten:
            fresh.setdefault(identity, message)
    positions = write(turn, list(fresh.values()), None, list(fresh))
    left = dict(zip(fresh, positions, strict=True))
    recorded = tuple(left.pop(identity, None) for identity in identities)
    gone = sum(identity in forgotten for identity in identities)
    return Receipt(recorded, len(messages) - len(positions) - gone, gone)


def write(
    turn: Turn,
    messages: Sequence[Message],
    reservation: str | None,
    identities: Sequence[bytes | None],
) -> range:
    """Write events, messages and recipients, and return the messages' positions."""
    now = turn.clock()
    positions = turn.append_messages(len(messages), now)
    if not messages:
        return positions
    turn.connection.execute(
        MESSAGES.insert(),
        [
            message_row(
                turn.tenant, position, message, dated=now, reservation=reservation,
                identity=identity,
            )
            for position, message, identity in zip(positions, messages, identities, strict=True)
        ],
    )  # fmt: skip
    people = [
        row
        for position, message in zip(positions, messages, strict=True)
        for row in recipient_rows(turn.tenant, position, message.to)
    ]
    if people:
        turn.connection.execute(RECIPIENTS.insert(), people)
    return positions


def mark_sent(turn: Turn, messages: dict[int, Message]) -> None:
    """Give messages that were pending the identity by which they are known from now on.

    A message that was recorded in another way meanwhile keeps none: it stands in the sequence
    twice, with the same people, so that nobody is counted twice.
    """
    identities = {position: identity_of(message) for position, message in messages.items()}
    taken = _listed(turn, MESSAGES, set(identities.values()))
    for position, identity in identities.items():
        if identity not in taken:
            taken.add(identity)
            turn.connection.execute(
                update(MESSAGES)
                .where(MESSAGES.c.tenant == turn.tenant, MESSAGES.c.position == position)
                .values(identity=identity)
            )


def drop(turn: Turn, positions: Sequence[int]) -> None:
    """Delete messages with their recipients; their events stay, as gone."""
    for some in in_parts(positions):
        for table in (RECIPIENTS, MESSAGES):
            turn.connection.execute(delete(table).where(_at(turn, table, some)))
        turn.connection.execute(update(EVENTS).where(_at(turn, EVENTS, some)).values(kind="gone"))


def _at(turn: Turn, table: Table, positions: Sequence[int]) -> ColumnElement[bool]:
    return (table.c.tenant == turn.tenant) & table.c.position.in_(positions)


def _listed(turn: Turn, table: Table, identities: Collection[bytes]) -> set[bytes]:
    """Return those identities that stand in a table."""
    found: set[bytes] = set()
    for some in in_parts(sorted(identities)):
        here = (table.c.tenant == turn.tenant) & table.c.identity.in_(some)
        found |= {
            bytes(value)
            for value in turn.connection.execute(select(table.c.identity).where(here)).scalars()
        }
    return found
