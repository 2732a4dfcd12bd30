"""Texts split into lines, a batch at a time, by compiled code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

# Direction marks, zero-width characters and soft hyphens: clients put them round addresses, and
# they would hide a colon or a quote mark. Each is deleted from the line as compared only.
UNSEEN: Final = (
    *(0x00, 0xAD, 0x34F, 0x61C, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
)
#: What the beginning of a line shows (dedupe.line_kernel): ">>" or ">F"; ink before a ">".
GUARDED: Final = 1
NAMED: Final = 2


class SplitText(NamedTuple):
    """The lines of a text.

    ``starts`` and ``stops`` are offsets with the line end, ``bodies`` the lines trimmed, ``filled``
    the numbers of those with text; ``heads``, ``tails`` and ``shows`` have one entry a line: the
    first and last character of the body ("\\n" for an empty one), and GUARDED, NAMED or 0.
    ``unseen``: an invisible character stands in the text.
    """

    text: str
    starts: list[int]
    stops: list[int]
    bodies: list[str]
    filled: list[int]
    heads: str
    tails: str
    shows: bytes
    unseen: bool


def split_texts(texts: Sequence[str]) -> list[SplitText]:
    """Split every text at every line end Unicode knows."""
    from dedupe import line_kernel

    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=bounds[1:])
    starts, stops, firsts, lasts, filled = (np.empty(len(codes), np.int32) for _ in range(5))
    heads, tails = (np.empty(len(codes), np.uint32) for _ in range(2))
    shows = np.empty(len(codes), np.uint8)
    of_lines, of_filled = np.empty_like(bounds), np.empty_like(bounds)
    unseen = np.empty(len(texts), np.bool_)
    count, full = line_kernel.split_lines(
        codes, bounds, _kinds(), starts, stops, firsts, lasts, heads, tails, shows,
        of_lines, filled, of_filled, unseen,
    )  # fmt: skip
    begins, ends = starts[:count].tolist(), stops[:count].tolist()
    inked = list(zip(firsts[:count].tolist(), lasts[:count].tolist(), strict=True))
    first_chars, last_chars = _text(heads[:count]), _text(tails[:count])
    shown, rows = shows[:count].tobytes(), filled[:full].tolist()
    of, of_rows = of_lines.tolist(), of_filled.tolist()
    return [
        SplitText(
            text, begins[a:b], ends[a:b], [text[i:j] for i, j in inked[a:b]], rows[c:d],
            first_chars[a:b], last_chars[a:b], shown[a:b], hidden,
        )
        for text, a, b, c, d, hidden in zip(
            texts, of, of[1:], of_rows, of_rows[1:], unseen.tolist(), strict=False
        )
    ]  # fmt: skip


def _text(codes: npt.NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Return what each code point is for a line, shape (line_kernel.KINDS,)."""
    from dedupe import line_kernel

    kinds = np.full(line_kernel.KINDS, line_kernel.INK, np.uint8)
    for code in range(0x3001):
        if chr(code).isspace():
            ends = len(f"a{chr(code)}a".splitlines()) > 1
            kinds[code] = line_kernel.LINE_END if ends else line_kernel.SPACE
    kinds[list(UNSEEN)] = line_kernel.UNSEEN
    return kinds
