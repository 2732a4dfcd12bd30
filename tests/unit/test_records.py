"""Records laid out as columns come back as they were."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from api.archives.interface import Exclusion, Origin
from api.growing_records import GrowingRecords
from api.records import UNDATED, Record, Records, Told, moment_of, names_of
from dedupe import About, Recipient
from index import TemporaryFiles

EAST = timezone(timedelta(hours=5, minutes=45))
ANN = Recipient(address="ann@x.example", name="Ann Lee")
BO = Recipient("7", "", "Bo", "Acme", "Lee", "AB1", ("choir", "board"))

RECORDS = (
    Record(
        Origin("a.mbox"), "m0", "me@x.example", "Me", (ANN,), datetime(2025, 3, 1, tzinfo=UTC),
        "t1", None, True, False,
    ),
    Record(
        Origin("a.mbox", 1 << 33, 700), "m1", "me@x.example", "Me", (ANN, BO),
        datetime(2025, 3, 1, 7, 8, 9, 123456, EAST), "", Exclusion.LIST, False, True,
    ),
    Record(Origin("b/1.eml", 0, 90), "\ud83d<m2>", "", "Zoë", (), None, "", None, False, False),
    Record(
        Origin("c.csv", -1, -1, 12), "m3", "me@x.example", "", (Recipient(),), datetime(2025, 3, 1),
        "t1", None, False, False, About("mail", "spring", "me", "Hello"),
    ),
)  # fmt: skip


def test_records_come_back_as_they_were() -> None:
    laid_out = Records.of(RECORDS)
    assert tuple(laid_out) == RECORDS
    assert tuple(pickle.loads(pickle.dumps(laid_out))) == RECORDS
    assert tuple(laid_out[1:3]) == RECORDS[1:3]
    assert tuple(laid_out.chosen(np.array([3, 0]))) == (RECORDS[3], RECORDS[0])


@pytest.mark.parametrize(
    "sent_at",
    [
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        datetime.max,
        datetime.min,
        datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
        datetime(2025, 7, 1, 12, tzinfo=ZoneInfo("Europe/Warsaw")),
    ],
)
def test_any_time_comes_back(sent_at: datetime) -> None:
    record = Record(Origin("a", 1), "m", "", "", (), sent_at, "", None, False, False)
    found = Records.of([record])[0].sent_at
    assert found is not None
    assert found.isoformat() == sent_at.isoformat()


def test_moments_are_in_utc() -> None:
    assert moment_of(datetime(1970, 1, 1, 5, 45, 1, tzinfo=EAST)) == 1_000_000
    assert moment_of(datetime(1970, 1, 1, 0, 0, 1)) == 1_000_000
    assert Records.of(RECORDS).moments[2] == UNDATED


def test_what_findings_say_is_what_records_say() -> None:
    laid_out = Records.of(RECORDS)
    for number, record in enumerate(RECORDS):
        assert laid_out.told(number) == Told(
            record.origin, record.message_id, names_of(record), record.sent_at
        )
        assert laid_out.message_id(number) == record.message_id


def test_records_grow_by_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.temporary_files.LARGE", 100)
    growing = GrowingRecords(TemporaryFiles())
    for part in (RECORDS[:3], (), RECORDS[2:], RECORDS):
        growing.add(Records.of(part))
    assert len(growing) == 9
    found = growing.hand_over()
    assert tuple(found) == (*RECORDS[:3], *RECORDS[2:], *RECORDS)
    assert [head.sender_name for head in found.heads] == ["Me", "Me", "Zoë", ""]
    assert not len(GrowingRecords(TemporaryFiles()).hand_over())


def test_many_mails_of_one_sender_share_what_they_have_in_common() -> None:
    mails = [
        Record(Origin("a", 700 * k + 1, 700), f"m{k}", "me@x.example", "Me", (ANN,), None, "", None,
               False, False)
        for k in range(1000)
    ]  # fmt: skip
    laid_out = Records.of(mails)
    assert len(laid_out.heads) == 1
    assert len(laid_out.own) / len(laid_out) < 100
