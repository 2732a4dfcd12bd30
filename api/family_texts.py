"""The text of a family as a report shows it: its skeleton, and pairs of members side by side.

Made where its members are read again, in another process if need be; nothing else keeps their text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api.archives.interface import Origin
from api.family_members import FamilyMembers, ShownMember
from api.findings import MarkedSpan, MarkedText, Skeleton, Slot
from dedupe import (
    MaskKind,
    MemberText,
    Note,
    SkeletonSlot,
    Words,
    folded_fallbacks,
    generic_filling,
    mark_pair,
    skeleton_slots,
    spans_of,
    spread_over_masks,
    words_of,
)

#: How many members of a family are read again: of one that is shown in full, and of the others.
MANY_MEMBERS = 200
FEW_MEMBERS = 6

#: Example fillings that a slot keeps.
MOST_EXAMPLES = 12

#: Masks that name a person or say how to reach one.
PRIVATE_KINDS = frozenset({MaskKind.NAME, MaskKind.ADDRESS})


@dataclass(frozen=True, slots=True)
class FamilyParts:
    """A family before its text is read again.

    ``variants`` and ``people`` count distinct ones.
    """

    id: str
    members: FamilyMembers
    variants: int
    people: int
    short: bool


@dataclass(frozen=True, slots=True)
class ShownFamily:
    """The members of a family that are read again, its leader's first message at the head.

    ``weakest`` is the member of the lowest score, ``people`` how many people got the family. One
    that is not shown ``in_full`` has no pairs.
    """

    members: tuple[ShownMember, ...]
    weakest: ShownMember
    people: int
    in_full: bool

    @property
    def origins(self) -> list[Origin]:
        """Which messages are read again, in order."""
        shown = (*self.members, self.weakest) if self.in_full else self.members
        return [member.told.origin for member in shown]

    @property
    def compared(self) -> set[int]:
        """The variants of which some may be shown side by side."""
        return {m.variant for m in (*self.members, self.weakest)} if self.in_full else set()


@dataclass(frozen=True, slots=True)
class FamilyTexts:
    """What takes the text of a family's members; a pair that cannot be shown is None."""

    skeleton: Skeleton
    pair: tuple[MarkedText, MarkedText] | None
    weakest_pair: tuple[MarkedText, MarkedText] | None


#: Says which unmasked words of a variant are set aside.
AsideOf = Callable[[int], npt.NDArray[np.bool_]]

#: A member that was read again.
_Read = tuple[ShownMember, Note]


def shown_of(parts: FamilyParts, *, in_full: bool) -> ShownFamily:
    """Choose what is read again of a family."""
    members = parts.members
    chosen = _chosen(members.variants.tolist(), in_full)
    return ShownFamily(
        tuple(map(members.shown, chosen)), members.shown(members.weakest), parts.people, in_full
    )


def texts_of(shown: ShownFamily, notes: Sequence[Note | None], aside_of: AsideOf) -> FamilyTexts:
    """Make a family's texts of the notes of ``shown.origins``, None where one is not there."""
    read = [(m, note) for m, note in zip(shown.members, notes, strict=False) if note]
    skeleton = _skeleton(read, shown.people)
    if not shown.in_full or not read:
        return FamilyTexts(skeleton, None, None)
    weakest, last = shown.weakest, notes[-1]
    apart = last is not None and weakest.told.origin != read[0][0].told.origin
    return FamilyTexts(
        skeleton,
        _pair(read[0], _typical(read), aside_of),
        _pair(read[0], (weakest, last) if last and apart else None, aside_of),
    )


