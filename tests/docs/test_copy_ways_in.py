"""The ways into the copy check that others run: the action's script, the hook, the CI examples."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

import api.cli

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
CI_PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def _options() -> set[str]:
    command = api.cli.cli.get_command(click.Context(api.cli.cli), "copy")
    assert command is not None
    return {option for parameter in command.params for option in parameter.opts}


def _run_action(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's last step as GitHub does: its own environment, bash with -e."""
    step = ACTION["runs"]["steps"][-1]
    given: dict[str, Any] = {name: entry["default"] for name, entry in ACTION["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    environment = dict(os.environ)
    for name, value in step["env"].items():
        found = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)
        if found:
            environment[name] = given[found[1]]
    shim = folder / "bin" / "samenote"
    shim.parent.mkdir(exist_ok=True)
    code = "from api.cli import main; main()"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$@"\n')
    shim.chmod(0o755)
    environment["PATH"] = f"{shim.parent}{os.pathsep}{environment['PATH']}"
    environment["PYTHONPATH"] = str(ROOT)
    environment["GITHUB_STEP_SUMMARY"] = str(folder / "summary.md")
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=ROOT / "examples" / "copy", env=environment, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip


def test_the_action_annotates_summarises_and_fails(tmp_path: Path) -> None:
    ran = _run_action(tmp_path, sarif=str(tmp_path / "a.sarif"), paths="mail pages")
    assert ran.returncode == 1, ran.stderr
    assert "::warning file=" in ran.stdout
    assert "club.md" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert (tmp_path / "a.sarif").is_file()


def test_an_input_of_the_action_is_never_a_part_of_its_script(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    ran = _run_action(tmp_path, paths=f"$(touch {mark}) ;touch {mark}", since=f"`touch {mark}`")
    assert ran.returncode in (2, 3)
    assert not mark.exists()
    assert "${{" not in ACTION["runs"]["steps"][-1]["run"]


def test_the_hook_runs_the_command_on_the_whole_tree() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "samenote copy"
    assert hook["pass_filenames"] is False


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", CI_PAGE, re.DOTALL))
def test_examples_of_the_page_are_yaml(block: str) -> None:
    assert yaml.safe_load(block)


def test_options_of_the_page_exist() -> None:
    used = set(re.findall(r"(?<![\w-])--[a-z][\w-]+", CI_PAGE))
    assert used <= _options()


def test_inputs_of_the_page_are_the_actions() -> None:
    (step,) = re.findall(r"uses: OWNER/samenote@REVISION\n\s+with:\n((?:\s{10}.+\n)+)", CI_PAGE)
    assert set(re.findall(r"^\s+([\w-]+):", step, re.MULTILINE)) <= set(ACTION["inputs"])
