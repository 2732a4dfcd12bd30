"""A command that held much leaves at once: nothing written is lost, and the exit code holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = "from api.cli import program; program()"
ROOT = Path(__file__).resolve().parents[2]
NOTE = "The yard behind the mill has room for nine cars, and two places beside the loading ramp."


def _run(*arguments: str, code: str = PROGRAM) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.parametrize(("same", "code"), [(True, 1), (False, 0)])
def test_all_of_a_report_is_written_and_the_exit_code_holds(
    tmp_path: Path, same: bool, code: int
) -> None:
    (tmp_path / "a.md").write_text(NOTE)
    (tmp_path / "b.md").write_text(NOTE if same else "Something else altogether is said here.")
    ran = _run("copy", str(tmp_path), "--format", "json", "--format", f"html={tmp_path / 'c.html'}")
    assert (ran.returncode, ran.stderr) == (code, "")
    assert len(json.loads(ran.stdout)["findings"]) == 2 * same
    assert (tmp_path / "c.html").read_text().rstrip().endswith("</html>")


def test_a_fault_is_told_and_what_is_to_be_done_at_exit_is_done(tmp_path: Path) -> None:
    ran = _run("copy", str(tmp_path / "missing"))
    assert (ran.returncode, "missing" in ran.stderr) == (3, True)
    ran = _run("copy", "--help", code=f"import atexit; atexit.register(print, 'bye'); {PROGRAM}")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "bye")


def test_output_that_nobody_reads_ends_it_as_any_program(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.md").write_text(f"{NOTE}\n\n{number} {NOTE}")
    command = f'"{sys.executable}" -c "{PROGRAM}" copy "{tmp_path}" --format json | head -c 10'
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


def test_without_an_output_it_still_ends_well() -> None:
    command = f'"{sys.executable}" -c "{PROGRAM}" copy --help >&-'
    ran = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "command", [["copy", "--help"], ["model", "--help"], ["copy", "README.md"]]
)
def test_an_output_that_is_full_is_told_and_is_no_finding(command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM, *command], cwd=ROOT, stdout=full,
            stderr=subprocess.PIPE, text=True, check=False, timeout=300,
        )  # fmt: skip
    assert ran.returncode == 3
    assert ran.stderr.startswith("samenote: could not write: No space left on device.")


def test_a_fault_of_its_own_is_told_and_is_no_finding(tmp_path: Path) -> None:
    broken = "import api.cli.copy as c; c._check = None; " + PROGRAM
    ran = _run("copy", str(tmp_path), code=broken)
    assert ran.returncode == 3
    assert "TypeError" in ran.stderr
    assert ran.stderr.splitlines()[-1].startswith("samenote: this is a fault of samenote itself")
