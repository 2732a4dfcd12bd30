"""Settle overlaps between candidates: layers, the stronger above, none overlapping."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dedupe.masks.kinds import MOST_WORDS, Found, MaskKind
from dedupe.masks.letters import count_words


def flat(found: list[Found]) -> list[Found]:
    """Return candidates of one layer in order; of two that overlap the earlier, longer one."""
    if len(found) < 2:
        return found
    found.sort(key=lambda f: (f[0], -f[1]))
    kept: list[Found] = []
    reached = -1
    for each in found:
        if each[0] >= reached:
            kept.append(each)
            reached = each[1]
    return kept


def lay_under(upper: list[Found], under: list[Found]) -> list[Found]:
    """Return ``upper`` and those of ``under`` that overlap none of it. Both flat; so the result."""
    if not upper:
        return under
    if not under:
        return upper
    merged: list[Found] = []
    i = 0
    for each in under:
        while i < len(upper) and upper[i][0] < each[0]:
            merged.append(upper[i])
            i += 1
        clear_left = not merged or merged[-1][1] <= each[0]
        if clear_left and (i == len(upper) or upper[i][0] >= each[1]):
            merged.append(each)
    merged.extend(upper[i:])
    return merged


def widen_names(text: str, known: list[Found], names: list[Found]) -> list[Found]:
    """Lay recognised names under known ones; a name known in part takes its title with it.

    "Maria" known from the headers and "Frau Maria" recognised in the greeting are one mask, with
    the headers as source, as long as it stays a short value.
    """
    stops = [f[1] for f in known]
    widened: dict[int, Found] = {}
    spare: list[Found] = []
    for start, stop, kind, source in names:
        first = after = bisect_right(stops, start)
        while after < len(known) and known[after][0] < stop:
            after += 1
        inside = known[first:after]
        if not inside:
            spare.append((start, stop, kind, source))
            continue
        low, high = min(start, inside[0][0]), max(stop, inside[-1][1])
        alike = inside[0][2] in (MaskKind.NAME, MaskKind.FIELD)
        if alike and len(inside) == 1 and count_words(text[low:high]) <= MOST_WORDS:
            widened[first] = (low, high, MaskKind.NAME, inside[0][3])
    return lay_under(flat([widened.get(i, f) for i, f in enumerate(known)]), spare)


def join_names(text: str, found: Sequence[Found]) -> list[Found]:
    """Join names side by side ("Anna" "Nowak") into one mask of at most four words."""
    joined: list[Found] = []
    for each in found:
        if joined and each[2] is MaskKind.NAME and joined[-1][2] is MaskKind.NAME:
            start, stop, kind, source = joined[-1]
            near = text[stop : each[0]] in (" ", "\u00a0", "-", "\u3000", "")
            if near and source is each[3] and count_words(text[start : each[1]]) <= MOST_WORDS:
                joined[-1] = (start, each[1], kind, source)
                continue
        joined.append(each)
    return joined
