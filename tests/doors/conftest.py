"""The check command as a function, for the tests that call it in this process."""

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
def check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Return the command as a function of its arguments, with bytes on standard input."""

    def run(*arguments: str | Path, stdin: bytes | None = None, width: int = 80) -> Ran:
        source = io.TextIOWrapper(io.BytesIO(stdin or b""), "utf-8")
        monkeypatch.setattr(source, "isatty", lambda: stdin is None, raising=False)
        monkeypatch.setattr(sys, "stdin", source)
        monkeypatch.setattr(sys, "argv", ["samenote", "check", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", str(width))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            api.cli.main()
        said = capsys.readouterr()
        return Ran(int(left.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes messages as JSONL, one keyword dictionary a message."""

    def to_file(name: str, *messages: dict[str, Any]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(m) + "\n" for m in messages), encoding="utf-8")
        return path

    return to_file
