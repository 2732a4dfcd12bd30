"""Word marks: all that a memory keeps of a word besides its hash, in one byte."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe import Room

#: The bits at which each part begins: how much the word says (dedupe's units, up to 3), whether it
#: is one of a mask (0 to 2), whether it stands below the text, whether it is no copy.
_UNITS, _FLAGS, _BELOW, _WRITTEN = 0, 2, 4, 5
_TWO_BITS = 3

Marks = npt.NDArray[np.uint8]
_Parts = tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8], npt.NDArray[np.bool_]]


def word_marks(
    units: npt.NDArray[np.uint8],
    flags: npt.NDArray[np.uint8],
    below: npt.NDArray[np.bool_],
    written: npt.NDArray[np.bool_],
) -> Marks:
    """Return one mark a word; raises ValueError where units or flags do not fit."""
    if max(units.max(initial=0), flags.max(initial=0)) > _TWO_BITS:
        raise ValueError("units or flags of a word take more than two bits")
    marks: Marks = units | flags << np.uint8(_FLAGS) | below.view(np.uint8) << np.uint8(_BELOW)
    return with_written(marks, written)


def with_written(marks: Marks, written: npt.NDArray[np.bool_]) -> Marks:
    """Return the marks with another say on which words are no copies."""
    changed: Marks = marks & np.uint8(0xFF ^ 1 << _WRITTEN)
    changed |= written.view(np.uint8) << np.uint8(_WRITTEN)
    return changed


def written_of(marks: Marks) -> npt.NDArray[np.bool_]:
    """Return which words are no copies."""
    result: npt.NDArray[np.bool_] = marks & np.uint8(1 << _WRITTEN) != 0
    return result


def words_of_marks(marks: Marks, room: Room) -> _Parts:
    """Return units, flags and what stands below the text, one entry a word each, in ``room``."""
    units, flags, below = (room(len(marks), np.uint8) for _ in range(3))
    np.bitwise_and(marks, _TWO_BITS, out=units)
    np.right_shift(marks, _FLAGS, out=flags)
    np.bitwise_and(flags, _TWO_BITS, out=flags)
    np.right_shift(marks, _BELOW, out=below)
    np.bitwise_and(below, 1, out=below)
    return units, flags, below.view(np.bool_)
