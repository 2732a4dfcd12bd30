"""What a page shows as output is what the command prints.

A fenced block marked ``console`` begins with "$ command" and goes on with what that printed.
SAMENOTE_WRITE_OUTPUTS=1 writes the present outputs into the pages instead of comparing them.
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
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```console\n\$ (samenote [^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = [
    pytest.param(page, command, output, id=f"{page.name}: {command}")
    for page in PAGES
    for command, output in BLOCK.findall(page.read_text(encoding="utf-8"))
]
NUMBERS = re.compile(r"^\| `([\w.]+)\.([A-Z_]+)` \| ([\d.]+) \|", re.MULTILINE)


@pytest.mark.parametrize(("page", "command", "output"), SHOWN)
def test_a_page_shows_what_the_command_prints(
    page: Path,
    command: str,
    output: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        api.cli.main()
    assert left.value.code in (None, 0, 1)
    printed = capsys.readouterr().out
    if os.environ.get("SAMENOTE_WRITE_OUTPUTS"):
        text = page.read_text(encoding="utf-8")
        block = f"```console\n$ {command}\n"
        page.write_text(text.replace(f"{block}{output}```", f"{block}{printed}```"), "utf-8")
        return
    assert printed == output


def test_the_readme_shows_a_check_and_an_audit() -> None:
    commands = [
        parameter.values[1] for parameter in SHOWN if parameter.values[0].name == "README.md"
    ]
    assert any(str(command).startswith("samenote check ") for command in commands)
    assert any(str(command).startswith("samenote audit ") for command in commands)


def test_the_numbers_of_the_architecture_page_are_those_of_the_code() -> None:
    rows = NUMBERS.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert len(rows) > 15
    told = {f"{module}.{name}": float(value) for module, name, value in rows}
    real = {
        f"{module}.{name}": float(getattr(importlib.import_module(module), name))
        for module, name, _ in rows
    }
    assert told == real
