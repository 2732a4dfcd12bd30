"""Room for long arrays: in memory, or wherever a caller has it."""

from __future__ import annotations

from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

_Scalar = TypeVar("_Scalar", bound=np.generic)


class Room(Protocol):
    """Gives an array of so many entries that are not written yet."""

    def __call__(self, size: int, kind: type[_Scalar], /) -> npt.NDArray[_Scalar]: ...


def in_memory(size: int, kind: type[_Scalar], /) -> npt.NDArray[_Scalar]:
    """Give room in memory."""
    return np.empty(size, kind)
