"""How the HTTP service holds up: latency, many clients at once, a whole merge in one call.

    python benchmarks/service.py                      # 100,000 remembered notes, 15 s of each load
    python benchmarks/service.py --seconds 300 --clients 32      # five minutes of load
    python benchmarks/service.py --notes 10000 --clients 8 --clients 64
    python benchmarks/service.py --notes 1000000 --store sqlite:////some/where.db
    python benchmarks/service.py --notes 5000 --meaning

Makes a store of invented notes (those of benchmarks/check.py; a store that holds some already is
taken as it is), starts `samenote serve` on it as a process of its own and calls it over loopback:
one client with single notes, then several at once, of which one in ten records what it checked,
then merges of 1, 100 and 1,200 rows in one POST. Clients run on the same machine. "Stages" are what
the service itself measured (`/metrics`); "resident" is the worker's memory after a tenth of the
load and at its end.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.archive_text import Language
from benchmarks.check import FIRST, letters

ROOT = Path(__file__).resolve().parents[1]
ROWS = (1, 100, 1200)
CLIENTS = (1, 8, 32)
PERCENTILES = (50.0, 99.0, 99.9)
BATCH = 5000
#: Every so many-th remembered note may be asked for as a copy.
KEPT = 97


@dataclass(slots=True)
class Taken:
    """Seconds that calls took, and the answers that were none."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def said(self) -> str:
        self.seconds.sort()
        count = len(self.seconds)
        if not count:
            return "no call was answered"
        at = {p: self.seconds[min(count - 1, int(count * p / 100))] for p in PERCENTILES}
        said = ", ".join(f"p{p:g} {seconds * 1e3:,.1f} ms" for p, seconds in at.items())
        return f"{count:,} calls, {said}, {len(self.errors)} errors"


