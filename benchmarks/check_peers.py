"""What a user would pick instead of a check: look-ups in the same remembered notes, side by side.

    python benchmarks/check_peers.py                                     # 100,000 notes
    python benchmarks/check_peers.py --postgres postgresql://me@/db?host=/run/postgresql

The notes are those of benchmarks/check.py. Asked are new notes and rows of remembered merges under
another name; each tool answers as its documentation would have it: datasketch's MinHashLSH with a
threshold of .5; SQLite's FTS5 for any word of the note, the best 20 by bm25; PostgreSQL's pg_trgm
with a GIN index and its operator for likeness, .5 and the best 20; FAISS with vectors of hashed
words (no model; a model takes 30 ms a note more), the 20 nearest in 1,024 lists of which 16 are
looked at. They name notes that may be alike; samenote's answer is the verdict with its evidence.
"Found" are rows whose merge is among what was named. Each tool has a process of its own; bytes are
what that grew by once the tool had been used on few notes, for samenote its arrays (the texts stand
in the store), for the databases what they take on disk, texts included.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)

from benchmarks.check import FIRST, letters  # noqa: E402

#: What a tool names at most, where it takes a number.
NAMED = 20
THRESHOLD = 0.5

#: Gives the numbers of notes that a tool names.
Ask = Callable[[str], Collection[int]]

#: Takes the notes; returns how to ask, and the bytes (0: what the process grew by).
Tool = Callable[[Sequence[str], str], tuple[Ask, int]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One tool: notes a second taken in, bytes a note, milliseconds a look-up, rows found."""

    built: float
    bytes_a_note: float
    new: tuple[float, float]
    row: tuple[float, float]
    found: float


def samenote(notes: Sequence[str], place: str) -> tuple[Ask, int]:
    from api.checking import judge_call, prepare_call
    from dedupe import Message, Policy, Recipient
    from index import Filing, Remembered, filed, size_of

    history = [
        Message(str(k), text, to=(Recipient(address=f"p{k}@firm{k % 997}.example"),))
        for k, text in enumerate(notes)
    ]
    known = filed(
        Remembered.nothing(), [Filing(k, message) for k, message in enumerate(history)], threads=2
    )
    me = (Recipient(address="me@here.example"),)

    def ask(text: str) -> set[int]:
        (verdict,) = judge_call(
            known, prepare_call([Message("q", text, to=me)]), lambda p: {k: history[k] for k in p},
            separately=False, policy=Policy(),
        )  # fmt: skip
        return {match.number for match in verdict.matches}

    return ask, size_of(known)


def datasketch(notes: Sequence[str], place: str) -> tuple[Ask, int]:
    from datasketch import MinHash, MinHashLSH

    def sketch(text: str) -> Any:
        words = _words(text)
        made = MinHash(128)
        made.update_batch([" ".join(words[k : k + 3]).encode() for k in range(len(words) - 2)])
        return made

    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=128)
    for number, text in enumerate(notes):
        lsh.insert(number, sketch(text))
    return lambda text: lsh.query(sketch(text)), 0


def fts5(notes: Sequence[str], place: str) -> tuple[Ask, int]:
    connection = sqlite3.connect(Path(place) / "notes.sqlite")
    connection.execute("CREATE VIRTUAL TABLE notes USING fts5(text)")
    connection.executemany("INSERT INTO notes VALUES (?)", ((text,) for text in notes))
    connection.commit()

    def ask(text: str) -> set[int]:
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(_words(text)))
        found = connection.execute(
            f"SELECT rowid FROM notes WHERE notes MATCH ? ORDER BY rank LIMIT {NAMED}", (wanted,)
        )
        return {row[0] - 1 for row in found}

    return ask, (Path(place) / "notes.sqlite").stat().st_size


def pg_trgm(notes: Sequence[str], place: str) -> tuple[Ask, int]:
    import psycopg

    connection = psycopg.connect(place, autocommit=True)
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    connection.execute("CREATE TEMPORARY TABLE notes (number integer, text text)")
    with connection.cursor().copy("COPY notes FROM STDIN") as copy:
        for row in enumerate(notes):
            copy.write_row(row)
    connection.execute("CREATE INDEX ON notes USING gin (text gin_trgm_ops)")
    connection.execute("ANALYZE notes")
    connection.execute(f"SET pg_trgm.similarity_threshold = {THRESHOLD}".encode())
    (size,) = connection.execute("SELECT pg_total_relation_size('notes')").fetchone() or (0,)

    def ask(text: str) -> set[int]:
        found = connection.execute(
            "SELECT number FROM notes WHERE text % %s ORDER BY similarity(text, %s) DESC LIMIT 20"
            .replace("text %", "text %%"),
            (text, text),
        )  # fmt: skip
        return {row[0] for row in found.fetchall()}

    return ask, int(size)


