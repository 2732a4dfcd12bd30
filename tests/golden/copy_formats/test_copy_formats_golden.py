"""Whole copy reports, byte for byte: a change to what a reader sees shows up in review.

Set SAMENOTE_UPDATE_GOLDEN=1 to write the files anew, then read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import ModuleType

import pytest

from api.copy.formats import FORMATS, render

HERE = Path(__file__).parent
ENDINGS = {
    "text": "txt",
    "json": "json",
    "sarif": "sarif",
    "junit": "xml",
    "github": "github.txt",
    "github-summary": "md",
    "gitlab": "gitlab.json",
    "html": "html",
}
CASES = [
    *(("rich", name) for name in ENDINGS),
    *(("hostile", name) for name in ("text", "junit", "github", "github-summary", "html")),
    *(("nothing", name) for name in ("text", "github", "github-summary")),
]


def test_every_format_has_a_golden_file() -> None:
    assert {*ENDINGS, "markdown"} == set(FORMATS)  # markdown: the summary, cut earlier


@pytest.mark.parametrize(("sample", "name"), CASES)
def test_the_report_is_as_it_was(copy_sample: ModuleType, sample: str, name: str) -> None:
    written = render(getattr(copy_sample, sample)(), name)
    if name == "html":  # the style sheet has a file of its own
        written = re.sub(r"<style>.*?</style>", "<style></style>", written, flags=re.DOTALL)
        written = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-", written)
    golden = HERE / f"{sample}.{ENDINGS[name]}"
    if os.environ.get("SAMENOTE_UPDATE_GOLDEN"):
        golden.write_bytes(written.encode("utf-8"))
    assert written == golden.read_bytes().decode("utf-8")
