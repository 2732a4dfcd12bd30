"""How a memory grows: time and room a note, from a thousand notes up, until the time is spent.

    python benchmarks/growth.py                    # ten minutes: to 300,000 notes or so
    python benchmarks/growth.py --seconds 2400     # to 1,000,000
    python benchmarks/growth.py --seconds 9600     # to 10,000,000, in 20 GB or so

One memory takes in simulated mail in batches, as a service's store does: single notes, and merges
of 20 to 500 rows (benchmarks/check.py). All variants are judged together now and then in a process
of their own, and the judged state takes the place of the one in use. At each step of the curve it
says how fast the notes since the last step were filed, and how fast with the judging beside
counted too; how long the slowest batch took, filing or exchanging states, which is what somebody
who asks may wait for; how long the last judging took, and what memory its process had at its peak;
how many bytes the memory takes a note, and how long a new note and a copy take to check. All times
are of the processor, all threads together, which other work disturbs little. Time and
room a note should stay flat or fall; the last lines say which of them rose most. A step is begun
only if it can end in time at the rate so far; what was not reached is said.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import threading
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.check import letters  # noqa: E402
from benchmarks.descendants import peak_of  # noqa: E402

if TYPE_CHECKING:
    from dedupe import Message
    from index import Remembered

#: Seconds between two looks at the process that judges.
EVERY = 0.05
#: Notes filed at a time.
BATCH = 2_000
STEPS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
TIMES = 100


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the curve; CPU milliseconds of a check: medians, 99th percentiles.

    ``filed`` is notes a CPU second without what is done beside, ``learnt`` with it; ``slowest`` the
    CPU seconds of the slowest batch; all three since the last point. ``judging`` are the
    variants of the last judging of all, its CPU seconds, and the most MB that any took so far.
    """

    notes: int
    variants: int
    filed: float
    learnt: float
    slowest: float
    judging: tuple[int, float, float]
    bytes_a_note: float
    new: tuple[float, float]
    copy: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Batch:
    """CPU seconds of a batch: to file it, and what was judged beside and exchanged after it."""

    filing: float
    beside: float
    exchange: float


class PeakOf:
    """The highest resident memory of a process, in megabytes, watched until it ends."""

    def __init__(self) -> None:
        self.megabytes = 0.0

    def watch(self, process: BaseProcess) -> None:
        """Look at a process from now on, in a thread of its own."""
        threading.Thread(target=self._look, args=(process.pid,), daemon=True).start()

    def _look(self, process: int) -> None:
        while seen := peak_of(process):
            self.megabytes = seen
            time.sleep(EVERY)


