"""The growing index: training while it is searched, many threads, snapshots and their faults."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("faiss")

from index import GrowingIndex, SnapshotError, open_snapshot, save_snapshot
from index.vectors import Sizes
from index.vectors.code_table import CodeTable
from index.vectors.trained import TrainedIndex, lists_for

WIDTH = 16
SMALL = Sizes(exact=200, recent=50)


def unit(count: int, seed: int = 1) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def filled(count: int, step: int = 60) -> tuple[GrowingIndex, np.ndarray]:
    index, rows = GrowingIndex(WIDTH, "model", sizes=SMALL), unit(count)
    for start in range(0, count, step):
        stop = min(start + step, count)
        index.add(np.arange(start, stop), rows[start:stop])
    return index, rows


def found_first(index: GrowingIndex, rows: np.ndarray) -> list[int]:
    return [int(hits.ids[0]) if len(hits) else -1 for hits in index.search(rows, 1)]


def test_it_is_exact_while_small_then_trained_and_trained_again() -> None:
    index, _ = filled(200)
    assert index.exact
    lists = []
    rows = unit(3_000, seed=2)
    for start in range(0, 3_000, 60):
        index.add(np.arange(1_000 + start, 1_060 + start), rows[start : start + 60])
        with index.standing() as parts:
            lists.append(parts.trained.lists if parts.trained is not None else 0)
            assert len(parts.recent) <= SMALL.exact
    assert not index.exact
    assert len(set(lists)) >= 2
    assert lists == sorted(lists)
    assert len(index) == 3_200
    assert np.mean(np.array(found_first(index, rows)) == np.arange(1_000, 4_000)) > 0.99


def test_without_automatic_upkeep_it_waits_to_be_asked() -> None:
    index = GrowingIndex(WIDTH, "model", automatic=False, sizes=SMALL)
    index.add(np.arange(500), unit(500))
    assert index.exact
    assert index.due()
    index.maintain()
    assert not index.exact
    assert not index.due()


def test_a_neighbour_is_found_behind_many_removed_ones() -> None:
    index, _ = filled(600)
    near = unit(1, seed=4) + np.float32(0.01) * unit(300, seed=5)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    index.add(np.arange(10_000, 10_300), near)
    index.maintain()
    index.remove(np.arange(10_000, 10_299))
    (hits,) = index.search(unit(1, seed=4), 1)
    assert hits.ids.tolist() == [10_299]


def test_removed_vectors_are_erased_from_memory_and_from_the_next_snapshot(tmp_path: Path) -> None:
    index, _ = filled(600)
    index.remove(np.arange(0, 600, 2))
    save_snapshot(index, tmp_path)
    with index.standing() as parts:
        assert parts.trained is not None
        assert parts.trained.removed == 0
    (rest,) = tmp_path.glob("rows-*.npz")
    with np.load(rest) as held:
        ids = held["ids"]
    (codes,) = tmp_path.glob("codes-*.npy")
    assert not (set(ids.tolist()) - {-1}) & set(range(0, 600, 2))
    assert not np.load(codes)[ids < 0].any()


def test_rows_of_removed_vectors_are_used_again() -> None:
    table = CodeTable.fitted(unit(500))
    rows = table.add(np.arange(500), unit(500))
    table.wipe(rows[:100])
    again = table.add(np.arange(1_000, 1_150), unit(150, seed=6))
    assert set(rows[:100].tolist()) <= set(again.tolist())
    assert len(table.ids) == 550
    assert np.allclose(table.vectors(again), unit(150, seed=6), atol=0.05)


def test_threads_search_while_others_change_and_train() -> None:
    index, rows = filled(400)
    fresh = unit(4_000, seed=7)
    stop, wrong = threading.Event(), []

    def search() -> None:
        while not stop.is_set():
            for place, hits in enumerate(index.search(rows[:20], 3)):
                if hits.ids[0] != place or (hits.ids < 0).any():
                    wrong.append(hits)

    def change(part: int) -> None:
        for start in range(part * 1_000, part * 1_000 + 1_000, 50):
            ids = np.arange(10_000 + start, 10_050 + start)
            index.add(ids, fresh[start : start + 50])
            assert index.remove(ids[:10]) == 10
            index.add(ids[:5], fresh[start : start + 5])

    with ThreadPoolExecutor(6) as pool:
        searching = [pool.submit(search) for _ in range(2)]
        changing = [pool.submit(change, part) for part in range(4)]
        for future in changing:
            future.result()
        stop.set()
        for future in searching:
            future.result()
    assert not wrong
    assert len(index) == 400 + 4_000 - 4_000 // 50 * 5
    kept = [s + k for s in range(0, 4_000, 50) for k in (*range(5), *range(10, 50))]
    assert np.mean(np.array(found_first(index, fresh[kept])) == np.array(kept) + 10_000) > 0.99


def test_a_snapshot_gives_the_same_index_with_its_stamps(tmp_path: Path) -> None:
    index, rows = filled(900)
    index.remove(np.arange(5))
    save_snapshot(index, tmp_path, {"position": 12, "version": "0.1"})
    opened = open_snapshot(tmp_path, "model")
    assert opened.stamps == {"position": 12, "version": "0.1"}
    assert len(opened.index) == len(index) == 895
    assert found_first(opened.index, rows[5:]) == found_first(index, rows[5:])
    opened.index.add(np.arange(5), rows[:5])
    save_snapshot(opened.index, tmp_path)
    assert len(open_snapshot(tmp_path, "model").index) == 900
    assert len(list(tmp_path.iterdir())) == 5


def test_an_empty_index_can_be_saved(tmp_path: Path) -> None:
    save_snapshot(GrowingIndex(WIDTH, "model"), tmp_path)
    opened = open_snapshot(tmp_path, "model").index
    assert (len(opened), opened.dimension) == (0, WIDTH)


@pytest.mark.parametrize("pattern", ["lists-*", "codes-*", "rows-*", "recent-*", "vectors.json"])
@pytest.mark.parametrize("how", ["flipped", "cut", "gone"])
def test_a_damaged_snapshot_is_refused_whole(tmp_path: Path, pattern: str, how: str) -> None:
    index, _ = filled(400)
    save_snapshot(index, tmp_path)
    (path,) = tmp_path.glob(pattern)
    data = path.read_bytes()
    if how == "flipped":
        path.write_bytes(data[:20] + bytes([data[20] ^ 64]) + data[21:])
    elif how == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:
        path.unlink()
    with pytest.raises(SnapshotError, match="made again from the ledger"):
        open_snapshot(tmp_path, "model")


def test_vectors_of_another_model_are_refused(tmp_path: Path) -> None:
    save_snapshot(filled(300)[0], tmp_path)
    with pytest.raises(SnapshotError, match="of the model model, not other"):
        open_snapshot(tmp_path, "other")


def test_a_manifest_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    save_snapshot(filled(300)[0], tmp_path / "in")
    manifest = tmp_path / "in" / "vectors.json"
    told = json.loads(manifest.read_text())
    told["files"] = {f"../{name}": sha for name, sha in told["files"].items()}
    manifest.write_text(json.dumps(told))
    with pytest.raises(SnapshotError):
        open_snapshot(tmp_path / "in", "model")


def test_more_vectors_get_more_lists_up_to_a_limit() -> None:
    numbers = [lists_for(n) for n in (0, 100, 20_000, 80_000, 320_000, 1_000_000, 10**9)]
    assert numbers == sorted(numbers)
    assert numbers[0] >= 1
    assert numbers[-1] == 4_096


def test_a_sample_and_all_parts_are_the_vectors() -> None:
    index = TrainedIndex.trained_on(unit(500), 500)
    index.add(np.arange(500), unit(500))
    index.remove(np.arange(100))
    ids = np.concatenate([ids for ids, _ in index.parts()])
    vectors = np.concatenate([vectors for _, vectors in index.parts()])
    assert sorted(ids.tolist()) == list(range(100, 500))
    assert ((vectors * unit(500)[ids]).sum(axis=1) > 0.995).all()
    assert index.sample(50).shape == (50, WIDTH)
