"""Every index of vectors keeps one contract: exact, trained, growing, and reopened from disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("faiss")

from index.vectors import (  # noqa: E402
    ExactIndex,
    GrowingIndex,
    Sizes,
    TrainedIndex,
    VectorIndex,
    open_snapshot,
    save_snapshot,
)

WIDTH = 24
Make = Callable[[np.ndarray, np.ndarray], VectorIndex]


def unit(count: int, seed: int = 1) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _exact(ids: np.ndarray, rows: np.ndarray, folder: Path) -> VectorIndex:
    index = ExactIndex(WIDTH)
    index.add(ids, rows)
    return index


def _trained(ids: np.ndarray, rows: np.ndarray, folder: Path) -> VectorIndex:
    index = TrainedIndex.trained_on(unit(600, seed=9), 600)
    index.add(ids, rows)
    return index


def _growing(ids: np.ndarray, rows: np.ndarray, folder: Path) -> VectorIndex:
    index = GrowingIndex(WIDTH, "model", sizes=Sizes(exact=100, recent=30))
    for start in range(0, len(ids), 37):
        index.add(ids[start : start + 37], rows[start : start + 37])
    return index


def _reopened(ids: np.ndarray, rows: np.ndarray, folder: Path) -> VectorIndex:
    save_snapshot(_growing(ids, rows, folder), folder / "snapshot")  # type: ignore[arg-type]
    return open_snapshot(folder / "snapshot", "model").index


@pytest.fixture(params=[_exact, _trained, _growing, _reopened], ids=lambda f: f.__name__[1:])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    return lambda ids, rows: request.param(np.asarray(ids, np.int64), rows, tmp_path)


# Ids as a ledger gives them: with gaps, in no order, beyond 32 bits.
def ids_of(count: int) -> np.ndarray:
    return np.random.default_rng(3).permutation(count * 3)[:count] + (1 << 40)


def test_each_vector_finds_itself_first_under_the_id_it_was_given(make: Make) -> None:
    ids, rows = ids_of(300), unit(300)
    index = make(ids, rows)
    for id_, hits in zip(ids, index.search(rows, 1), strict=True):
        assert hits.ids.tolist() == [id_]
        assert hits.cosines[0] == pytest.approx(1, abs=0.05)


def test_hits_come_nearest_first_with_int64_ids(make: Make) -> None:
    index = make(ids_of(300), unit(300))
    (hits,) = index.search(unit(1, seed=5), 20)
    assert hits.ids.dtype == np.int64
    assert hits.cosines.dtype == np.float32
    assert (np.diff(hits.cosines) <= 0).all()
    assert len(set(hits.ids.tolist())) == len(hits) == 20


def test_cosines_are_the_vectors_own(make: Make) -> None:
    ids, rows = ids_of(300), unit(300)
    index = make(ids, rows)
    query = unit(1, seed=5)
    true = dict(zip(ids.tolist(), (rows @ query[0]).tolist(), strict=True))
    (hits,) = index.search(query, 10)
    for id_, cosine in zip(hits.ids.tolist(), hits.cosines.tolist(), strict=True):
        assert cosine == pytest.approx(true[id_], abs=0.02)


def test_more_neighbours_than_vectors_gives_what_is_there(make: Make) -> None:
    ids, rows = ids_of(5), unit(5)
    (hits,) = make(ids, rows).search(rows[:1], 50)
    assert sorted(hits.ids.tolist()) == sorted(ids.tolist())
    assert (hits.ids >= 0).all()


def test_an_empty_index_finds_nothing(make: Make) -> None:
    index = make(np.empty(0, np.int64), np.empty((0, WIDTH), np.float32))
    assert len(index) == 0
    assert [len(h) for h in index.search(unit(3), 4)] == [0, 0, 0]
    assert index.remove(np.array([7])) == 0
    assert 7 not in index


def test_no_query_and_no_neighbour_are_no_mistake(make: Make) -> None:
    index = make(ids_of(40), unit(40))
    assert index.search(np.empty((0, WIDTH), np.float32), 3) == []
    assert [len(h) for h in index.search(unit(2), 0)] == [0, 0]


def test_what_is_removed_is_found_no_more_and_may_come_again_as_another(make: Make) -> None:
    ids, rows = ids_of(300), unit(300)
    index = make(ids, rows)
    assert index.remove(np.array([ids[4], ids[250], 1])) == 2
    assert len(index) == 298
    assert int(ids[4]) not in index
    for place in (4, 250):
        (hits,) = index.search(rows[place : place + 1], 298)
        assert not {int(ids[4]), int(ids[250])} & set(hits.ids.tolist())
    other = unit(1, seed=8)
    index.add(ids[4:5], other)
    assert index.search(other, 1)[0].ids.tolist() == [ids[4]]
    assert index.search(rows[4:5], 1)[0].cosines[0] < 0.95
    assert len(index) == 299


def test_all_can_be_removed_and_the_index_goes_on(make: Make) -> None:
    ids, rows = ids_of(300), unit(300)
    index = make(ids, rows)
    assert index.remove(ids) == 300
    assert index.remove(ids) == 0
    assert [len(h) for h in index.search(rows[:2], 3)] == [0, 0]
    index.add(ids[:3], rows[:3])
    assert index.search(rows[1:2], 1)[0].ids.tolist() == [ids[1]]


def test_an_id_twice_is_refused_and_nothing_changes(make: Make) -> None:
    ids, rows = ids_of(300), unit(300)
    index = make(ids, rows)
    with pytest.raises(ValueError, match="is there already"):
        index.add(np.array([5, ids[299]]), unit(2, seed=6))
    with pytest.raises(ValueError, match="given twice"):
        index.add(np.array([5, 5]), unit(2, seed=6))
    assert len(index) == 300
    assert 5 not in index


@pytest.mark.parametrize(
    ("ids", "rows", "said"),
    [
        ([1], unit(1)[:, :-1], r"shape \(1, 23\) where \(n, 24\)"),
        ([1, 2], unit(1), "2 ids for 1 vectors"),
        ([-1], unit(1), "negative"),
        ([0.5], unit(1), "whole numbers"),
        ([1], unit(1) * 2, "no unit vector"),
        ([1], unit(1) * np.float32("nan"), "no unit vector"),
    ],
)
def test_a_wrong_call_is_refused(make: Make, ids: list[int], rows: np.ndarray, said: str) -> None:
    index = make(ids_of(40), unit(40))
    with pytest.raises(ValueError, match=said):
        index.add(np.array(ids), rows)
    assert len(index) == 40


def test_a_search_with_another_dimension_is_refused(make: Make) -> None:
    index = make(ids_of(40), unit(40))
    with pytest.raises(ValueError, match="shape"):
        index.search(np.ones((1, WIDTH + 1), np.float32), 1)


def test_a_vector_of_zeros_is_no_neighbour_of_note(make: Make) -> None:
    rows = unit(50)
    rows[7] = 0
    index = make(np.arange(50), rows)
    (hits,) = index.search(rows[:1], 50)
    assert hits.cosines[hits.ids == 7] == pytest.approx(0, abs=0.03)


def test_near_copies_are_found_as_exact_search_finds_them(make: Make) -> None:
    ids, rows = ids_of(3_000), unit(3_000)
    index = make(ids, rows)
    near = rows[:500] + np.float32(0.05) * unit(500, seed=4)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    found = [hits.ids.tolist() == [i] for i, hits in zip(ids, index.search(near, 1), strict=False)]
    assert np.mean(found) >= 0.99


def test_vectors_come_back_in_the_order_that_is_asked_for(make: Make) -> None:
    ids, rows = ids_of(300), unit(300)
    index = make(ids, rows)
    asked = np.array([ids[250], ids[3], ids[120]])
    found = index.vectors_of(asked)
    assert found.shape == (3, WIDTH)
    # A trained index keeps 8 bits of each number.
    np.testing.assert_allclose(found, rows[[250, 3, 120]], atol=0.02)
    assert index.vectors_of(asked[:0]).shape == (0, WIDTH)


def test_a_vector_that_is_not_there_is_refused_by_its_id(make: Make) -> None:
    ids, rows = ids_of(300), unit(300)
    index = make(ids, rows)
    with pytest.raises(KeyError):
        index.vectors_of(np.array([ids[1], 5]))
    with pytest.raises(ValueError, match="given twice"):
        index.vectors_of(ids[[1, 1]])
    index.remove(ids[1:2])
    with pytest.raises(KeyError):
        index.vectors_of(ids[:2])
    np.testing.assert_allclose(index.vectors_of(ids[:1]), rows[:1], atol=0.02)
