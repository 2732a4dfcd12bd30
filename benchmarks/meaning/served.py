"""A check with meaning over HTTP, against a million sentence vectors.

    python -m benchmarks.vectors encode --real 80000     # once: real texts, real model
    python -m benchmarks.meaning.served                  # 20,000 notes, 1,000,000 vectors

A store of invented notes is written, and a snapshot of what they say, with vectors as in
benchmarks/meaning/check.py. Then `samenote serve` runs on it as a process of its own, and one
client on the same machine asks about new notes, which the real model encodes, and about copies.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from time import perf_counter

from api.store_opening import derived_folder, meaning_snapshots, open_store
from benchmarks.meaning.check import Giving, Pool
from benchmarks.service import build, one_client, served, single_notes, wait_for_meaning
from index import MeaningMemory, catch_up, open_encoder

_SEED = 1


def prepare(store: str, notes: int, vectors: int) -> tuple[list[str], str]:
    """Write the store and its snapshots; return texts to ask about again, and its name."""
    copies = build(store, notes, _SEED)
    with open_store(store) as opened:
        known = opened.remembered()
        pool = Pool(vectors)
        memory = MeaningMemory(Giving(open_encoder(), pool))
        catch_up(memory, known, opened.texts)
        pool.fill(memory)
        name = opened.ledger.store_id
        meaning_snapshots(name).save(memory, opened.tenant)
        opened.save()
        print(
            f"- {notes:,} notes, {pool.given:,} distinct sentences, {len(memory.vectors):,} vectors"
        )
    return copies, name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=20_000, help="remembered notes")
    parser.add_argument("--vectors", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200, help="notes asked about")
    parser.add_argument("--threads", type=int, default=8, help="threads of the service")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samenote-bench-") as folder:
        store, start = str(Path(folder) / "store.db"), perf_counter()
        copies, name = prepare(store, given.notes, given.vectors)
        print(f"- prepared in {perf_counter() - start:,.0f} s", flush=True)
        try:
            with served(store, given.threads, meaning=True) as (port, _):
                wait_for_meaning(port)
                again = copies * (given.times // len(copies) + 1)
                one_client(port, again, single_notes(_SEED + 3), given.times)
        finally:
            shutil.rmtree(derived_folder(name), ignore_errors=True)


if __name__ == "__main__":
    from api.compiled_cache import use_own_cache

    use_own_cache()
    main()
