"""The terminal summary: narrow, piped, without colour, in any script, and never obeyed."""

from __future__ import annotations

import io
from pathlib import Path
from types import ModuleType

import pytest
from rich.cells import cell_len
from rich.console import Console

from api.findings import AuditFindings
from api.reports.terminal import render

SAMPLES = ["lifelike", "hostile", "nothing", "honest_only", "undated", "single", "many"]


def printed(found: AuditFindings, *, width: int = 80, limit: int = 10, colour: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, _environ={})
    render(found, console, limit=limit)
    return out.getvalue()


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(
    reports_sample: ModuleType, sample: str, width: int
) -> None:
    for line in printed(getattr(reports_sample, sample)(), width=width).splitlines():
        assert cell_len(line) <= width, line
        assert line == line.rstrip()


def test_it_says_what_a_reader_wants_to_know_first(reports_sample: ModuleType) -> None:
    text = printed(reports_sample.lifelike())
    assert text.startswith("131 of 171 notes carry a text that somebody else got too.")
    for said in (
        "stop 84   look 47   send 40",
        " 1. 48 people, 48 messages: template, weakest likeness 0.83",
        "Dear {1:name}, thank you so much",
        "! slot 2 “your company” for 14 people: a fallback",
        "Thanks, applied.",
        "3 automatic replies and 9 posts to mailing lists",
        "Sender, assumed marta@laundry.example",
        "2 x the message has no text: /home/marta/mail/sent.mbox@4411",
        "Warning: Two messages for anna@example.com",
        "شكراً لثقتك بنا",
        "尊敬的",
    ):
        assert said in text
    assert text.index("Thanks, applied.") > text.index("too short to judge further")


def test_families_that_reached_most_people_come_first_and_the_rest_is_counted(
    reports_sample: ModuleType,
) -> None:
    text = printed(reports_sample.many(), limit=4)
    people = [int(line.split()[1]) for line in text.splitlines() if " messages: " in line]
    assert people[:4] == sorted(people[:4], reverse=True)
    assert len(people) == 4 + 2
    assert "and 266 more families, in the report files" in text
    assert "and 28 more families, in the report files" in text


def test_a_pipe_gets_no_escape_and_a_terminal_gets_colour(reports_sample: ModuleType) -> None:
    assert "\x1b" not in printed(reports_sample.lifelike())
    assert "\x1b[" in printed(reports_sample.lifelike(), colour=True)


def test_hostile_text_is_neither_markup_nor_a_command(reports_sample: ModuleType) -> None:
    text = printed(reports_sample.hostile())
    assert not any(ord(c) < 32 and c != "\n" for c in text)
    assert "\u202e" not in text
    assert "[red]x[/red]" in text  # rich's markup, printed as it stands
    assert "]0;gotcha" in text
    coloured = printed(reports_sample.hostile(), colour=True)
    assert "\x1b]0;" not in coloured
    assert "\x1b[31m\ufffd" not in coloured
    text.encode("utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1251", "utf-8"])
def test_any_encoding_of_the_output_will_do(reports_sample: ModuleType, encoding: str) -> None:
    for sample in ("lifelike", "hostile"):
        raw = io.BytesIO()
        out = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="")
        console = Console(file=out, width=80, force_terminal=False, _environ={})
        render(getattr(reports_sample, sample)(), console, written=[Path("отчёт.html")])
        out.flush()
        text = raw.getvalue().decode(encoding)
        assert "somebody else got too" in text
        if encoding == "ascii" and sample == "lifelike":
            assert '! slot 2 "your company"' in text


def test_an_audit_of_nothing_is_short(reports_sample: ModuleType) -> None:
    assert printed(reports_sample.nothing()) == (
        "There was no note to judge.\n\nJudged          0 notes of 0 messages read\n"
    )


def test_the_files_that_were_written_are_named(reports_sample: ModuleType) -> None:
    out = io.StringIO()
    console = Console(file=out, width=80, force_terminal=False, _environ={})
    render(reports_sample.single(), console, written=[Path("a.html"), Path("b.json")])
    assert out.getvalue().endswith("Report          a.html\nReport          b.json\n")


def test_very_long_text_does_not_flood_the_terminal(reports_sample: ModuleType) -> None:
    found = reports_sample.audit(
        (reports_sample.family("long", ["word " * 100_000], reports_sample.cards().members),),
        warnings=("w" * 100_000,),
    )
    assert len(printed(found).splitlines()) < 40
