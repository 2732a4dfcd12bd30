"""Sets of persons as columns do what Python's sets do."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedupe import Exposure
from dedupe.exposed import ExposedPersons
from dedupe.persons import (
    Persons,
    are_among,
    both,
    everyone,
    in_all,
    persons,
    someone_else,
    without,
)

sets = st.one_of(
    st.frozensets(st.integers(0, 30), max_size=12),
    st.frozensets(st.integers(0, 100_000), max_size=60),
)
some = settings(max_examples=200, deadline=None)


def same(found: Persons, expected: set[int] | frozenset[int]) -> bool:
    return found.dtype == np.int32 and found.tolist() == sorted(expected)


@some
@given(st.lists(sets, max_size=6))
def test_everyone_and_those_in_all(parts: list[frozenset[int]]) -> None:
    columns = [persons(part) for part in parts]
    assert same(everyone(columns), set().union(*parts))
    assert same(in_all(columns), frozenset.intersection(*parts) if parts else set())
    # Groups of the same people are one array, given again and again.
    assert same(in_all(columns * 2), frozenset.intersection(*parts) if parts else set())


@some
@given(sets, sets, sets)
def test_two_sets_beside_each_other(
    one: frozenset[int], other: frozenset[int], mine: frozenset[int]
) -> None:
    a, b, own = persons(one), persons(other), persons(mine)
    assert same(both(a, b), one & other)
    assert same(without(a, b), one - other)
    assert are_among(a, b) == (one <= other)
    assert are_among(both(a, b), b)
    assert someone_else(a, b, own) == bool((one & other) - mine)


@some
@given(st.dictionaries(st.sampled_from(list(Exposure)), sets), st.integers(0, 80))
def test_exposed_persons_and_by_what(by: dict[Exposure, frozenset[int]], most: int) -> None:
    exposed = ExposedPersons({kind: persons(who) for kind, who in by.items()})
    everybody = sorted(set().union(*by.values()))
    assert len(exposed) == len(everybody)
    assert list(exposed.first(most).items()) == [
        (person, tuple(sorted(kind for kind in by if person in by[kind])))
        for person in everybody[:most]
    ]
