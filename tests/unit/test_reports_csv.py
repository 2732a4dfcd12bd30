"""The CSV report opens in a spreadsheet, and nothing in it is run there."""

from __future__ import annotations

import csv
import io
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.reports.csv_report import COLUMNS, _guarded, to_csv


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_it_begins_with_a_mark_and_a_header(reports_sample: ModuleType) -> None:
    text = "".join(to_csv(reports_sample.lifelike()))
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbforigin,message_id,")
    assert tuple(rows(text)[0]) == COLUMNS


def test_one_row_a_note_in_origin_order(reports_sample: ModuleType) -> None:
    found = reports_sample.lifelike()
    table = rows("".join(to_csv(found)))[1:]
    assert len(table) == len(found.notes)
    places = [int(row[0].rpartition("@")[2]) for row in table]
    assert places == sorted(places)
    first = dict(zip(COLUMNS, table[0], strict=True))
    assert first["decision"] == "stop"
    assert first["recipients"] == "Anna Nowak <anna@example.com>"
    assert first["personal_share"] == "0.0000"
    assert first["reach"] == "47"


def test_a_share_that_is_not_counted_is_empty(reports_sample: ModuleType) -> None:
    table = rows("".join(to_csv(reports_sample.honest_only())))[1:]
    assert [row[COLUMNS.index("personal_share")] for row in table].count("") == 1


def test_hostile_text_is_no_formula_and_valid_utf8(reports_sample: ModuleType) -> None:
    text = "".join(to_csv(reports_sample.hostile()))
    table = rows(text.encode("utf-8").decode("utf-8"))
    assert len(table) == 3
    for row in table[1:]:
        assert len(row) == len(COLUMNS)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert any(row[0] == "'=cmd|' /C calc'!A0" for row in table)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t=", "\r\n=", " =", "\x00="])
def test_formula_starts_are_guarded(start: str) -> None:
    cell = _guarded(f"{start}1+1")
    assert cell.startswith(("'", "\ufffd"))


@given(st.text())
def test_a_cell_is_one_line_and_never_a_formula(text: str) -> None:
    cell = _guarded(text)
    assert not cell.startswith(("=", "+", "-", "@"))
    assert len(cell.splitlines()) <= 1
    cell.encode("utf-8")
