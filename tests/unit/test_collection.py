"""A closed collection: each distinct masked text once, in the caller's order."""

from __future__ import annotations

import numpy as np
import pytest

from index import Collection
from tests.relating import numbered, words


def test_identical_masked_texts_are_one_variant() -> None:
    collection = Collection()
    first = collection.add(words("Dear [Anna], hello", "Dear [Bo Lee], hello", "Dear Bo, hello"))
    second = collection.add(words("Dear [Cy], hello", "", "Goodbye"))
    assert first == [0, 0, 1]
    assert second == [0, 2, 3]
    assert len(collection) == 4
    assert [collection.length(k) for k in range(4)] == [3, 3, 0, 1]


def test_words_come_in_the_callers_order() -> None:
    texts = [numbered(k, k + 3) for k in range(5)]
    collection = Collection()
    for text in texts:
        collection.add(words(text))
    order = np.array([3, 0, 4])
    found = collection.words(order)
    expected = words(*(texts[k] for k in order))
    assert found.hashes.tolist() == expected.hashes.tolist()
    assert found.bounds.tolist() == expected.bounds.tolist()
    assert found.exact.tolist() == expected.exact.tolist()
    assert found.masked.tolist() == expected.masked.tolist()
    assert found.units.tolist() == expected.units.tolist()


def test_words_handed_over_are_not_kept() -> None:
    collection = Collection()
    collection.add(words(numbered(0, 5), numbered(1, 5)))
    order = np.array([1, 0])
    expected = collection.words(order)
    found = collection.hand_over(order)
    assert found.hashes.tolist() == expected.hashes.tolist()
    assert found.masked.tolist() == expected.masked.tolist()
    assert (len(collection), collection.masked) == (0, [])
    with pytest.raises(IndexError):
        collection.words(order)


def test_words_without_offsets_can_be_chosen_and_left_out() -> None:
    given = words(numbered(0, 5), numbered(1, 5))
    collection = Collection()
    collection.add(given)
    kept = collection.words(np.array([0, 1]))
    left_out = np.zeros(9, np.bool_)
    left_out[[0, 7]] = True
    for part, full in (
        (kept.without(left_out), given.without(left_out)),
        (kept.chosen(np.array([1])), given.chosen(np.array([1]))),
    ):
        assert (len(part.starts), len(part.stops)) == (0, 0)
        assert part.hashes.tolist() == full.hashes.tolist()
        assert part.bounds.tolist() == full.bounds.tolist()
        assert part.lengths().tolist() == full.lengths().tolist()


def test_nothing_collected() -> None:
    assert len(Collection().words(np.empty(0, np.int64))) == 0