def _skeleton(notes: Sequence[_Read], people: int) -> Skeleton:
    if not notes:
        return Skeleton(())
    members = [MemberText(n.message.text, n.spans, n.masks, len(m.people)) for m, n in notes]
    slots = skeleton_slots(members, words_of(n for _, n in notes))
    leader = members[0]
    parts: list[str | Slot] = []
    at = leader.spans[0][0] if leader.spans else 0
    shown = sum(m.people for m in members)
    for number, slot in enumerate(slots, start=1):
        parts.append(_literal(leader, at, slot.start))
        parts.append(_slot(number, slot, shown))
        at = slot.stop
    end = leader.spans[-1][1] if leader.spans else 0
    parts.append(_literal(leader, at, max(at, end)))
    return Skeleton(tuple(part for part in parts if part != ""))


def _slot(number: int, slot: SkeletonSlot, people: int) -> Slot:
    filled = [f for f in slot.fillings if f.text]
    empty = sum(f.people for f in slot.fillings if not f.text)
    private = slot.kind in PRIVATE_KINDS
    return Slot(
        number,
        slot.kind,
        tuple((f.text, f.people) for f in filled[:MOST_EXAMPLES]),
        len(filled),
        empty,
        generic_filling(slot.fillings, people, folded_fallbacks()),
        private,
    )


def _pair(
    leader: _Read, other: _Read | None, aside_of: AsideOf
) -> tuple[MarkedText, MarkedText] | None:
    if other is None:
        return None
    both = (leader, other)
    words = words_of(n for _, n in both)
    aside = np.concatenate([
        spread_over_masks(words.flags[_share(words, k)], aside_of(both[k][0].variant))
        for k in range(2)
    ])  # fmt: skip
    marks = mark_pair(words, aside)
    left, right = (_marked_text(both[k][0], both[k][1], words, k, marks[k]) for k in range(2))
    return left, right


def _share(words: Words, note: int) -> slice:
    return slice(int(words.bounds[note]), int(words.bounds[note + 1]))


def _chosen(variants: Sequence[int], in_full: bool) -> list[int]:
    """Choose the leader, then members of distinct variants, then others, evenly spread."""
    most = MANY_MEMBERS if in_full else FEW_MEMBERS
    seen: set[int] = set()
    first: list[int] = []
    rest: list[int] = []
    for place, variant in enumerate(variants):
        (rest if variant in seen else first).append(place)
        seen.add(variant)
    room = max(0, most - len(first))
    step = max(1, -(-len(rest) // room)) if room else 1
    return (first + rest[::step])[:most]


def _typical(
    notes: Sequence[_Read],
) -> _Read | None:
    """Return the member of middling score for other people than the leader's."""
    leaders = set(notes[0][0].people) if notes else set()
    others = [n for n in notes[1:] if not leaders.issuperset(n[0].people)]
    others.sort(key=lambda n: (n[0].score, str(n[0].told.origin)))
    return others[len(others) // 2] if others else None


def _literal(leader: MemberText, start: int, stop: int) -> str:
    """Return the leader's own words between two places; what is not own words is left out."""
    return "".join(
        leader.text[max(start, a) : min(stop, b)] for a, b in leader.spans if a < stop and b > start
    )


def _marked_text(
    member: ShownMember, note: Note, words: Words, number: int, marks: npt.NDArray[np.uint8]
) -> MarkedText:
    share = _share(words, number)
    spans = spans_of(note.message.text, note.spans, words.starts[share], words.stops[share], marks)
    private = [(m.start, m.stop) for m in note.masks if m.kind in PRIVATE_KINDS]
    cut: list[MarkedSpan] = []
    for span in spans:
        at = span.start
        for start, stop in private:
            if start >= span.stop or stop <= at:
                continue
            if start > at:
                cut.append(MarkedSpan(at, start, span.mark.value))
            cut.append(MarkedSpan(max(at, start), min(stop, span.stop), span.mark.value, True))
            at = min(stop, span.stop)
        if at < span.stop:
            cut.append(MarkedSpan(at, span.stop, span.mark.value))
    return MarkedText(
        member.told.origin, ", ".join(member.told.recipients), member.told.sent_at,
        note.message.subject, note.message.text, tuple(cut),
    )  # fmt: skip