class Client:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def call(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        said = None if body is None else json.dumps(body)
        self._connection.request(method, path, said, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def timed(self, taken: Taken, path: str, body: object) -> bytes:
        start = time.perf_counter()
        try:
            status, said = self.call("POST", path, body)
        except (OSError, http.client.HTTPException) as error:
            taken.errors.append(type(error).__name__)
            self._connection.close()
            return b""
        taken.seconds.append(time.perf_counter() - start)
        if status != 200:
            taken.errors.append(f"{status} {said[:200].decode('utf-8', 'replace')}")
        return said


def note(number: object, text: str) -> dict[str, Any]:
    return {"id": f"q{number}", "text": text, "to": [{"address": f"q{number}@x{number}.example"}]}


def build(store: str, count: int, seed: int) -> list[str]:
    """Write so many messages to a store unless it holds some; return some of their texts."""
    from dedupe import Message, Recipient
    from index import Ledger

    rng = random.Random(seed)
    kept: list[str] = []
    with Ledger.open(store) as ledger:
        tenant = ledger.tenant()
        if ledger.count(tenant):
            found = ledger.messages(tenant, range(1, ledger.head(tenant) + 1, KEPT))
            return [message.text for message in found.values()]
        batch = []
        for number, text in enumerate(letters(rng, count)):
            who = Recipient(address=f"p{number % max(1, count // 2)}@firm{number % 997}.example")
            batch.append(Message(str(number), text, to=(who,)))
            if number % KEPT == 0:
                kept.append(text)
            if len(batch) == BATCH or number == count - 1:
                with ledger.writing(tenant) as writer:
                    writer.record(batch)
                batch = []
    return kept


@contextmanager
def served(store: str, threads: int, meaning: bool) -> Iterator[tuple[int, int]]:
    """Start the service; give its port and the process id of its worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-c", "from api.cli import main; main()"]
    command = [*program, "serve", "--quiet", *([] if meaning else ["--no-meaning"])]
    process = subprocess.Popen(
        [*command, "--store", store, "--port", str(port), "--threads", str(threads)],
        cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        start = time.perf_counter()
        while not ready(port):
            if process.poll() is not None or time.perf_counter() - start > 900:
                raise SystemExit("the service did not start")
            time.sleep(0.2)
        print(f"- ready after {time.perf_counter() - start:,.1f} s")
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        yield port, int(children.read_text().split()[0])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def ready(port: int) -> bool:
    try:
        return Client(port).call("GET", "/v1/ready")[0] == 200
    except OSError:
        return False


def wait_for_meaning(port: int) -> None:
    """Wait until all that is remembered has been read for its meaning."""
    client, start = Client(port), time.perf_counter()
    while True:
        asked = note("w", "The piano tuner says that it has forty good years left, and so do I.")
        answer = json.loads(client.call("POST", "/v1/check", {"messages": [asked]})[1])
        if not answer["verdicts"][0]["degraded"]:
            break
        time.sleep(1)
    print(f"- its meaning was read after {time.perf_counter() - start:,.0f} s")


def single_notes(seed: int) -> Iterator[str]:
    """Yield notes of which none repeats a sentence of another: each has to be encoded whole."""
    language = Language(random.Random(seed))
    while True:
        yield f"Dear Anna,\n\n{language.paragraph(5)}"


def resident(process: int) -> float:
    """Return a process's resident memory in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def one_client(port: int, copies: list[str], fresh: Iterator[str], times: int) -> None:
    client = Client(port)
    for name, texts in (("a new note", fresh), ("a copy", iter(copies))):
        taken, before = Taken(), stages(client)
        for number in range(times):
            client.timed(taken, "/v1/check", {"messages": [note(number, next(texts))]})
        print(f"- one client, {name}: {taken.said()}; stages a call: "
              f"{spent(before, stages(client), times)}")  # fmt: skip


def load(port: int, worker: int, clients: int, seconds: float, texts: list[str]) -> None:
    """Let clients call for some seconds."""
    every = [Taken() for _ in range(clients)]
    end = time.perf_counter() + seconds

    def run(who: int) -> None:
        client, rng = Client(port), random.Random(who)
        number = 0
        while time.perf_counter() < end:
            number += 1
            one = note(f"{who}-{number}-{os.getpid()}", rng.choice(texts))
            client.timed(every[who], "/v1/check", {"messages": [one]})
            if number % 10 == 0:
                client.timed(every[who], "/v1/messages", {"messages": [one]})

    running = [threading.Thread(target=run, args=(who,)) for who in range(clients)]
    for thread in running:
        thread.start()
    time.sleep(seconds / 10)
    early = resident(worker)
    for thread in running:
        thread.join()
    taken = Taken([s for t in every for s in t.seconds], [e for t in every for e in t.errors])
    print(f"- {clients} at once for {seconds:g} s: {taken.said()}, "
          f"{len(taken.seconds) / seconds:,.0f} calls/s")  # fmt: skip
    print(f"- resident: {early:,.0f} MB after a tenth, {resident(worker):,.0f} MB at the end")
    for error in sorted(set(taken.errors))[:5]:
        print(f"  - {error}")


def merges(port: int, shared: str, lines: Iterator[str], times: int) -> None:
    """Send merges of so many rows, each in one call, with names only and with a line a row."""
    for count in ROWS:
        rows = [
            {"name": FIRST[k % len(FIRST)], "mail": f"r{k}@y{k}.example", "line": next(lines)}
            for k in range(count)
        ]
        for name, template in (
            ("one text", f"Dear {{{{name}}}},\n\n{shared}"),
            ("with a personal line", f"Dear {{{{name}}}},\n\n{shared} {{{{line}}}}"),
        ):
            body = {"template": template, "rows": rows, "recipient_columns": {"address": "mail"}}
            calls = max(3, times // count)
            client, taken = Client(port), Taken()
            before = stages(client)
            for _ in range(calls):
                said = client.timed(taken, "/v1/check", body)
            taken.seconds.sort()
            median = taken.seconds[len(taken.seconds) // 2]
            print(f"- a merge of {count:,} rows, {name}, {calls} calls: median {median:,.3f} s, "
                  f"{count / median:,.0f} rows a second; {len(said) / 1e6:,.2f} MB answered, "
                  f"{len(taken.errors)} errors; stages a call: "
                  f"{spent(before, stages(client), calls)}")  # fmt: skip


def stages(client: Client) -> dict[str, float]:
    text = client.call("GET", "/metrics")[1].decode()
    found = re.findall(r'samenote_stage_seconds_sum\{stage="(\w+)"\} (\S+)', text)
    return {stage: float(seconds) for stage, seconds in found}


def spent(before: dict[str, float], after: dict[str, float], calls: int) -> str:
    """Say how long each stage of a call took, on average."""
    each = {stage: (s - before.get(stage, 0.0)) / calls for stage, s in after.items()}
    return ", ".join(f"{stage} {s * 1e3:,.1f} ms" for stage, s in each.items() if s > 1e-5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=100_000, help="remembered notes")
    parser.add_argument("--clients", type=int, action="append", help="at once; repeatable")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long each load lasts")
    parser.add_argument("--times", type=int, default=200, help="calls of the one client")
    parser.add_argument("--threads", type=int, default=8, help="threads of the service")
    parser.add_argument("--store", help="an address; else a SQLite file of its own")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--meaning", action="store_true",
        help="compare by meaning too: one client only, once all that is remembered is read",
    )  # fmt: skip
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samenote-bench-") as folder:
        store = given.store or str(Path(folder) / "store.db")
        start = time.perf_counter()
        copies = build(store, given.notes, given.seed)
        print(f"- {given.notes:,} notes recorded in {time.perf_counter() - start:,.0f} s")
        fresh = letters(random.Random(given.seed + 1), 10**9)
        with served(store, given.threads, given.meaning) as (port, worker):
            if given.meaning:
                wait_for_meaning(port)
                fresh = single_notes(given.seed + 3)
            one_client(port, copies * (given.times // len(copies) + 1), fresh, given.times)
            if given.meaning:
                return
            texts = copies[:200] + [next(fresh) for _ in range(200)]
            for clients in given.clients or CLIENTS:
                load(port, worker, clients, given.seconds, texts)
            merges(port, next(fresh), letters(random.Random(given.seed + 2), 10**6), given.times)


if __name__ == "__main__":
    main()
