"""How long a check takes, and what a remembered note costs.

    python benchmarks/check.py                      # 10,000 and 100,000 remembered notes
    python benchmarks/check.py --notes 1000000      # minutes to build, then the same

Invented notes of about 60 words (benchmarks/archive_text.py): some are single, the others rows of
merges of 20 to 500, a third of the merges with a personal line in every row. Asked are a new note,
a copy of a remembered one, a row of a remembered merge, and calls with a merge of 1,200 rows: names
only, and with a sentence of its own in each row. Times are of one process, verdict with evidence
and the reading of the note included, the texts of matched notes from memory; "bytes" are all arrays
of the memory divided by the notes. Beside it datasketch's MinHashLSH answers the bare question
which notes may be alike, on the same notes.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.archive_text import Language

if TYPE_CHECKING:
    from dedupe import Message

ROWS = 1200
FIRST = [
    "Anna",
    "Bruno",
    "Clara",
    "David",
    "Elif",
    "Felix",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kaja",
    "Lukas",
    "Marta",
    "Nils",
    "Olga",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was asked, and how long it took, in milliseconds."""

    notes: int
    asked: str
    p50: float
    p99: float
    p999: float


def letters(rng: random.Random, count: int) -> Iterator[str]:
    """Yield the texts of ``count`` notes: single ones, and merges."""
    language = Language(rng)
    made = 0
    while made < count:
        if rng.random() < 0.99:
            yield f"Dear {rng.choice(FIRST)},\n\n{language.paragraph(5)}"
            made += 1
            continue
        shared, personal = language.paragraph(4), rng.random() < 0.33
        for _ in range(min(rng.randint(20, 500), count - made)):
            line = f" {language.sentence()}" if personal else ""
            yield f"Dear {rng.choice(FIRST)},\n\n{shared}{line}"
            made += 1


def merged(seed: int, *, personal: bool) -> list[Message]:
    """Return the rows of one merge; ``personal``: with a sentence of its own in each."""
    from dedupe import Message, Recipient

    rng = random.Random(seed)
    language = Language(rng)
    shared = language.paragraph(5)
    return [
        Message(
            f"r{k}",
            f"Dear {rng.choice(FIRST)},\n\n{shared}" + f" {language.sentence()}" * personal,
            to=(Recipient(address=f"r{k}@x{k}.example"),),
        )
        for k in range(ROWS)
    ]


def timed(ask: Callable[[], object], times: int) -> tuple[float, float, float]:
    """Return the median, the 99th and the 99.9th percentile of some calls, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    taken.sort()
    p50, p99, p999 = (taken[min(times - 1, times * part // 1000)] * 1e3 for part in (500, 990, 999))
    return p50, p99, p999


def measure(count: int, times: int, seed: int) -> tuple[list[Row], str]:
    """Build a memory of so many notes and ask it."""
    from api.checking import judge_call, prepare_call
    from dedupe import Message, Policy, Recipient
    from index import Filing, Remembered, filed, size_of

    rng = random.Random(seed)
    to = [(Recipient(address=f"p{k}@firm{k % 997}.example"),) for k in range(max(1, count // 2))]
    history = [
        Message(str(k), text, to=to[rng.randrange(len(to))])
        for k, text in enumerate(letters(rng, count))
    ]
    start = time.perf_counter()
    known = filed(
        Remembered.nothing(), [Filing(k, message) for k, message in enumerate(history)], threads=2
    )
    built = time.perf_counter() - start

    def ask(notes: Sequence[Message]) -> object:
        return judge_call(
            known, prepare_call(notes), lambda places: {p: history[p] for p in places},
            separately=False, policy=Policy(),
        )  # fmt: skip

    fresh = letters(random.Random(seed + 1), 10 * times)
    me = (Recipient(address="me@here.example"),)
    copies = [message.text for message in rng.choices(history, k=times)]
    merges = [m.text for m in history if history and m.text.count(".") < 5][:times] or copies
    names, lines = merged(seed + 2, personal=False), merged(seed + 3, personal=True)
    for warming in (lines[:40], *([Message("q", text, to=me)] for text in copies[:20]), lines[:1]):
        ask(warming)
    found = [
        Row(count, "a new note", *timed(lambda: ask([Message("q", next(fresh), to=me)]), times)),
        Row(count, "a copy", *timed(lambda: ask([Message("q", copies.pop(), to=me)]), times)),
        Row(count, "a row of a merge", *timed(
            lambda: ask([Message("q", rng.choice(merges), to=me)]), times)),
        Row(count, "a merge of 100 rows, names only", *timed(lambda: ask(names[:100]), 20)),
        Row(count, f"a merge of {ROWS:,} rows, names only", *timed(lambda: ask(names), 3)),
        Row(count, f"a merge of {ROWS:,} rows with a line each", *timed(lambda: ask(lines), 3)),
    ]  # fmt: skip
    said = (
        f"{count:,} notes, {len(known.variants):,} variants: built in {built:,.0f} s "
        f"({count / built:,.0f} notes/s), {size_of(known) / count:,.0f} bytes a note"
    )
    return found, said


def datasketch_rows(count: int, times: int, seed: int) -> list[Row]:
    """Ask datasketch's LSH which notes may be alike: words in threes, 128 permutations, .5."""
    from datasketch import MinHash, MinHashLSH

    def sketch(text: str) -> MinHash:
        words = text.lower().split()
        made = MinHash(128)
        made.update_batch([" ".join(words[k : k + 3]).encode() for k in range(len(words) - 2)])
        return made

    rng = random.Random(seed)
    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    for number, text in enumerate(letters(rng, count)):
        lsh.insert(number, sketch(text))
    fresh = letters(random.Random(seed + 1), times)
    return [
        Row(count, "datasketch: a bare look-up",
            *timed(lambda: lsh.query(sketch(next(fresh))), times))
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, action="append", help="remembered notes; repeatable")
    parser.add_argument("--times", type=int, default=1000, help="how often each thing is asked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peer", action="store_true", help="leave datasketch out")
    given = parser.parse_args()
    names = ("samenote", "numpy", "numba", "datasketch")
    versions = ", ".join(f"{name} {_version(name)}" for name in names)
    print(f"{date.today()}, {platform.machine()}, Python {platform.python_version()}; {versions}\n")
    print("| remembered | asked | p50, ms | p99, ms | p99.9, ms |\n|---|---|--:|--:|--:|")
    notes = []
    for count in given.notes or [10_000, 100_000]:
        rows, said = measure(count, given.times, given.seed)
        notes.append(said)
        if not given.no_peer and count <= 100_000:
            rows += datasketch_rows(count, given.times, given.seed)
        for row in rows:
            print(
                f"| {row.notes:,} | {row.asked} | {row.p50:,.2f} | {row.p99:,.2f} "
                f"| {row.p999:,.2f} |",
                flush=True,
            )
    print("\n" + "\n".join(f"- {said}" for said in notes))


def _version(name: str) -> str:
    try:
        return version(name)
    except Exception:
        return "?"


if __name__ == "__main__":
    from api.compiled_cache import use_own_cache

    use_own_cache()
    main()
