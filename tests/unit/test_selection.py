"""Whose mail it is, and which of it is audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from api.archives.interface import Exclusion, Origin
from api.ownership import Ownership, Sender, find_owner
from api.records import Record, Records
from api.selection import Selection, select


def record(number: int = 0, sender: str = "me@shop.example", **rest: object) -> Record:
    made = Record(
        Origin("a", row=number + 1), f"m{number}", sender, "", (), None, "", None, False, False
    )
    return replace(made, **rest)  # type: ignore[arg-type]


def owner(
    *records: Record, given: Sequence[str] = (), formats: Sequence[str] = ("mbox",)
) -> Ownership:
    senders = Counter(
        Sender(r.sender, r.sender_name, r.exclusion is not None, r.in_sent_folder) for r in records
    )
    return find_owner(senders, given, frozenset(formats))


def test_the_owner_is_who_is_named() -> None:
    found = owner(record(), given=["Me@Shop.example", "acme.example", "@Bolt.example"])
    assert found == Ownership(
        frozenset({"me@shop.example", "@acme.example", "@bolt.example"}), True, False
    )
    assert found.sent("ME@shop.example")
    assert found.sent("any@acme.example")
    assert found.sent("x@bolt.example")
    assert not found.sent("you@shop.example")
    assert not found.sent("x@not-acme.example")
    assert not found.sent("")


def test_who_wrote_a_table_chose_its_rows() -> None:
    assert owner(record(sender="a"), record(1, "b"), formats=("csv", "jsonl")).everyone
    assert not owner(record(sender="a"), record(1, "b"), formats=("csv",)).unclear
    assert not owner(record(), formats=("csv", "mbox")).everyone


def test_the_sent_folder_tells_the_owner() -> None:
    received = [record(k, "boss@big.example") for k in range(9)]
    found = owner(*received, record(9, "Me@x.example", in_sent_folder=True))
    assert found.senders == {"me@x.example"}
    assert not found.given


def test_an_excluded_mail_tells_no_owner() -> None:
    lists = [record(k, "list@x.example", exclusion=Exclusion.LIST) for k in range(9)]
    assert owner(*lists, record(9)).senders == {"me@shop.example"}
    assert owner(*lists).senders == {"list@x.example"}, "unless there is no other"


def test_who_sent_half_is_the_owner() -> None:
    mails = [record(0), record(1), record(2, "a@y.example"), record(3, "b@z.example")]
    assert owner(*mails).senders == {"me@shop.example"}


def test_one_name_may_have_several_addresses() -> None:
    mails = [record(k, f"me{k}@x{k}.example", sender_name="Nora T") for k in range(3)]
    found = owner(*mails, record(3, "a@y.example", sender_name="Bo"))
    assert found.senders == {f"me{k}@x{k}.example" for k in range(3)}


def test_a_company_may_be_the_owner_but_no_public_domain() -> None:
    own = [record(k, f"p{k}@acme.example") for k in range(4)]
    assert owner(*own, record(4, "a@y.example")).senders == {"@acme.example"}
    public = [record(k, f"p{k}@gmail.com") for k in range(4)]
    assert owner(*public).everyone


def test_nobody_stands_out() -> None:
    assert owner(*[record(k, f"p{k}@d{k}.example") for k in range(5)]).unclear
    assert owner().everyone


def selected(*records: Record, lengths: Sequence[int] = (), **rest: object) -> Selection:
    options: dict[str, object] = {
        "senders": ["me@shop.example"], "since": None, "until": None, "include_lists": False,
    }  # fmt: skip
    sizes = lengths or [9] * len(records)
    laid_out = Records.of(records)
    return select(laid_out, sizes, frozenset({"mbox"}), **(options | rest))  # type: ignore[arg-type]


def test_the_same_message_id_is_one_message() -> None:
    found = selected(record(0), record(1), replace(record(2), message_id="m0"))
    assert (found.audited.tolist(), found.duplicates) == ([0, 1], 1)


def test_what_is_left_out_is_counted_by_reason() -> None:
    found = selected(
        record(0),
        record(1, exclusion=Exclusion.LIST),
        record(2, exclusion=Exclusion.AUTOMATIC),
        record(3, exclusion=Exclusion.LIST),
        record(4, "you@x.example"),
        record(5),
        lengths=[9, 9, 9, 9, 9, 0],
    )
    assert found.audited.tolist() == [0]
    assert found.excluded == {"automatic": 1, "list": 2, "no_own_words": 1, "other_sender": 1}
    assert list(found.excluded) == sorted(found.excluded)


def test_lists_may_be_included() -> None:
    found = selected(record(0, exclusion=Exclusion.LIST), include_lists=True)
    assert found.audited.tolist() == [0]


DAY = datetime(2025, 3, 1, tzinfo=UTC)
EAST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("sent_at", "reason"),
    [
        (DAY, ""),
        (DAY - timedelta(seconds=1), "before_since"),
        (datetime(2025, 3, 1, 1, tzinfo=EAST), "before_since"),
        (datetime(2025, 3, 1), ""),
        (DAY + timedelta(hours=23), ""),
        (DAY + timedelta(days=1), "after_until"),
        (None, "before_since"),
    ],
)
def test_only_the_wished_days(sent_at: datetime | None, reason: str) -> None:
    found = selected(record(sent_at=sent_at), since=DAY, until=DAY + timedelta(days=1))
    assert list(found.excluded) == ([reason] if reason else [])
    assert found.audited.tolist() == ([] if reason else [0])
