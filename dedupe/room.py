"""Room for long arrays: in memory, or wherever a caller has it."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

_Scalar = TypeVar("_Scalar", bound=np.generic)


class Room(Protocol):
    """Gives an array of so many entries that are not written yet."""

    def __call__(self, size: int, kind: type[_Scalar], /) -> npt.NDArray[_Scalar]: ...


def in_memory(size: int, kind: type[_Scalar], /) -> npt.NDArray[_Scalar]:
    """Give room in memory."""
    return np.empty(size, kind)


def without(
    values: npt.NDArray[Any], left_out: npt.NDArray[np.bool_], size: int, room: Room
) -> npt.NDArray[Any]:
    """Return the ``size`` values that are not left out."""
    from dedupe import loose_kernel

    if room is in_memory:
        return values[~left_out]
    kept = room(size, values.dtype.type)
    loose_kernel.copy_without(values, left_out, kept)
    return kept
