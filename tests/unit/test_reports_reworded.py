"""Pairs of notes that say the same in other words, in every report of an audit."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType

import pytest
from rich.cells import cell_len
from rich.console import Console

from api.archives.interface import Origin
from api.findings import AuditFindings, RewordedFinding, RewordedSide, SentencePair
from api.reports.html import Names, to_html
from api.reports.html_reworded import PAIRS_LIMIT
from api.reports.json_report import to_json
from api.reports.terminal import render

SENT = datetime(2026, 3, 1, 10, tzinfo=UTC)
HERE = RewordedSide(
    Origin("sent.mbox", 10), "<a@x>", ("Anna Nowak <anna@x.example>",), SENT, "en", ("Anna",)
)
THERE = RewordedSide(Origin("sent.mbox", 900), "<b@x>", ("layla@y.example",), None, "ar", ())
SAID = (
    SentencePair("Thank you for trusting us, Anna.", "شكرًا لأنك ائتمنتنا على فستانك.", 0.93),
    SentencePair("The stain <b>is</b> gone.", "اختفت البقعة من طرف الفستان.", 0.9),
    SentencePair("Come whenever you like.", "يمكنك استلامه في أي يوم.", 0.88),
)
PAIR = RewordedFinding(0.7312, 0.951, True, HERE, THERE, SAID)


@pytest.fixture
def findings(reports_sample: ModuleType) -> AuditFindings:
    made: AuditFindings = reports_sample.single()
    return replace(made, reworded=(PAIR,) * 7, reworded_total=7)


def terminal(findings: AuditFindings, width: int = 80) -> str:
    out = io.StringIO()
    render(findings, Console(file=out, width=width, force_terminal=False, _environ={}))
    return out.getvalue()


def test_the_terminal_shows_five_pairs_with_their_sentences_side_by_side(
    findings: AuditFindings,
) -> None:
    said = terminal(findings)
    lines = said.splitlines()
    assert "The same in other words, most alike first" in lines
    assert said.count("and layla@y.example, likeness 0.73") == 5
    assert "and 2 more pairs, in the report files" in lines
    assert said.count("and 1 more sentence") == 5
    (first, *_) = [line for line in lines if "Thank you for trusting" in line]
    assert "شكرًا" in first
    (dates, *_) = [line for line in lines if "in Arabic" in line]
    assert "1 Mar 2026, in English" in dates
    assert "no date, in Arabic" in dates
    assert max(map(cell_len, lines)) <= 80
    narrow = terminal(findings, 50)
    assert max(map(cell_len, narrow.splitlines())) <= 50
    assert "شكرًا" in narrow


def test_the_json_holds_every_pair_and_fits_its_schema(findings: AuditFindings) -> None:
    found = json.loads("".join(to_json(findings)))
    assert found["reworded_total"] == len(found["reworded"]) == 7
    pair = found["reworded"][0]
    assert (pair["score"], pair["translated"], pair["there"]["sent_at"]) == (0.7312, True, None)
    assert [said["here"] for said in pair["sentences"]] == [said.here for said in SAID]
    assert "private" not in pair["here"]


def test_the_page_hides_names_and_escapes_what_mail_says(findings: AuditFindings) -> None:
    page = "".join(to_html(findings))
    section = page[page.index('id="reworded"') : page.index('id="notes"')]
    assert "&lt;b&gt;is&lt;/b&gt;" in section
    assert '<td dir="auto" lang="">' in section
    assert section.count("<article") == 7
    assert 'href="#reworded"' in page
    left_out = "".join(to_html(findings, names=Names.LEFT_OUT))
    for name in ("Anna", "anna@x.example", "layla@y.example", "sent.mbox"):
        assert name not in left_out


def test_the_page_draws_the_most_alike_and_says_how_many_there_are(
    findings: AuditFindings,
) -> None:
    many = replace(findings, reworded=(PAIR,) * 90, reworded_total=312)
    page = "".join(to_html(many))
    assert page.count('class="said"') == PAIRS_LIMIT
    assert f"The {PAIRS_LIMIT} most alike of 312" in page


def test_nothing_is_said_where_there_is_none(reports_sample: ModuleType) -> None:
    found = reports_sample.single()
    assert "other words, most alike" not in terminal(found)
    assert 'id="reworded"' not in "".join(to_html(found))
    assert json.loads("".join(to_json(found)))["reworded"] == []


def test_why_words_alone_were_compared_is_said(reports_sample: ModuleType) -> None:
    found = replace(reports_sample.single(), words_only="Compared by their words only: no <model>.")
    assert "Compared by their words only: no <model>." in terminal(found)
    assert "Compared by their words only: no &lt;model&gt;." in "".join(to_html(found))