class Kept:
    """The messages that were filed, in a temporary file, as a service's stand in its ledger."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it ends with this object
        self._starts = array("Q", [0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, position: int) -> Message:
        from dedupe import Message, Recipient

        start, stop = self._starts[position], self._starts[position + 1]
        self._file.seek(start)
        address, _, text = self._file.read(stop - start).decode().partition("\0")
        return Message(str(position), text, to=(Recipient(address=address),))

    def extend(self, messages: Sequence[Message]) -> None:
        """Keep further messages, each with one recipient."""
        self._file.seek(self._starts[-1])
        for message in messages:
            kept = f"{message.to[0].address}\0{message.text}".encode()
            self._file.write(kept)
            self._starts.append(self._starts[-1] + len(kept))


class Growing:
    """A memory that takes in notes, and the texts that its answers need."""

    def __init__(self, seed: int) -> None:
        from index import Remembered

        self._random = random.Random(seed)
        self._mail = self._messages()
        self._fresh = letters(random.Random(seed + 1), 1 << 60)
        self.history = Kept()
        self.known: Remembered = Remembered.nothing()
        self.judging = (0, 0.0, 0.0)

    def _messages(self) -> Iterator[Message]:
        from dedupe import Message, Recipient

        for number, text in enumerate(letters(self._random, 1 << 60)):
            # Everybody gets two notes or so, among more and more people.
            person = self._random.randrange(max(1, number // 2 + 1))
            to = Recipient(address=f"p{person}@firm{person % 997}.example")
            yield Message(str(number), text, to=(to,))

    def grow(self, notes: int) -> list[Batch]:
        """File notes until there are so many; return what each batch took."""
        from index import Filing, filed

        spent: list[Batch] = []
        while len(self.history) < notes:
            first = len(self.history)
            batch = [next(self._mail) for _ in range(min(BATCH, notes - first))]
            self.history.extend(batch)
            began = time.process_time()
            filings = [Filing(first + k, message) for k, message in enumerate(batch)]
            before = self.known
            self.known = filed(before, filings, threads=2, beside=True)
            filing = time.process_time() - began
            spent.append(Batch(filing, *self._judge_if_due(before)))
        return spent

    def _judge_if_due(self, before: Remembered) -> tuple[float, float]:
        """Judge the state before the last batch, if it is time, and carry it on.

        Return the CPU seconds of that beside the memory in use, and of the exchange.
        """
        from index.carrying_on import carried_on
        from index.filing import is_due
        from index.judging_process import judged_in_a_process

        if not is_due(before):
            return 0.0, 0.0
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.process_time()
        peak = PeakOf()
        judged = judged_in_a_process(before, None, threads=2, begun=peak.watch)
        judged = carried_on(judged, self.known, threads=2)
        beside = time.process_time() - began
        began = time.process_time()
        self.known = carried_on(judged, self.known, threads=2)
        exchange = time.process_time() - began
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        child = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
        self.judging = len(before.variants), child, peak.megabytes
        return beside + child, exchange

    def point(self, since: int, spent: Sequence[Batch]) -> Point:
        """Return the point of the curve that the memory has come to."""
        from index import size_of

        notes = len(self.history)
        copies = [self.history[self._random.randrange(notes)].text for _ in range(TIMES)]
        filing = sum(batch.filing + batch.exchange for batch in spent)
        beside = sum(batch.beside for batch in spent)
        return Point(
            notes, len(self.known.variants), (notes - since) / filing,
            (notes - since) / (filing + beside),
            max(max(batch.filing, batch.exchange) for batch in spent), self.judging,
            size_of(self.known) / notes,
            timed(lambda: self._ask(next(self._fresh)), TIMES),
            timed(lambda: self._ask(copies.pop()), TIMES),
        )  # fmt: skip

    def _ask(self, text: str) -> object:
        from api.checking import judge_call, prepare_call
        from dedupe import Message, Policy, Recipient

        note = Message("q", text, to=(Recipient(address="me@here.example"),))
        return judge_call(
            self.known, prepare_call([note]), lambda places: {p: self.history[p] for p in places},
            separately=False, policy=Policy(),
        )  # fmt: skip


def timed(ask: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median and the 99th percentile of some calls, in milliseconds of CPU."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        ask()
        taken.append(time.process_time() - began)
    taken.sort()
    return taken[len(taken) // 2] * 1e3, taken[len(taken) * 99 // 100] * 1e3


def curve(seconds: float, seed: int) -> tuple[list[Point], int]:
    """Return the points reached in so many seconds, and the first step that was not reached."""
    began = time.perf_counter()
    memory = Growing(seed)
    points: list[Point] = []
    print(_HEAD, flush=True)
    for step in STEPS:
        since = len(memory.history)
        each = (time.perf_counter() - began) / since if since else 0.0
        if time.perf_counter() - began + each * (step - since) > seconds:
            return points, step
        spent = memory.grow(step)
        points.append(memory.point(since, spent))
        print(_row(points[-1]), flush=True)
    return points, 0


_HEAD = (
    "| notes | variants | filed, notes a CPU second | with judging beside | slowest batch, CPU s "
    "| last judging: variants, CPU s, MB | bytes a note "
    "| new note: p50, p99, ms | copy: p50, p99, ms |\n"
    "|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def _row(point: Point) -> str:
    variants, seconds, megabytes = point.judging
    return (
        f"| {point.notes:,} | {point.variants:,} | {point.filed:,.0f} | {point.learnt:,.0f} "
        f"| {point.slowest:.2f} | {variants:,}, {seconds:.1f}, {megabytes:,.0f} "
        f"| {point.bytes_a_note:,.0f} "
        f"| {point.new[0]:.2f}, {point.new[1]:.2f} | {point.copy[0]:.2f}, {point.copy[1]:.2f} |"
    )


def rises(points: Sequence[Point]) -> list[str]:
    """Say by what factor each thing grew from the step of 10,000 to the last, the worst first."""
    base = next((point for point in points if point.notes >= 10_000), points[0])
    last = points[-1]
    factors = {
        "seconds to file a note": base.filed / last.filed,
        "the same with judging beside": base.learnt / last.learnt,
        "the slowest batch": last.slowest / base.slowest,
        "bytes a note": last.bytes_a_note / base.bytes_a_note,
        "p50 of a new note": last.new[0] / base.new[0],
        "p99 of a new note": last.new[1] / base.new[1],
        "p50 of a copy": last.copy[0] / base.copy[0],
        "p99 of a copy": last.copy[1] / base.copy[1],
    }
    ordered = sorted(factors.items(), key=lambda pair: -pair[1])
    return [f"{name}: {factor:.2f} times" for name, factor in ordered]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    points, missed = curve(given.seconds, given.seed)
    if missed:
        print(f"\n{missed:,} notes were not reached in {given.seconds:,.0f} s.")
    if len(points) > 1:
        print(f"\nFrom {max(points[0].notes, 10_000):,} to {points[-1].notes:,} notes:")
        print("\n".join(f"- {line}" for line in rises(points)))


if __name__ == "__main__":
    from api.compiled_cache import use_own_cache

    use_own_cache()
    main()
