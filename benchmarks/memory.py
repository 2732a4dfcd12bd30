"""What a store's memory costs to fill, to make anew, to open, and to hold.

    python benchmarks/memory.py                      # 100,000 notes
    python benchmarks/memory.py --notes 1000000      # half an hour

Notes as in benchmarks/check.py are recorded in a new SQLite store, 2,000 to a transaction, each
synced to disk, as `samenote learn` does. Then the memory is made from the ledger (what a process
without a snapshot does first), saved, and opened by a process of its own, which checks a note. The
snapshot is mapped: what is resident after opening are the pages that were looked at, since every
array's checksum is compared, the whole of it. Meaning is not asked for.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

from benchmarks.check import letters  # noqa: E402

BATCH = 2_000


def learn(url: str, count: int, seed: int) -> dict[str, float]:
    """Record so many notes; return notes a second of the clock and of the processor."""
    from dedupe import Message, Recipient
    from index import Ledger

    rng = random.Random(seed)
    texts = letters(rng, count)
    clock = processor = 0.0
    with Ledger.open(url) as ledger:
        tenant = ledger.tenant()
        for first in range(0, count, BATCH):
            batch = []
            for number in range(first, min(first + BATCH, count)):
                person = rng.randrange(max(1, count // 2))
                to = Recipient(address=f"p{person}@firm{person % 997}.example")
                batch.append(Message(str(number), next(texts), to=(to,)))
            began, used = time.perf_counter(), time.process_time()
            with ledger.writing(tenant) as writer:
                writer.record(batch)
            clock += time.perf_counter() - began
            processor += time.process_time() - used
    return {"learnt a second": count / clock, "learnt a CPU second": count / processor}


def rebuild(url: str, folder: str) -> dict[str, float]:
    """Make the memory from the ledger and save it."""
    from index import Ledger, Snapshots, Store, size_of

    with Ledger.open(url) as ledger:
        snapshots = Snapshots(folder)
        store = Store(ledger, snapshots=snapshots)
        began, used = time.perf_counter(), time.process_time()
        known = store.rebuild()
        clock, processor = time.perf_counter() - began, time.process_time() - used
        began = time.perf_counter()
        store.save()
        return {
            "notes": len(known.messages), "variants": len(known.variants), "rebuilt, s": clock,
            "rebuilt, CPU s": processor, "peak, MB": _peak(), "saved, s":
            time.perf_counter() - began, "bytes a note": size_of(known) / len(known.messages),
            "snapshot, MB": snapshots.path(store.tenant).stat().st_size / 1e6,
        }  # fmt: skip


def opened(url: str, folder: str) -> dict[str, float]:
    """Open the snapshot and check a note; return seconds, and MB before and after."""
    from api.store_checking import check_in_store
    from dedupe import Message, Policy, Recipient
    from index import Ledger, Snapshots, Store

    note = Message("q", next(letters(random.Random(9), 1)), to=(Recipient(address="me@x.example"),))
    # What is imported and compiled is no part of opening.
    with Ledger.open(f"sqlite:///{folder}-empty.db") as empty:
        check_in_store(Store(empty), [note], policy=Policy())
    before = _resident()
    with Ledger.open(url) as ledger:
        store = Store(ledger, snapshots=Snapshots(folder))
        began, used = time.perf_counter(), time.process_time()
        store.remembered()
        clock, processor = time.perf_counter() - began, time.process_time() - used
        if store.rebuilt:
            raise SystemExit(store.rebuilt)
        began = time.perf_counter()
        check_in_store(store, [note], policy=Policy())
        return {
            "opened, s": clock, "opened, CPU s": processor,
            "first check, ms": (time.perf_counter() - began) * 1e3, "resident before, MB": before,
            "resident, MB": _resident(), "of it not of the file, MB": _resident("RssAnon"),
        }  # fmt: skip


def _resident(what: str = "VmRSS") -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{what}:")[2].split()[0]) / 1024


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where the store is made; a temporary folder if not given")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        url, folder = given.step[1], str(Path(given.folder) / "memory")
        steps: dict[str, Any] = {
            "learn": lambda: learn(url, given.notes, given.seed),
            "rebuild": lambda: rebuild(url, folder),
            "open": lambda: opened(url, folder),
        }
        print(json.dumps(steps[given.step[0]]()))
        return
    with tempfile.TemporaryDirectory(prefix="samenote-memory-", dir=given.folder) as folder:
        url = f"sqlite:///{folder}/store.db"
        for step in ("learn", "rebuild", "open", "open"):
            done = subprocess.run(
                [sys.executable, __file__, "--step", step, url, "--notes", str(given.notes),
                 "--seed", str(given.seed), "--folder", folder],
                stdout=subprocess.PIPE, text=True, check=True,
            )  # fmt: skip
            for name, value in json.loads(done.stdout.splitlines()[-1]).items():
                print(f"- {name}: {value:,.2f}" if value < 100 else f"- {name}: {value:,.0f}")
        size = sum(file.stat().st_size for file in Path(folder).glob("store.db*"))
        print(f"- ledger on disk, bytes a note: {size / given.notes:,.0f}", flush=True)


if __name__ == "__main__":
    from api.compiled_cache import use_own_cache

    use_own_cache()
    main()