def faiss(notes: Sequence[str], place: str) -> tuple[Ask, int]:
    import faiss as library

    @cache
    def direction(word: str) -> Any:
        return np.random.default_rng(list(word.encode())).standard_normal(384, np.float32)

    def vectors(texts: Sequence[str]) -> Any:
        made = np.stack([sum(direction(word) for word in _words(text)) for text in texts])
        library.normalize_L2(made)
        return made

    index: Any = library.index_factory(384, "IVF1024,SQ8", library.METRIC_INNER_PRODUCT)
    index.train(vectors(random.Random(1).sample(list(notes), min(len(notes), 40_000))))
    for first in range(0, len(notes), 10_000):
        index.add(vectors(notes[first : first + 10_000]))
    index.nprobe = 16
    return lambda text: set(index.search(vectors([text]), NAMED)[1][0].tolist()), 0


TOOLS: dict[str, Tool] = {
    "samenote": samenote,
    "datasketch": datasketch,
    "faiss": faiss,
    "fts5": fts5,
    "pg_trgm": pg_trgm,
}
IN_MEMORY = ("samenote", "datasketch", "faiss")
SAID = {
    "samenote": "samenote: a verdict with evidence",
    "datasketch": "datasketch MinHashLSH",
    "faiss": "FAISS IVF1024,SQ8, hashed words",
    "fts5": "SQLite FTS5, any word, bm25",
    "pg_trgm": "PostgreSQL pg_trgm, GIN",
}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def measure(name: str, count: int, times: int, seed: int, postgres: str) -> Measured:
    """Build one tool's index of so many notes, and ask it."""
    notes = list(letters(random.Random(seed), count))
    bodies: dict[str, set[int]] = {}
    for number, text in enumerate(notes):
        bodies.setdefault(text.partition("\n")[2], set()).add(number)
    fresh = letters(random.Random(seed + 1), times)
    rng = random.Random(seed + 2)
    merges = [body for body, rows in bodies.items() if len(rows) >= 20]
    with tempfile.TemporaryDirectory(prefix="samenote-peers-") as folder:
        if name in IN_MEMORY:  # What is imported, and compiled, is no part of a note.
            TOOLS[name](notes[:3000], folder)
        before, began = _resident(), time.perf_counter()
        ask, told = TOOLS[name](notes, postgres if name == "pg_trgm" else folder)
        built = time.perf_counter() - began
        size = told or _resident() - before
        ask(notes[0])
        new = [_timed(ask, text)[0] for text in fresh]
        rows, found = [], 0
        for _ in range(times):
            body = rng.choice(merges)
            taken, named = _timed(ask, f"Dear {rng.choice(FIRST)},\n{body}")
            rows.append(taken)
            found += bool(bodies[body] & set(named))
    return Measured(
        count / built, size / count, _percentiles(new), _percentiles(rows), found / times
    )


def _timed(ask: Ask, text: str) -> tuple[float, Collection[int]]:
    began = time.perf_counter()
    named = ask(text)
    return (time.perf_counter() - began) * 1e3, named


def _percentiles(taken: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(taken)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]


def _resident() -> int:
    import gc

    gc.collect()
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=100, help="how often each thing is asked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", choices=list(TOOLS))
    parser.add_argument("--postgres", default="", help="URL of a database that has pg_trgm")
    parser.add_argument("--measure", choices=list(TOOLS), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        found = measure(given.measure, given.notes, given.times, given.seed, given.postgres)
        print(json.dumps(asdict(found)))
        return
    print(f"{given.notes:,} notes\n")
    print("| | taken in, notes/s | bytes a note | a new note: p50, p99, ms | a row: p50, p99, ms "
          "| rows found |\n|---|--:|--:|--:|--:|--:|")  # fmt: skip
    for name in given.only or TOOLS:
        print(_row(name, given), flush=True)


def _row(name: str, given: argparse.Namespace) -> str:
    if name == "pg_trgm" and not given.postgres:
        return f"| {SAID[name]} | not run: no --postgres | | | | |"
    done = subprocess.run(
        [sys.executable, __file__, "--measure", name, "--notes", str(given.notes), "--times",
         str(given.times), "--seed", str(given.seed), "--postgres", given.postgres],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return f"| {SAID[name]} | not run: {reason} | | | | |"
    said = json.loads(done.stdout.splitlines()[-1])
    return (
        f"| {SAID[name]} | {said['built']:,.0f} | {said['bytes_a_note']:,.0f} "
        f"| {said['new'][0]:,.2f}, {said['new'][1]:,.2f} "
        f"| {said['row'][0]:,.2f}, {said['row'][1]:,.2f} | {said['found']:.0%} |"
    )


if __name__ == "__main__":
    from api.compiled_cache import use_own_cache

    use_own_cache()
    main()
