"""Readers of copy on whatever comes: no crash, exact places, and agreement with other readers."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.copy.differing import differing_spans
from api.copy.reader import FileReader
from api.copy.units import CopyUnit

PIECES = st.sampled_from(
    [
        "Some words", "é", "中文 字", " ", "\n", "\n\n", "\r\n", "<p>", "</p>", "<b>", "</b>",
        "<!--", "-->", "<script>", "</script>", "<a href='", "'", '"', ">", "<", "&amp;", "&", "{{",
        "}}", "{%", "%}", "{#", "#}", "<%=", "%>", "*|", "|*", "- ", "# ", "> ", "```", "|", "---",
        "![", "](x)", "`", ":", "en:", "  a: ", "[", "]", "{", "}", ",", "\\", "msgid ", "msgstr ",
        "=", ";", "/*", "*/", "\t", "\ufeff", "\u200b", "\x00", "\x85", "\u2028", "\U000f0000",
        "\ud800", "samenote: ignore", "%{x}", "%s",
    ]
)  # fmt: skip
PATHS = (
    "a.html", "a.mjml", "a.md", "a.txt", "a.html.erb", "a.liquid", "locales/en.yml",
    "locales/en.json", "a/de.po", "a.xlf", "en.lproj/a.strings", "values-de/strings.xml", "a.csv",
)  # fmt: skip


def _check(unit: CopyUnit, lines: list[str]) -> None:
    place = unit.place
    assert (place.line, place.column) <= (place.end_line, place.end_column)
    assert 1 <= place.line <= place.end_line <= len(lines) + 1
    for spans in (unit.masks, unit.left_out, unit.values):
        flat = [edge for span in spans for edge in span]
        assert flat == sorted(flat)
        assert all(0 <= edge <= len(place.text) for edge in flat)
    assert place.text.strip()


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(PIECES, max_size=60))
def test_no_input_crashes_a_reader(path: str, pieces: list[str]) -> None:
    raw = "".join(pieces).encode("utf-8", "surrogatepass")
    read = FileReader("en").read(path, raw, named=True)
    assert read is not None
    lines = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for unit in read.units:
        _check(unit, lines)


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=40, deadline=None)
@given(raw=st.binary(max_size=300))
def test_no_bytes_crash_a_reader(path: str, raw: bytes) -> None:
    assert FileReader("en").read(path, raw, named=True) is not None


class _Said(HTMLParser):
    """The standard library's idea of the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._hidden += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag == "pre" and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


WORDS = st.text("ab \n&;.é中", min_size=0, max_size=12)
ELEMENT = st.recursive(
    WORDS.map(lambda text: text.replace("&", "&amp;")),
    lambda inner: st.builds(
        lambda tag, value, parts: f'<{tag} title="{value}">{"".join(parts)}</{tag}>',
        st.sampled_from(["p", "b", "div", "td", "li", "h1", "span", "pre"]),
        st.sampled_from(["", "a > b", "it's", "{{ x }}"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(page=ELEMENT)
def test_html_says_what_the_standard_library_says(page: str) -> None:
    said = _Said()
    said.feed(page)
    said.close()
    read = FileReader("en").read("a.html", page.encode())
    assert read is not None
    ours = "".join(unit.place.text for unit in read.units)
    assert "".join(ours.split()) == "".join("".join(said.text).split())


TREES = st.recursive(
    st.text(max_size=8) | st.none() | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


def _strings(tree: Any) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return [text for each in inner for text in _strings(each)]


@settings(max_examples=200, deadline=None)
@given(tree=TREES, indent=st.sampled_from([None, 1]))
def test_json_holds_the_strings_that_the_standard_library_reads(tree: Any, indent: Any) -> None:
    from api.copy.readers.json_strings import json_entries
    from api.copy.source import Source

    text = json.dumps(tree, indent=indent)
    entries = list(json_entries(Source("a.json", text)))
    assert [entry.text for entry in entries] == _strings(tree)
    for entry in entries:
        assert json.loads(text[entry.start - 1 : entry.stop + 1]) == entry.text


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(
        st.lists(st.text("ab,\"\n é", max_size=6), min_size=2, max_size=3), min_size=1, max_size=5
    )
)  # fmt: skip
def test_csv_is_cut_as_the_standard_library_cuts_it(rows: list[list[str]]) -> None:
    from api.copy.readers.csv_strings import _rows

    out = io.StringIO()
    csv.writer(out).writerows(rows)
    assert [[cell.text for cell in row] for row in _rows(out.getvalue(), ",")] == rows


@settings(max_examples=200, deadline=None)
@given(
    here=st.lists(st.sampled_from(["a", "b", "c", "A,", "’", "x-y"]), max_size=12).map(" ".join),
    there=st.lists(st.sampled_from(["a", "b", "c"]), max_size=12).map(" ".join),
)
def test_what_differs_is_whole_words_and_the_rest_is_there(here: str, there: str) -> None:
    spans = differing_spans(here, there)
    flat = [edge for span in spans for edge in span]
    assert flat == sorted(flat)
    at, kept = 0, []
    for start, stop in spans:
        kept += here[at:start].casefold().split()
        at = stop
    kept += here[at:].casefold().split()
    words = iter(there.casefold().split())
    assert all(any(word == other for other in words) for word in kept), "in order, all of it there"
