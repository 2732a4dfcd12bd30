"""Reservations count from the moment they are made until they end, and end once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from dedupe import Message, Recipient, UsageError
from index import (
    Cancelled,
    Committed,
    ConflictError,
    Expired,
    Gone,
    Ledger,
    NotFoundError,
    Recorded,
    Reservation,
    Reserved,
)

START = datetime(2026, 3, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(store_url: str, clock: Clock) -> Iterator[Ledger]:
    with Ledger.open(store_url, clock=clock) as opened:
        yield opened


@pytest.fixture
def tenant(ledger: Ledger) -> int:
    return ledger.tenant()


def note(number: int) -> Message:
    return Message(f"<{number}@x>", "Dear you.", to=(Recipient(address=f"p{number}@x.example"),))


def reserved(ledger: Ledger, tenant: int, *messages: Message, key: str = "") -> Reservation:
    with ledger.writing(tenant) as writer:
        return writer.reserve(messages, expires_at=START + HOUR, idempotency_key=key)


def test_reserved_messages_are_pending_until_committed(ledger: Ledger, tenant: int) -> None:
    held = reserved(ledger, tenant, note(1), note(2))
    assert (held.state, held.positions, held.retried) == ("pending", (2, 3), False)
    assert ledger.reservation(tenant, held.id) == held
    expected = [
        Reserved(1, START, held.id, START + HOUR),
        Recorded(2, START, note(1), "pending", held.id),
        Recorded(3, START, note(2), "pending", held.id),
    ]
    assert ledger.events(tenant, 0, 9) == expected
    assert ledger.message_by_id(tenant, "<1@x>") == [expected[1]]
    with ledger.writing(tenant) as writer:
        assert writer.commit(held.id) == 4
        assert writer.head == 4
    # The sequence tells what was then; the message, what is now.
    assert ledger.events(tenant, 0, 9) == [*expected, Committed(4, START, held.id)]
    assert ledger.message_by_id(tenant, "<1@x>") == [
        Recorded(2, START, note(1), "sent", held.id)
    ]  # fmt: skip
    kept = ledger.reservation(tenant, held.id)
    assert kept is not None
    assert (kept.state, kept.positions) == ("committed", (2, 3))


def test_a_committed_message_is_known_and_a_pending_one_is_not(ledger: Ledger, tenant: int) -> None:
    held = reserved(ledger, tenant, note(1))
    other = reserved(ledger, tenant, note(2))
    with ledger.writing(tenant) as writer:
        writer.commit(held.id)
        receipt = writer.record([note(1), note(2)])
        assert (receipt.recorded, receipt.known_already) == ((None, 6), 1)
        # Sent in another way meanwhile: the commit still says what happened.
        writer.commit(other.id)
        assert writer.record([note(2)]).known_already == 1
    assert ledger.check() == []


@pytest.mark.parametrize("how", ["cancel", "expire"])
def test_an_ended_reservation_leaves_no_message(
    ledger: Ledger, tenant: int, clock: Clock, how: str
) -> None:
    held = reserved(ledger, tenant, note(1), note(2))
    with ledger.writing(tenant) as writer:
        if how == "cancel":
            assert writer.cancel(held.id) == 4
        else:
            assert writer.expire(START + HOUR - timedelta(microseconds=1)) == ()
            clock.now = START + HOUR
            assert writer.expire(clock.now) == (held.id,)
            assert writer.expire(clock.now) == ()
    ended = Cancelled if how == "cancel" else Expired
    assert ledger.events(tenant, 1, 9) == [
        Gone(2, START),
        Gone(3, START),
        ended(4, clock.now, held.id),
    ]
    assert ledger.count(tenant) == 0
    assert ledger.message_by_id(tenant, "<1@x>") == []
    with ledger.writing(tenant) as writer:
        assert writer.record([note(1)]).recorded == (5,)
    assert ledger.check() == []


def test_an_end_is_final(ledger: Ledger, tenant: int, clock: Clock) -> None:
    ids = {state: reserved(ledger, tenant, note(n)).id
           for n, state in enumerate(("committed", "cancelled", "expired"))}  # fmt: skip
    with ledger.writing(tenant) as writer:
        writer.commit(ids["committed"])
        writer.cancel(ids["cancelled"])
        writer.expire(START + HOUR)
    head = ledger.head(tenant)
    with ledger.writing(tenant) as writer:
        for state, id_ in ids.items():
            word = "has expired" if state == "expired" else f"was {state} already"
            with pytest.raises(ConflictError, match=f"{id_}: the reservation {word}"):
                writer.commit(id_)
            with pytest.raises(ConflictError, match=word):
                writer.cancel(id_)
        for call in (writer.commit, writer.cancel):
            with pytest.raises(NotFoundError, match="no such reservation"):
                call("unknown")
        with pytest.raises(NotFoundError, match="no such reservation"):
            writer.keep_answer("unknown", "{}")
    assert ledger.head(tenant) == head


def test_a_reservation_past_its_time_cannot_be_committed(
    ledger: Ledger, tenant: int, clock: Clock
) -> None:
    held = reserved(ledger, tenant, note(1))
    clock.now = START + HOUR
    with ledger.writing(tenant) as writer, pytest.raises(ConflictError, match="has expired"):
        writer.commit(held.id)


def test_the_same_key_gives_the_same_reservation(ledger: Ledger, tenant: int) -> None:
    until = START + HOUR
    with ledger.writing(tenant) as writer:
        first = writer.reserve(
            [note(1)], expires_at=until, idempotency_key="k\x00", request_digest="d"
        )
        writer.keep_answer(first.id, '{"verdicts": "\x00"}')
    with ledger.writing(tenant) as writer:
        again = writer.reserve(
            [note(1)], expires_at=until + HOUR, idempotency_key="k\x00", request_digest="d"
        )
        with pytest.raises(ConflictError, match="another request"):
            writer.reserve([note(2)], expires_at=until, idempotency_key="k\x00", request_digest="e")
        assert writer.reservation_by_key("k\x00") == ledger.reservation_by_key(tenant, "k\x00")
    assert again.retried
    assert (again.id, again.expires_at, again.answer) == (first.id, until, '{"verdicts": "\x00"}')
    assert ledger.head(tenant) == 2
    assert ledger.reservation_by_key(tenant, "other") is None


def test_no_key_makes_a_new_reservation_each_time(ledger: Ledger, tenant: int) -> None:
    one, other = reserved(ledger, tenant, note(1)), reserved(ledger, tenant, note(1))
    assert one.id != other.id
    assert ledger.head(tenant) == 4
    assert ledger.reservation_by_key(tenant, "") is None


@pytest.mark.parametrize(
    ("key", "until", "said"),
    [("k" * 256, START + HOUR, "256 characters"), ("k", datetime(2030, 1, 1), "no time zone")],
)
def test_a_reservation_that_cannot_be_is_refused(
    ledger: Ledger, tenant: int, key: str, until: datetime, said: str
) -> None:
    with ledger.writing(tenant) as writer, pytest.raises(UsageError, match=said):
        writer.reserve([note(1)], expires_at=until, idempotency_key=key)
    assert ledger.head(tenant) == 0


def test_a_long_key_of_any_characters_serves(ledger: Ledger, tenant: int) -> None:
    key = "\U0001f600" * 255
    held = reserved(ledger, tenant, note(1), key=key)
    assert reserved(ledger, tenant, note(1), key=key).id == held.id
