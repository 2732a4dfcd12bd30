"""Whatever is done to a ledger, it holds what a plain list would, and its sequence has no gap."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dedupe import Message, Recipient
from index import Gone, Ledger, Recorded

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

# Every code point that Python's strings hold: NUL and lone surrogates among them.
any_text = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\0\ud800\udfff\ufdd0"), max_size=12
)
zones = st.integers(-86_399, 86_399).map(lambda s: timezone(timedelta(seconds=s)))
moments = st.datetimes(
    min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.none() | zones
)
people = st.builds(
    Recipient, any_text, any_text, any_text, any_text, any_text, any_text,
    st.lists(any_text, max_size=2).map(tuple),
)  # fmt: skip
messages = st.builds(
    Message, any_text, any_text, any_text, any_text, any_text,
    st.lists(people, max_size=3).map(tuple), st.dictionaries(any_text, any_text, max_size=2),
    st.none() | moments, any_text, any_text, any_text,
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple),
)  # fmt: skip


@pytest.fixture(scope="module")
def sqlite_ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(str(tmp_path_factory.mktemp("ledger") / "s.db")) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def postgres_ledger(new_database: Callable[[], str]) -> Iterator[Ledger]:
    with Ledger.open(new_database()) as ledger:
        yield ledger


@settings(deadline=None, max_examples=60)
@given(message=messages)
def test_any_message_comes_back_from_sqlite(sqlite_ledger: Ledger, message: Message) -> None:
    _comes_back(sqlite_ledger, message)


@settings(deadline=None, max_examples=60)
@given(message=messages)
def test_any_message_comes_back_from_postgresql(postgres_ledger: Ledger, message: Message) -> None:
    _comes_back(postgres_ledger, message)


def _comes_back(ledger: Ledger, message: Message) -> None:
    tenant = ledger.tenant()
    with ledger.writing(tenant) as writer:
        (position,) = writer.record([message]).recorded
    if position is None:
        found = [known.message for known in ledger.message_by_id(tenant, message.id)]
        assert (message.id, message.text) in [(known.id, known.text) for known in found]
        return
    back = ledger.messages(tenant, [position])[position]
    assert back == message
    offset = back.sent_at and back.sent_at.utcoffset()
    assert offset == (message.sent_at and message.sent_at.utcoffset())
    for who in message.to:
        if who.identity:
            assert position in ledger.positions_of(tenant, who.identity)


class Sequence(RuleBasedStateMachine):
    """A ledger beside a plain model of it; people and texts are few, so that much collides."""

    who = st.sampled_from("abcd")
    notes = st.builds(
        lambda id_, to: Message(id_, f"text {id_}", to=tuple(Recipient(id=name) for name in to)),
        st.sampled_from("123456"),
        st.lists(who, min_size=1, max_size=3, unique=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.now = EPOCH
        self.path = str(Path(self.folder.name) / "s.db")
        self.ledger = Ledger.open(self.path, clock=lambda: self.now)
        self.tenant = self.ledger.tenant()
        # Position -> id and names; a name that was forgotten is "".
        self.sent: dict[int, tuple[str, tuple[str, ...]]] = {}
        self.known: set[tuple[str, tuple[str, ...]]] = set()
        self.held: dict[str, tuple[datetime, dict[int, Message]]] = {}
        self.head = 0

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    @rule(notes=st.lists(notes, max_size=4))
    def record(self, notes: list[Message]) -> None:
        with self.ledger.writing(self.tenant) as writer:
            receipt = writer.record(notes)
        for position, note in zip(receipt.recorded, notes, strict=True):
            assert (position is None) == (_key(note) in self.known)
            if position is not None:
                self._send(position, note)
        assert len(notes) == receipt.known_already + receipt.forgotten + sum(
            position is not None for position in receipt.recorded
        )
        self.head += sum(position is not None for position in receipt.recorded)

    @rule(notes=st.lists(notes, max_size=3), hours=st.integers(1, 3))
    def reserve(self, notes: list[Message], hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        with self.ledger.writing(self.tenant) as writer:
            held = writer.reserve(notes, expires_at=until)
        self.held[held.id] = (until, dict(zip(held.positions, notes, strict=True)))
        self.head += 1 + len(notes)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), cancel=st.booleans())
    def end(self, data: st.DataObject, cancel: bool) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.held)))
        _, notes = self.held.pop(id_)
        with self.ledger.writing(self.tenant) as writer:
            at = writer.cancel(id_) if cancel else writer.commit(id_)
        self.head += 1
        assert at == self.head
        for position, note in notes.items() if not cancel else ():
            self._send(position, note)

    @rule(hours=st.integers(0, 2))
    def expire(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        with self.ledger.writing(self.tenant) as writer:
            over = writer.expire(self.now)
        assert set(over) == {id_ for id_, (until, _) in self.held.items() if until <= self.now}
        self.head += len(over)
        for id_ in over:
            del self.held[id_]

    @rule(name=who)
    def forget(self, name: str) -> None:
        with self.ledger.writing(self.tenant) as writer:
            forgotten = writer.forget([f"id:{name}"])
        self.head += bool(forgotten.dropped or forgotten.changed)
        everything = [self.sent, *({p: _key(n, sort=False) for p, n in notes.items()}
                                   for _, notes in self.held.values())]  # fmt: skip
        hit = {p for rows in everything for p, (_, names) in rows.items() if name in names}
        assert set(forgotten.dropped) | set(forgotten.changed) == hit
        self._blank(name, set(forgotten.dropped))

    def _blank(self, name: str, dropped: set[int]) -> None:
        for position in dropped:
            self.sent.pop(position, None)
        for position, (id_, names) in self.sent.items():
            self.sent[position] = (id_, tuple("" if n == name else n for n in names))
        for _, notes in self.held.values():
            for position in dropped & set(notes):
                del notes[position]
            for position, note in notes.items():
                left = tuple(Recipient(id="") if to.id == name else to for to in note.to)
                notes[position] = Message(note.id, note.text, to=left)

    @rule()
    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.path, create=False, clock=lambda: self.now)

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        assert self.ledger.head(self.tenant) == self.head
        events = self.ledger.events(self.tenant, 0, 10_000)
        assert [event.position for event in events] == list(range(1, self.head + 1))
        expected = dict(self.sent)
        for _, notes in self.held.values():
            expected |= {position: _key(note, sort=False) for position, note in notes.items()}
        there = {e.position: _names(e.message) for e in events if isinstance(e, Recorded)}
        assert there == expected
        assert self.ledger.count(self.tenant) == len(expected)
        gone = {e.position for e in events if isinstance(e, Gone)}
        assert not gone & set(expected)
        assert self.ledger.check() == []

    def _send(self, position: int, note: Message) -> None:
        self.sent[position] = _key(note, sort=False)
        self.known.add(_key(note))


def _key(note: Message, *, sort: bool = True) -> tuple[str, tuple[str, ...]]:
    names = [to.id for to in note.to]
    return note.id, tuple(sorted(names) if sort else names)


def _names(message: Message) -> tuple[str, tuple[str, ...]]:
    return message.id, tuple(
        "" if to.id.startswith("forgotten:") else to.id for to in message.to
    )  # fmt: skip


TestSequence = Sequence.TestCase
TestSequence.settings = settings(
    deadline=None, max_examples=30, stateful_step_count=15,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
