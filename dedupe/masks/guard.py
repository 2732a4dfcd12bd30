"""Keep masks from swallowing a note, so that different notes never become the same.

The rule, in three steps. If masks hold more than half of the words of a note, recognised dates,
times, amounts and numbers go: in a timetable or a price list the figures are the text. If what is
left still holds more than half, recognised names go too. What the row or the headers tell stays,
and so do links, addresses, codes and unfilled fields: their shape leaves no doubt. But if no word
at all stands outside the masks then, none may stay: a bare link is that note's whole text.

A mask weighs its words; a link, address, code, amount, time or number weighs one word however
many runs of digits it holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from dedupe.masks.kinds import Found, MaskKind, MaskSource
from dedupe.masks.letters import COUNTED, count_words, is_unspaced

_FIGURES = frozenset({MaskKind.DATE, MaskKind.TIME, MaskKind.AMOUNT, MaskKind.NUMBER})
_FIGURES_AND_NAMES = _FIGURES | {MaskKind.NAME}
#: So many characters are mostly enough to see that there are words enough.
_GLANCE = 120
_OF_WORDS = frozenset({MaskKind.NAME, MaskKind.COMPANY, MaskKind.FIELD})


def guarded(text: str, spans: Sequence[tuple[int, int]], found: list[Found]) -> list[Found]:
    """Return the masks that may stand. ``found`` ascends and does not overlap; so the result."""
    kept = found
    for dropped in (_FIGURES, _FIGURES_AND_NAMES, None):
        if _outside_reaches(text, spans, kept, sum([_weight(text, f) for f in kept])):
            return kept
        if dropped:
            kept = [f for f in found if f[3] is not MaskSource.RECOGNISED or f[2] not in dropped]
    return kept if _outside_reaches(text, spans, kept, 0.1) else []


def _weight(text: str, found: Found) -> float:
    start, stop, kind, _ = found
    if kind in _OF_WORDS:
        return count_words(text[start:stop])
    return float(len(text[start:stop].split())) if kind is MaskKind.DATE else 1.0


def _words_at_least(text: str) -> int:
    """Return quickly a number of words that a text certainly holds."""
    return sum([word[0].isalnum() and word[0] < "\u0e00" for word in text.split()])


def _outside_reaches(
    text: str, spans: Sequence[tuple[int, int]], found: Sequence[Found], enough: float
) -> bool:
    """Say whether at least ``enough`` words stand outside the masks; reads no further than that."""
    if not found:
        return True
    outside = 0.0
    i = 0
    for start, stop in spans:
        at = start
        while at < stop:
            while i < len(found) and found[i][1] <= at:
                i += 1
            free = min(stop, found[i][0]) if i < len(found) else stop
            if outside + _words_at_least(text[at : min(free, at + _GLANCE)]) >= enough:
                return True
            for match in COUNTED.finditer(text, at, free):
                outside += 2 / 3 if is_unspaced(text[match.start()]) else 1.0
                if outside >= enough:
                    return True
            at = found[i][1] if i < len(found) and found[i][0] < stop else stop
    return outside >= enough
