"""A calibration on the terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from api.calibration import Calibration, LineFound, Setting
from api.calibration_pairs import ShownNote, ShownPair
from api.reports.calibration import render_calibration


def shown(line: float, below: float) -> str:
    asked = Setting(10, line, 1, 2.5, True)
    note = ShownNote("a", ("a@a.example",), None, "A note.")
    pair = ShownPair(below, 0.9, note, note, ())
    none = Setting(10, None, 0, 0.0, False)
    same = LineFound(False, asked, (), asked, (), (pair,))
    abroad = LineFound(True, none, (), none, (), (), "no pair was measured")
    out = io.StringIO()
    found = Calibration(500, 400, 300, "model", "digest", 10, same, abroad)
    render_calibration(found, Console(file=out, width=100, force_terminal=False))
    return out.getvalue()


@pytest.mark.parametrize(
    ("line", "below", "told"),
    [(0.439, 0.4388, ("At 0.4390,", "0.4388 said")),
     (0.4392, 0.4391, ("At 0.4392,", "0.4391 said")),
     (0.439, 0.41, ("At 0.439,", "0.410 said")),
     (0.4388, 0.43878, ("At 0.43880,", "0.43878 said"))],
)  # fmt: skip
def test_what_lies_below_the_line_never_looks_equal_to_it(
    line: float, below: float, told: tuple[str, str]
) -> None:
    said = shown(line, below)
    assert all(each in said for each in told)
