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
        update(500, 1234, "Reading [bold]")
        update(1000, 2000, "Comparing")
    seen = out.getvalue()
    assert "Comparing" in seen
    assert "2,000 messages" in seen
    assert "100 %" in seen
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
