"""Judging beside: the memory in use answers and files, and the judged state takes its place."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from api.checking import prepare_call
from api.store_checking import check_in_store
from dedupe import Message, Policy, Recipient, Words
from index import Filing, Ledger, Remembered, Snapshots, State, Store, filed
from index.carrying_on import carried_on
from index.common_readers import without_readers
from index.judging import judged_together
from index.judging_process import JudgingFailedError, judged_in_a_process
from index.remembered import Remembered as Memory
from index.snapshot import arrays_of
from tests.counting import people_of_common_texts
from tests.inventing import sentences

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FOOTER = " ".join(sentences(500, 3))


def mail(first: int, count: int) -> list[Message]:
    """Return letters, half of them above one footer, some sent twice."""
    made = []
    for number in range(first, first + count):
        rng = random.Random(number)
        text = " ".join(sentences(number if rng.random() < 0.8 else rng.randrange(number + 1), 4))
        below = f"\n\n{FOOTER}" if rng.random() < 0.5 else ""
        to = Recipient(address=f"p{rng.randrange(30)}@d{number % 7}.example")
        made.append(Message(f"m{number}", text + below, to=(to,), sent_at=NOW))
    return made


def filings(first: int, count: int, **rest: object) -> list[Filing]:
    made = enumerate(mail(first, count), first)
    return [Filing(number, message, **rest) for number, message in made]  # type: ignore[arg-type]


def same(one: Memory, other: Memory) -> bool:
    """Say whether two memories hold the same, whatever the parts their look-up arrays are in."""
    a, b = (dict(arrays_of(_in_one_part(known))) for known in (one, other))
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name], equal_nan=_real(a[name]))
                                        for name in a)  # fmt: skip


def _real(values: np.ndarray) -> bool:  # type: ignore[type-arg]
    return values.dtype.kind == "f"


def _in_one_part(known: Memory) -> Memory:
    variants = replace(
        known.variants, masked=known.variants.masked.in_one_part(),
        followers=known.variants.followers.in_one_part(),
    )  # fmt: skip
    return replace(known, variants=variants, keys=known.keys.in_one_part())


def test_a_state_judged_in_a_process_is_the_state_judged_here(tmp_path: Path) -> None:
    known = filed(Remembered.nothing(), filings(0, 60))
    begun: list[object] = []
    judged = judged_in_a_process(known, tmp_path, threads=1, begun=begun.append)
    assert len(begun) == 1
    assert judged.judged == len(known.variants)
    assert len(judged.common) > 5
    assert same(judged, judged_together(known))
    assert not list(tmp_path.iterdir())


def test_what_came_meanwhile_is_judged_as_if_it_came_afterwards() -> None:
    before = filed(Remembered.nothing(), filings(0, 80))
    after, expected = before, judged_together(before)
    for first in (80, 100, 101):
        after = filed(after, filings(first, 20))
        expected = filed(expected, filings(first, 20))
    carried = judged_together(before)
    # In two steps, as under the lock: what came first, then what came while that was judged.
    half = filed(before, filings(80, 20))
    carried = carried_on(carried_on(carried, half), after)
    assert len(carried.variants) > len(before.variants)
    assert carried.judged == len(before.variants)
    assert carried.position == after.position
    assert said(carried) == said(expected)
    assert carried.common.readers.tolist() == people_of_common_texts(carried)


def test_readers_of_what_ended_meanwhile_are_counted_no_more() -> None:
    before = filed(Remembered.nothing(), filings(0, 80))
    held = filings(80, 15, state=State.PENDING, expires=1e12, reservation="held")
    before = filed(before, held)
    judged = judged_together(before)
    after = filed(before, filings(95, 9))
    messages, rows = after.messages.settled("held", State.GONE)
    after = without_readers(replace(after, messages=messages), rows)
    after = filed(after, filings(104, 9))
    carried = carried_on(judged, after)
    assert carried.common.readers.tolist() == people_of_common_texts(carried)
    assert carried.common.readers.tolist() != judged.common.readers.tolist()


def said(known: Memory) -> list[object]:
    """Return what a memory says of each of its variants and of text known to repeat."""
    count = len(known.variants)
    numbers = np.arange(count, dtype=np.int32)
    notes = known.variants.notes
    words: Words = known.variants.of(numbers)
    return [
        *(notes[name].tolist() for name in ("leader", "core", "relation", "rough", "masked")),
        notes["score"].round(5).tolist(), notes["sizes"].tolist(), words.hashes.tolist(),
        known.variants.written(numbers).tolist(), known.common.keys.tolist(),
        known.common.endings.tolist(),
        [sorted(known.keys.find(known.common.keys).of(k).tolist())
         for k in range(len(known.common))],
    ]  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(str(tmp_path / "store.sqlite"), clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all variants judged together after ten."""
    monkeypatch.setattr("index.filing.FEW", 10)


