"""The examples of docs/http.md run against a served store, and scripts/start ends in a page."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from api.http.app import create_app
from api.http.service import Service, Settings

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "http"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Service]]:
    given = Settings(str(tmp_path / "store.db"), open_=True, threads=1)
    service = Service(given)
    app = create_app(given, service=service)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    lines = (ROOT / "examples/cards/en.jsonl").read_text("utf-8").splitlines()
    body = {"messages": [json.loads(line) for line in lines]}
    assert app.test_client().post("/v1/messages", json=body).status_code == 200
    yield f"http://127.0.0.1:{server.server_port}", service
    server.shutdown()
    thread.join()
    server.server_close()
    service.close()


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip


def test_the_curl_example_stops_the_card(served) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl")
    ran = run("bash", str(EXAMPLES / "check.sh"), SERVICE=served[0])
    assert ran.returncode == 1, ran.stderr
    (verdict,) = json.loads(ran.stdout)["verdicts"]
    assert (verdict["decision"], verdict["reach"]) == ("stop", 1)


def test_the_python_example_says_who_else_got_it(served, tmp_path) -> None:
    cards = ROOT / "examples/cards/en.jsonl"
    ran = run(sys.executable, str(EXAMPLES / "check.py"), served[0], str(cards))
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 2
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a"}\n')
    ran = run(sys.executable, str(EXAMPLES / "check.py"), served[0], str(bad))
    assert ran.returncode == 1
    assert "give text or html" in ran.stderr


def test_the_mail_merge_sends_what_may_be_sent_and_only_once(served) -> None:
    url, service = served
    files = [str(ROOT / "examples/merge" / name) for name in ("card.txt", "customers.csv")]
    ran = run(sys.executable, str(EXAMPLES / "merge.py"), url, *files)
    assert ran.returncode == 0, ran.stderr
    assert "6 notes are 1 distinct" in ran.stdout
    sent = [line for line in ran.stdout.splitlines() if line.startswith("sent")]
    stopped = [line for line in ran.stdout.splitlines() if line.startswith("STOP")]
    assert (len(sent), len(stopped)) == (3, 3)
    store = service.store("local")
    assert store.ledger.count(store.tenant) == 2 + 3
    again = run(sys.executable, str(EXAMPLES / "merge.py"), url, *files)
    assert "409" in again.stderr
    assert store.ledger.count(store.tenant) == 2 + 3


def test_the_start_script_ends_in_the_page(tmp_path) -> None:
    if not list((ROOT / ".venv").glob(".samenote-*")):
        pytest.skip("the environment was not made by scripts/start or scripts/test")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "said").open("w") as said:
        started = subprocess.Popen(
            ["bash", str(ROOT / "scripts/start")], cwd=tmp_path, stdout=said, stderr=said,
            stdin=subprocess.DEVNULL, env=os.environ | {"PORT": str(port)},
            start_new_session=True,
        )  # fmt: skip
    try:
        page = _page(f"http://127.0.0.1:{port}/", started)
        assert "Did somebody else get this note?" in page
        assert "It is compared with" in page
        assert f"http://127.0.0.1:{port}/" in (tmp_path / "said").read_text()
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(60)


def _page(url: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(1800):
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, OSError):
            assert process.poll() is None
            time.sleep(0.2)
    raise AssertionError("the page was not served")
