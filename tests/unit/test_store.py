"""The store: the memory follows the ledger, from a snapshot or without, whatever the order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from api.store_checking import Reserve, check_in_store
from api.store_families import StoreFamilies, holdings
from dedupe import Decision, Message, Override, Policy, Recipient
from index import ConflictError, Ledger, Remembered, Snapshots, Store
from index.judging import judged_together
from tests.inventing import sentences

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FOOTER = " ".join(sentences(500, 3))


def note(number: int, text: str, **rest: object) -> Message:
    to = Recipient(address=f"p{number}@d{number % 7}.example", name=f"Name{number}")
    return Message(f"m{number}", text, to=(to,), **rest)  # type: ignore[arg-type]


def archive() -> list[Message]:
    """Return a merge, a merge with personal lines, letters above a footer, and single notes."""
    card, letter = " ".join(sentences(1, 4)), " ".join(sentences(2, 6))
    texts = [card] * 12
    texts += [f"{letter} {' '.join(sentences(30 + k, 2))}" for k in range(12)]
    texts += [f"{' '.join(sentences(60 + k, 4))}\n\n{FOOTER}" for k in range(10)]
    texts += [" ".join(sentences(90 + k, 5)) for k in range(12)]
    return [note(number, text) for number, text in enumerate(texts)]


ASKED = [
    note(800, " ".join(sentences(1, 4))),
    note(801, f"{' '.join(sentences(2, 6))} {' '.join(sentences(70, 2))}"),
    note(802, f"{' '.join(sentences(300, 4))}\n\n{FOOTER}"),
    note(803, f"{' '.join(sentences(91, 5))} {' '.join(sentences(301, 5))}"),
    note(804, " ".join(sentences(302, 5))),
]


def said(store: Store, asked: Sequence[Message] = ASKED) -> list[dict[str, Any]]:
    """Return verdicts as JSON, the matches by message and in no order."""
    found = []
    for message in asked:
        (verdict,) = check_in_store(store, [message], policy=Policy(), now=NOW).verdicts
        fields = json.loads(json.dumps(verdict.as_dict()))
        fields["matches"].sort(key=lambda match: match["id"])
        found.append(fields)
    return found


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(str(tmp_path / "store.sqlite"), clock=lambda: NOW) as opened:
        yield opened


def _counting(judgings: list[int]) -> Callable[..., Remembered]:
    """Return what judges together, noting how many variants it was given each time."""

    def judged(known: Remembered, *, threads: int = 1) -> Remembered:
        judgings.append(len(known.variants))
        return judged_together(known, threads=threads)

    return judged


def record(store: Store, messages: Sequence[Message]) -> None:
    with store.writing() as writer:
        writer.ledger.record(messages)


def test_mail_that_came_one_by_one_gives_the_verdicts_of_mail_that_came_at_once(
    ledger: Ledger,
) -> None:
    at_once, one_by_one = Store(ledger, "a"), Store(ledger, "b")
    record(at_once, archive())
    for message in archive():
        record(one_by_one, [message])
        one_by_one.remembered()
    assert said(at_once) == said(one_by_one)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_mail_does_not_matter(ledger: Ledger, seed: int) -> None:
    straight, shuffled = Store(ledger, "a"), Store(ledger, "b")
    record(straight, archive())
    mixed = archive()
    random.Random(seed).shuffle(mixed)
    for first in range(0, len(mixed), 9):
        record(shuffled, mixed[first : first + 9])
        shuffled.remembered()
    assert said(straight) == said(shuffled)


def test_a_long_tail_read_in_parts_gives_the_verdicts_of_mail_that_came_at_once(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, in_parts = Store(ledger, "a"), Store(ledger, "b")
    for store in (at_once, in_parts):
        record(store, archive())
    expected = said(at_once)
    judgings: list[int] = []
    monkeypatch.setattr("index.store.BATCH", 7)
    monkeypatch.setattr("index.filing.FEW", 3)
    monkeypatch.setattr("index.filing.judged_together", _counting(judgings))
    reread = Store(ledger, "b")
    assert said(reread) == expected
    assert judgings == [len(reread.remembered().variants)]


def test_what_is_derived_can_be_deleted(ledger: Ledger, tmp_path: Path) -> None:
    derived = tmp_path / "derived"
    store = Store(ledger, snapshots=Snapshots(derived))
    for message in archive():
        record(store, [message])
        store.remembered()
    before = said(store)
    store.save()
    opened = Store(ledger, snapshots=Snapshots(derived))
    assert said(opened) == before
    assert opened.rebuilt == ""
    for file in derived.iterdir():
        file.unlink()
    assert said(Store(ledger, snapshots=Snapshots(derived))) == before
    assert said(Store(ledger)) == before


def spoil(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoiled(path: Path) -> None:
        path.write_bytes(change(path.read_bytes()))

    return spoiled


FAULTS = {
    "damaged": spoil(lambda raw: raw[:-40] + bytes(40)),
    "cut": spoil(lambda raw: raw[: len(raw) // 2]),
    "empty": spoil(lambda raw: b""),
    "no snapshot": spoil(lambda raw: b"something else entirely, and long enough to be read"),
    "another version": spoil(lambda raw: raw.replace(b'"version": 3', b'"version": 9', 1)),
    "other settings": spoil(lambda raw: raw.replace(b'"settings": "', b'"settings": "f', 1)),
    "another store": spoil(lambda raw: raw.replace(b'"store": "', b'"store": "f', 1)),
    "another history": spoil(lambda raw: raw.replace(b'"moment": "2026', b'"moment": "2025', 1)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_snapshot_that_is_not_good_is_made_anew_and_said(
    ledger: Ledger, tmp_path: Path, fault: str
) -> None:
    snapshots = Snapshots(tmp_path / "derived")
    store = Store(ledger, snapshots=snapshots)
    record(store, archive())
    before = said(store, ASKED[:2])
    store.save()
    FAULTS[fault](snapshots.path(store.tenant))
    opened = Store(ledger, snapshots=snapshots)
    assert said(opened, ASKED[:2]) == before
    assert str(snapshots.path(store.tenant)) in opened.rebuilt


def test_a_snapshot_is_brought_up_to_date_from_the_tail(ledger: Ledger, tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path / "derived")
    store = Store(ledger, snapshots=snapshots)
    record(store, archive()[:30])
    store.remembered()
    store.save()
    record(store, archive()[30:])
    opened = Store(ledger, snapshots=snapshots)
    assert said(opened) == said(store)
    assert opened.remembered().position == ledger.head(store.tenant)


def test_two_stores_see_each_others_writes(ledger: Ledger) -> None:
    one, other = Store(ledger), Store(ledger)
    text = " ".join(sentences(7, 4))
    for number in range(4):
        writer, reader = (one, other) if number % 2 else (other, one)
        record(writer, [note(number, text)])
        (verdict,) = check_in_store(reader, [note(99, text)], policy=Policy(), now=NOW).verdicts
        assert verdict.reach == number + 1


@pytest.mark.parametrize(
    "dates",
    [
        (datetime(2020, 1, 1), datetime(2020, 1, 1, tzinfo=UTC)),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), None),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-14))), datetime(2020, 1, 1)),
    ],
    ids=["with and without a zone", "before the year 1 in UTC", "after the year 9999 in UTC"],
)
def test_any_date_may_stand_in_a_message(
    ledger: Ledger, dates: tuple[datetime | None, ...]
) -> None:
    store = Store(ledger)
    text = " ".join(sentences(7, 4))
    record(store, [note(k, text, sent_at=date) for k, date in enumerate(dates)])
    (family,) = StoreFamilies(store, NOW).findings(0, 9)
    assert family.size == 2
    assert holdings(store.remembered(), NOW).messages == 2
    assert said(store, [note(9, text, sent_at=dates[0])])[0]["reach"] == 2


def test_tenants_know_nothing_of_each_other(ledger: Ledger) -> None:
    mine, theirs = Store(ledger, "mine"), Store(ledger, "theirs")
    record(theirs, archive())
    assert [v["relation"] for v in said(mine)] == ["none"] * len(ASKED)


class TestReservations:
    TEXT = " ".join(sentences(8, 4))

    def ask(self, store: Store, number: int, **rest: Any) -> Any:
        asked = [note(number, self.TEXT)]
        return check_in_store(store, asked, policy=Policy(), now=NOW, **rest)

    def test_a_reserved_note_counts_and_says_so(self, ledger: Ledger) -> None:
        store = Store(ledger)
        assert self.ask(store, 1, reserve=Reserve()).verdicts[0].reach == 0
        (verdict,) = self.ask(store, 2).verdicts
        assert (verdict.reach, verdict.matches[0].pending) == (1, True)

    def test_a_cancelled_or_expired_one_counts_no_longer(self, ledger: Ledger) -> None:
        store = Store(ledger)
        held = self.ask(store, 1, reserve=Reserve()).reservation
        with store.writing() as writer:
            writer.ledger.cancel(held.id)
        assert self.ask(store, 2).verdicts[0].reach == 0
        self.ask(store, 3, reserve=Reserve(timedelta(minutes=5)))
        assert self.ask(store, 4).verdicts[0].reach == 1
        later = check_in_store(
            store, [note(4, self.TEXT)], policy=Policy(), now=NOW + timedelta(minutes=6)
        )
        assert later.verdicts[0].reach == 0

    def test_who_was_named_first_by_a_cancelled_note_is_still_named(self, ledger: Ledger) -> None:
        store = Store(ledger)
        held = check_in_store(
            store, [Message("a", self.TEXT, to=(Recipient(address="ann@acme.example"),))],
            policy=Policy(), now=NOW, reserve=Reserve(),
        ).reservation  # fmt: skip
        assert held is not None
        with store.writing() as writer:
            writer.ledger.cancel(held.id)
        record(store, [Message("b", self.TEXT, to=(Recipient(address="ann@acme.example"),))])
        asked = Message("c", self.TEXT, to=(Recipient(address="bo@acme.example"),))
        (verdict,) = said(store, [asked])
        assert [e["recipient"] for e in verdict["exposure"]] == ["ann@acme.example"]

    def test_a_committed_one_is_sent(self, ledger: Ledger) -> None:
        store = Store(ledger)
        held = self.ask(store, 1, reserve=Reserve()).reservation
        with store.writing() as writer:
            writer.ledger.commit(held.id)
        (verdict,) = self.ask(store, 2).verdicts
        assert (verdict.reach, verdict.matches[0].pending) == (1, False)

    def test_a_retried_call_gets_the_first_answer(self, ledger: Ledger) -> None:
        store = Store(ledger)
        first = self.ask(store, 1, reserve=Reserve(idempotency_key="k"))
        again = self.ask(store, 1, reserve=Reserve(idempotency_key="k"))
        assert again.verdicts == first.verdicts
        assert again.reservation.id == first.reservation.id
        assert ledger.count(store.tenant) == 1
        with pytest.raises(ConflictError):
            self.ask(store, 2, reserve=Reserve(idempotency_key="k"))

    def test_what_is_to_be_stopped_is_not_reserved_unless_somebody_decides_so(
        self, ledger: Ledger
    ) -> None:
        store = Store(ledger)
        record(store, [note(k, self.TEXT) for k in range(3)])
        assert self.ask(store, 9, reserve=Reserve()).reservation.positions == ()
        override = Override("m9", Decision.SEND, "they asked for it", "Nora")
        answer = self.ask(store, 9, reserve=Reserve(), overrides=[override])
        assert len(answer.reservation.positions) == 1
        (verdict,) = answer.verdicts
        assert (verdict.decision, verdict.reasons[0]["code"]) == ("send", "override")
        events = ledger.events(store.tenant, 0, 100)
        (recorded,) = [event for event in events if type(event).__name__ == "Overridden"]
        assert (recorded.reason, recorded.by, recorded.was) == ("they asked for it", "Nora", "stop")


class TestForgetting:
    TEXT, SHARED = " ".join(sentences(9, 4)), " ".join(sentences(10, 4))

    def test_a_text_that_only_one_person_got_is_gone(self, ledger: Ledger, tmp_path: Path) -> None:
        snapshots = Snapshots(tmp_path / "derived")
        store = Store(ledger, snapshots=snapshots)
        record(store, [*archive(), note(700, self.TEXT), note(701, self.SHARED)])
        record(store, [note(702, self.SHARED)])
        before = said(store)
        with store.writing() as writer:
            writer.ledger.forget(["address:p700@d0.example", "address:p701@d1.example"])
        for verdict in (*before, *(now := said(store))):
            del verdict["searched"]
        assert now == before, "nobody else's verdict changes"
        gone, kept = said(store, [note(900, self.TEXT), note(901, self.SHARED)])
        assert (gone["relation"], gone["reach"]) == ("none", 0)
        assert (kept["relation"], kept["reach"]) == ("verbatim", 1)
        opened = Store(ledger, snapshots=snapshots)
        assert said(opened, [note(900, self.TEXT)]) == [gone]
        assert said(Store(ledger), [note(901, self.SHARED)]) == [kept]

    def test_everything_may_be_forgotten(self, ledger: Ledger) -> None:
        store = Store(ledger)
        record(store, [note(700, self.TEXT)])
        store.remembered()
        with store.writing() as writer:
            writer.ledger.forget(["address:p700@d0.example"])
        (verdict,) = said(store, [note(900, self.TEXT)])
        assert (verdict["relation"], verdict["searched"]) == ("none", 0)
        record(store, [note(701, self.TEXT)])
        assert said(store, [note(900, self.TEXT)])[0]["reach"] == 1

    def test_a_person_is_anonymous_where_others_got_the_message_too(self, ledger: Ledger) -> None:
        store = Store(ledger)
        both = (Recipient(address="a@acme.example"), Recipient(address="b@other.example"))
        record(store, [Message("m", self.TEXT, to=both)])
        with store.writing() as writer:
            writer.ledger.forget(["address:a@acme.example"])
        asked = Message("n", self.TEXT, to=(Recipient(address="c@acme.example"),))
        (verdict,) = said(store, [asked])
        assert (verdict["reach"], verdict["exposure"]) == (2, [])
        assert said(Store(ledger), [asked]) == [verdict]
