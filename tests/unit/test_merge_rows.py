"""Rows of a merge: charsets, delimiters, ragged rows, JSON Lines; streamed."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from api.archives import Mail, Skipped
from api.merge import merge
from api.merge_rows import Row, open_rows
from api.merge_template import template_text
from dedupe import CannotJudgeError

MERGE_DATA = (
    Path(__file__).resolve().parents[2].parent
    / "shared/data/mailmerge_testdata/tests/testdata/mailmerge_database_with_BOM.csv"
)


def read(path: Path, content: bytes, *names: str) -> tuple[tuple[str, ...], list[Row | Skipped]]:
    path.write_bytes(content)
    with open_rows(str(path), names) as rows:
        return rows.columns, list(rows)


def values(path: Path, content: bytes, *names: str) -> list[dict[str, str]]:
    _, rows = read(path, content, *names)
    assert all(isinstance(row, Row) for row in rows), rows
    return [dict(row.values) for row in rows if isinstance(row, Row)]


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("имя;вещь\r\nАнна;пальто\r\n", "cp1251"),
        ("имя;вещь\r\nАнна;пальто\r\n", "koi8-u"),
        ("імʼя,річ\nОлена,пальто\n".replace("ʼ", "'"), "cp1251"),
        ("imię;rzecz\r\nŁucja;żakiet\r\n", "cp1250"),
        ("imię;rzecz\r\nŁucja;żakiet\r\n", "iso8859-2"),
        ("prénom;vêtement\nZoé;écharpe\n", "latin-1"),
        ("Straße,Größe\nAm Markt,groß\n", "cp1252"),
        ("姓名,衣服\n陈国强,大衣\n", "gb18030"),
        ("名前,品物\n山田,コート\n", "cp932"),
        ("이름,물건\n김민수,코트\n", "cp949"),
        ("الاسم,القطعة\nليلى,معطف\n", "cp1256"),
        ("姓名,衣服\n陈国强,大衣\n", "utf-16"),
        ("name\tthing\nŁucja\tżakiet\n", "utf-16-le"),
        ("name|thing\nAnn|coat\n", "ascii"),
        ("имя;вещь\nАнна;пальто\n", "utf-8-sig"),
        ("name,thing\rAnn,coat\r", "ascii"),
        ("\n\nname,thing\n\nAnn,coat\n\n", "ascii"),
        ("sep=;\r\nname;thing\r\nAnn;coat, blue\r\n", "ascii"),
    ],
)
def test_a_table_in_any_charset_and_with_any_delimiter(
    tmp_path: Path, text: str, charset: str
) -> None:
    lines = [line for line in text.replace("\r", "\n").split("\n") if line and line[:4] != "sep="]
    mark = next(d for d in ";\t|," if d in lines[0])
    headings, cells = (line.split(mark) for line in lines)
    (found,) = values(tmp_path / "r.csv", text.encode(charset), *headings)
    assert found == dict(zip(headings, cells, strict=True))


def test_an_old_charset_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes("imię;rzecz\nŁucja;żakiet\n".encode("cp1250"))
    with open_rows(str(path), ["imię"]) as rows:
        (warning,) = rows.warnings
    assert "not UTF-8; read as cp1250" in warning


def test_quoted_newlines_delimiters_and_quotes(tmp_path: Path) -> None:
    content = b'name,line\n"Lee, Ann","Dear ""Ann"",\r\nhello"\n'
    assert values(tmp_path / "r.csv", content) == [
        {"name": "Lee, Ann", "line": 'Dear "Ann",\nhello'}
    ]


def test_ragged_rows(tmp_path: Path) -> None:
    content = b"a,b,c\n1,2\n1,2,3,\n1,2,3,4\n,,\n1,2,3\n"
    _, rows = read(tmp_path / "r.csv", content)
    short, padded, long, whole = rows
    assert isinstance(short, Row)
    assert (short.values, short.missing) == ({"a": "1", "b": "2"}, frozenset("c"))
    assert isinstance(padded, Row)
    assert isinstance(long, Skipped)
    assert "4 values for 3 columns" in long.reason
    assert isinstance(whole, Row)
    assert [row.origin.row for row in rows] == [1, 2, 3, 5]


def test_a_row_that_lacks_what_the_template_needs_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(b"email,name,garment\na@x.example,Ann\nb@x.example,Bo,coat\n")
    with open_rows(str(path)) as rows:
        first, second = merge(template_text("Dear {{name}}, your {{garment}}"), rows, {})
    assert isinstance(first, Skipped)
    assert first.reason == "lacks the column 'garment' that the template needs"
    assert isinstance(second, Mail)
    with open_rows(str(path)) as rows:
        notes = list(merge(template_text("Dear {{name}}{{garment|default:''}}"), rows, {}))
    assert all(isinstance(note, Mail) for note in notes)


def test_columns_of_one_name_are_told_and_the_first_is_used(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(b"name,name,\nAnn,Bo,x\n")
    with open_rows(str(path)) as rows:
        assert rows.columns == ("name",)
        assert "two columns are named 'name'" in rows.warnings[0]
        (row,) = rows
    assert isinstance(row, Row)
    assert row.values == {"name": "Ann"}


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        json.dumps({"name": "Ann", "n": 5}), "", '{"name": ', "[1]", json.dumps({"thing": "coat"})
    ]  # fmt: skip
    columns, rows = read(tmp_path / "r.jsonl", "\n".join(lines).encode())
    assert columns == ("name", "n", "thing")
    assert [type(row).__name__ for row in rows] == ["Row", "Skipped", "Skipped", "Row"]
    assert [row.origin.row for row in rows] == [1, 3, 4, 5]


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    assert values(tmp_path / "r.csv.gz", gzip.compress(b"a,b\n1,2\n")) == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04\x14\0\x06\0", "Save the sheet as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save the sheet as CSV"),
        (b'[{"a": 1}]', "not one object a line"),
        (b'{\n "a": 1\n}', "not one object a line"),
        (b"%PDF-1.7\n\0", "PDF"),
        (b"From x Mon Mar  3 10:00:00 2025\nFrom: a@x.example\n\nx\n", "not a table"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, said: str
) -> None:
    with pytest.raises(CannotJudgeError, match=said):
        read(tmp_path / "r.csv", content)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotJudgeError, match="could not be read: No such file"):
        open_rows(str(tmp_path / "gone.csv"))


def test_rows_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(b"email,name\n" + b"ann@x.example,Ann\n" * 100_000)
    template = template_text("Dear {{name}}, " + "thank you for the coat. " * 40)
    with open_rows(str(path)) as rows:
        notes = iter(merge(template, rows, {}))
        next(notes)
        tracemalloc.start()
        count = sum(isinstance(note, Mail) for note in notes)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 99_999
    assert peak < 2_000_000, "a row is dropped once it was filled in"


@pytest.mark.skipif(not MERGE_DATA.is_file(), reason="needs the collected merge data")
def test_a_published_table_with_a_byte_order_mark() -> None:
    template = template_text("TO: {{email}}\nSUBJECT: Hi\nFROM: a@x.example\n\nHi, {{name}},\n")
    with open_rows(str(MERGE_DATA), template.names) as rows:
        (note,) = merge(template, rows, {})
    assert isinstance(note, Mail)
    assert note.message.text == "Hi, My Name,\n"
    assert note.message.to[0].address == "to@test.com"
