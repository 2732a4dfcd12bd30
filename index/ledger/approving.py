"""Approvals, their withdrawal, and overrides of a decision."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, replace

from sqlalchemy import select, update

from dedupe import UsageError
from index.ledger.errors import ConflictError, NotFoundError
from index.ledger.reserving import need_zone
from index.ledger.results import Approval
from index.ledger.schema import APPROVALS
from index.ledger.turn import Turn


def approve(turn: Turn, approval: Approval) -> Approval:
    """Write an approval and return it with its id and time.

    Raises UsageError where text, owner or reason is empty, or a limit makes no sense.
    """
    for name, value in (("text", approval.text), ("reason", approval.reason)):
        if not value.strip():
            raise UsageError(f"an approval needs a {name}", do=f"Give its {name}.")
    if not approval.owner.strip():
        raise UsageError("an approval needs an owner", do="Say who answers for the text.")
    if approval.expires_at is not None:
        need_zone(approval.expires_at, "expires_at")
    if approval.most_reach is not None and not 0 <= approval.most_reach < 2**63:
        raise UsageError("the maximal reach of an approval is 0 or more", do="Give such a number.")
    made = replace(approval, id=uuid.uuid4().hex, created_at=turn.clock(), withdrawn_at=None)
    turn.connection.execute(APPROVALS.insert(), {"tenant": turn.tenant} | asdict(made))
    turn.append("approve", {"approval": made.id})
    return made


def withdraw(turn: Turn, id_: str) -> int:
    """Take an approval back; return the event's position."""
    one = (APPROVALS.c.tenant == turn.tenant) & (APPROVALS.c.id == id_)
    row = turn.connection.execute(select(APPROVALS.c.withdrawn_at).where(one)).first()
    if row is None:
        raise NotFoundError(
            "there is no such approval", where=id_, do="List the approvals to see their ids."
        )
    if row.withdrawn_at is not None:
        raise ConflictError("the approval was withdrawn already", where=id_)
    turn.connection.execute(update(APPROVALS).where(one).values(withdrawn_at=turn.clock()))
    return turn.append("withdraw", {"approval": id_})


def override(
    turn: Turn, *, reason: str, by: str, was: str, reservation: str, messages: Sequence[str]
) -> int:
    """Write that somebody sent in spite of a decision; return the event's position."""
    if not reason.strip():
        raise UsageError("an override needs a reason", do="Say why it is sent nevertheless.")
    return turn.append(
        "override",
        {"reason": reason, "by": by, "was": was, "reservation": reservation,
         "messages": list(messages)},
    )  # fmt: skip
