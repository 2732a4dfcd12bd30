"""Compiled passes over ascending numbers of persons. Imported on use."""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel, leaf


@leaf
def _reached(persons, start, person):  # type: ignore[no-untyped-def]
    """Return the first place from ``start`` on that is not below ``person``.

    In growing steps (Bentley and Yao 1976): near where the last one was found it takes few, and far
    away as many as halving.
    """
    low, step = start, 1
    while low + step < len(persons) and persons[low + step] < person:
        low += step
        step *= 2
    high = min(low + step, len(persons))
    while low < high:
        middle = (low + high) // 2
        if persons[middle] < person:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def either(some, others):  # type: ignore[no-untyped-def]
    """Return who is in one of the two, or in both."""
    found = np.empty(len(some) + len(others), np.int32)
    count, i, k = 0, 0, 0
    while i < len(some) and k < len(others):
        a, b = some[i], others[k]
        found[count] = min(a, b)
        count += 1
        i += a <= b
        k += b <= a
    for rest in range(i, len(some)):
        found[count] = some[rest]
        count += 1
    for rest in range(k, len(others)):
        found[count] = others[rest]
        count += 1
    return found[:count]


@kernel
def chosen(some, others, wanted):  # type: ignore[no-untyped-def]
    """Return those of ``some`` that are among ``others``, or that are not where not ``wanted``."""
    found = np.empty(len(some), np.int32)
    count, at = 0, 0
    for person in some:
        at = _reached(others, at, person)
        if (at < len(others) and others[at] == person) == wanted:
            found[count] = person
            count += 1
    return found[:count]


@kernel
def are_among(some, others):  # type: ignore[no-untyped-def]
    """Say whether all of ``some`` are among ``others``."""
    if len(some) > len(others):
        return False
    at = 0
    for person in some:
        at = _reached(others, at, person)
        if at == len(others) or others[at] != person:
            return False
    return True


@kernel
def someone_else(some, others, mine):  # type: ignore[no-untyped-def]
    """Say whether anybody who is in both ``some`` and ``others`` is none of ``mine``."""
    few, many = (some, others) if len(some) < len(others) else (others, some)
    at, own = 0, 0
    for person in few:
        at = _reached(many, at, person)
        if at < len(many) and many[at] == person:
            own = _reached(mine, own, person)
            if own == len(mine) or mine[own] != person:
                return True
    return False
