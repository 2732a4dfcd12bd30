"""Following: from the events of the ledger's tail to the next state of the memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from dedupe import Message
from index.approved import ApprovedTexts
from index.common_readers import without_readers
from index.filing import Filing, filed
from index.forgetting import forgotten
from index.ledger.events import (
    Approved,
    Cancelled,
    Committed,
    Event,
    Expired,
    Forgot,
    Recorded,
    Reserved,
    Withdrawn,
)
from index.ledger.results import Approval
from index.messages import State
from index.remembered import Remembered

#: Gives the end of a reservation that was made before the events at hand.
EndOf = Callable[[str], datetime]

#: Gives messages as they stand now.
Texts = Callable[[Sequence[int]], dict[int, Message]]


def followed(
    known: Remembered,
    events: Sequence[Event],
    end_of: EndOf,
    texts: Texts,
    approved: Callable[[], Sequence[Approval]],
    *,
    threads: int,
    more: bool = False,
    beside: bool = False,
) -> Remembered:
    """Return what is known after some events, which follow the ones known so far.

    ``approved`` gives all approvals as they stand now; ``more`` says that further events follow at
    once, before anything is asked; ``beside`` that all variants are judged together elsewhere.
    """
    waiting: list[Filing] = []
    approvals = False
    ends: dict[str, datetime] = {}

    def settle() -> Remembered:
        done = filed(known, waiting, threads=threads, more=more, beside=beside)
        waiting.clear()
        return done

    for event in events:
        match event:
            case Reserved():
                ends[event.reservation] = event.expires_at
            case Recorded():
                waiting.append(_filing(event, ends, end_of))
            case Committed():
                known = _settled(settle(), event.reservation, State.SENT)
            case Cancelled() | Expired():
                known = _settled(settle(), event.reservation, State.GONE)
            case Approved() | Withdrawn():
                approvals = True
            case Forgot():
                known = forgotten(settle(), event, texts, threads=threads, beside=beside)
    known = settle()
    if approvals:
        known = replace(known, approved=ApprovedTexts.of(approved()))
    return replace(known, position=events[-1].position) if events else known


def _filing(event: Recorded, ends: dict[str, datetime], end_of: EndOf) -> Filing:
    if event.state == "sent":
        return Filing(event.position, event.message)
    name = event.reservation
    end = ends[name] if name in ends else ends.setdefault(name, end_of(name))
    return Filing(event.position, event.message, State.PENDING, end.timestamp(), name)


def _settled(known: Remembered, reservation: str, state: State) -> Remembered:
    messages, rows = known.messages.settled(reservation, state)
    left = replace(known, messages=messages)
    return without_readers(left, rows) if state == State.GONE else left
