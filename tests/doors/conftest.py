"""Commands as functions, and a service in this process, for the tests that call them."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import api.cli
from tests.browser import browser


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


@dataclass(frozen=True, slots=True)
class Client:
    """A service in this process, called as a program or a browser calls one."""

    service: Any
    http: Any

    def post(self, path: str, body: object, key: str = "", **headers: str) -> Any:
        return self.http.post(path, json=body, headers=_with_key(key, headers))

    def get(self, path: str, key: str = "", **headers: str) -> Any:
        return self.http.get(path, headers=_with_key(key, headers))

    def delete(self, path: str, key: str = "") -> Any:
        return self.http.delete(path, headers=_with_key(key, {}))

    def form(self, path: str, page: str = "/", **fields: Any) -> Any:
        """Send a form of a page with the token that the page gave."""
        shown = self.http.get(page).get_data(as_text=True)
        token = re.search(r'name="token" value="(\w+)"', shown)
        assert token is not None, shown[:500]
        return self.http.post(path, data={"token": token[1], **fields})


def _with_key(key: str, headers: dict[str, str]) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return named | ({"Authorization": f"Bearer {key}"} if key else {})


@pytest.fixture
def new_service(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Return a function that makes a service on an empty store of its own."""
    from api.http.app import create_app
    from api.http.service import Service, Settings

    made: list[Service] = []

    def new(store: str = "", *, clock: Callable[[], Any] | None = None, **settings: Any) -> Client:
        address = store or str(tmp_path / f"store-{len(made)}.db")
        given = Settings(address, **{"open_": True, "threads": 1, **settings})
        service = Service(given, clock) if clock else Service(given)
        made.append(service)
        return Client(service, create_app(given, service=service).test_client())

    yield new
    for service in made:
        service.close()


@pytest.fixture
def client(new_service: Callable[..., Client]) -> Client:
    """Return an open service on an empty store."""
    return new_service()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Give a browser to the tests that look at a page; they skip where there is none."""
    with browser() as found:
        yield found
