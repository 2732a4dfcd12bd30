"""Marking: two notes side by side, every code point accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from dedupe.comparison import compare_two
from dedupe.words import Words


class Mark(StrEnum):
    """What a stretch of a note is, beside another note."""

    SHARED = "shared"
    SLOT = "slot"
    OWN = "own"
    SET_ASIDE = "set_aside"
    NOT_OWN_WORDS = "not_own_words"


@dataclass(frozen=True, slots=True)
class Marked:
    """Code points [start, stop) of a text."""

    start: int
    stop: int
    mark: Mark


#: Order of the marks in arrays of small numbers.
_MARKS = tuple(Mark)
_SHARED, _SLOT, _OWN, _ASIDE, _NOT_OWN = range(len(_MARKS))


def mark_pair(
    words: Words, aside: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Mark each word of notes 0 and 1 of a batch of two; ``aside`` is one entry a word."""
    from dedupe import comparison_kernel as c

    kept = words.without(aside)
    pair = compare_two(kept)
    whole = pair.evidence[c.EXACT] > 0 or pair.evidence[c.WHOLE] > 0
    here = pair.solid | (whole & (pair.match >= 0))
    there = np.zeros(int(kept.bounds[2] - kept.bounds[1]), np.bool_)
    there[pair.match[here]] = True
    marks = np.full(len(words.hashes), _ASIDE, np.uint8)
    marks[~aside] = np.concatenate([_one_side(kept, 0, here), _one_side(kept, 1, there)])
    split = int(words.bounds[1])
    return marks[:split], marks[split:]


def _one_side(words: Words, note: int, shared: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    from dedupe.comparison_kernel import SLOT_UNITS

    first, stop = int(words.bounds[note]), int(words.bounds[note + 1])
    marks = np.where(shared, _SHARED, _OWN).astype(np.uint8)
    marks[~shared & (words.flags[first:stop] > 0)] = _SLOT
    units = words.units[first:stop]
    ends = np.flatnonzero(shared)
    for left, right in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        gap = slice(left + 1, right)
        if right - left > 1 and int(units[gap].sum()) <= SLOT_UNITS:
            marks[gap] = _SLOT
    return marks


def spans_of(
    text: str,
    own_spans: tuple[tuple[int, int], ...],
    starts: npt.NDArray[np.int32],
    stops: npt.NDArray[np.int32],
    marks: npt.NDArray[np.uint8],
) -> tuple[Marked, ...]:
    """Spread the marks of words over all of the text, gaps between like words included."""
    spans: list[Marked] = []

    def add(start: int, stop: int, mark: Mark) -> None:
        if stop <= start:
            return
        if spans and spans[-1].mark == mark and spans[-1].stop == start:
            spans[-1] = Marked(spans[-1].start, stop, mark)
        else:
            spans.append(Marked(start, stop, mark))

    at, word = 0, 0
    for first, stop in own_spans:
        add(at, first, Mark.NOT_OWN_WORDS)
        at = first
        before: Mark | None = None
        while word < len(starts) and starts[word] < stop:
            mark = _MARKS[marks[word]]
            add(at, int(starts[word]), mark if before in (None, mark) else Mark.SHARED)
            add(int(starts[word]), int(stops[word]), mark)
            at, before = int(stops[word]), mark
            word += 1
        add(at, stop, before or Mark.SHARED)
        at = stop
    add(at, len(text), Mark.NOT_OWN_WORDS)
    return tuple(spans)
