"""Shared words too few to be shown within a sentence that others got in other words.

In a script without spaces two wordings of one sentence share characters here and there; marked one
by one they would make the sentence unreadable.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from api.verdict import Span
from dedupe import UNITS_PER_WORD, hash_words

#: Fewer words than these are a brief passage: nine Chinese characters, or eighteen of kana or Thai.
_FEWEST_WORDS: Final = 6


def brief_passages(text: str, shared: Iterable[Span], reworded: Iterable[Span]) -> list[Span]:
    """Return the parts of shared stretches that give way to the mark of a reworded sentence.

    That is what of a stretch stands in one sentence of ``reworded``, says less than six words, and
    holds a character of a script without spaces; words with spaces between them never give way.
    Offsets are code points of ``text``, before and after.
    """
    sentences = sorted({(start, min(stop, len(text))) for start, stop in reworded})
    stretches = list(shared) if sentences else []
    if not stretches:
        return []
    words = hash_words([text], [[(0, len(text))]], [[]])
    found: list[Span] = []
    for start, stop in stretches:
        for first, last in sentences:
            if start >= last or first >= stop:
                continue
            part = max(start, first), min(stop, last)
            inside = slice(*np.searchsorted(words.starts, part).tolist())
            units = words.units[inside].astype(np.int64)
            if (units < UNITS_PER_WORD).any() and units.sum() < _FEWEST_WORDS * UNITS_PER_WORD:
                found.append(part)
    return found
