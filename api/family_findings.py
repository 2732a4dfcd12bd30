"""Families as a report shows them: skeleton, members, and pairs side by side.

The text of a few members is read again from the archive; nothing else keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api.archives.interface import Origin
from api.findings import FamilyFinding, MarkedSpan, MarkedText, Member, Skeleton, Slot
from api.preparation import Record, names_of
from dedupe import (
    MaskKind,
    MemberText,
    Note,
    Relation,
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
from index import seconds

#: Families shown in full, and how many members of one are read again for its skeleton.
IN_FULL = 50
MANY_MEMBERS = 200
FEW_MEMBERS = 6

#: Example fillings that a slot keeps.
MOST_EXAMPLES = 12

#: Masks that name a person or say how to reach one.
PRIVATE_KINDS = frozenset({MaskKind.NAME, MaskKind.ADDRESS})


#: Reads a message once more; None where it can no longer be read.
ReadAgain = Callable[[Origin], Note | None]


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A message of a family: its record, what it is to the leader, and whom it reached."""

    record: Record
    variant: int
    relation: Relation
    score: float
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FamilyParts:
    """A family before its text is read again; ``members[0]`` is the leader's first message."""

    id: str
    members: tuple[FamilyMember, ...]
    variants: int
    people: frozenset[int]
    short: bool


class FamilyWriter:
    """Turns the parts of a family into what reports show."""

    def __init__(
        self,
        read_again: ReadAgain,
        aside_of: Callable[[int], npt.NDArray[np.bool_]],
    ) -> None:
        self._read_again = read_again
        self._aside_of = aside_of
        self._fallbacks = folded_fallbacks()

    def write(self, parts: FamilyParts, *, in_full: bool) -> FamilyFinding:
        """Read some members again and build the finding."""
        chosen = _chosen(parts.members, in_full)
        notes = [(m, note) for m in chosen if (note := self._read_again(m.record.origin))]
        weakest = _weakest(parts.members)
        # Some mail names no zone: all are compared as in UTC.
        dates = sorted((m.record.sent_at for m in parts.members if m.record.sent_at), key=seconds)
        return FamilyFinding(
            parts.id,
            len(parts.members),
            parts.variants,
            len(parts.people),
            tuple(sorted({m.record.sender for m in parts.members} - {""})),
            min(m.relation for m in parts.members).word,
            round(weakest.score, 4),
            parts.short,
            dates[0] if dates else None,
            dates[-1] if dates else None,
            self._skeleton(notes, len(parts.people)),
            tuple(_member(m) for m in parts.members),
            self._pair(notes, _typical(notes)) if in_full else None,
            self._weakest_pair(notes, weakest) if in_full else None,
        )

    def _skeleton(self, notes: Sequence[tuple[FamilyMember, Note]], people: int) -> Skeleton:
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
            parts.append(self._slot(number, slot, shown))
            at = slot.stop
        end = leader.spans[-1][1] if leader.spans else 0
        parts.append(_literal(leader, at, max(at, end)))
        return Skeleton(tuple(part for part in parts if part != ""))

    def _slot(self, number: int, slot: SkeletonSlot, people: int) -> Slot:
        filled = [f for f in slot.fillings if f.text]
        empty = sum(f.people for f in slot.fillings if not f.text)
        private = slot.kind in PRIVATE_KINDS
        return Slot(
            number,
            slot.kind,
            tuple((f.text, f.people) for f in filled[:MOST_EXAMPLES]),
            len(filled),
            empty,
            generic_filling(slot.fillings, people, self._fallbacks),
            private,
        )

    def _weakest_pair(
        self, notes: Sequence[tuple[FamilyMember, Note]], weakest: FamilyMember
    ) -> tuple[MarkedText, MarkedText] | None:
        if not notes or weakest.record.origin == notes[0][0].record.origin:
            return None
        read = (note for member, note in notes if member is weakest)
        note = next(read, None) or self._read_again(weakest.record.origin)
        return self._pair(notes, (weakest, note)) if note else None

    def _pair(
        self,
        notes: Sequence[tuple[FamilyMember, Note]],
        other: tuple[FamilyMember, Note] | None,
    ) -> tuple[MarkedText, MarkedText] | None:
        if not notes or other is None:
            return None
        both = (notes[0], other)
        words = words_of(n for _, n in both)
        aside = np.concatenate([self._aside_in(words, k, both[k][0].variant) for k in range(2)])
        marks = mark_pair(words, aside)
        left, right = (_marked_text(both[k][0], both[k][1], words, k, marks[k]) for k in range(2))
        return left, right

    def _aside_in(self, words: Words, note: int, variant: int) -> npt.NDArray[np.bool_]:
        """Carry what was set aside in a variant over to one message of it, word by word."""
        share = slice(int(words.bounds[note]), int(words.bounds[note + 1]))
        return spread_over_masks(words.flags[share], self._aside_of(variant))


def origins_read(parts: FamilyParts, in_full: bool) -> list[Origin]:
    """Return the messages that will be read again to write a family, in order."""
    chosen = _chosen(parts.members, in_full)
    if in_full:
        chosen.append(_weakest(parts.members))
    return [member.record.origin for member in chosen]


def _weakest(members: Sequence[FamilyMember]) -> FamilyMember:
    lowest = min(member.score for member in members)
    return min((m for m in members if m.score == lowest), key=lambda m: str(m.record.origin))


def _chosen(members: Sequence[FamilyMember], in_full: bool) -> list[FamilyMember]:
    """Choose the leader, then members of distinct variants, then others, evenly spread."""
    most = MANY_MEMBERS if in_full else FEW_MEMBERS
    seen: set[int] = set()
    first: list[FamilyMember] = []
    rest: list[FamilyMember] = []
    for member in members:
        (rest if member.variant in seen else first).append(member)
        seen.add(member.variant)
    room = max(0, most - len(first))
    step = max(1, -(-len(rest) // room)) if room else 1
    return (first + rest[::step])[:most]


def _typical(
    notes: Sequence[tuple[FamilyMember, Note]],
) -> tuple[FamilyMember, Note] | None:
    """Return the member of middling score for other people than the leader's."""
    leaders = set(notes[0][0].people) if notes else set()
    others = [n for n in notes[1:] if not leaders.issuperset(n[0].people)]
    others.sort(key=lambda n: (n[0].score, str(n[0].record.origin)))
    return others[len(others) // 2] if others else None


def _literal(leader: MemberText, start: int, stop: int) -> str:
    """Return the leader's own words between two places; what is not own words is left out."""
    return "".join(
        leader.text[max(start, a) : min(stop, b)] for a, b in leader.spans if a < stop and b > start
    )


def _member(member: FamilyMember) -> Member:
    record = member.record
    return Member(
        record.origin, record.message_id, names_of(record), record.sent_at,
        member.relation.word, round(member.score, 4),
    )  # fmt: skip


def _marked_text(
    member: FamilyMember, note: Note, words: Words, number: int, marks: npt.NDArray[np.uint8]
) -> MarkedText:
    share = slice(int(words.bounds[number]), int(words.bounds[number + 1]))
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
        member.record.origin, ", ".join(names_of(member.record)), member.record.sent_at,
        note.message.subject, note.message.text, tuple(cut),
    )  # fmt: skip
