"""Distinct values of small arrays, at a fraction of what numpy's set functions cost a call."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

_Integers = TypeVar("_Integers", bound=np.integer)


def distinct(values: npt.NDArray[_Integers]) -> npt.NDArray[_Integers]:
    """Return each value once, ascending."""
    ordered = np.sort(values)
    if len(ordered) < 2:
        return ordered
    new = np.empty(len(ordered), np.bool_)
    new[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def among(values: npt.NDArray[_Integers], listed: npt.NDArray[_Integers]) -> npt.NDArray[np.bool_]:
    """Say of each value whether it is one of those listed, which ascend."""
    if not len(listed):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(listed, values), len(listed) - 1)
    result: npt.NDArray[np.bool_] = listed[at] == values
    return result
