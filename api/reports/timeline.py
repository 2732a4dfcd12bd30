"""Cuts the time of an audit into days, months, quarters or years, so that a chart can be read.

Days are those of each sender's own clock: a mail sent at 23:30 counts on its own day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import assert_never

from api.reports.wording import MONTHS, day

MOST_BUCKETS = 60
FEWEST_BUCKETS = 12


class Step(Enum):
    """How much time one bar stands for."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def index(self, when: date) -> int:
        """Return the number of the bucket that holds the day, counted from year 0."""
        match self:
            case Step.DAY:
                return date(when.year, when.month, when.day).toordinal()
            case Step.MONTH:
                return when.year * 12 + when.month - 1
            case Step.QUARTER:
                return when.year * 4 + (when.month - 1) // 3
            case Step.YEAR:
                return when.year
            case _:
                assert_never(self)

    def label(self, index: int) -> str:
        """Return the bucket's name: "3 Mar 2025", "Mar 2025", "Q1 2025", "2025"."""
        match self:
            case Step.DAY:
                return day(date.fromordinal(min(max(index, 1), date.max.toordinal())))
            case Step.MONTH:
                return f"{MONTHS[index % 12]} {index // 12}"
            case Step.QUARTER:
                return f"Q{index % 4 + 1} {index // 4}"
            case Step.YEAR:
                return str(index)
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class Axis:
    """``count`` buckets of one step, the first of them numbered ``first``.

    ``outside`` counts the dates that lie beyond it: a few mails with a wrong year (1970, 2098)
    must not press all others into one bar.
    """

    step: Step
    first: int
    count: int
    outside: int = 0

    def place(self, when: date) -> int | None:
        """Return the bucket of the day, from 0, or None where it lies outside."""
        at = self.step.index(when) - self.first
        return at if 0 <= at < self.count else None

    def label(self, place: int) -> str:
        """Return the name of a bucket counted from 0."""
        return self.step.label(self.first + place)


def time_axis(days: Iterable[date]) -> Axis | None:
    """Return the finest axis of at most 60 bars that holds all days; None without a day.

    Where even years are too many, the 60 years around the middle date are kept.
    """
    dates = sorted(date(d.year, d.month, d.day) for d in days)
    if not dates:
        return None
    for step in Step:
        first, last = step.index(dates[0]), step.index(dates[-1])
        if last - first < MOST_BUCKETS:
            return _padded(step, first, last)
    first = dates[len(dates) // 2].year - MOST_BUCKETS // 2
    outside = sum(not first <= d.year < first + MOST_BUCKETS for d in dates)
    return Axis(Step.YEAR, first, MOST_BUCKETS, outside)


def _padded(step: Step, first: int, last: int) -> Axis:
    missing = max(0, FEWEST_BUCKETS - (last - first + 1))
    return Axis(step, first - missing // 2, last - first + 1 + missing)
