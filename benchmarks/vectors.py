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
#: A changed text this near to its own origin counts as a near copy; for multilingual-e5-small
#: 1 in 100,000 unrelated pairs has .931.
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
    origins, notes = changed(chosen)
    np.save(_FOLDER / "queries.npy", encoder.encode(notes))
    np.save(_FOLDER / "origins.npy", np.array(origins))


def changed(chosen: list[str]) -> tuple[list[int], list[str]]:
    """Real texts of the collection, by place, as a sender might change them."""
    choose = random.Random(_SEED)
    ways: tuple[Callable[[list[str]], list[str]], ...] = (
        lambda words: [*words[: len(words) // 2], *words[len(words) // 2 + 1 :]],
        lambda words: ["Hi", "Anna,", *words],
        lambda words: [words[-1], *words[1:]],
        lambda words: [*words, choose.choice(chosen)],
    )
    long = [place for place, text in enumerate(chosen) if len(text.split()) >= 12]
    places = choose.sample(long, _QUERIES)
    return places, [" ".join(choose.choice(ways)(chosen[p].split())) for p in places]


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
    build: Callable[[], Any]
    efforts: tuple[int, ...]
    search: Callable[[Any, Any, int], Any]


def kinds(vectors: Any) -> list[Kind]:
    """The kinds over one coarse quantiser: spherical k-means, as `index/vectors/trained.py` has."""
    import faiss

    width, inner = vectors.shape[1], faiss.METRIC_INNER_PRODUCT
    lists = 4096 if len(vectors) >= 500_000 else 1024
    sample = vectors[np.random.default_rng(_SEED).choice(len(vectors), 30 * lists, replace=False)]
    start = time.perf_counter()
    means = faiss.Kmeans(width, lists, niter=8, spherical=True, seed=1, min_points_per_centroid=1)
    means.train(sample)
    print(f"{lists:,} lists trained in {time.perf_counter() - start:.0f} s", flush=True)
    coarse = faiss.IndexFlatIP(width)
    coarse.add(means.centroids)
    eight, four = faiss.ScalarQuantizer.QT_8bit, faiss.ScalarQuantizer.QT_4bit

    def filled(index: Any) -> Any:
        if hasattr(index, "sq"):
            index.sq.rangestat, index.sq.rangestat_arg = faiss.ScalarQuantizer.RS_meanstd, 5.0
        index.train(sample)
        index.add(vectors)
        return index

    def ivf(code: Any, residual: bool) -> Callable[[], Any]:
        return lambda: filled(
            faiss.IndexIVFScalarQuantizer(coarse, width, lists, code, inner, residual)
        )

    def rabitq() -> Any:
        rough = filled(faiss.IndexIVFRaBitQ(coarse, width, lists, inner))
        fine = faiss.IndexScalarQuantizer(width, eight, inner)
        return rough, filled(fine)

    def hnsw() -> Any:
        index = faiss.IndexHNSWSQ(width, eight, 16, faiss.METRIC_L2)
        index.hnsw.efConstruction = 80
        return filled(index)

    def by_lists(index: Any, query: Any, effort: int) -> Any:
        return index.search(query, _MOST, params=faiss.SearchParametersIVF(nprobe=effort))[1]

    def refined(index: Any, query: Any, effort: int) -> Any:
        rough, fine = index
        how = faiss.IVFRaBitQSearchParameters(nprobe=effort)
        near = rough.search(query, 8 * _MOST, params=how)[1][0]
        near = near[near >= 0]
        rows = fine.reconstruct_batch(near)
        return near[np.argsort(-(rows @ query[0]))[:_MOST]]

    def by_graph(index: Any, query: Any, effort: int) -> Any:
        return index.search(query, _MOST, params=faiss.SearchParametersHNSW(efSearch=effort))[1]

    probes = (32, 64, 128)
    return [
        Kind("IVF, 8 bits", ivf(eight, False), probes, by_lists),
        Kind("IVF, 8 bits of residual", ivf(eight, True), probes, by_lists),
        Kind("IVF, 4 bits of residual", ivf(four, True), probes, by_lists),
        Kind("IVF, RaBitQ, refined by 8 bits", rabitq, probes, refined),
        Kind("HNSW (M 16), 8 bits", hnsw, (32, 128, 512), by_graph),
    ]


@dataclass(frozen=True, slots=True)
class Truth:
    """What exact search finds: ten places and cosines a query; ``origins`` are the texts' own."""

    queries: Any
    places: Any
    cosines: Any
    origins: Any

    @classmethod
    def of(cls, vectors: Any) -> Truth:
        import faiss

        queries, origins = np.load(_FOLDER / "queries.npy"), np.load(_FOLDER / "origins.npy")
        cosines, places = faiss.knn(queries, vectors, _MOST, metric=faiss.METRIC_INNER_PRODUCT)
        return cls(queries, places, cosines, origins)

    def recall(self, found: list[Any]) -> tuple[float, float, float]:
        """Share found of what exact search finds: copies of the query, the nearest, all ten."""
        copies = (self.places == self.origins[:, None]) & (self.cosines >= _NEAR)
        held = np.stack([np.isin(true, got) for true, got in zip(self.places, found, strict=True)])
        return float(held[copies].mean()), float(held[:, 0].mean()), float(held.mean())


def measure(size: int, only: str) -> None:
    """Print one line a kind and effort."""
    import faiss

    vectors = collection(size)
    truth = Truth.of(vectors)
    print(f"{size:,} vectors, {len(truth.queries):,} queries", flush=True)
    columns = ("copies", "top 1", "top 10")
    head = f"{'kind':34}{'effort':>7}" + "".join(f"{c:>8}" for c in columns)
    print(f"{head}{'ms':>7}{'p99':>7}{'bytes':>7}{'built s':>9}")
    for kind in kinds(vectors):
        if only not in kind.name:
            continue
        start = time.perf_counter()
        index = kind.build()
        built = time.perf_counter() - start
        parts = index if isinstance(index, tuple) else (index,)
        size_each = sum(len(faiss.serialize_index(part)) for part in parts) / size
        for effort in kind.efforts:
            found, times = timed(
                lambda q, i=index, e=effort, k=kind: k.search(i, q, e), truth.queries
            )
            shares = "".join(f"{share:>8.4f}" for share in truth.recall(found))
            print(
                f"{kind.name:34}{effort:>7}{shares}{np.median(times):>7.2f}"
                f"{np.percentile(times, 99):>7.2f}{size_each:>7.0f}{built:>9.0f}",
                flush=True,
            )
        del index, parts


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


def measure_ours(size: int) -> None:
    """Fill `GrowingIndex` as a ledger would, in steps, then search it; then from a snapshot."""
    import tempfile

    from index.vectors import GrowingIndex, open_snapshot, save_snapshot

    vectors = collection(size)
    truth = Truth.of(vectors)
    index = GrowingIndex(vectors.shape[1], "benchmark")
    start, worst = time.perf_counter(), 0.0
    for at in range(0, size, 5_000):
        begun = time.perf_counter()
        share = np.arange(at, min(at + 5_000, size))
        index.add(share, vectors[share])
        worst = max(worst, time.perf_counter() - begun)
    print(f"filled in {time.perf_counter() - start:.0f} s, longest step {worst:.1f} s")
    _tell("grown", index, truth)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        save_snapshot(index, Path(folder))
        print(f"saved in {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        opened = open_snapshot(Path(folder), "benchmark").index
        print(f"opened in {time.perf_counter() - start:.1f} s")
        _tell("from the snapshot", opened, truth)
        start = time.perf_counter()
        opened.remove(np.arange(0, size, 100))
        print(f"{size // 100:,} removed in {time.perf_counter() - start:.2f} s")
        _tell("a hundredth removed", opened, truth)


def _tell(name: str, index: Any, truth: Truth) -> None:
    found, times = timed(lambda q: index.search(q, _MOST)[0].ids, truth.queries)
    near, first, ten = truth.recall(found)
    print(
        f"{name}: copies {near:.4f}, nearest {first:.4f}, ten nearest {ten:.4f}; "
        f"{np.median(times):.2f} ms, 99th in a hundred {np.percentile(times, 99):.2f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
