"""Whole reports, byte for byte: a change to what a reader sees shows up in review.

Set SAMENOTE_UPDATE_GOLDEN=1 to write the files anew, then read the difference.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from types import ModuleType

import pytest
from rich.console import Console

from api.reports.csv_report import to_csv
from api.reports.html import to_html
from api.reports.json_report import to_json
from api.reports.terminal import render

HERE = Path(__file__).parent


def terminal(found) -> str:
    out = io.StringIO()
    render(found, Console(file=out, width=80, force_terminal=False, _environ={}))
    return out.getvalue()


def page(found) -> str:
    """Return the page without its style sheet, which has a file of its own."""
    text = "".join(to_html(found))
    text = re.sub(r"<style>.*?</style>", "<style></style>", text, flags=re.DOTALL)
    return re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-", text)


CASES = {
    "lifelike.txt": ("lifelike", terminal),
    "many.txt": ("many", terminal),
    "single.json": ("single", lambda found: "".join(to_json(found))),
    "hostile.json": ("hostile", lambda found: "".join(to_json(found))),
    "hostile.csv": ("hostile", lambda found: "".join(to_csv(found))),
    "single.html": ("single", page),
    "hostile.html": ("hostile", page),
}


@pytest.mark.parametrize("name", CASES)
def test_the_report_is_as_it_was(reports_sample: ModuleType, name: str) -> None:
    sample, write = CASES[name]
    written = write(getattr(reports_sample, sample)()).encode("utf-8")
    golden = HERE / name
    if os.environ.get("SAMENOTE_UPDATE_GOLDEN"):
        golden.write_bytes(written)
    assert written.decode("utf-8") == golden.read_bytes().decode("utf-8")
