"""Commands as functions, for the tests that call them in this process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import api.cli


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def verdicts(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def samenote(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Return the program as a function of its arguments, with bytes on standard input."""

    def run(*arguments: str | Path, stdin: bytes | None = None, width: int = 80) -> Ran:
        source = io.TextIOWrapper(io.BytesIO(stdin or b""), "utf-8")
        monkeypatch.setattr(source, "isatty", lambda: stdin is None, raising=False)
        monkeypatch.setattr(sys, "stdin", source)
        monkeypatch.setattr(sys, "argv", ["samenote", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", str(width))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            api.cli.main()
        said = capsys.readouterr()
        return Ran(int(left.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def check(samenote: Callable[..., Ran]) -> Callable[..., Ran]:
    """Return the check command as a function of its arguments."""

    def run(*arguments: str | Path, stdin: bytes | None = None, width: int = 80) -> Ran:
        return samenote("check", *arguments, stdin=stdin, width=width)

    return run


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder of settings, where the default store and what is derived stand."""
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes messages as JSONL, one keyword dictionary a message."""

    def to_file(name: str, *messages: dict[str, Any]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(m) + "\n" for m in messages), encoding="utf-8")
        return path

    return to_file
