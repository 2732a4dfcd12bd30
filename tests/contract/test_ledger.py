"""The ledger keeps one sequence a tenant, and gives back what it was given, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from dedupe import Message, Recipient, UsageError
from index import (
    Approval,
    Approved,
    ConflictError,
    Ledger,
    NotFoundError,
    Overridden,
    Recorded,
    Withdrawn,
)

NOW = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
ODD = "nul \x00, surrogates \ud83d\ude00 and \udfff, escape \ufdd0 000000, 😀 ' \" % \\ \r\n\x1b"


@pytest.fixture
def ledger(store_url: str) -> Iterator[Ledger]:
    with Ledger.open(store_url, clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def tenant(ledger: Ledger) -> int:
    return ledger.tenant()


def note(number: int, text: str = "Dear you, thank you.") -> Message:
    return Message(f"<{number}@x>", text, to=(Recipient(address=f"p{number}@x.example"),))


def full(odd: str = "") -> Message:
    who = Recipient(
        f"7{odd}", f"Ann{odd}@X.example", f"Ann O{odd}", f"Co{odd}", f"h{odd}", f"AB1{odd}",
        (f"choir{odd}", "team"),
    )  # fmt: skip
    return Message(
        f"<a{odd}@x>", f"Dear Ann,{odd}\n> old\nbye", f"subject{odd}", f"me{odd}@x.example",
        f"Me{odd}", (who, Recipient(), who), {f"name{odd}": f"Ann{odd}"},
        datetime(2025, 12, 31, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        f"thread{odd}", f"mail{odd}", f"spring{odd}", ((10, 15), (15, 16)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "message",
    [
        full(),
        full(ODD),
        Message("", ""),
        Message("naive", "x", sent_at=datetime(2024, 2, 29, 1, 2, 3)),
        Message("early", "x", sent_at=datetime(1, 1, 1)),
        Message("long", "é" * 300_000, to=(Recipient(id="i" * 9_000, address="a" * 9_000),)),
    ],
    ids=["full", "odd", "empty", "naive", "early", "long"],
)
def test_a_message_comes_back_exactly(ledger: Ledger, tenant: int, message: Message) -> None:
    with ledger.writing(tenant) as writer:
        assert writer.record([message]).recorded == (1,)
        assert writer.events(0) == [Recorded(1, NOW, message, "sent", "")]
    (event,) = ledger.events(tenant, 0, 10)
    assert event == Recorded(1, NOW, message, "sent", "")
    assert isinstance(event, Recorded)
    sent_at = event.message.sent_at
    assert (sent_at and sent_at.utcoffset()) == (message.sent_at and message.sent_at.utcoffset())
    assert ledger.messages(tenant, [1]) == {1: message}
    assert ledger.message_by_id(tenant, message.id) == [event]


def test_positions_count_from_one_and_are_read_in_parts(ledger: Ledger, tenant: int) -> None:
    sent = [note(number) for number in range(2_005)]
    with ledger.writing(tenant) as writer:
        assert writer.head == 0
        receipt = writer.record(sent)
        assert writer.head == 2_005
    assert receipt.recorded == tuple(range(1, 2_006))
    assert ledger.head(tenant) == ledger.count(tenant) == 2_005
    read, after = [], 0
    while events := ledger.events(tenant, after, 700):
        assert len(events) <= 700
        read += events
        after = events[-1].position
    assert [event.position for event in read] == list(range(1, 2_006))
    assert [event.message for event in read if isinstance(event, Recorded)] == sent
    assert ledger.messages(tenant, range(1, 2_006)) == dict(enumerate(sent, 1))
    assert ledger.messages(tenant, [0, 3, 3, 9_999]) == {3: sent[2]}


def test_a_message_is_recorded_once(ledger: Ledger, tenant: int) -> None:
    with ledger.writing(tenant) as writer:
        first = writer.record([note(1), note(2), note(1)])
    assert (first.recorded, first.known_already) == ((1, 2, None), 1)
    with ledger.writing(tenant) as writer:
        again = writer.record([note(2), note(3), note(1)])
    assert (again.recorded, again.known_already, again.forgotten) == ((None, 3, None), 2, 0)
    assert ledger.head(tenant) == 3


def test_one_id_may_name_several_messages(ledger: Ledger, tenant: int) -> None:
    # Row numbers of two tables: "1" of one is not "1" of the other.
    ann, bob = Recipient(address="ann@x.example"), Recipient(address="bob@x.example")
    sent = [
        Message("1", "text", to=(ann,)),
        Message("1", "other text", to=(ann,)),
        Message("1", "text", to=(bob,)),
        Message("1", "text", to=(ann, bob)),
    ]
    with ledger.writing(tenant) as writer:
        assert writer.record(sent).recorded == (1, 2, 3, 4)
        # The order of the recipients says nothing.
        assert writer.record([Message("1", "text", to=(bob, ann))]).known_already == 1
    assert [found.message for found in ledger.message_by_id(tenant, "1")] == sent


def test_tenants_see_nothing_of_each_other(ledger: Ledger) -> None:
    one, other = ledger.tenant("one"), ledger.tenant("other")
    assert one != other
    assert ledger.tenant("one", create=False) == one
    with pytest.raises(NotFoundError, match="no such tenant"):
        ledger.tenant("third", create=False)
    with ledger.writing(one) as writer:
        writer.record([note(1), note(2)])
        approval = writer.approve(Approval("text", "owner", "why"))
        held = writer.reserve([note(3)], expires_at=NOW + timedelta(1), idempotency_key="k")
    with ledger.writing(other) as writer:
        assert writer.record([note(1)]).recorded == (1,)
        assert writer.forget(["address:p2@x.example"]).dropped == ()
        assert writer.reservation(held.id) is None
        assert writer.reservation_by_key("k") is None
        with pytest.raises(NotFoundError):
            writer.commit(held.id)
        with pytest.raises(NotFoundError):
            writer.withdraw(approval.id)
    assert ledger.messages(other, [1, 2]) == {1: note(1)}
    assert ledger.approvals(other) == []
    assert ledger.positions_of(one, "address:p2@x.example") == [2]
    assert ledger.positions_of(other, "address:p2@x.example") == []


def test_an_error_undoes_the_whole_turn(ledger: Ledger, tenant: int) -> None:
    def fails_late() -> None:
        with ledger.writing(tenant) as writer:
            writer.record([note(1)])
            writer.approve(Approval("text", "owner", "why"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_late()
    assert ledger.head(tenant) == ledger.count(tenant) == 0
    assert ledger.approvals(tenant) == []
    with ledger.writing(tenant) as writer:
        assert writer.record([note(1)]).recorded == (1,)


def test_readers_see_a_turn_only_when_it_is_over(ledger: Ledger, tenant: int) -> None:
    with ledger.writing(tenant) as writer:
        writer.record([note(1)])
        assert ledger.head(tenant) == 0
        assert ledger.events(tenant, 0, 9) == []
    assert ledger.head(tenant) == 1


def test_a_writer_waits_for_the_one_before(ledger: Ledger, tenant: int, store_url: str) -> None:
    order: list[str] = []
    waiting = threading.Event()

    def second() -> None:
        with Ledger.open(store_url) as mine:
            waiting.set()
            with mine.writing(tenant) as writer:
                order.append(f"second begins at {writer.head}")
                writer.record([note(2)])

    thread = threading.Thread(target=second)
    with ledger.writing(tenant) as writer:
        thread.start()
        assert waiting.wait(30)
        # Long enough for the other to reach the lock; were there none it would not wait at all.
        thread.join(0.5)
        assert order == []
        writer.record([note(1)])
        order.append("first ends")
    thread.join(30)
    assert order == ["first ends", "second begins at 1"]
    assert [type(event).__name__ for event in ledger.events(tenant, 0, 9)] == ["Recorded"] * 2


def test_threads_share_one_ledger(ledger: Ledger, tenant: int) -> None:
    faults: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + 10):
                with ledger.writing(tenant) as writer:
                    writer.record([note(number)])
                assert ledger.events(tenant, 0, 1)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(100 * n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    positions = [event.position for event in ledger.events(tenant, 0, 100)]
    assert positions == list(range(1, 61))


def test_approvals_are_given_listed_and_withdrawn(ledger: Ledger, tenant: int) -> None:
    with ledger.writing(tenant) as writer:
        lasting = writer.approve(Approval(ODD, "Ann", "the law", "me", "mail", "spring", None, 5))
        ending = writer.approve(Approval("b", "Bob", "x", expires_at=NOW + timedelta(days=1)))
    assert lasting.id != ending.id
    assert lasting.created_at == NOW
    assert sorted(a.text for a in ledger.approvals(tenant)) == sorted([ODD, "b"])
    assert {a.id for a in ledger.approvals(tenant, at=NOW)} == {lasting.id, ending.id}
    assert ledger.approvals(tenant, at=NOW + timedelta(days=1)) == [lasting]
    with ledger.writing(tenant) as writer:
        assert writer.withdraw(lasting.id) == 3
        with pytest.raises(ConflictError, match="withdrawn already"):
            writer.withdraw(lasting.id)
        with pytest.raises(NotFoundError, match="no such approval"):
            writer.withdraw("?")
    assert ledger.approvals(tenant, at=NOW) == [ending]
    first, second, third = ledger.events(tenant, 0, 9)
    assert isinstance(first, Approved)
    assert (first.approval.id, first.approval.withdrawn_at) == (lasting.id, NOW)
    assert second == Approved(2, NOW, ending)
    assert third == Withdrawn(3, NOW, lasting.id)


@pytest.mark.parametrize(
    ("approval", "said"),
    [
        (Approval(" ", "o", "r"), "needs a text"),
        (Approval("t", "", "r"), "needs an owner"),
        (Approval("t", "o", "\n"), "needs a reason"),
        (Approval("t", "o", "r", most_reach=-1), "0 or more"),
        (Approval("t", "o", "r", expires_at=datetime(2030, 1, 1)), "no time zone"),
    ],
)
def test_an_approval_without_sense_is_refused(
    ledger: Ledger, tenant: int, approval: Approval, said: str
) -> None:
    with ledger.writing(tenant) as writer, pytest.raises(UsageError, match=said):
        writer.approve(approval)
    assert ledger.head(tenant) == 0


def test_an_override_is_an_event(ledger: Ledger, tenant: int) -> None:
    with ledger.writing(tenant) as writer:
        with pytest.raises(UsageError, match="needs a reason"):
            writer.override(reason=" ")
        at = writer.override(reason="asked for", by="Ann", was="stop", messages=["<1@x>", ODD])
    assert at == 1
    assert ledger.events(tenant, 0, 9) == [
        Overridden(1, NOW, "asked for", "Ann", "stop", "", ("<1@x>", ODD))
    ]


def test_the_moment_of_an_event_is_told(ledger: Ledger, tenant: int) -> None:
    with ledger.writing(tenant) as writer:
        writer.record([note(1)])
    assert ledger.moment(tenant, 1) == NOW
    assert ledger.moment(tenant, 2) is None


def test_what_was_written_is_there_after_reopening(ledger: Ledger, store_url: str) -> None:
    tenant = ledger.tenant("shop")
    with ledger.writing(tenant) as writer:
        writer.record([full(ODD)])
    with Ledger.open(store_url, create=False) as again:
        assert again.store_id == ledger.store_id
        assert again.tenant("shop", create=False) == tenant
        assert again.messages(tenant, [1]) == {1: full(ODD)}
