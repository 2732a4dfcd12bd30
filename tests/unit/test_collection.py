"""A closed collection: each distinct masked text once, in the caller's order."""

from __future__ import annotations

import numpy as np

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


def test_nothing_collected() -> None:
    assert len(Collection().words(np.empty(0, np.int64))) == 0
