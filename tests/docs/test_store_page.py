"""What the page on the store shows is what its commands print, run one after the other.

A fenced block marked ``session`` holds commands that begin with "$ ", each with what it printed.
SAMENOTE_WRITE_OUTPUTS=1 writes the present outputs into the page instead of comparing them.
"""

from __future__ import annotations

import importlib
import io
import os
import re
import shlex
import sys
from pathlib import Path

import pytest

import api.cli

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "store.md"
BLOCK = re.compile(r"(?<=^```session\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What differs from run to run: ids, and the moment.
CHANGING = (
    (re.compile(r"\b[0-9a-f]{32}\b"), "5b0c2f6e9d7a4c1f8e3b2a1d0c9f8e7d"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"), "2026-03-01 09:30 UTC"),
    (re.compile(r"(?<=Owner           Nora, ).*"), "1 Mar 2026"),
    (re.compile(r"(?<=good, )\d+\.\d MB"), "0.1 MB"),
)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to an empty folder from which the examples can be named."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("FORCE_COLOR", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _commands(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def test_the_page_shows_what_the_commands_print(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def printed(command: str) -> str:
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            api.cli.main()
        assert left.value.code in (None, 0, 1), command
        said = capsys.readouterr().out
        for pattern, steady in CHANGING:
            said = pattern.sub(steady, said)
        return said

    text = PAGE.read_text(encoding="utf-8")
    shown = BLOCK.findall(text)
    assert len(shown) >= 5
    now = ["".join(f"$ {c}\n{printed(c)}" for c in _commands(block)) for block in shown]
    if os.environ.get("SAMENOTE_WRITE_OUTPUTS"):
        outputs = iter(now)
        PAGE.write_text(BLOCK.sub(lambda _: next(outputs), text), encoding="utf-8")
        return
    assert now == shown


def test_the_program_on_the_page_runs(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opening = importlib.import_module("api.store_opening")
    (program,) = PYTHON.findall(PAGE.read_text(encoding="utf-8"))
    with opening.open_store("notes.sqlite", create=True):
        pass
    exec(compile(program, str(PAGE), "exec"), {})
    assert capsys.readouterr().out.startswith("send ")
    with opening.open_store("notes.sqlite") as store:
        assert store.remembered().messages.judgeable == 1
