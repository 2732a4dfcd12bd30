"""Progress: seen on a terminal, and not one byte anywhere else."""

from __future__ import annotations

import io

import pytest

from api.reports.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("environment", [{}, {"FORCE_COLOR": "1", "TERM": "xterm"}])
def test_nothing_is_written_to_a_file_or_pipe(environment: dict[str, str]) -> None:
    out = io.StringIO()
    with progress(1000, stream=out, environment=environment) as update:
        update(500, 10, "Reading")
        update(1000, 20, "Comparing")
    assert out.getvalue() == ""


@pytest.mark.parametrize("term", ["dumb", ""])
def test_nothing_is_written_where_the_cursor_cannot_move(term: str) -> None:
    out = Terminal()
    with progress(1000, stream=out, environment={"TERM": term}) as update:
        update(1000, 20, "Reading")
    assert out.getvalue() == ""


def test_a_terminal_sees_stage_messages_and_share() -> None:
    out = Terminal()
    environment = {"TERM": "xterm", "COLUMNS": "80"}
    with progress(1000, stream=out, environment=environment) as update:
        update(100, 12, "reading [bold]")
        update(500, 1234, "reading [bold]")
    seen = out.getvalue()
    assert "Reading [bold]" in seen
    assert "1,234 messages" in seen
    assert "50 %" in seen
    # Gone when it ends: the last thing written clears the line.
    assert seen.rstrip().endswith("\x1b[2K")


def test_an_unknown_size_and_too_many_bytes_are_no_error() -> None:
    for total in (0, -5, 10):
        with progress(total, stream=Terminal(), environment={"TERM": "xterm"}) as update:
            update(50, 5, "Reading")


def test_the_block_s_error_comes_through_and_the_cursor_comes_back() -> None:
    out = Terminal()

    def fails() -> None:
        with progress(10, stream=out, environment={"TERM": "xterm"}):
            raise ValueError("boom")

    with pytest.raises(ValueError, match="boom"):
        fails()
    assert out.getvalue().rfind("\x1b[?25h") > out.getvalue().rfind("\x1b[?25l")


def test_a_stage_after_all_bytes_are_read_claims_no_share() -> None:
    out = Terminal()
    with progress(1000, stream=out, environment={"TERM": "xterm", "COLUMNS": "80"}) as update:
        update(1000, 2000, "judging")
        update(1000, 2000, "judging")
    assert "Judging" in out.getvalue()
    assert "2,000 messages" in out.getvalue()
    assert "%" not in out.getvalue()


def test_the_rate_is_that_of_the_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich import progress as rich_progress

    clock = iter(range(0, 10_000, 2))  # two seconds pass at every look
    original = rich_progress.Progress.__init__

    def ticking(self, *columns, **options) -> None:
        original(self, *columns, get_time=lambda: float(next(clock)), auto_refresh=False, **options)

    monkeypatch.setattr(rich_progress.Progress, "__init__", ticking)
    read = ((100, 5_000_000, "reading"), (200, 6_000_000, "reading"))
    compared = ((300, 6_000_000, "comparing"), (400, 6_000_000, "comparing"))
    environment = {"TERM": "xterm", "COLUMNS": "120"}
    last_lines = []
    for updates in (read, read + compared):
        out = Terminal()
        with progress(1000, stream=out, environment=environment) as update:
            for numbers in updates:
                update(*numbers)
        last_lines.append(out.getvalue())
    assert "/s" in last_lines[0]
    assert "/s" not in last_lines[1]  # six million messages were read, and none compared
