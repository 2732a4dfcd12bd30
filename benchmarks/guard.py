"""The ratios that must not fall: samenote beside a peer, in CPU seconds of one process.

    scripts/bench --quick        # under two minutes; exit code 1 where a ratio fell

Each pair of tasks runs in turn, several times; the least CPU time of each counts, since what
disturbs a run only adds to it. CPU time leaves out what the machine does for others, and a ratio
what the machine is; so the floors (benchmarks/floors.toml) hold on any machine. They are two
thirds of what was measured when they were set.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(__file__).with_name("floors.toml")

if TYPE_CHECKING:
    from dedupe import Message

Task = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Pair:
    """A task of samenote's and one of a peer's that it is measured by."""

    name: str
    ours: Task
    peers: Task
    rounds: int = 5


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the peer's CPU time is samenote's, and what it must not fall under."""

    name: str
    ratio: float
    floor: float
    ours: float

    @property
    def fell(self) -> bool:
        return self.ratio < self.floor


def cpu(task: Task) -> float:
    """Return the seconds of CPU that a task took, in all threads of this process."""
    began = time.process_time()
    task()
    return time.process_time() - began


def measured(pair: Pair, floor: float) -> Ratio:
    """Run both tasks of a pair in turn and return the ratio of their least times."""
    pair.ours()
    pair.peers()
    ours, peers = [], []
    for _ in range(pair.rounds):
        ours.append(cpu(pair.ours))
        peers.append(cpu(pair.peers))
    return Ratio(pair.name, min(peers) / min(ours), floor, min(ours))


def families() -> Iterator[Pair]:
    """Texts in memory against datasketch's MinHash and LSH, at the same shingles."""
    from benchmarks.families import make_texts
    from benchmarks.families_tools import datasketch, samenote, samenote_sketches

    texts, _ = make_texts(800, 45, seed=1)
    short, _ = make_texts(4000, 4, seed=2)
    yield Pair("sketches and look-up, mails", lambda: samenote_sketches(texts),
               lambda: datasketch(texts), 3)  # fmt: skip
    yield Pair("sketches and look-up, notes of 4 sentences", lambda: samenote_sketches(short),
               lambda: datasketch(short), 3)  # fmt: skip
    yield Pair("relations, notes of 4 sentences", lambda: samenote(short),
               lambda: datasketch(short), 3)  # fmt: skip


def reading(folder: Path) -> Iterator[Pair]:
    """An archive into words, own words and masks found, against the standard library's parser."""
    import email
    import email.policy

    from api.archives import open_archives
    from api.preparation import prepare
    from benchmarks.audit import make_archive

    path = folder / "made.mbox"
    make_archive(400, path)
    mails = path.read_bytes().split(b"\nFrom ")

    def ours() -> None:
        with open_archives([str(path)]) as opened:
            for archive in opened.archives:
                for chunk in archive.chunks():
                    prepare(archive, chunk, False)

    def peers() -> None:
        for mail in mails:
            message = email.message_from_bytes(
                mail.partition(b"\n")[2], policy=email.policy.default
            )
            body = message.get_body(("plain", "html"))
            _ = body.get_content() if body else ""
            _ = [str(message[name]) for name in ("From", "To", "Subject", "Date", "Message-ID")]

    yield Pair("reading mail: own words, masks", ours, peers, 3)


def checking() -> Iterator[Pair]:
    """A check with verdict and evidence against datasketch's bare look-up, 5,000 notes known."""
    from benchmarks.check import letters

    draw = random.Random(1)
    history = list(letters(draw, 5_000))
    fresh = list(letters(random.Random(2), 60))
    copies = draw.sample(history, 60)
    check, look_up = _checker(history), _look_up(history)
    for name, notes in (("a new note", fresh), ("a copy", copies)):
        yield Pair(f"check: {name}", lambda n=notes: check(n), lambda n=notes: look_up(n))  # type: ignore[misc]


def _checker(history: Sequence[str]) -> Callable[[Sequence[str]], None]:
    from api.checking import judge_call, prepare_call
    from dedupe import Message, Policy, Recipient
    from index import Filing, Remembered, filed

    def message(number: int, text: str) -> Message:
        return Message(f"{number}", text, to=(Recipient(address=f"p{number}@x{number}.example"),))

    sent = [message(number, text) for number, text in enumerate(history)]
    known = filed(Remembered.nothing(), [Filing(k, m) for k, m in enumerate(sent)], threads=1)

    def check(notes: Sequence[str]) -> None:
        for text in notes:
            judge_call(
                known, prepare_call([message(-1, text)]), lambda at: {k: sent[k] for k in at},
                separately=False, policy=Policy(),
            )  # fmt: skip

    return check


def _look_up(history: Sequence[str]) -> Callable[[Sequence[str]], None]:
    from datasketch import MinHash, MinHashLSH

    from benchmarks.families_tools import pairs_of_words

    def sketch(text: str) -> MinHash:
        made = MinHash(128)
        made.update_batch([shingle.encode() for shingle in pairs_of_words(text)])
        return made

    index = MinHashLSH(threshold=0.5, num_perm=128)
    for number, text in enumerate(history):
        index.insert(number, sketch(text))

    def look_up(notes: Sequence[str]) -> None:
        for text in notes:
            index.query(sketch(text))

    return look_up


def starting() -> Iterator[Pair]:
    """The help of the command against the import of numpy, each in a process of its own."""

    def run(code: str, *arguments: str) -> None:
        command = [sys.executable, "-c", code, *arguments]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    main = "from api.cli import main; main()"
    yield Pair("samenote --help, against import numpy", lambda: run(main, "--help"),
               lambda: run("import numpy"), 7)  # fmt: skip


@contextmanager
def every_pair() -> Iterator[Iterator[Pair]]:
    """Give all pairs, one after the other: what one holds in memory is gone before the next."""
    with TemporaryDirectory() as folder:

        def pairs() -> Iterator[Pair]:
            yield from families()
            yield from reading(Path(folder))
            yield from checking()

        yield pairs()


def started() -> Ratio:
    """Measure the start, whose CPU time is that of other processes."""
    import resource

    (pair,) = starting()

    def spent(task: Task) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        task()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    both = [(spent(pair.ours), spent(pair.peers)) for _ in range(pair.rounds)]
    ours, peers = (min(times) for times in zip(*both, strict=True))
    return Ratio(pair.name, peers / ours, floors().get(pair.name, 0.0), ours)


def floors() -> dict[str, float]:
    """Return what each ratio must not fall under, by its name."""
    return {name: float(floor) for name, floor in tomllib.loads(FLOORS.read_text()).items()}


def main() -> int:
    """Print every ratio beside its floor; return 1 where one fell."""
    least = floors()
    found = []
    print("| what | peer's CPU / ours | floor | ours, CPU s | |\n|---|--:|--:|--:|---|", flush=True)
    with every_pair() as pairs:
        for pair in pairs:
            found.append(measured(pair, least.get(pair.name, 0.0)))
            print(_row(found[-1]), flush=True)
    found.append(started())
    print(_row(found[-1]))
    unset = [ratio.name for ratio in found if not ratio.floor]
    if unset:
        print(f"\nNo floor is set for: {', '.join(unset)}. Add them to {FLOORS.name}.")
    return int(bool(unset) or any(ratio.fell for ratio in found))


def _row(ratio: Ratio) -> str:
    said = "FELL" if ratio.fell else "holds"
    return f"| {ratio.name} | {ratio.ratio:.2f} | {ratio.floor:.2f} | {ratio.ours:.2f} | {said} |"
