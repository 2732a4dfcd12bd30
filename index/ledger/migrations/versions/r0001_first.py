"""The first schema.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _store()
    _events()
    _messages()
    _recipients()
    _reservations()
    _approvals()


def _of_a_tenant(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant"], ["tenants.number"], name=f"fk_{table}_tenants")


def _store() -> None:
    op.create_table(
        "store",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_store"),
    )
    op.create_table(
        "tenants",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_tenants"),
        sa.UniqueConstraint("name", name="uq_tenants_name"),
    )
    op.create_table(
        "keys",
        sa.Column("tenant", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("rate", sa.Text),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_keys"),
        sa.UniqueConstraint("hash", name="uq_keys_hash"),
        _of_a_tenant("keys"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("tenant", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.Text),
        sa.PrimaryKeyConstraint("tenant", "position", name="pk_events"),
        _of_a_tenant("events"),
        sqlite_with_rowid=False,
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("tenant", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("id_key", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_hash", sa.BigInteger, nullable=False),
        sa.Column("quoted", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("sender_name", sa.Text, nullable=False),
        sa.Column("sent_at", sa.Text, nullable=False),
        sa.Column("dated", sa.BigInteger, nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("reservation", sa.Text),
        sa.Column("identity", sa.LargeBinary),
        sa.PrimaryKeyConstraint("tenant", "position", name="pk_messages"),
        sa.UniqueConstraint("tenant", "identity", name="uq_messages_tenant_identity"),
        sa.ForeignKeyConstraint(
            ["tenant", "position"],
            ["events.tenant", "events.position"],
            name="fk_messages_events",
        ),
    )
    op.create_index("ix_messages_tenant_id_key", "messages", ["tenant", "id_key"])
    op.create_index(
        "ix_messages_tenant_reservation",
        "messages",
        ["tenant", "reservation"],
        sqlite_where=sa.text("reservation IS NOT NULL"),
        postgresql_where=sa.text("reservation IS NOT NULL"),
    )


def _recipients() -> None:
    op.create_table(
        "recipients",
        sa.Column("tenant", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("person_key", sa.BigInteger),
        sa.Column("address_key", sa.BigInteger),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("company", sa.Text, nullable=False),
        sa.Column("household", sa.Text, nullable=False),
        sa.Column("postcode", sa.Text, nullable=False),
        sa.Column("groups", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "position", "ordinal", name="pk_recipients"),
        sa.ForeignKeyConstraint(
            ["tenant", "position"],
            ["messages.tenant", "messages.position"],
            name="fk_recipients_messages",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    for key in ("person_key", "address_key"):
        op.create_index(f"ix_recipients_tenant_{key}", "recipients", ["tenant", key])


def _reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("tenant", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("idempotency_key", sa.Text),
        sa.Column("request_digest", sa.Text, nullable=False),
        sa.Column("answer", sa.Text),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_reservations"),
        sa.UniqueConstraint(
            "tenant", "idempotency_key", name="uq_reservations_tenant_idempotency_key"
        ),
        _of_a_tenant("reservations"),
    )
    op.create_index(
        "ix_reservations_pending",
        "reservations",
        ["tenant", "expires_at"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("tenant", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("most_reach", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_approvals"),
        _of_a_tenant("approvals"),
    )
    op.create_table(
        "forgotten",
        sa.Column("tenant", sa.Integer, nullable=False),
        sa.Column("identity", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "identity", name="pk_forgotten"),
        _of_a_tenant("forgotten"),
        sqlite_with_rowid=False,
    )
