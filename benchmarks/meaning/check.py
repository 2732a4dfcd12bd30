"""What meaning adds to a check against a million sentence vectors, and what the model takes.

    python -m benchmarks.vectors encode --real 80000     # once: real texts, real model
    python -m benchmarks.meaning.check                   # 100,000 notes, 1,000,000 vectors

Invented notes of about 60 words (benchmarks/check.py) are remembered with all that a check needs.
Their sentences' vectors are those of real texts and mixtures of two (benchmarks/vectors.py), and so
are the others, up to the number asked for, which no note says: they cost what any vector costs. The
asked notes are new ones, encoded by the real model. Told apart: a check by words, the same with
meaning once the note is encoded (search and evidence), and the encoding. One process; milliseconds
of the clock and of the processor, since machines are shared.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from time import perf_counter, process_time

import numpy as np

from api.call_meaning import CallMeaning
from api.checking import judge_call, prepare_call
from benchmarks.archive_text import Language
from benchmarks.check import letters
from benchmarks.vectors import collection
from dedupe import Encoder, Message, Policy, Recipient, Vectors, read_note
from index import Filing, MeaningMemory, Remembered, filed, open_encoder

AT_ONCE = 5_000
_SEED = 11


class Remembering:
    """Notes and vectors, remembered."""

    def __init__(self, notes: int, vectors: int, encoder: Encoder) -> None:
        to = [
            (Recipient(address=f"p{k}@firm{k % 997}.example"),) for k in range(max(1, notes // 2))
        ]
        self.history = [
            Message(str(k), text, to=to[k % len(to)])
            for k, text in enumerate(letters(random.Random(_SEED), notes))
        ]
        self.known = filed(
            Remembered.nothing(), [Filing(k, m) for k, m in enumerate(self.history)], threads=2
        )
        pool = Pool(vectors)
        self.memory = MeaningMemory(Giving(encoder, pool))
        self._read()
        self.said = pool.given
        pool.fill(self.memory)

    def call(self) -> CallMeaning:
        return CallMeaning(self.memory)

    def texts(self, places: Sequence[int]) -> dict[int, Message]:
        return {place: self.history[place] for place in places}

    def _read(self) -> None:
        """Take in one note of each variant, its sentences with vectors of the pool."""
        rows = self.known.messages.rows
        variants, first = np.unique(rows["variant"], return_index=True)
        masked = self.known.variants.notes["masked"][variants]
        for start in range(0, len(variants), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            notes = [read_note(self.history[k]) for k in first[part].tolist()]
            self.memory.read(masked[part], notes)


class Pool:
    """Vectors for sentences that are said, and for as many more as there are to be."""

    def __init__(self, vectors: int) -> None:
        self._vectors = collection(vectors)
        self._given: dict[int, int] = {}

    @property
    def given(self) -> int:
        """How many distinct texts have a vector."""
        return len(self._given)

    def of(self, texts: Sequence[str]) -> Vectors:
        places = [self._given.setdefault(hash(text), len(self._given)) for text in texts]
        return self._vectors[np.array(places) % len(self._vectors)]

    def fill(self, memory: MeaningMemory) -> None:
        """Add the rest under keys that nobody says, and put the index in order."""
        left = len(self._vectors) - len(memory.vectors)
        keys = np.random.default_rng(_SEED).integers(1 << 61, 1 << 62, left + 1_000)
        keys = np.setdiff1d(keys, memory.sayings.sentences["key"])[: max(left, 0)]
        for start in range(0, len(keys), 100_000):
            part = keys[start : start + 100_000]
            rows = self._vectors[len(self._vectors) - left + start :][: len(part)]
            memory.vectors.add(part, rows)
        memory.vectors.maintain()


class Giving:
    """Gives vectors of a pool while a memory is filled, then those of the model."""

    def __init__(self, inner: Encoder, pool: Pool) -> None:
        self._inner, self._pool = inner, pool
        self.filling = True
        self.model, self.dimension, self.digest = inner.model, inner.dimension, inner.digest

    def encode(
        self, texts: Sequence[str], update: Callable[[int, int], None] = lambda done, of: None
    ) -> Vectors:
        return self._pool.of(texts) if self.filling else self._inner.encode(texts, update)


def timed(asks: Sequence[Callable[[], object]]) -> str:
    """Return p50 and p99 of the calls by the clock, and their p50 by the processor, in ms."""
    wall, cpu = [], []
    for ask in asks:
        at, of = perf_counter(), process_time()
        ask()
        wall.append(perf_counter() - at)
        cpu.append(process_time() - of)
    said = (*np.percentile(wall, (50, 99)), *np.percentile(cpu, (50, 99)))
    return " | ".join(f"{1e3 * float(value):,.1f}" for value in said)


def measure(notes: int, vectors: int, times: int) -> None:
    """Print the table."""
    encoder = open_encoder()
    held = Remembering(notes, vectors, encoder)
    giving = held.memory.encoder
    assert isinstance(giving, Giving)
    giving.filling = False
    language = Language(random.Random(_SEED + 1))
    asked = [
        Message(
            f"q{k}", f"Dear Ada,\n\n{language.paragraph(5)}", to=(Recipient(address="a@b.example"),)
        )
        for k in range(times + 10)
    ]
    prepared = [prepare_call([message]) for message in asked]
    words = float(np.mean([len(message.text.split()) for message in asked]))
    policy = Policy()

    def check(number: int, meaning: CallMeaning | None) -> object:
        return judge_call(
            held.known, prepared[number], held.texts, separately=False, policy=policy,
            meaning=meaning,
        )  # fmt: skip

    for k in range(times, times + 10):  # everything compiled and warm
        held.memory.said(prepared[k].notes)
        check(k, held.call())
    numbers = range(times)
    rows = {
        "encoding the note": [lambda k=k: held.memory.said(prepared[k].notes) for k in numbers],
        "check by words": [lambda k=k: check(k, None) for k in numbers],
        "check with meaning, encoded": [lambda k=k: check(k, held.call()) for k in numbers],
    }
    print(
        f"{notes:,} notes, {len(held.known.variants):,} variants, {held.said:,} distinct "
        f"sentences; {len(held.memory.vectors):,} vectors; asked notes of {words:.0f} words\n"
    )
    print("| | p50, ms | p99, ms | processor p50, ms | p99, ms |\n|---|--:|--:|--:|--:|")
    for name, asks in rows.items():
        print(f"| {name} | {timed(asks)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=100_000, help="remembered notes")
    parser.add_argument("--vectors", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=100, help="notes asked about")
    given = parser.parse_args()
    measure(given.notes, given.vectors, given.times)


if __name__ == "__main__":
    from api.compiled_cache import use_own_cache

    use_own_cache()
    main()