class Held:
    """Stands in the way of a judging until it is let go; the judging itself is the real one."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(
        self, known: Memory, folder: Path | None, *, threads: int,
        begun: Callable[..., None],
    ) -> Memory:  # fmt: skip
        self.begun.set()
        assert self.go.wait(60)
        return judged_in_a_process(known, folder, threads=threads, begun=begun)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    waits = Held()
    monkeypatch.setattr("index.beside.judged_in_a_process", waits)
    return waits


@pytest.fixture
def store(ledger: Ledger, tmp_path: Path, few: None) -> Iterator[Store]:
    made = Store(ledger, snapshots=Snapshots(tmp_path / "derived"), beside=threading.Lock())
    record(made, mail(0, 4))
    made.remembered()
    yield made
    made.close()


def record(store: Store, messages: Sequence[Message]) -> None:
    with store.writing() as writer:
        writer.ledger.record(messages)


def until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not so():
        assert time.monotonic() < end
        time.sleep(0.01)


def asked(store: Store, number: int) -> tuple[str, int]:
    """Ask of a copy of an earlier letter; return the relation, and how many are remembered."""
    copy = replace(mail(number, 1)[0], id="q", to=(Recipient(address="new@x.example"),))
    answer = check_in_store(store, [copy], policy=Policy(), now=NOW)
    return answer.verdicts[0].relation, answer.remembered


def test_whoever_asks_and_writes_while_all_is_judged_does_not_wait(
    store: Store, held: Held
) -> None:
    record(store, mail(10, 30))
    store.remembered()
    assert held.begun.wait(60)
    assert store.judging
    before = store.remembered().judged
    for number in range(60, 65):
        record(store, mail(number, 1))
        # What was written a moment ago is known, by the state that is not judged yet.
        assert asked(store, number) == ("verbatim", 34 + number - 59)
    assert store.judging
    assert store.remembered().judged == before
    held.go.set()
    until(lambda: not store.judging)
    known = store.remembered()
    assert known.judged > before
    assert len(known.messages) == 39
    assert [asked(store, number)[0] for number in (12, 60, 64)] == ["verbatim"] * 3
    assert store.judging_fault == ""


def test_many_threads_ask_and_write_while_states_are_judged_and_exchanged(store: Store) -> None:
    wrong: list[object] = []

    def work(first: int) -> None:
        try:
            for number in range(first, first + 25):
                record(store, mail(number, 1))
                relation, _ = asked(store, number)
                if relation != "verbatim":
                    wrong.append((number, relation))
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(1000 * k,)) for k in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: not store.judging)
    assert not wrong
    known = store.remembered()
    assert len(known.messages) == 104
    assert known.judged > 10
    assert known.common.readers.tolist() == people_of_common_texts(known)


def test_what_is_forgotten_while_all_is_judged_does_not_come_back(
    store: Store, held: Held, tmp_path: Path
) -> None:
    record(store, mail(10, 30))
    store.remembered()
    assert held.begun.wait(60)
    with store.writing() as writer:
        writer.ledger.forget([mail(10, 30)[3].to[0].identity])
    left = len(store.remembered().messages)
    assert left < 34
    held.go.set()
    until(lambda: not store.judging)
    store.close()
    assert len(store.remembered().messages) == left
    opened = Store(store.ledger, snapshots=Snapshots(tmp_path / "derived"))
    assert len(opened.remembered().messages) == left
    assert opened.rebuilt == ""


def test_what_is_forgotten_is_gone_at_once_and_the_rest_judged_beside(
    store: Store, held: Held, tmp_path: Path
) -> None:
    record(store, mail(10, 60))
    store.remembered()
    assert held.begun.wait(60)
    held.begun.clear()
    held.go.set()
    until(lambda: not store.judging)
    held.go.clear()
    letters, gone = mail(10, 60), mail(10, 60)[3].to[0].identity
    theirs = [m for m in letters if m.to[0].identity == gone]
    with store.writing() as writer:
        writer.ledger.forget([gone])
    known = store.remembered()
    assert held.begun.wait(60)
    assert known.judged == 0
    # Nothing of it is left, though the rest waits to be judged.
    expected = judged_together(known)
    assert known.common.keys.tolist() == expected.common.keys.tolist()
    assert known.common.readers.tolist() == people_of_common_texts(known)
    assert set(words_of_all(known)) == set(words_of_all(expected))
    assert not set(known.variants.notes["masked"].tolist()) & only_theirs(theirs, letters)
    held.go.set()
    until(lambda: not store.judging)
    assert same(replace(store.remembered(), position=0), replace(expected, position=0))


def only_theirs(theirs: Sequence[Message], everything: Sequence[Message]) -> set[int]:
    """Return the hashes of the texts that nobody else got."""
    others = {m.text for m in everything if m not in theirs}
    mine = [m for m in theirs if m.text not in others]
    assert mine
    return set(prepare_call(mine).words.masked.tolist())


def words_of_all(known: Memory) -> list[int]:
    """Return the words that are counted."""
    return [word for keys, counts in known.frequencies.parts for word in keys.tolist()]


def test_a_store_that_is_closed_ends_its_judging(store: Store, tmp_path: Path) -> None:
    record(store, mail(10, 30))
    store.remembered()
    until(lambda: store.judging)
    store.close()
    assert not store.judging
    assert not [path for path in (tmp_path / "derived").iterdir() if path.suffix == ".part"]
    assert not [each for each in threading.enumerate() if each.name == "judging"]
    assert asked(store, 12) == ("verbatim", 34)
    store.save()
    opened = Store(store.ledger, snapshots=Snapshots(tmp_path / "derived"))
    assert len(opened.remembered().messages) == 34


def test_a_judging_that_fails_is_told_and_tried_again_when_more_has_come(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def failing(known: Memory, *_: object, **__: object) -> Memory:
        tried.append(len(known.variants))
        raise JudgingFailedError("the judging process ended with -9")

    monkeypatch.setattr("index.beside.judged_in_a_process", failing)
    record(store, mail(10, 30))
    store.remembered()
    until(lambda: bool(tried) and not store.judging)
    assert store.judging_fault == "the judging process ended with -9"
    record(store, mail(40, 1))
    store.remembered()
    assert not store.judging
    assert len(tried) == 1
    monkeypatch.undo()
    monkeypatch.setattr("index.filing.FEW", 10)
    record(store, mail(50, 30))
    store.remembered()
    until(lambda: not store.judging)
    assert store.remembered().judged > tried[0]
    assert store.judging_fault == ""
