"""What is forgotten is gone from every answer and file, and learning does not bring it back."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dedupe import CannotJudgeError, Message, Recipient, UsageError
from index import Forgot, Forgotten, Gone, Ledger, Overridden, Recorded

NOW = datetime(2026, 3, 4, tzinfo=UTC)
ANN = Recipient(
    "7", "ann@home.example", "Ann Oakwood", "Oakwood Ltd", "oak-house", "AB1 2CD", ("oak-choir",)
)
BOB = Recipient(address="bob@x.example", name="Bob")


@pytest.fixture
def ledger(store_url: str) -> Iterator[Ledger]:
    with Ledger.open(store_url, clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def tenant(ledger: Ledger) -> int:
    return ledger.tenant()


def test_what_only_they_got_goes_and_what_others_got_stays_without_them(
    ledger: Ledger, tenant: int
) -> None:
    fields = {"first": "Ann", "mail": "Ann@Home.example", "plan": "Annual", "b": "Bob"}
    alone = Message("1", "for Ann alone", to=(ANN,))
    both = Message("2", "for both", to=(ANN, BOB), fields=fields, sent_at=NOW)
    again = Message("3", "for both again", to=(BOB, ANN))
    others = Message("4", "for Bob", to=(BOB,))
    with ledger.writing(tenant) as writer:
        writer.record([alone, both, again, others])
    with ledger.writing(tenant) as writer:
        assert writer.forget(["id:7"]) == Forgotten((1,), (2, 3))
    left = ledger.messages(tenant, range(9))
    assert sorted(left) == [2, 3, 4]
    assert left[4] == others
    assert left[2].text == "for both"
    assert left[2].sent_at == NOW
    assert left[2].fields == {"first": "", "mail": "", "plan": "Annual", "b": "Bob"}
    nobody, bob = left[2].to
    assert bob == BOB
    assert re.fullmatch("forgotten:[0-9a-f]{32}", nobody.id)
    assert nobody == Recipient(id=nobody.id)
    # Still one person, in every message they had a part in.
    assert left[3].to == (BOB, nobody)
    first, *rest = ledger.events(tenant, 0, 9)
    assert first == Gone(1, NOW)
    assert rest[-1] == Forgot(5, NOW, (1,), (2, 3))
    assert [e.message for e in rest if isinstance(e, Recorded)] == [left[2], left[3], others]
    assert ledger.message_by_id(tenant, "1") == []
    assert ledger.positions_of(tenant, "id:7") == []
    assert ledger.check() == []


def test_learning_again_does_not_bring_back_what_was_forgotten(ledger: Ledger, tenant: int) -> None:
    sent = [Message("1", "t", to=(ANN,)), Message("2", "t", to=(ANN, BOB)), Message("3", "t")]
    with ledger.writing(tenant) as writer:
        writer.record(sent)
    with ledger.writing(tenant) as writer:
        writer.forget(["id:7"])
    with ledger.writing(tenant) as writer:
        receipt = writer.record(sent)
        assert (receipt.recorded, receipt.known_already, receipt.forgotten) == ((None,) * 3, 2, 1)
        # What is new is new, also to a person forgotten once.
        assert writer.record([Message("4", "t", to=(ANN,))]).recorded == (5,)
    assert ledger.positions_of(tenant, "id:7") == [5]


@pytest.mark.parametrize(
    ("identity", "gone"),
    [
        ("address:Ann@Home.example", {"id", "address", "namesake", "twin"}),
        ("id:7", {"id", "address", "namesake"}),
        ("id:8", {"twin", "address", "namesake"}),
        ("name:ann oakwood|ab1 2cd", {"name"}),
        ("address:nobody@x.example", set()),
        ("address:", set()),
        ("", set()),
    ],
)
def test_a_person_is_found_by_any_of_their_marks(
    ledger: Ledger, tenant: int, identity: str, gone: set[str]
) -> None:
    rows = {
        "id": ANN,
        "address": Recipient(address="mailto:ANN@home.example "),
        "namesake": Recipient(address="ann@home.example", name="Andy"),
        "twin": Recipient(id="8", address="ann@home.example"),
        "name": Recipient(name="Ann  Oakwood", postcode="AB1 2CD"),
        "other": Recipient(name="Ann Oakwood", postcode="ZZ9"),
        "unknown": Recipient(),
    }
    with ledger.writing(tenant) as writer:
        writer.record([Message(name, "t", to=(who,)) for name, who in rows.items()])
    found = ledger.positions_of(tenant, identity)
    with ledger.writing(tenant) as writer:
        forgotten = writer.forget([identity])
    assert {list(rows)[position - 1] for position in forgotten.dropped} == gone
    assert list(forgotten.dropped) == found
    assert ledger.head(tenant) == len(rows) + bool(gone)


def test_an_unspaced_name_is_found_inside_a_value(ledger: Ledger, tenant: int) -> None:
    wang = Recipient(address="wang@x.example", name="王伟")
    with ledger.writing(tenant) as writer:
        writer.record([Message("1", "t", to=(wang, BOB), fields={"称呼": "王伟先生", "x": "王"})])
    with ledger.writing(tenant) as writer:
        writer.forget([wang.identity])
    assert ledger.messages(tenant, [1])[1].fields == {"称呼": "", "x": "王"}


def test_the_past_is_forgotten_by_date(ledger: Ledger, tenant: int) -> None:
    day = timedelta(days=1)
    sent = [
        Message("old", "t", to=(ANN, BOB), sent_at=NOW - 2 * day),
        Message("edge", "t", sent_at=NOW - day),
        Message("naive", "t", sent_at=(NOW - 2 * day).replace(tzinfo=None)),
        Message("undated", "t"),
    ]
    with ledger.writing(tenant) as writer:
        writer.record(sent)
        writer.reserve([Message("held", "t", sent_at=NOW - 9 * day)], expires_at=NOW + day)
    with ledger.writing(tenant) as writer:
        with pytest.raises(UsageError, match="no time zone"):
            writer.forget_before(datetime(2026, 1, 1))
        assert writer.forget_before(NOW - day) == Forgotten((1, 3), ())
        assert writer.forget_before(NOW - day) == Forgotten((), ())
        assert writer.record(sent).forgotten == 2
    assert [m.id for m in ledger.messages(tenant, range(9)).values()] == ["edge", "undated", "held"]
    assert ledger.check() == []


def test_answers_and_overrides_that_repeat_it_are_cleared(ledger: Ledger, tenant: int) -> None:
    with ledger.writing(tenant) as writer:
        held = writer.reserve(
            [Message("1", "t", to=(BOB,))], expires_at=NOW + timedelta(1), idempotency_key="k"
        )
        writer.keep_answer(held.id, '{"recipient": "ann@home.example"}')
        writer.record([Message("<secret@x>", "t", to=(ANN,))])
        writer.override(reason="r", messages=["<secret@x>", "<other@x>"])
    with ledger.writing(tenant) as writer:
        writer.forget(["id:7"])
    kept = ledger.reservation_by_key(tenant, "k")
    assert kept is not None
    assert (kept.answer, kept.state) == (None, "pending")
    assert ledger.events(tenant, 3, 1) == [Overridden(4, NOW, "r", "", "", "", ("<other@x>",))]


def test_nothing_of_it_is_left_in_any_file_of_sqlite(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    with Ledger.open(str(folder / "s.db")) as ledger:
        left = _forget_in_rounds(ledger, lambda: _bytes_of(folder))
    assert left == [set()] * 6


def test_a_reader_in_the_way_of_scrubbing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Ledger.open(str(path), busy_seconds=0.2) as ledger:
        tenant = ledger.tenant()
        with ledger.writing(tenant) as writer:
            writer.record([Message("1", "secret", to=(ANN,))])
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM messages").fetchall()

        def forget() -> None:
            with ledger.writing(tenant) as writer:
                writer.forget(["id:7"])

        with pytest.raises(CannotJudgeError, match="it is forgotten, but another process reads"):
            forget()
        assert ledger.count(tenant) == 0
        assert b"secret" in _bytes_of(tmp_path)
        reader.close()
        ledger.scrub()
        assert b"secret" not in _bytes_of(tmp_path)


def test_nothing_of_it_is_left_in_any_table_of_postgresql(new_database: Callable[[], str]) -> None:
    import psycopg

    url = new_database()

    def tables() -> bytes:
        # The server's own files, without its write-ahead log: see Ledger.scrub.
        with psycopg.connect(url, autocommit=True) as connection:
            # Files that tables left are removed by the checkpoint after the one that is running.
            connection.execute("CHECKPOINT")
            connection.execute("CHECKPOINT")
            shown = connection.execute(
                "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database"
                " WHERE datname = current_database()"
            ).fetchone()
        assert shown is not None
        return _bytes_of(Path(shown[0]))

    with Ledger.open(url) as ledger:
        left = _forget_in_rounds(ledger, tables)
    assert left == [set()] * 6


def _forget_in_rounds(ledger: Ledger, stored: Callable[[], bytes]) -> list[set[str]]:
    """Record and forget some rounds; return whose traces were found after each forgetting.

    Sizes vary, so that pages fill, split and are left half empty.
    """
    tenant = ledger.tenant()
    chance = random.Random(0)
    left: list[set[str]] = []
    alive: list[Message] = []
    gone: set[str] = set()
    number = 1_000
    for size in (300, 900, 10, 900, 300, 900):
        fresh = [_traced(number + n, chance) for n in range(size)]
        number += size
        with ledger.writing(tenant) as writer:
            writer.record(fresh)
        alive += fresh
        # The search must be able to find what it is about to miss.
        assert {message.id[3:7] for message in alive} <= _found(stored())
        chance.shuffle(alive)
        chosen, alive = alive[: len(alive) // 2], alive[len(alive) // 2 :]
        with ledger.writing(tenant) as writer:
            writer.forget([who.identity for message in chosen for who in message.to])
        gone |= {message.id[3:7] for message in chosen}
        left.append(gone & _found(stored()))
    return left


def _found(stored: bytes) -> set[str]:
    return {n.decode() for n in re.findall(rb"(?:tok|adr|key|nam|fld)(\d{4})z", stored)}


def _traced(number: int, chance: random.Random) -> Message:
    words = " ".join([f"tok{number}z"] * chance.choice((1, 5, 40, 400, 3_000)))
    people = [
        Recipient(address=f"adr{number}z@{n}.example", name=f"nam{number}z")
        for n in range(chance.choice((1, 1, 1, 3)))
    ]
    return Message(f"key{number}z", words, to=tuple(people), fields={"name": f"fld{number}z"})


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
