"""Charts: the right buckets of time, and bars that add up and stay in their drawing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.reports.charts import Chart, Stack, bar_chart, edge_tick, over_time, time_ticks
from api.reports.timeline import FEWEST_BUCKETS, MOST_BUCKETS, Axis, Step, time_axis

DAYS = st.lists(st.dates(), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("days_apart", "step"),
    [(0, Step.DAY), (59, Step.DAY), (62, Step.MONTH), (1500, Step.MONTH), (1900, Step.QUARTER),
     (6000, Step.YEAR), (40_000, Step.YEAR)],
)  # fmt: skip
def test_the_step_fits_the_time(days_apart: int, step: Step) -> None:
    first = date(1990, 3, 1)
    axis = time_axis([first, first + timedelta(days=days_apart)])
    assert axis is not None
    assert axis.step is step


def test_without_a_day_there_is_no_axis() -> None:
    assert time_axis([]) is None


def test_one_day_is_not_one_bar_as_wide_as_the_page() -> None:
    axis = time_axis([date(2025, 5, 5)])
    assert axis is not None
    assert axis.count == FEWEST_BUCKETS
    assert axis.place(date(2025, 5, 5)) is not None


def test_a_wrong_year_does_not_press_the_others_together() -> None:
    axis = time_axis([date(1900, 1, 1), *[date(2020 + i % 5, 1, 1) for i in range(50)]])
    assert axis is not None
    assert axis.outside == 1
    assert axis.place(date(1900, 1, 1)) is None
    assert axis.place(date(2024, 1, 1)) is not None


@given(DAYS)
def test_every_day_is_in_a_bucket_or_counted_as_outside(days: list[date]) -> None:
    axis = time_axis(days)
    assert axis is not None
    assert FEWEST_BUCKETS <= axis.count <= MOST_BUCKETS
    stacks = over_time(axis, ((day, "notes") for day in days))
    assert sum(stack.total for stack in stacks) + axis.outside == len(days)
    assert all(axis.label(i) for i in range(axis.count))


def test_labels_name_the_bucket() -> None:
    assert Step.MONTH.label(Step.MONTH.index(date(2025, 12, 31))) == "Dec 2025"
    assert Step.QUARTER.label(Step.QUARTER.index(date(2025, 12, 31))) == "Q4 2025"
    assert Step.DAY.label(Step.DAY.index(date(2025, 12, 31))) == "31 Dec 2025"
    assert Step.YEAR.label(Step.YEAR.index(date(2025, 12, 31))) == "2025"


def chart_of(*counts: int) -> Chart:
    stacks = [Stack(str(i), {"stop": n, "send": n}) for i, n in enumerate(counts)]
    return bar_chart("c", "t", "d", stacks, kinds=("stop", "send"), ticks=())


def test_heights_are_in_proportion_and_stacked() -> None:
    chart = chart_of(10, 5)
    (low, high), (half_low, _) = chart.bars[0].parts, chart.bars[1].parts
    assert low.y + low.height == pytest.approx(chart.height)
    assert high.y + high.height == pytest.approx(low.y)
    assert half_low.height == pytest.approx(low.height / 2)


def test_a_bar_says_its_numbers_and_has_a_row_in_the_table() -> None:
    chart = chart_of(3, 0, 4)
    assert [bar.says for bar in chart.bars] == ["0: 3 stop, 3 send", "2: 4 stop, 4 send"]
    assert chart.rows == (("0", (3, 3)), ("2", (4, 4)))


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=60))
def test_bars_stay_in_the_drawing(counts: list[int]) -> None:
    chart = chart_of(*counts)
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= 100
        for part in bar.parts:
            # A part too small to see is drawn 1.5 pixels high, above its true place.
            assert part.y >= -1.5 * 2
            assert part.y + part.height <= chart.height + 0.01
    highest = max(2 * n for n in counts)
    assert int(chart.lines[0].label.replace(",", "")) >= highest


def test_labels_at_the_edges_are_not_cut() -> None:
    assert edge_tick(1.0, "x").anchor == "start"
    assert edge_tick(99.0, "x").anchor == "end"
    assert edge_tick(50.0, "x").anchor == "middle"
    ticks = time_ticks(Axis(Step.MONTH, Step.MONTH.index(date(2025, 1, 1)), 12))
    assert [tick.label for tick in ticks] == ["Jan 2025", "Jul 2025", "Dec 2025"]
