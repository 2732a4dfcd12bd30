"""Progress on long work: rate and time left, on stderr, and only where a person watches.

Nothing at all is written where stderr is a file, a pipe or a terminal that cannot move its cursor.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


class Update(Protocol):
    """Told how far the work is, in totals since the start and not in steps."""

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None: ...


@contextmanager
def progress(
    total_bytes: int,
    *,
    stream: TextIO | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Update]:
    """Show progress towards ``total_bytes`` while the block runs; gone when it ends.

    ``stream`` is stderr unless given; ``environment`` the process's own.
    """
    out = sys.stderr if stream is None else stream
    variables = os.environ if environment is None else environment
    # Asked of the stream itself: FORCE_COLOR makes rich believe in a terminal that is not there.
    if not out.isatty() or variables.get("TERM", "") in ("", "dumb", "unknown"):
        yield _silent
        return
    from rich.console import Console

    console = Console(file=out, _environ=dict(variables))
    with _bar(console) as bar:
        yield _Shown(bar, total_bytes)


def _silent(done_bytes: int, messages: int, stage: str) -> None:
    """Say nothing: nobody watches."""


def _bar(console: Console) -> Progress:
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TaskProgressColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[messages]:,} messages"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        console=console,
        transient=True,
    )


class _Shown:
    """Moves one bar. Its clock starts anew with each stage, so that rates are the stage's own.

    A stage that begins when all bytes are done has nothing to measure: its bar only moves.
    """

    def __init__(self, bar: Progress, total_bytes: int) -> None:
        self._bar = bar
        self._total = max(0, total_bytes)
        self._stage = ""
        self._messages_before = 0
        self._task = self._add("Starting", None)

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None:
        if stage != self._stage:
            self._begin(done_bytes, messages, stage)
        done = min(done_bytes, self._total)
        self._bar.update(self._task, completed=done, messages=messages, rate=self._rate(messages))

    def _begin(self, done_bytes: int, messages: int, stage: str) -> None:
        self._messages_before = messages if self._stage else 0
        self._stage = stage
        total = self._total if done_bytes < self._total else None
        self._bar.remove_task(self._task)
        self._task = self._add(stage.capitalize(), total)

    def _add(self, stage: str, total: int | None) -> TaskID:
        return self._bar.add_task(stage, total=total, messages=0, rate="")

    def _rate(self, messages: int) -> str:
        elapsed = self._bar.tasks[0].elapsed or 0.0
        new = messages - self._messages_before
        return f"{new / elapsed:,.0f}/s" if elapsed >= 1.0 and new > 0 else ""
