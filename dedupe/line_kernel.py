"""The compiled pass that splits texts into lines; imported on use, because numba is."""

from __future__ import annotations

from dedupe.compiling import kernel, part

#: What a code point below ``KINDS`` is for a line; those from there on are ink.
INK = 0
SPACE = 1
LINE_END = 2
UNSEEN = 3
KINDS = 0x10000

#: What the beginning of a line shows: ">>" or ">F"; a short run of ink before a ">".
GUARDED = 1
NAMED = 2
LONGEST_NAME = 15

_RETURN = 0x0D
_FEED = 0x0A
_MARK = 0x3E
_F = 0x46


@part
def _shown(text, first, last, kinds):  # type: ignore[no-untyped-def]
    """Return what the beginning of the ink [first, last) of a line shows."""
    if text[first] == _MARK:
        if first + 1 < last and (text[first + 1] == _MARK or text[first + 1] == _F):
            return GUARDED
        return 0
    for at in range(first + 1, min(first + 1 + LONGEST_NAME, last)):
        if text[at] == _MARK:
            return NAMED
        if text[at] < KINDS and kinds[text[at]] == SPACE:
            return 0
    return 0


@kernel
def split_lines(  # type: ignore[no-untyped-def]
    codes, bounds, kinds,
    starts, stops, firsts, lasts, heads, tails, shows, line_bounds, filled, filled_bounds, unseen,
):  # fmt: skip
    """Split a batch of texts at every line end; return how many lines and filled lines there are.

    ``codes`` (uint32) are all texts end to end, text n at bounds[n]:bounds[n + 1]; ``kinds``
    (uint8, shape (KINDS,)) says what a code point is. Out, one entry a line, offsets in its own
    text: ``starts`` and ``stops`` with the line end; ``firsts`` and ``lasts`` without white space
    round it; ``heads`` and ``tails`` the first and last code point of that, a line feed where
    there is none; ``shows`` GUARDED, NAMED or 0. ``filled`` has one entry a line with ink, its
    number in its text. One entry a text: ``unseen`` (a code point of that kind stands in it).
    """
    count = 0
    full = 0
    for n in range(len(bounds) - 1):
        text = codes[bounds[n] : bounds[n + 1]]
        size = len(text)
        line_bounds[n] = count
        filled_bounds[n] = full
        unseen[n] = False
        opened = count
        at = 0
        while at < size:
            starts[count] = at
            first = -1
            last = -1
            while at < size:
                code = text[at]
                kind = kinds[code] if code < KINDS else INK
                at += 1
                if kind == LINE_END:
                    if code == _RETURN and at < size and text[at] == _FEED:
                        at += 1
                    break
                if kind == SPACE:
                    continue
                if kind == UNSEEN:
                    unseen[n] = True
                if first < 0:
                    first = at - 1
                last = at
            stops[count] = at
            firsts[count] = max(first, 0)
            lasts[count] = max(last, 0)
            heads[count] = text[first] if first >= 0 else _FEED
            tails[count] = text[last - 1] if first >= 0 else _FEED
            shows[count] = 0
            if first >= 0:
                filled[full] = count - opened
                full += 1
                shows[count] = _shown(text, first, last, kinds)
            count += 1
    line_bounds[len(bounds) - 1] = count
    filled_bounds[len(bounds) - 1] = full
    return count, full
