"""The order of integers, several times as fast as numpy's stable argsort of as many.

numpy sorts 64-bit numbers with vector instructions, but finds a stable order by merging. So each
value is sorted together with its place, in one number: the upper bits of the value, the place
below them. Values that differ in no upper bit are few and put in order afterwards.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

#: Below this many, numpy's own is as fast.
_FEW = 2_000


def stable_order(values: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Return the places of some non-negative integers in ascending order, equals as they stand."""
    if len(values) < _FEW:
        return np.argsort(values, kind="stable")
    below = np.uint64(len(values).bit_length())
    whole = values.astype(np.uint64)
    places = np.arange(len(values), dtype=np.uint64)
    if int(whole.max()).bit_length() + int(below) <= 64:
        return _places(np.sort(whole << below | places), below)
    packed = np.sort(whole >> below << below | places)
    order = _places(packed, below)
    found = whole[order]
    descends = found[1:] < found[:-1]
    if descends.any():
        _put_right(order, whole, packed >> below, descends)
    return order


def _places(packed: npt.NDArray[np.uint64], below: np.uint64) -> npt.NDArray[np.int64]:
    return (packed & (np.uint64(1) << below) - np.uint64(1)).astype(np.int64)


def _put_right(
    order: npt.NDArray[np.int64],
    values: npt.NDArray[np.uint64],
    upper: npt.NDArray[np.uint64],
    descends: npt.NDArray[np.bool_],
) -> None:
    """Sort, in place, the runs of equal upper bits in which the values do not ascend."""
    run = np.concatenate(([0], np.cumsum(upper[1:] != upper[:-1])))
    wrong = np.zeros(int(run[-1]) + 1, np.bool_)
    wrong[run[1:][descends]] = True
    inside = wrong[run]
    entries = order[inside]
    order[inside] = entries[np.argsort(values[entries], kind="stable")]
