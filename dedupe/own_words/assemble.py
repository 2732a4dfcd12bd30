"""From a fate for every line to spans of the text as given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dedupe.own_words.lines import CONTENT, Lines
from dedupe.own_words.parts import OwnWords, PartKind, Removed

Span = tuple[int, int]

_GREETING_WORDS: Final = 5


def assemble(
    lines: Lines,
    fates: list[PartKind | None],
    marked: list[Span],
    unclear: bool,
    signed_at: int,
) -> OwnWords:
    """Return the result for lines whose fate is decided: None stays, a kind comes off.

    ``marked`` are the spans that the markup named as quoted, ascending and apart; ``unclear``
    says that text after an opening was kept because nothing else was there; ``signed_at`` is
    where the sign-off begins.
    """
    kept: list[Span] = []
    removed: list[Removed] = []
    for start, stop, fate in _groups(lines, fates):
        if fate is None:
            kept.append((start, stop))
        else:
            removed.append(Removed(start, stop, fate))
    if marked:
        kept, cut = _without(lines.text, kept, marked)
        removed = sorted([*removed, *cut], key=lambda part: part.start)
    if not removed:
        return OwnWords(tuple(kept), (), False, signed_at)
    if _nearly_nothing(lines.text, kept, removed):
        whole = _trimmed(lines.text, 0, len(lines.text))
        return OwnWords((whole,), (), True, len(lines.text))
    return OwnWords(tuple(kept), tuple(removed), unclear, signed_at)


def _groups(
    lines: Lines, fates: list[PartKind | None]
) -> Iterable[tuple[int, int, PartKind | None]]:
    """Yield runs of filled lines with one fate, trimmed of white space at both ends."""
    if not lines.filled:
        return
    first = last = lines.filled[0]
    fate = fates[first]
    for i in lines.filled:
        if fates[i] is not fate:
            yield *_trimmed(lines.text, lines.starts[first], lines.stops[last]), fate
            first, fate = i, fates[i]
        last = i
    yield *_trimmed(lines.text, lines.starts[first], lines.stops[last]), fate


def _trimmed(text: str, start: int, stop: int) -> Span:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop


def _without(text: str, kept: list[Span], marked: list[Span]) -> tuple[list[Span], list[Removed]]:
    """Cut the marked spans out of the kept ones; both lists ascend."""
    left: list[Span] = []
    cut: list[Removed] = []
    spans = marked
    at = 0
    for start, stop in kept:
        position = start
        while at < len(spans) and spans[at][1] <= position:
            at += 1
        i = at
        while i < len(spans) and spans[i][0] < stop:
            begin, end = max(position, spans[i][0]), min(stop, spans[i][1])
            left.append(_trimmed(text, position, begin))
            cut.append(Removed(begin, end, PartKind.QUOTE))
            position = end
            i += 1
        left.append(_trimmed(text, position, stop))
    return [(a, b) for a, b in left if a < b], cut


def _nearly_nothing(text: str, kept: list[Span], removed: list[Removed]) -> bool:
    """Return whether what stays says nothing: no letter, digit or picture, or only a greeting
    over what would then have been the message itself, not a quote."""
    if not any(CONTENT.search(text, start, stop) for start, stop in kept):
        return True
    if any(part.kind in (PartKind.QUOTE, PartKind.FORWARD) for part in removed) or len(kept) > 1:
        return False
    rest = text[kept[0][0] : kept[0][1]]
    return (
        len(rest) < 80
        and rest.endswith((",", "\uff0c", "\u060c", "\u3001"))
        and len(rest.split()) <= _GREETING_WORDS
    )
