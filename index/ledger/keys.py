"""Keys to a store: one belongs to a tenant, opens what its scopes say, and is stored hashed.

A key is 256 random bits, so a single SHA-256 is enough: there is nothing to guess that a slow
hash would protect (OWASP asks for slow hashes for passwords, which people choose).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from dedupe import UsageError
from index.ledger.errors import ConflictError, NotFoundError
from index.ledger.rows import AnyRow
from index.ledger.schema import KEYS, TENANTS

SCOPES = ("check", "record", "admin")
"""What a key may be good for: to check; to reserve and record; to approve, forget and measure."""

#: Begins every key, so that it is recognised where it does not belong (a log, a repository).
PREFIX = "samenote_"
#: A longer text is no key and is not even hashed.
MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; never the key itself. ``rate`` is as given: ``600/minute``, or "".

    ``hash`` is its SHA-256. It is not secret in the sense that the key is, but stays in here and
    in signatures that must end with the key.
    """

    id: str
    tenant: str
    scopes: tuple[str, ...]
    rate: str
    label: str
    created_at: datetime
    revoked_at: datetime | None
    hash: bytes


def create(
    connection: Connection, tenant: int, scopes: Iterable[str], rate: str, label: str, at: datetime
) -> tuple[str, str]:
    """Write a new key; return its id and the key, which is nowhere afterwards.

    Raises UsageError for no scope, or one that does not exist.
    """
    wanted = set(scopes)
    unknown = sorted(wanted - set(SCOPES))
    if unknown or not wanted:
        raise UsageError(
            f"there is no scope {unknown[0]!r}" if unknown else "a key needs a scope",
            do=f"Give one or more of {', '.join(SCOPES)}.",
        )
    id_, secret = secrets.token_hex(6), PREFIX + secrets.token_urlsafe(32)
    row = {
        "tenant": tenant, "id": id_, "hash": _hash(secret), "rate": rate or None, "label": label,
        "scopes": " ".join(s for s in SCOPES if s in wanted), "created_at": at,
    }  # fmt: skip
    connection.execute(KEYS.insert(), row)
    return id_, secret


def by_secret(connection: Connection, secret: str) -> Key | None:
    """Return the key that a caller showed, revoked or not; None where there is no such key."""
    if not secret or len(secret) > MOST_CHARACTERS:
        return None
    wanted = _hash(secret)
    found = _keys(connection, KEYS.c.hash == wanted)
    # The database compared the hash by an index; this comparison takes the same time always.
    return next((key for key in found if hmac.compare_digest(key.hash, wanted)), None)


def by_id(connection: Connection, id_: str) -> Key | None:
    """Return a key by its id; None where there is none."""
    return next(iter(_keys(connection, KEYS.c.id == id_)), None)


def listed(connection: Connection, tenant: int | None) -> list[Key]:
    """Return the keys of a tenant, or of all, the oldest first."""
    chosen = KEYS.c.tenant == tenant if tenant is not None else KEYS.c.tenant > 0
    return _keys(connection, chosen)


#: Asked for at every call of an open service, so made only once.
_ANY = select(KEYS.c.id).limit(1)


def any_made(connection: Connection) -> bool:
    """Tell whether a key was ever made in this store."""
    return connection.execute(_ANY).first() is not None


def revoke(connection: Connection, id_: str, at: datetime) -> None:
    """End a key. Raises NotFoundError, or ConflictError where that was done before."""
    found = by_id(connection, id_)
    if found is None:
        raise NotFoundError("there is no such key", where=id_, do="See `samenote keys list`.")
    if found.revoked_at is not None:
        raise ConflictError("the key was revoked already", where=id_)
    connection.execute(update(KEYS).where(KEYS.c.id == id_).values(revoked_at=at))


def _keys(connection: Connection, chosen: ColumnElement[bool]) -> list[Key]:
    wanted = (
        select(TENANTS.c.name.label("tenant_name"), KEYS)
        .join_from(KEYS, TENANTS, KEYS.c.tenant == TENANTS.c.number)
        .where(chosen)
        .order_by(KEYS.c.created_at, KEYS.c.id)
    )
    return [_key(row) for row in connection.execute(wanted)]


def _key(row: AnyRow) -> Key:
    return Key(
        row.id, row.tenant_name, tuple(row.scopes.split()), row.rate or "", row.label,
        row.created_at, row.revoked_at, bytes(row.hash),
    )  # fmt: skip


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
