"""Forgets people, and the past: what only they got goes, what others got too stays without them."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from dedupe import Message, Recipient
from index.ledger.people import rows_of_person
from index.ledger.reading import in_parts, messages
from index.ledger.recording import drop
from index.ledger.reserving import need_zone
from index.ledger.results import Forgotten
from index.ledger.rows import fields_text, recipient_of, recipient_rows
from index.ledger.schema import EVENTS, FORGOTTEN, MESSAGES, RECIPIENTS, RESERVATIONS
from index.ledger.turn import Turn

#: A forgotten person's rows bear an id that begins so, the same in all their rows.
ANONYMOUS = "forgotten:"

# Scripts that write no spaces between words: there a value may stand anywhere.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0003ffff]")

_Rows = dict[tuple[int, int], tuple[Recipient, str]]


def forget(turn: Turn, identities: Iterable[str]) -> Forgotten:
    """Forget people by ``Recipient.identity``."""
    rows: _Rows = {}
    for identity in identities:
        anonymous = f"{ANONYMOUS}{uuid.uuid4().hex}"
        for row in rows_of_person(turn.connection, turn.tenant, identity):
            if not row.id.startswith(ANONYMOUS):
                rows[row.position, row.ordinal] = (recipient_of(row[1:]), anonymous)
    if not rows:
        return Forgotten((), ())
    number = _recipients_of(turn, sorted({position for position, _ in rows}))
    named = Counter(position for position, _ in rows)
    dropped = sorted(p for p, people in named.items() if people == number[p])
    changed = set(named) - set(dropped)
    _anonymise(turn, {key: row for key, row in rows.items() if key[0] in changed})
    return _finish(turn, dropped, sorted(changed))


def forget_before(turn: Turn, moment: datetime) -> Forgotten:
    """Forget every sent message from before a moment, whoever got it."""
    need_zone(moment, "the moment")
    pending = select(RESERVATIONS.c.id).where(
        RESERVATIONS.c.tenant == turn.tenant, RESERVATIONS.c.state == "pending"
    )
    held: ColumnElement[bool] = MESSAGES.c.reservation.in_(pending)
    wanted = (
        select(MESSAGES.c.position)
        .where(
            MESSAGES.c.tenant == turn.tenant,
            MESSAGES.c.dated < moment,
            MESSAGES.c.reservation.is_(None) | ~held,
        )
        .order_by(MESSAGES.c.position)
    )
    dropped = list(turn.connection.execute(wanted).scalars())
    return _finish(turn, dropped, []) if dropped else Forgotten((), ())


def _recipients_of(turn: Turn, positions: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in in_parts(positions):
        counted = (
            select(RECIPIENTS.c.position, func.count())
            .where(RECIPIENTS.c.tenant == turn.tenant, RECIPIENTS.c.position.in_(some))
            .group_by(RECIPIENTS.c.position)
        )
        found |= {position: number for position, number in turn.connection.execute(counted)}
    return found


def _finish(turn: Turn, dropped: Sequence[int], changed: Sequence[int]) -> Forgotten:
    _blank_overrides(turn, dropped)
    for some in in_parts(dropped):
        kept = select(MESSAGES.c.tenant, MESSAGES.c.identity).where(
            MESSAGES.c.tenant == turn.tenant,
            MESSAGES.c.position.in_(some),
            MESSAGES.c.identity.is_not(None),
        )
        turn.connection.execute(FORGOTTEN.insert().from_select(["tenant", "identity"], kept))
    drop(turn, dropped)
    # Kept answers repeat evidence: other people's addresses, passages of the messages.
    turn.connection.execute(
        update(RESERVATIONS)
        .where(RESERVATIONS.c.tenant == turn.tenant, RESERVATIONS.c.answer.is_not(None))
        .values(answer=None)
    )
    turn.append("forget", {"dropped": list(dropped), "changed": list(changed)})
    turn.forgot = True
    return Forgotten(tuple(dropped), tuple(changed))


def _anonymise(turn: Turn, rows: _Rows) -> None:
    """Leave of each row that somebody was there, and take their values out of the merge fields."""
    for (position, ordinal), (_, anonymous) in rows.items():
        (row,) = recipient_rows(turn.tenant, position, (Recipient(id=anonymous),))
        turn.connection.execute(
            update(RECIPIENTS)
            .where(
                RECIPIENTS.c.tenant == turn.tenant,
                RECIPIENTS.c.position == position,
                RECIPIENTS.c.ordinal == ordinal,
            )
            .values(row | {"ordinal": ordinal})
        )
    people: dict[int, list[Recipient]] = {}
    for (position, _), (person, _) in rows.items():
        people.setdefault(position, []).append(person)
    for position, (message, _) in messages(turn.connection, turn.tenant, people).items():
        _mask_fields(turn, position, message, people[position])


def _mask_fields(turn: Turn, position: int, message: Message, people: Sequence[Recipient]) -> None:
    masked = without_people(message.fields, people)
    if masked != dict(message.fields):
        turn.connection.execute(
            update(MESSAGES)
            .where(MESSAGES.c.tenant == turn.tenant, MESSAGES.c.position == position)
            .values(fields=fields_text(masked))
        )


def without_people(fields: Mapping[str, str], people: Iterable[Recipient]) -> dict[str, str]:
    """Return merge fields with every value emptied that names one of the people.

    A value names a person if it holds, as whole words and whatever the case, their id, address,
    name or a word of it, company, household, postcode or a group.
    """
    values: set[str] = set()
    for who in people:
        values |= {who.id, who.address, who.name, who.company, who.household, who.postcode}
        values |= set(who.groups) | {word for word in who.name.split() if len(word) > 1}
    names = [_finder(value.casefold().strip()) for value in values if value.strip()]
    return {
        name: "" if any(found.search(value.casefold()) for found in names) else value
        for name, value in fields.items()
    }


def _finder(value: str) -> re.Pattern[str]:
    whole = re.escape(value)
    return re.compile(whole if _UNSPACED.search(value) else rf"(?<!\w){whole}(?!\w)")


def _blank_overrides(turn: Turn, dropped: Sequence[int]) -> None:
    """Take the ids of dropped messages out of the overrides that name them."""
    overrides = select(EVENTS.c.position, EVENTS.c.payload).where(
        EVENTS.c.tenant == turn.tenant, EVENTS.c.kind == "override"
    )
    rows = turn.connection.execute(overrides).all()
    if not rows:
        return
    ids: set[str] = set()
    for some in in_parts(dropped):
        wanted = select(MESSAGES.c.id).where(
            MESSAGES.c.tenant == turn.tenant, MESSAGES.c.position.in_(some)
        )
        ids |= set(turn.connection.execute(wanted).scalars())
    for position, payload in rows:
        said = json.loads(payload)
        if ids & set(said["messages"]):
            said["messages"] = [id_ for id_ in said["messages"] if id_ not in ids]
            turn.connection.execute(
                update(EVENTS)
                .where(EVENTS.c.tenant == turn.tenant, EVENTS.c.position == position)
                .values(payload=json.dumps(said, ensure_ascii=False))
            )
