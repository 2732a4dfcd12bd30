"""How fast an audit is and what it holds in memory, stage by stage.

    python benchmarks/audit.py --messages 84000          # makes the archive, then audits it
    python benchmarks/audit.py --archive Sent.mbox

Prints, for each stage, seconds by the clock and of CPU in all processes, messages a second,
megabytes of archive a second, and the peak of resident memory of this process and its workers. The
archive is made with a fixed seed (benchmarks/archive.py). Speed is best read as a ratio: machines
differ and are shared.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from api.archives import open_archives
from api.audit import AuditRequest, audit
from api.processes import ARCHIVE_READERS, POOL_BYTES, load_ahead
from benchmarks.descendants import cpu_seconds, peak_megabytes
from index import collector_paused

MEGABYTE = 1_000_000

#: The owner of an archive that is made.
SENDER = "halden-werk.example"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: how long it took, by the clock and of CPU in all processes, in seconds.

    The peaks are of resident memory at its end, in megabytes.
    """

    name: str
    seconds: float
    cpu: float
    own_peak: float
    worker_peak: float


class Stopwatch:
    """Hears the audit's progress and notes when each stage began."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), _cpu()
        self._name = "reading"
        self._worker_peak = 0.0
        self.stages: list[Stage] = []
        self.messages = 0

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None:
        self.messages = max(self.messages, messages)
        self._worker_peak = max(self._worker_peak, peak_megabytes())
        if stage != self._name:
            self.finish(stage)

    def finish(self, following: str = "") -> None:
        now, cpu = time.perf_counter(), _cpu()
        began, spent = self._began
        own_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        self.stages.append(Stage(self._name, now - began, cpu - spent, own_peak, self._worker_peak))
        self._began, self._name = (now, cpu), following


def _cpu() -> float:
    return time.process_time() + cpu_seconds()


def make_archive(messages: int, path: Path) -> None:
    """Write an archive of so many messages, the same for the same number."""
    script = Path(__file__).with_name("archive.py")
    command = [sys.executable, str(script), "--messages", str(messages), "--out", str(path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measure(path: Path, sender: str, workers: int) -> tuple[Stopwatch, float]:
    """Audit the archive; return the stages and its size in megabytes."""
    if workers > 1 and path.stat().st_size >= POOL_BYTES:  # as the command does
        load_ahead(ARCHIVE_READERS)
    watch = Stopwatch()
    request = AuditRequest((str(path),), senders=(sender,) if sender else (), workers=workers)
    with open_archives([str(path)]) as opened, collector_paused():  # as the command does
        audit(request, opened.archives, opened.skipped, watch)
    watch.finish()
    return watch, path.stat().st_size / MEGABYTE


def table(watch: Stopwatch, size: float) -> str:
    """Return the stages as a Markdown table."""
    lines = [
        "| stage | seconds | CPU s | messages/s | MB/s | peak, MB | peak of a worker, MB |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    whole = sum(stage.seconds for stage in watch.stages)
    cpu = sum(stage.cpu for stage in watch.stages)
    last = watch.stages[-1]
    for stage in (*watch.stages, Stage("whole audit", whole, cpu, last.own_peak, last.worker_peak)):
        rate, speed = watch.messages / stage.seconds, size / stage.seconds
        lines.append(
            f"| {stage.name} | {stage.seconds:.2f} | {stage.cpu:.2f} | {rate:,.0f} | {speed:,.1f} "
            f"| {stage.own_peak:,.0f} | {stage.worker_peak:,.0f} |"
        )
    return "\n".join(lines)


def archive_options(about: str) -> argparse.ArgumentParser:
    """Return a parser of the options that name an archive, made or given."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--archive", type=Path, help="audit this instead of a made archive")
    parser.add_argument("--sender", default="", help="the owner, where it is not recognised")
    return parser


@contextmanager
def archive_of(given: argparse.Namespace) -> Iterator[tuple[Path, str]]:
    """Give the archive that the options name, and its owner; a made one is there meanwhile."""
    if given.archive is not None:
        yield given.archive, given.sender
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.mbox"
        make_archive(given.messages, path)
        yield path, SENDER


def main() -> None:
    parser = archive_options(__doc__)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    with archive_of(given) as (path, sender):
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
