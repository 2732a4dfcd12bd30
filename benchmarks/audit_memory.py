"""How much memory an audit takes: in all, and of it what the system cannot take back (Linux).

    python benchmarks/audit_memory.py --archive Sent.mbox --sender shop.example

Prints, for the end of each stage, the highest resident memory of the main process so far and the
highest part of it that is anonymous. The rest is mapped from files, temporary ones without a name
among them, whose pages the audit lets go while there are many (index/few_pages.py). Run it on
archives of two sizes (benchmarks/archive.py): the difference, by message, is what a message takes.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from api.archives import open_archives  # noqa: E402
from api.audit import AuditRequest, audit  # noqa: E402
from api.compiled_cache import use_own_cache  # noqa: E402
from index import collector_paused  # noqa: E402

#: Seconds between two looks.
EVERY = 0.01


class Peaks:
    """Looks at this process now and then, and tells what it saw at the end of each stage."""

    def __init__(self) -> None:
        self._stage = "reading"
        self.resident = self.anonymous = self.messages = 0
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch)
        self._watching.start()

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None:
        self.messages = max(self.messages, messages)
        if stage != self._stage:
            self._tell()
            self._stage = stage

    def end(self) -> None:
        self._over.set()
        self._watching.join()
        self._tell()

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            told = dict(
                line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines()
            )
            self.resident = max(self.resident, int(told["VmHWM"].split()[0]) // 1000)
            self.anonymous = max(self.anonymous, int(told["RssAnon"].split()[0]) // 1000)

    def _tell(self) -> None:
        cpu = time.process_time()
        print(f"| {self._stage} | {cpu:.1f} | {self.resident:,} | {self.anonymous:,} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--sender", default="", help="the owner, where it is not recognised")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    use_own_cache()
    senders = (given.sender,) if given.sender else ()
    request = AuditRequest((str(given.archive),), senders=senders, workers=given.workers)
    print("| stage | CPU s of the main process | peak, MB | of it anonymous, MB |")
    print("|---|--:|--:|--:|")
    peaks = Peaks()
    try:
        with open_archives([str(given.archive)]) as opened, collector_paused():
            audit(request, opened.archives, opened.skipped, peaks)
    finally:
        peaks.end()
    print(f"\n{peaks.messages:,} messages")


if __name__ == "__main__":
    main()
