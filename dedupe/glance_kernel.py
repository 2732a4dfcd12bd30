"""The compiled pass that says where the digits of texts stand, and where they may name a day.

Imported on use, because numba is.
"""

from __future__ import annotations

import numpy as np

from dedupe.compiling import kernel

#: What a code point below ``KINDS`` is; those from there on are none of it.
OTHER = 0
SPACE = 1
DIGIT = 2
MARK = 3
DAY_SIGN = 4
KINDS = 0x10000

_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)


@kernel
def glance(  # type: ignore[no-untyped-def]
    codes, bounds, kinds, words, digits, digit_bounds, days, day_bounds, signs
):  # fmt: skip
    """Look once at every code point of a batch of texts; return how many digits and days there are.

    ``codes`` (uint32) are all texts end to end, text n at bounds[n]:bounds[n + 1]; ``kinds``
    (uint8, shape (KINDS,)) says what a code point is; ``words`` (uint64, a power of two long) has
    ``word_hash`` of each word that is looked for, at its own place or the next free one, else 0.
    Out, places in their text, those of text n from ``*_bounds[n]`` to ``*_bounds[n + 1]``:
    ``digits`` (int32), and ``days`` (int32, two numbers each), first and last place, that one
    excluded, of what stands between white space and may be such a word (another may have its
    hash); ``signs`` (bool), whether text n holds a DAY_SIGN.
    """
    last = np.uint64(len(words) - 1)
    count = 0
    named = 0
    for n in range(len(bounds) - 1):
        text = codes[bounds[n] : bounds[n + 1]]
        digit_bounds[n] = count
        day_bounds[n] = named
        signs[n] = False
        begin = 0
        h = _BASIS
        for at in range(len(text) + 1):
            code = text[at] if at < len(text) else np.uint32(0x20)
            kind = kinds[code] if code < KINDS else OTHER
            if kind == SPACE:
                if h != _BASIS:
                    place = h & last
                    while words[place] != 0 and words[place] != h:
                        place = (place + np.uint64(1)) & last
                    if words[place] == h:
                        days[2 * named] = begin
                        days[2 * named + 1] = at
                        named += 1
                    h = _BASIS
                begin = at + 1
                continue
            if kind == MARK:
                continue
            if kind == DIGIT:
                digits[count] = at
                count += 1
            elif kind == DAY_SIGN:
                signs[n] = True
            h = (h ^ np.uint64(code)) * _PRIME
    digit_bounds[len(bounds) - 1] = count
    day_bounds[len(bounds) - 1] = named
    return count, named
