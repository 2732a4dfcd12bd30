"""Which FAISS index finds near copies among a million notes: recall, time, memory, building.

    .venv/bin/python -m benchmarks.vectors encode --real 80000   # once: real texts, real model
    .venv/bin/python -m benchmarks.vectors measure --size 1000000
    .venv/bin/python -m benchmarks.vectors ours --size 1000000    # the index as samenote uses it

Vectors are of real texts (benchmarks/vector_texts.py). A collection larger than that is filled up
with mixtures of two real vectors, which is what the mean over tokens makes of two texts put
together. Queries are real texts with a word changed, a greeting added or a sentence dropped,
encoded like any other. Times are of one query in one thread, in processor time.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.vector_texts import texts

_FOLDER = Path("out") / "vectors"
_SEED = 7
_QUERIES = 2_000
#: A neighbour this near is a near copy for multilingual-e5-small: 1 in 100,000 unrelated pairs
#: has .931.
_NEAR = 0.95
_MOST = 10


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["encode", "measure", "ours"])
    parser.add_argument("--real", type=int, default=80_000, help="real texts to encode")
    parser.add_argument("--size", type=int, default=1_000_000, help="vectors in the index")
    parser.add_argument("--only", default="", help="measure only kinds whose name holds this")
    chosen = parser.parse_args()
    if chosen.what == "encode":
        encode(chosen.real)
    elif chosen.what == "measure":
        measure(chosen.size, chosen.only)
    else:
        measure_ours(chosen.size)


def encode(count: int) -> None:
    """Encode the texts and the changed texts; keep both below out/."""
    from index import open_encoder

    encoder = open_encoder()
    _FOLDER.mkdir(parents=True, exist_ok=True)
    chosen = texts(count)
    start = time.perf_counter()
    told = lambda done, of: print(f"\r{done:,} of {of:,}", end="", flush=True)  # noqa: E731
    np.save(_FOLDER / "real.npy", encoder.encode(chosen, told))
    print(f"\n{count / (time.perf_counter() - start):.0f} texts a second")
    np.save(_FOLDER / "queries.npy", encoder.encode([t for t in changed(chosen)]))


def changed(chosen: list[str]) -> list[str]:
    """Real texts of the collection as a sender might change them."""
    choose = random.Random(_SEED)
    ways: tuple[Callable[[list[str]], list[str]], ...] = (
        lambda words: [*words[: len(words) // 2], *words[len(words) // 2 + 1 :]],
        lambda words: ["Hi", "Anna,", *words],
        lambda words: [words[-1], *words[1:]],
        lambda words: [*words, choose.choice(chosen)],
    )
    long = [text for text in chosen if len(text.split()) >= 12]
    return [" ".join(choose.choice(ways)(text.split())) for text in choose.sample(long, _QUERIES)]


def collection(size: int) -> Any:
    """Real vectors first, then mixtures of two of them, to ``size`` in all."""
    real = np.load(_FOLDER / "real.npy")[:size]
    made = np.empty((size, real.shape[1]), np.float32)
    made[: len(real)] = real
    numbers = np.random.default_rng(_SEED)
    for start in range(len(real), size, 100_000):
        count = min(100_000, size - start)
        a, b = numbers.integers(0, len(real), (2, count))
        share = numbers.uniform(0.3, 0.7, (count, 1)).astype(np.float32)
        mixed = share * real[a] + (1 - share) * real[b]
        made[start : start + count] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return made


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to index: how it is made, and the settings of a search that are tried."""

    name: str
    build: Callable[[Any], Any]
    efforts: tuple[int, ...]
    search: Callable[[Any, Any, int], Any]
    memory: Callable[[Any, int], float]


def kinds(size: int) -> list[Kind]:
    import faiss

    lists = 2048 if size >= 500_000 else 1024
    inner = faiss.METRIC_INNER_PRODUCT

    def ivf(code: Any, residual: bool) -> Callable[[Any], Any]:
        def build(vectors: Any) -> Any:
            coarse = faiss.IndexFlatIP(vectors.shape[1])
            index = faiss.IndexIVFScalarQuantizer(
                coarse, vectors.shape[1], lists, code, inner, residual
            )
            index.own_fields = True
            coarse.this.disown()
            index.sq.rangestat, index.sq.rangestat_arg = faiss.ScalarQuantizer.RS_meanstd, 5.0
            return _filled(index, vectors, lists)

        return build

    def rabitq(vectors: Any) -> Any:
        index = faiss.index_factory(vectors.shape[1], f"IVF{lists},RaBitQ,Refine(SQ8)", inner)
        return _filled(index, vectors, lists)

    def hnsw(vectors: Any) -> Any:
        index = faiss.IndexHNSWSQ(vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, 16, inner)
        index.hnsw.efConstruction = 80
        index.train(vectors[:50_000])
        index.add(vectors)
        return index

    def by_lists(index: Any, query: Any, effort: int) -> Any:
        return index.search(query, _MOST, params=faiss.SearchParametersIVF(nprobe=effort))

    def refined(index: Any, query: Any, effort: int) -> Any:
        inside = faiss.SearchParametersIVF(nprobe=effort)
        outside = faiss.IndexRefineSearchParameters(k_factor=8, base_index_params=inside)
        return index.search(query, _MOST, params=outside)

    def by_graph(index: Any, query: Any, effort: int) -> Any:
        return index.search(query, _MOST, params=faiss.SearchParametersHNSW(efSearch=effort))

    def serialised(index: Any, count: int) -> float:
        return float(len(faiss.serialize_index(index))) / count

    probes = (4, 8, 16, 32)
    eight = faiss.ScalarQuantizer.QT_8bit
    return [
        Kind("IVF, 8 bits", ivf(eight, False), probes, by_lists, serialised),
        Kind("IVF, 8 bits of residual", ivf(eight, True), probes, by_lists, serialised),
        Kind(
            "IVF, 4 bits of residual",
            ivf(faiss.ScalarQuantizer.QT_4bit, True),
            probes,
            by_lists,
            serialised,
        ),
        Kind("IVF, RaBitQ, refined by 8 bits", rabitq, probes, refined, serialised),
        Kind("HNSW, 8 bits", hnsw, (32, 64, 128), by_graph, serialised),
    ]


