"""The tables, as they are after the last migration; a test holds both equal.

Look-ups by something a caller chose (a Message-ID, a person) go by a 64-bit digest, because an
index entry of PostgreSQL holds at most 2,704 bytes; what is found is compared in full.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from index.ledger.column_types import ExactText, Moment

#: The revision that this program reads and writes.
REVISION = "0001"
#: Which revision a store has stands here; a name of our own, for a database shared with others.
VERSION_TABLE = "samenote_schema"

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _of_a_tenant() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant"], ["tenants.number"])


STORE = Table(
    "store",
    METADATA,
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("number"),
)

TENANTS = Table(
    "tenants",
    METADATA,
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("name", ExactText, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("number"),
    UniqueConstraint("name"),
)

KEYS = Table(
    "keys",
    METADATA,
    Column("tenant", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("rate", Text),
    Column("label", ExactText, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    PrimaryKeyConstraint("tenant", "id"),
    UniqueConstraint("hash"),
    _of_a_tenant(),
)

EVENTS = Table(
    "events",
    METADATA,
    Column("tenant", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    # What the tables below do not say, as JSON; never text of a message or of a person.
    Column("payload", ExactText),
    PrimaryKeyConstraint("tenant", "position"),
    _of_a_tenant(),
    sqlite_with_rowid=False,
)

MESSAGES = Table(
    "messages",
    METADATA,
    Column("tenant", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("id", ExactText, nullable=False),
    Column("id_key", BigInteger, nullable=False),
    Column("text", ExactText, nullable=False),
    Column("text_hash", BigInteger, nullable=False),
    Column("quoted", Text, nullable=False),
    Column("subject", ExactText, nullable=False),
    Column("sender", ExactText, nullable=False),
    Column("sender_name", ExactText, nullable=False),
    # ISO 8601 with the zone's offset as given; empty where unknown.
    Column("sent_at", Text, nullable=False),
    # The same as a moment, for retention: the time of recording where it is unknown.
    Column("dated", Moment, nullable=False),
    Column("thread", ExactText, nullable=False),
    Column("channel", ExactText, nullable=False),
    Column("campaign", ExactText, nullable=False),
    Column("fields", ExactText, nullable=False),
    Column("reservation", Text),
    # Digest of id, text and recipients once the message is sent; see rows.identity_of.
    Column("identity", LargeBinary),
    PrimaryKeyConstraint("tenant", "position"),
    UniqueConstraint("tenant", "identity"),
    ForeignKeyConstraint(["tenant", "position"], ["events.tenant", "events.position"]),
)
Index("ix_messages_tenant_id_key", MESSAGES.c.tenant, MESSAGES.c.id_key)
Index(
    "ix_messages_tenant_reservation",
    MESSAGES.c.tenant,
    MESSAGES.c.reservation,
    sqlite_where=MESSAGES.c.reservation.is_not(None),
    postgresql_where=MESSAGES.c.reservation.is_not(None),
)

RECIPIENTS = Table(
    "recipients",
    METADATA,
    Column("tenant", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("ordinal", Integer, nullable=False),
    # Digests of dedupe's identity and of the normalised address; null where there is none.
    Column("person_key", BigInteger),
    Column("address_key", BigInteger),
    Column("id", ExactText, nullable=False),
    Column("address", ExactText, nullable=False),
    Column("name", ExactText, nullable=False),
    Column("company", ExactText, nullable=False),
    Column("household", ExactText, nullable=False),
    Column("postcode", ExactText, nullable=False),
    Column("groups", ExactText, nullable=False),
    PrimaryKeyConstraint("tenant", "position", "ordinal"),
    ForeignKeyConstraint(
        ["tenant", "position"], ["messages.tenant", "messages.position"], ondelete="CASCADE"
    ),
    sqlite_with_rowid=False,
)
Index("ix_recipients_tenant_person_key", RECIPIENTS.c.tenant, RECIPIENTS.c.person_key)
Index("ix_recipients_tenant_address_key", RECIPIENTS.c.tenant, RECIPIENTS.c.address_key)

RESERVATIONS = Table(
    "reservations",
    METADATA,
    Column("tenant", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("idempotency_key", ExactText),
    Column("request_digest", ExactText, nullable=False),
    Column("answer", ExactText),
    PrimaryKeyConstraint("tenant", "id"),
    UniqueConstraint("tenant", "idempotency_key"),
    _of_a_tenant(),
)
Index(
    "ix_reservations_pending",
    RESERVATIONS.c.tenant,
    RESERVATIONS.c.expires_at,
    sqlite_where=RESERVATIONS.c.state == "pending",
    postgresql_where=RESERVATIONS.c.state == "pending",
)

APPROVALS = Table(
    "approvals",
    METADATA,
    Column("tenant", Integer, nullable=False),
    Column("id", Text, nullable=False),
    Column("text", ExactText, nullable=False),
    Column("owner", ExactText, nullable=False),
    Column("reason", ExactText, nullable=False),
    Column("sender", ExactText, nullable=False),
    Column("channel", ExactText, nullable=False),
    Column("campaign", ExactText, nullable=False),
    Column("expires_at", Moment),
    Column("most_reach", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    PrimaryKeyConstraint("tenant", "id"),
    _of_a_tenant(),
)

# Digests of messages that were dropped by forgetting, so that learning the same archive again
# does not bring them back. They are one-way, and over id, text and recipients together.
FORGOTTEN = Table(
    "forgotten",
    METADATA,
    Column("tenant", Integer, nullable=False),
    Column("identity", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant", "identity"),
    _of_a_tenant(),
    sqlite_with_rowid=False,
)
