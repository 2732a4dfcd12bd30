"""How fast an audit is and what it holds in memory, stage by stage.

    python benchmarks/audit.py --messages 84000          # makes the archive, then audits it
    python benchmarks/audit.py --archive Sent.mbox

Prints, for each stage, seconds, messages a second, megabytes of archive a second, and the peak of
resident memory of this process and its workers. The archive is made with a fixed seed
(benchmarks/archive.py). Speed is best read as a ratio: machines differ and are shared.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from api.archives import open_archives
from api.audit import AuditRequest, audit
from api.collection_pause import collection_paused

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: how long it took, and the peaks of resident memory at its end, in megabytes."""

    name: str
    seconds: float
    own_peak: float
    worker_peak: float


class Stopwatch:
    """Hears the audit's progress and notes when each stage began."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._name = "reading"
        self.stages: list[Stage] = []
        self.messages = 0

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None:
        self.messages = max(self.messages, messages)
        if stage != self._name:
            self.finish(stage)

    def finish(self, following: str = "") -> None:
        now = time.perf_counter()
        self.stages.append(Stage(self._name, now - self._began, *_peaks()))
        self._began, self._name = now, following


def _peaks() -> tuple[float, float]:
    """Return the peaks of this process and of its largest worker, in megabytes."""
    own, workers = (
        resource.getrusage(who).ru_maxrss / 1000
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own, workers


def make_archive(messages: int, path: Path) -> None:
    """Write an archive of so many messages, the same for the same number."""
    script = Path(__file__).with_name("archive.py")
    command = [sys.executable, str(script), "--messages", str(messages), "--out", str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measure(path: Path, sender: str, workers: int) -> tuple[Stopwatch, float]:
    """Audit the archive; return the stages and its size in megabytes."""
    watch = Stopwatch()
    request = AuditRequest((str(path),), senders=(sender,) if sender else (), workers=workers)
    with open_archives([str(path)]) as opened, collection_paused():  # as the command does
        audit(request, opened.archives, opened.skipped, watch)
    watch.finish()
    return watch, path.stat().st_size / MEGABYTE


def table(watch: Stopwatch, size: float) -> str:
    """Return the stages as a Markdown table."""
    lines = [
        "| stage | seconds | messages/s | MB/s | peak, MB | peak of a worker, MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    whole = sum(stage.seconds for stage in watch.stages)
    last = watch.stages[-1]
    for stage in (*watch.stages, Stage("whole audit", whole, last.own_peak, last.worker_peak)):
        rate, speed = watch.messages / stage.seconds, size / stage.seconds
        lines.append(
            f"| {stage.name} | {stage.seconds:.2f} | {rate:,.0f} | {speed:,.1f} "
            f"| {stage.own_peak:,.0f} | {stage.worker_peak:,.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--archive", type=Path, help="audit this instead of a made archive")
    parser.add_argument("--sender", default="", help="the owner, where it is not recognised")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, sender = given.archive, given.sender
        if path is None:
            path, sender = Path(folder) / "made.mbox", "halden-werk.example"
            make_archive(given.messages, path)
        warm_up(path, sender)
        watch, size = measure(path, sender, given.workers)
    print(f"{watch.messages:,} messages, {size:,.0f} MB, {given.workers} workers\n")
    print(table(watch, size))


def warm_up(path: Path, sender: str) -> None:
    """Compile what is not compiled yet, on the example archive, so that no stage pays for it."""
    example = Path(__file__).resolve().parents[1] / "examples" / "sent.mbox"
    if example.exists() and path != example:
        measure(example, "", 1)


if __name__ == "__main__":
    main()
