"""Finds the rows of recipients that mean one person."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from dedupe import normalised_address
from index.ledger.rows import RECIPIENT_COLUMNS, AnyRow, address_key, key_of, recipient_of
from index.ledger.schema import RECIPIENTS


def rows_of_person(connection: Connection, tenant: int, identity: str) -> list[AnyRow]:
    """Return the recipient rows that mean a person, by ``Recipient.identity``.

    An address finds every row that bears it, whatever id stands beside it. An id finds its rows
    and, of the rows that bear one of their addresses, those that name no id. A row is the
    ordinal, then RECIPIENT_COLUMNS.
    """
    kind, _, value = identity.partition(":")
    if kind == "address":
        return _rows_at_address(connection, tenant, value)
    by_key = RECIPIENTS.c.person_key == key_of(identity)
    rows = [row for row in _person_rows(connection, tenant, by_key) if _identity(row) == identity]
    if kind != "id":
        return rows
    seen = {(row.position, row.ordinal) for row in rows}
    for address in sorted({normalised_address(row.address) for row in rows} - {""}):
        for row in _rows_at_address(connection, tenant, address):
            if not row.id and (row.position, row.ordinal) not in seen:
                seen.add((row.position, row.ordinal))
                rows.append(row)
    return rows


def _rows_at_address(connection: Connection, tenant: int, address: str) -> list[AnyRow]:
    wanted = normalised_address(address)
    key = address_key(address)
    if key is None:
        # No address is nobody's; comparing with null would mean everybody without one.
        return []
    rows = _person_rows(connection, tenant, RECIPIENTS.c.address_key == key)
    return [row for row in rows if normalised_address(row.address) == wanted]


def _person_rows(connection: Connection, tenant: int, chosen: ColumnElement[bool]) -> list[AnyRow]:
    wanted = (
        select(RECIPIENTS.c.ordinal, *RECIPIENT_COLUMNS)
        .where(RECIPIENTS.c.tenant == tenant, chosen)
        .order_by(RECIPIENTS.c.position, RECIPIENTS.c.ordinal)
    )
    return list(connection.execute(wanted))


def _identity(row: AnyRow) -> str:
    return recipient_of(row[1:]).identity
