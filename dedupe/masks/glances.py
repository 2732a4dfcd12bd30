"""What one look at every character of a batch of texts tells before anything is matched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedupe.masks.dates import DAY_MARKS, DAY_SIGNS, DAYS_ALONE

#: ASCII, Arabic-Indic, Persian, Devanagari, Bengali, Thai, full-width: the zeros.
_ZEROS = (0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10)
_TABLE = 2048  # places for some 300 words: most are empty
_WRAP = (1 << 64) - 1


class Glance(NamedTuple):
    """Where the digits of a text stand, ascending, and what may name a day of the week.

    ``words`` stand between white space and may be such a day with its punctuation; ``sign`` says
    that the text holds a sign of a day in a script without spaces.
    """

    digits: list[int]
    words: list[str]
    sign: bool


def glances(lows: Sequence[str]) -> list[Glance]:
    """Look at texts, given in lower case."""
    from dedupe import glance_kernel

    codes = np.frombuffer("".join(lows).encode("utf-32-le", "surrogatepass"), np.uint32)
    bounds = np.zeros(len(lows) + 1, np.int64)
    np.cumsum([len(low) for low in lows], out=bounds[1:])
    digits, days = np.empty(len(codes), np.int32), np.empty((len(codes) + 1, 2), np.int32)
    of_digits, of_days = np.empty_like(bounds), np.empty_like(bounds)
    signs = np.empty(len(lows), np.bool_)
    count, named = glance_kernel.glance(
        codes, bounds, _kinds(), _days(), digits, of_digits, days.ravel(), of_days, signs
    )
    places, of = digits[:count].tolist(), of_digits.tolist()
    spans, of_spans = days[:named].tolist(), of_days.tolist()
    return [
        Glance(places[a:b], [low[i:j] for i, j in spans[c:d]], sign)
        for low, a, b, c, d, sign in zip(
            lows, of, of[1:], of_spans, of_spans[1:], signs.tolist(), strict=False
        )
    ]


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    from dedupe import glance_kernel as of

    kinds = np.full(of.KINDS, of.OTHER, np.uint8)
    kinds[[code for code in range(0x3001) if chr(code).isspace()]] = of.SPACE
    for zero in _ZEROS:
        kinds[zero : zero + 10] = of.DIGIT
    kinds[[ord(mark) for mark in DAY_MARKS]] = of.MARK
    kinds[[ord(sign) for sign in DAY_SIGNS]] = of.DAY_SIGN
    return kinds


@cache
def _days() -> npt.NDArray[np.uint64]:
    """Return the table of days by hash, as the kernel wants it."""
    table = np.zeros(_TABLE, np.uint64)
    for day in DAYS_ALONE:
        h = _hash(day)
        place = h % _TABLE
        while table[place] and table[place] != h:
            place = (place + 1) % _TABLE
        table[place] = h
    return table


def _hash(word: str) -> int:
    """Return the hash of a word without marks (FNV-1a over its code points)."""
    h = 0xCBF29CE484222325
    for char in word:
        if char not in DAY_MARKS:
            h = (h ^ ord(char)) * 0x100000001B3 & _WRAP
    return h
