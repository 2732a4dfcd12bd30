"""Any copy report at all renders in every format and reads back."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml

from api.copy.findings import RULES, CopyFinding, CopyPlace, CopyReport, SentencePair, SkippedCopy
from api.copy.formats import FORMATS, render
from tests.texts import ANY_TEXT

NUMBERS = st.integers(0, 5_000)
BREAKING = st.sampled_from(
    [
        "::error::x",
        "##[group]x",
        "](x)",
        "]]>",
        "</pre>",
        "%0A",
        "a,b=c",
        "```",
        "|",
        "\r\n",
        "\ufffe",
    ]
)
TEXT = st.lists(ANY_TEXT | BREAKING, max_size=3).map("".join)
PLACES = st.builds(
    CopyPlace,
    path=TEXT,
    line=NUMBERS,
    column=NUMBERS,
    end_line=NUMBERS,
    end_column=NUMBERS,
    kind=st.sampled_from(["paragraph", "string", "alt"]),
    text=TEXT,
    key=TEXT,
)
FINDINGS = st.builds(
    CopyFinding,
    rule=st.sampled_from(RULES),
    severity=st.sampled_from(["error", "warning", "note"]),
    relation=st.sampled_from(["verbatim", "template", "near", "excerpt", "reworded", "none"]),
    score=st.floats(0, 1),
    here=PLACES,
    others=st.lists(PLACES, max_size=3).map(tuple),
    reach=NUMBERS,
    message=TEXT,
    identity=st.text("0123456789abcdef", max_size=16),
    known=st.booleans(),
    suppressed=st.just("") | TEXT,
    differing=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=3).map(tuple),
    sentences=st.lists(
        st.builds(SentencePair, st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS)),
        max_size=3,
    ).map(tuple),
)
SKIPPED = st.builds(SkippedCopy, TEXT, NUMBERS, TEXT, st.booleans())
REPORTS = st.builds(
    CopyReport,
    findings=st.lists(FINDINGS, max_size=6).map(tuple),
    skipped=st.lists(st.builds(SkippedCopy, TEXT, NUMBERS, TEXT, st.booleans()), max_size=3).map(
        tuple
    ),
    files=NUMBERS,
    units=NUMBERS,
    new=NUMBERS,
    known=NUMBERS,
    pruned=st.lists(TEXT, max_size=3).map(tuple),
    settings=TEXT,
    version=TEXT,
    seconds=st.floats(0, 1e6),
)


@cache
def sarif() -> jsonschema.Draft4Validator:
    path = Path(__file__).parents[1] / "contract" / "schemas" / "sarif-2.1.0-rtm.5.json"
    return jsonschema.Draft4Validator(json.loads(path.read_text(encoding="utf-8")))


@settings(max_examples=120, deadline=None)
@given(REPORTS)
def test_any_report_is_written_and_read_back(report: CopyReport) -> None:
    written = {name: render(report, name) for name in FORMATS}
    for text in written.values():
        text.encode("utf-8")
    log = json.loads(written["sarif"])
    sarif().validate(log)
    assert len(log["runs"][0]["results"]) == len(report.findings)
    assert len(json.loads(written["json"])["findings"]) == len(report.findings)
    [suite] = JUnitXml.fromstring(written["junit"].encode("utf-8"))
    assert len(list(suite)) == 1 + len(report.findings) + len(report.skipped)
    issues = json.loads(written["gitlab"])
    open_ = sum(not finding.suppressed for finding in report.findings)
    assert len(issues) == open_ + len(report.skipped)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    quiet(written["text"])
    lines = written["github"].split("\n")
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines[:-2])
    assert "\r" not in written["github"]


def quiet(text: str) -> None:
    """Hold that no line of a log is a command."""
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in text
    assert "\x1b" not in text
