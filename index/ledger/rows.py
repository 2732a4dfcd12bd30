"""Messages and recipients as rows of the ledger, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b, sha256
from typing import Any, TypeAlias

from sqlalchemy import Row

from dedupe import Message, Recipient, normalised_address
from index.ledger.schema import MESSAGES, RECIPIENTS

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

#: Columns that a message is made of again, in the order that ``message_of`` expects.
MESSAGE_COLUMNS = tuple(
    MESSAGES.c[name]
    for name in (
        "position",
        "id",
        "text",
        "quoted",
        "subject",
        "sender",
        "sender_name",
        "sent_at",
        "thread",
        "channel",
        "campaign",
        "fields",
    )  # fmt: skip
)
RECIPIENT_COLUMNS = tuple(
    RECIPIENTS.c[name]
    for name in (
        "position",
        "id",
        "address",
        "name",
        "company",
        "household",
        "postcode",
        "groups",
    )  # fmt: skip
)


def key_of(value: str) -> int:
    """Return a signed 64-bit digest of a string, to look it up by."""
    digest = blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def address_key(address: str) -> int | None:
    """Return the key of an address as compared; None where there is none."""
    normal = normalised_address(address)
    return key_of(normal) if normal else None


def identity_of(message: Message) -> bytes:
    """Return the digest by which two messages are the same one: id, text and recipients."""
    parts = [message.id, message.text, sorted(to.identity for to in message.to)]
    return sha256(json.dumps(parts).encode("ascii")).digest()


def message_row(
    tenant: int,
    position: int,
    message: Message,
    *,
    dated: datetime,
    reservation: str | None,
    identity: bytes | None,
) -> dict[str, Any]:
    """Return the row of a message; ``dated`` is its moment where it names none."""
    return {
        "tenant": tenant,
        "position": position,
        "id": message.id,
        "id_key": key_of(message.id),
        "text": message.text,
        "text_hash": key_of(message.text),
        "quoted": json.dumps(message.quoted) if message.quoted else "[]",
        "subject": message.subject,
        "sender": message.sender,
        "sender_name": message.sender_name,
        "sent_at": message.sent_at.isoformat() if message.sent_at else "",
        "dated": message.sent_at or dated,
        "thread": message.thread,
        "channel": message.channel,
        "campaign": message.campaign,
        "fields": fields_text(message.fields),
        "reservation": reservation,
        "identity": identity,
    }


def recipient_rows(tenant: int, position: int, people: Sequence[Recipient]) -> list[dict[str, Any]]:
    """Return the rows of a message's recipients, in order."""
    return [
        {
            "tenant": tenant,
            "position": position,
            "ordinal": ordinal,
            "person_key": key_of(person.identity) if person.identity else None,
            "address_key": address_key(person.address),
            "id": person.id,
            "address": person.address,
            "name": person.name,
            "company": person.company,
            "household": person.household,
            "postcode": person.postcode,
            "groups": json.dumps(person.groups, ensure_ascii=False) if person.groups else "[]",
        }
        for ordinal, person in enumerate(people)
    ]


def fields_text(fields: Mapping[str, str]) -> str:
    """Return merge fields as they are stored."""
    return json.dumps(dict(fields), ensure_ascii=False) if fields else "{}"


def recipient_of(row: Sequence[Any]) -> Recipient:
    """Return the recipient of a row of RECIPIENT_COLUMNS."""
    _, id_, address, name, company, household, postcode, groups = row
    listed = () if groups == "[]" else tuple(json.loads(groups))
    return Recipient(id_, address, name, company, household, postcode, listed)


def message_of(row: Sequence[Any], to: tuple[Recipient, ...]) -> Message:
    """Return the message of a row that begins with MESSAGE_COLUMNS."""
    (_, id_, text, quoted, subject, sender, sender_name, sent_at, thread, channel, campaign,
     fields) = row[:12]  # fmt: skip
    return Message(
        id_,
        text,
        subject,
        sender,
        sender_name,
        to,
        {} if fields == "{}" else json.loads(fields),
        datetime.fromisoformat(sent_at) if sent_at else None,
        thread,
        channel,
        campaign,
        () if quoted == "[]" else tuple((start, stop) for start, stop in json.loads(quoted)),
    )


def recipients_by_position(rows: Iterable[AnyRow]) -> dict[int, tuple[Recipient, ...]]:
    """Group rows of RECIPIENT_COLUMNS, ordered by position and ordinal, by message."""
    grouped: dict[int, list[Recipient]] = {}
    for row in rows:
        grouped.setdefault(row[0], []).append(recipient_of(row))
    return {position: tuple(people) for position, people in grouped.items()}
