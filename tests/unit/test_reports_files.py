"""Report files are written whole or not at all, and errors say what to do."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from api.reports import ReportFormat, Target, check_targets, write_atomically, write_reports
from dedupe import SamenoteError, UsageError


def test_every_format_is_written(reports_sample: ModuleType, tmp_path: Path) -> None:
    targets = [Target(kind, tmp_path / f"out.{kind}") for kind in ReportFormat]
    written = write_reports(reports_sample.lifelike(), targets)
    assert written == tuple(target.path for target in targets)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "out.html", "out.json"]
    assert json.loads((tmp_path / "out.json").read_bytes())["version"] == "0.1.0"
    assert (tmp_path / "out.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert b"\r\n" in (tmp_path / "out.csv").read_bytes()


@pytest.mark.parametrize("kind", list(ReportFormat))
@pytest.mark.parametrize("sample", ["hostile", "nothing", "undated"])
def test_every_format_takes_every_audit(
    reports_sample: ModuleType, tmp_path: Path, kind: ReportFormat, sample: str
) -> None:
    path = tmp_path / "out"
    write_reports(getattr(reports_sample, sample)(), [Target(kind, path)])
    assert path.read_bytes().decode("utf-8")


def test_a_missing_folder_is_said_before_anything_is_written(
    reports_sample: ModuleType, tmp_path: Path
) -> None:
    good = Target(ReportFormat.JSON, tmp_path / "good.json")
    bad = Target(ReportFormat.CSV, tmp_path / "nowhere" / "out.csv")
    with pytest.raises(UsageError, match="nowhere does not exist"):
        write_reports(reports_sample.single(), [good, bad])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        check_targets([Target(ReportFormat.HTML, tmp_path)])


def test_a_folder_without_the_right_to_write_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Asked of os.access, since the suite may run as root, who may write anywhere.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(UsageError, match="no right to write"):
        check_targets([Target(ReportFormat.HTML, tmp_path / "out.html")])


def test_a_failure_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old", encoding="utf-8")

    def pieces() -> Iterator[str]:
        yield "new"
        raise OSError(28, "No space left on device")

    with pytest.raises(SamenoteError, match=r"No space left on device.*Free some space"):
        write_atomically(path, pieces())
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.json"]


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "out.json", pieces())
    assert list(tmp_path.iterdir()) == []


def test_a_report_gets_the_rights_that_any_new_file_gets(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("", encoding="utf-8")
    write_atomically(tmp_path / "report", ["x"])
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_link_is_followed_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old", encoding="utf-8")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write_atomically(tmp_path / "link.json", ["new"])
    assert (tmp_path / "real.json").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "link.json").is_symlink()


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250 + ".json")
    write_atomically(path, ["x"])
    assert path.read_text(encoding="utf-8") == "x"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="this system has no /dev/null")
def test_a_device_is_written_to_and_stays_one() -> None:
    write_atomically(Path("/dev/null"), ["x"])
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_importing_the_reports_brings_in_no_template_engine() -> None:
    code = (
        "import sys, api.reports\n"
        "heavy = {'jinja2', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
