"""The skeleton of a family: the text its members share, with slots where they differ.

Members are aligned with the leader one by one; what nearly all of them have is literal text,
the rest are slots with example fillings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.masks import Mask
from dedupe.words import Words

#: A word of the leader is literal where at least this share of the members has it too.
LITERAL_SHARE = 0.9

#: The flag of a mask's further words (dedupe.word_kernel).
MASK_REST = 2

#: A literal run between two slots must reach two words, or three characters, to part them.
PART_UNITS = 6


@dataclass(frozen=True, slots=True)
class MemberText:
    """One member: its text, its own-words spans, its masks, and how many people got it."""

    text: str
    spans: tuple[tuple[int, int], ...]
    masks: tuple[Mask, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Filling:
    """What members have in one slot: text (empty where nothing), how many people and members."""

    text: str
    people: int
    members: int


@dataclass(frozen=True, slots=True)
class SkeletonSlot:
    """A slot: the leader's code points [start, stop), the kind of mask or "words", fillings."""

    start: int
    stop: int
    kind: str
    fillings: tuple[Filling, ...]


def skeleton_slots(members: Sequence[MemberText], words: Words) -> tuple[SkeletonSlot, ...]:
    """Find the slots of a family; ``members[0]`` leads and ``words`` holds them all, in order.

    Slots ascend in the leader's text. One member alone has the slots its masks make.
    """
    matches = [_align(words, member) for member in range(1, len(members))]
    varying = _varying(words, matches)
    return tuple(
        _slot(members, words, matches, first, stop)
        for first, stop in _runs(words, varying, matches)
    )


def _bounds(words: Words, member: int) -> tuple[int, int]:
    return int(words.bounds[member]), int(words.bounds[member + 1])


def _align(words: Words, member: int) -> npt.NDArray[np.int32]:
    """Return, for each word of the leader, the member's word matched in order, or -1."""
    from dedupe import alignment_kernel

    (a, b), (c, d) = _bounds(words, 0), _bounds(words, member)
    match = np.empty(b - a, np.int32)
    order = np.empty(b - a, np.uint8)
    alignment_kernel.align(words.hashes[a:b], words.hashes[c:d], words.units[a:b], match, order)
    match[order != alignment_kernel.IN_ORDER] = -1
    return match


def _varying(words: Words, matches: list[npt.NDArray[np.int32]]) -> npt.NDArray[np.bool_]:
    first, stop = _bounds(words, 0)
    masked = words.flags[first:stop] > 0
    if not matches:
        return masked
    shares = np.mean([match >= 0 for match in matches], axis=0)
    varying = (shares < LITERAL_SHARE) | (masked & (shares < 1))
    # A value is one slot: where a part of it varies, all of it does.
    value = np.cumsum(words.flags[first:stop] != MASK_REST)
    touched = np.bincount(value, weights=varying & masked) > 0
    result: npt.NDArray[np.bool_] = varying | (masked & touched[value])
    return result


def _runs(
    words: Words, varying: npt.NDArray[np.bool_], matches: list[npt.NDArray[np.int32]]
) -> list[tuple[int, int]]:
    """Join varying words into slots, and add empty slots where members insert words."""
    units = words.units[: len(varying)]
    runs: list[list[int]] = []
    for at in np.flatnonzero(varying).tolist():
        if runs and int(units[runs[-1][1] : at].sum()) < PART_UNITS:
            runs[-1][1] = at + 1
        else:
            runs.append([at, at + 1])
    inserted = [at for at in _insertions(len(varying), matches) if not _inside(runs, at)]
    return sorted([(a, b) for a, b in runs] + [(at, at) for at in inserted])


def _insertions(length: int, matches: list[npt.NDArray[np.int32]]) -> list[int]:
    """Return the leader's gaps where more than one member in ten has words of its own."""
    counts = np.zeros(length + 1, np.int64)
    for match in matches:
        kept = np.flatnonzero(match >= 0)
        if len(kept) > 1:
            close = np.diff(kept) == 1
            wide = np.diff(match[kept]) > 1
            counts[kept[1:][close & wide]] += 1
    return np.flatnonzero(counts > (1 - LITERAL_SHARE) * max(len(matches), 1)).tolist()


def _inside(runs: list[list[int]], at: int) -> bool:
    return any(first <= at <= stop for first, stop in runs)


def _slot(
    members: Sequence[MemberText],
    words: Words,
    matches: list[npt.NDArray[np.int32]],
    first: int,
    stop: int,
) -> SkeletonSlot:
    texts = [_filling(members[0], words, 0, first, stop)]
    for number, match in enumerate(matches, start=1):
        texts.append(_member_filling(members[number], words, number, match, first, stop))
    people: Counter[str] = Counter()
    for member, text in zip(members, texts, strict=True):
        people[text] += max(member.people, 1)
    times = Counter(texts)
    ordered = sorted(people.items(), key=lambda c: (-c[1], c[0]))
    fillings = tuple(Filling(text, number, times[text]) for text, number in ordered)
    start, end = _place(words, 0, first, stop)
    return SkeletonSlot(start, end, _kind(members[0], start, end), fillings)


def _member_filling(
    member: MemberText,
    words: Words,
    number: int,
    match: npt.NDArray[np.int32],
    first: int,
    stop: int,
) -> str:
    """Return what the member has between its words next to the slot."""
    before = match[:first][match[:first] >= 0]
    after = match[stop:][match[stop:] >= 0]
    low, high = _bounds(words, number)
    begin = int(before[-1]) + 1 if len(before) else 0
    end = int(after[0]) if len(after) else high - low
    return _filling(member, words, number, begin, end)


def _filling(member: MemberText, words: Words, number: int, first: int, stop: int) -> str:
    if stop <= first:
        return ""
    start, end = _place(words, number, first, stop)
    return " ".join(member.text[start:end].split())


def _place(words: Words, number: int, first: int, stop: int) -> tuple[int, int]:
    """Return the code points of a member's words [first, stop); where empty, the gap's place."""
    low, high = _bounds(words, number)
    if stop > first:
        return int(words.starts[low + first]), int(words.stops[low + stop - 1])
    at = int(words.starts[low + first]) if low + first < high else int(words.stops[high - 1])
    return at, at


def _kind(leader: MemberText, start: int, stop: int) -> str:
    """Name the mask that fills the slot in the leader, else "words"."""
    for mask in leader.masks:
        if mask.start <= start and stop <= mask.stop and stop > start:
            return mask.kind.value
        if start <= mask.start and mask.stop <= stop and mask.stop - mask.start >= stop - start - 1:
            return mask.kind.value
    return "words"