def _filled(index: Any, vectors: Any, lists: int) -> Any:
    numbers = np.random.default_rng(_SEED)
    sample = numbers.choice(len(vectors), min(len(vectors), 40 * lists), replace=False)
    index.train(vectors[np.sort(sample)])
    index.add(vectors)
    return index


def measure(size: int, only: str) -> None:
    """Print one line a kind and effort."""
    vectors, queries = collection(size), np.load(_FOLDER / "queries.npy")
    cosines, nearest = exact(vectors, queries)
    print(f"{size:,} vectors; {(cosines >= _NEAR).sum():,} near copies of {len(queries):,} queries")
    columns = ("near", "top 1", "top 10")
    print(f"{'kind':34}{'effort':>7}" + "".join(f"{c:>8}" for c in columns), end="")
    print(f"{'ms':>7}{'p99':>7}{'bytes':>7}{'built s':>9}")
    for kind in kinds(size):
        if only not in kind.name:
            continue
        start = time.perf_counter()
        index = kind.build(vectors)
        built = time.perf_counter() - start
        bytes_each = kind.memory(index, size)
        for effort in kind.efforts:
            found, times = timed(lambda q, i=index, e=effort, k=kind: k.search(i, q, e)[1], queries)
            told = recall(found, nearest, cosines)
            print(
                f"{kind.name:34}{effort:>7}"
                + "".join(f"{share:>8.4f}" for share in told)
                + f"{np.median(times):>7.2f}{np.percentile(times, 99):>7.2f}"
                + f"{bytes_each:>7.0f}{built:>9.0f}",
                flush=True,
            )


def exact(vectors: Any, queries: Any) -> tuple[Any, Any]:
    """The true neighbours: (cosines, places), each of shape (queries, 10)."""
    import faiss

    return faiss.knn(queries, vectors, _MOST, metric=faiss.METRIC_INNER_PRODUCT)  # type: ignore[no-any-return]


def timed(search: Callable[[Any], Any], queries: Any) -> tuple[Any, Any]:
    """Search one query at a time in one thread; return (places, ms of processor time each)."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    found, times = [], []
    for k in range(len(queries)):
        start = time.thread_time()
        found.append(np.asarray(search(queries[k : k + 1])).reshape(-1)[:_MOST])
        times.append((time.thread_time() - start) * 1e3)
    faiss.omp_set_num_threads(before)
    return found, np.array(times)


def recall(found: list[Any], nearest: Any, cosines: Any) -> tuple[float, float, float]:
    """Share found of: near copies among the true ten, the nearest, the true ten."""
    near = near_found = first = ten = 0
    for got, true, cosine in zip(found, nearest, cosines, strict=True):
        held = np.isin(true, got)
        near += int((cosine >= _NEAR).sum())
        near_found += int(held[cosine >= _NEAR].sum())
        first += int(held[0])
        ten += int(held.sum())
    return near_found / max(near, 1), first / len(nearest), ten / nearest.size


def measure_ours(size: int) -> None:
    """Fill `GrowingIndex` as a ledger would, in steps, then search it; then from a snapshot."""
    import tempfile

    from index.vectors import GrowingIndex, open_snapshot, save_snapshot

    vectors, queries = collection(size), np.load(_FOLDER / "queries.npy")
    cosines, nearest = exact(vectors, queries)
    index = GrowingIndex(vectors.shape[1], "benchmark")
    start, worst = time.perf_counter(), 0.0
    for at in range(0, size, 5_000):
        begun = time.perf_counter()
        share = np.arange(at, min(at + 5_000, size))
        index.add(share, vectors[share])
        worst = max(worst, time.perf_counter() - begun)
    print(f"filled in {time.perf_counter() - start:.0f} s, longest step {worst:.1f} s")
    _tell("grown", index, queries, nearest, cosines)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        save_snapshot(index, Path(folder))
        print(f"saved in {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        opened = open_snapshot(Path(folder), "benchmark").index
        print(f"opened in {time.perf_counter() - start:.1f} s")
        _tell("from the snapshot", opened, queries, nearest, cosines)
        start = time.perf_counter()
        opened.remove(np.arange(0, size, 100))
        print(f"{size // 100:,} removed in {time.perf_counter() - start:.2f} s")
        _tell("a hundredth removed", opened, queries, nearest, cosines)


def _tell(name: str, index: Any, queries: Any, nearest: Any, cosines: Any) -> None:
    found, times = timed(lambda q: index.search(q, _MOST)[0].ids, queries)
    near, first, ten = recall(found, nearest, cosines)
    print(
        f"{name}: near copies {near:.4f}, nearest {first:.4f}, ten nearest {ten:.4f}; "
        f"{np.median(times):.2f} ms, 99th in a hundred {np.percentile(times, 99):.2f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
