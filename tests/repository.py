"""A git repository for tests, whatever the git of whoever runs them is set to."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest


def new_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make ``folder`` an empty repository on main, and the folder that the test works in."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.chdir(folder)
    git("init", "-q", "-b", "main")
    git("config", "user.email", "dev@example.com")
    git("config", "user.name", "Dev")


def git(*arguments: str) -> None:
    """Run git in the current folder."""
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def commit() -> None:
    """Commit all there is in the current folder."""
    git("add", "-A")
    git("commit", "-q", "-m", "Some copy")
