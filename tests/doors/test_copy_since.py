"""samenote copy --since: of a branch only what it changed is told, whatever git is set to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.repository import commit, git, new_repository

LOAF = (
    "Every Thursday before seven we put one warm loaf aside for you, and it waits behind the"
    " counter until we close."
)
YARD = (
    "The yard behind the mill has room for nine cars. Please leave the two places beside the"
    " loading ramp free, because the flour arrives without much warning."
)
OVEN = (
    "Our kitchen works with nuts, sesame and rye every single day, so ask whoever stands at the"
    " oven and we will show you the recipe book."
)

Run = Callable[..., Any]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository on a branch off main, with a known repeat on main: loaf in two files."""
    folder = tmp_path / "project"
    folder.mkdir()
    new_repository(folder, monkeypatch)
    _write("a.md", f"# Bread\n\n{LOAF}\n\n{OVEN}\n")
    _write("b.md", f"{LOAF}\n")
    _write("yard.md", f"{YARD}\n")
    commit()
    git("switch", "-q", "-c", "feature")
    return folder


def _write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def _told(samenote: Run, ref: str = "main", *more: str) -> list[str]:
    ran = samenote("copy", ".", "--since", ref, "--format", "json", *more)
    found = json.loads(ran.out)["findings"]
    assert ran.code == (1 if found else 0)
    return [f"{f['here']['path']}:{f['here']['line']}" for f in found]


def test_commits_of_the_branch_the_index_and_new_files_count(project: Path, samenote: Run) -> None:
    assert _told(samenote) == []
    _write("committed.md", f"Not this.\n\n{YARD}\n")
    commit()
    _write("staged.md", YARD)
    git("add", "-A")
    _write("new/untracked.md", YARD)
    assert _told(samenote) == ["committed.md:3", "new/untracked.md:1", "staged.md:1"]
    assert _told(samenote, "HEAD") == ["new/untracked.md:1", "staged.md:1"]


def test_what_main_did_meanwhile_is_not_the_branchs(project: Path, samenote: Run) -> None:
    _write("mine.md", YARD)
    commit()
    git("switch", "-q", "main")
    _write("a.md", f"# Bread\n\n{LOAF} Come early.\n\nA line of its own.\n")
    commit()
    git("switch", "-q", "feature")
    assert _told(samenote) == ["mine.md:1"]


def test_lines_around_a_repeat_do_not_make_it_new(project: Path, samenote: Run) -> None:
    _write("a.md", f"# Our bread\n\nMore.\n\n{LOAF}\n\nAnother line of its own.\n")
    assert _told(samenote) == []
    _write("a.md", f"# Bread\n\n{LOAF} And rolls.\n\nA line of its own.\n")
    assert _told(samenote) == ["a.md:3"]


def test_a_moved_file_is_not_new_and_a_changed_line_in_it_is(project: Path, samenote: Run) -> None:
    Path("pages").mkdir()
    Path("a.md").rename("pages/bread.md")
    git("add", "-A")
    assert _told(samenote) == []
    # Enough stays the same for git to see that it was moved.
    _write("pages/bread.md", f"# Bread\n\n{LOAF}\n\n{OVEN}\n\n{YARD}\n")
    git("add", "-A")
    assert _told(samenote) == ["pages/bread.md:7"]


@pytest.mark.parametrize(
    "setting",
    [
        "diff.noprefix=true", "diff.mnemonicPrefix=true", "color.ui=always", "diff.renames=copies",
        "core.quotePath=true", "diff.external=false", "diff.context=9", "diff.interHunkContext=9",
        "diff.algorithm=patience",
    ],
)  # fmt: skip
def test_settings_of_git_change_nothing(project: Path, samenote: Run, setting: str) -> None:
    git("config", *setting.split("="))
    _write("grüße/an „alle“.md", f"Hello.\n\n{YARD}\n")
    _write("a.md", f"# Bread\n\n{LOAF}\n\n{OVEN} {OVEN}\n")
    commit()
    assert _told(samenote) == ["grüße/an „alle“.md:3"]


@pytest.mark.parametrize("name", ['a "b".md', "tab\there.md", "back\\slash.md", "-dash.md", "ü.md"])
def test_names_that_git_quotes(project: Path, samenote: Run, name: str) -> None:
    _write(name, "Hello, you.\n\nAnd goodbye.\n")
    commit()
    git("branch", "-f", "main")
    _write(name, f"Hello, you.\n\n{YARD}\n")
    assert _told(samenote) == [f"{name}:3"]


def test_text_that_looks_like_a_diff(project: Path, samenote: Run) -> None:
    hostile = "++ b/yard.md\n@@ -1 +1,99 @@\ndiff --git a/b.md b/b.md\n+++ b/b.md\n"
    _write("a.md", f"{hostile}\n# Bread\n\n{LOAF}\n\nA line of its own.\n\n{YARD}\n")
    assert _told(samenote) == ["a.md:12"]


def test_together_with_a_baseline_and_from_a_folder_below(
    project: Path, samenote: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write("pages/one.md", YARD)
    assert samenote("copy", ".", "--update-baseline").code == 0
    ran = samenote("copy", ".", "--since", "main", "--format", "json")
    assert (ran.code, json.loads(ran.out)["known"]) == (0, 1)
    monkeypatch.chdir(project / "pages")
    _write("two.md", YARD)
    found = json.loads(samenote("copy", ".", "--since", "main", "--format", "json").out)
    assert {f["here"]["path"] for f in found["findings"]} == {"pages/one.md", "pages/two.md"}


def test_without_a_repository_it_is_no_pass(
    tmp_path: Path, samenote: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _write("a.md", LOAF)
    ran = samenote("copy", ".", "--since", "main")
    assert ran.code == 3
    assert "no git repository" in ran.err
