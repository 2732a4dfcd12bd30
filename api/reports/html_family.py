"""One family as the page draws it: skeleton, slots, two pairs, when it went out, its members."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from os.path import commonprefix

from api.family_members import Member
from api.findings import FamilyFinding, MarkedText
from api.reports.charts import Chart, Stack, bar_chart, over_time, time_ticks
from api.reports.clean import one_line, shortened
from api.reports.html_text import (
    SLOTS_LIMIT,
    Run,
    SideView,
    SlotView,
    side_view,
    skeleton_runs,
    slot_view,
)
from api.reports.privacy import Piece, Pseudonyms, private_names
from api.reports.summary import moment
from api.reports.timeline import Axis
from api.reports.wording import count, day, day_range, likeness, relation_words

MEMBERS_LIMIT = 50
SENDERS_LIMIT = 5
_TITLE_LENGTH = 90
_OPENING_LENGTH = 2000
_FAMILY_CHART_HEIGHT = 64.0
_LOOSE = re.compile(r" +([,.;:!?)])")  # a space that only a slot left before a stop


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A line in the table of a family's members."""

    recipient: tuple[Piece, ...]
    sent: str
    relation: str
    score: str
    origin: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """Two members side by side."""

    sides: tuple[SideView, SideView]

    @property
    def nothing_own(self) -> bool:
        """Say whether neither note holds a word that the other lacks."""
        return not any(side.has_own for side in self.sides)


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family for the page. ``slots_more`` and ``members_more`` count what is not listed."""

    anchor: str
    rank: int
    people: str
    messages: int
    variants: int
    when: str
    relation: str
    meaning: str
    weakest: str
    short: bool
    senders: tuple[Piece, ...]
    senders_more: int
    skeleton: tuple[Run, ...]
    skeleton_cut: str
    slots: tuple[SlotView, ...]
    slots_more: int
    pair: PairView | None
    weakest_pair: PairView | None
    chart: Chart | None
    undated: int
    members: tuple[MemberRow, ...]
    members_more: int


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in a list: ``bar`` is its people in per cent of the largest family's."""

    anchor: str
    id: str
    title: tuple[Piece, ...]
    recipients: int
    size: int
    relation: str
    weakest: str
    when: str
    bar: float


def family_row(
    family: FamilyFinding, title: tuple[Piece, ...], anchor: str, most: int
) -> FamilyRow:
    """Return the family as one line of a list."""
    return FamilyRow(
        anchor=anchor,
        id=family.id,
        title=title,
        recipients=family.recipients,
        size=family.size,
        relation=family.relation,
        weakest=likeness(family.weakest),
        when=day_range(family.first_sent, family.last_sent),
        bar=round(100 * family.recipients / max(1, most), 1),
    )


def titles(families: Sequence[FamilyFinding], labels: Pseudonyms) -> tuple[tuple[Piece, ...], ...]:
    """Return the first words of each skeleton, its slots as an ellipsis.

    Where several begin alike for a whole title, each begins where they part.
    """
    texts = [_opening(family) for family in families]
    alike: dict[str, list[str]] = {}
    for text in texts:
        alike.setdefault(text[:_TITLE_LENGTH], []).append(text)
    parts = {start: commonprefix(group) for start, group in alike.items() if len(set(group)) > 1}
    said = [_shown(text, parts.get(text[:_TITLE_LENGTH], "")) for text in texts]
    return tuple(
        labels.quoted(text, private_names(family)) if text else ("no shared words",)
        for text, family in zip(said, families, strict=True)
    )


def _shown(text: str, before: str) -> str:
    start = before.rfind(" ") + 1
    return shortened(f"… {text[start:]}" if start else text, _TITLE_LENGTH)


def _opening(family: FamilyFinding) -> str:
    parts = (part if isinstance(part, str) else " … " for part in family.skeleton.parts)
    said = one_line("".join(parts)[:_OPENING_LENGTH])
    return _LOOSE.sub(r"\1", said).removeprefix("…").strip(" ,…")


def family_view(
    family: FamilyFinding, rank: int, anchor: str, axis: Axis | None, labels: Pseudonyms
) -> FamilyView:
    """Return the family as the page draws it in full."""
    names = private_names(family)
    runs, cut = skeleton_runs(family.skeleton, labels, names)
    slots = family.skeleton.slots
    members = sorted(family.members, key=_by_time)
    return FamilyView(
        anchor=anchor,
        rank=rank,
        people=count(family.recipients, "person", "people"),
        messages=family.size,
        variants=family.variants,
        when=day_range(family.first_sent, family.last_sent),
        relation=family.relation,
        meaning=relation_words(family.relation),
        weakest=likeness(family.weakest),
        short=family.short,
        senders=tuple(labels.sender(sender) for sender in family.senders[:SENDERS_LIMIT]),
        senders_more=max(0, len(family.senders) - SENDERS_LIMIT),
        skeleton=runs,
        skeleton_cut=cut,
        slots=tuple(slot_view(slot, labels, names) for slot in slots[:SLOTS_LIMIT]),
        slots_more=max(0, len(slots) - SLOTS_LIMIT),
        pair=_pair(family.pair, labels, names),
        weakest_pair=_pair(_other(family), labels, names),
        chart=_chart(family, anchor, axis),
        undated=sum(member.sent_at is None for member in members),
        members=tuple(_member(member, labels) for member in members[:MEMBERS_LIMIT]),
        members_more=max(0, len(members) - MEMBERS_LIMIT),
    )


def _other(family: FamilyFinding) -> tuple[MarkedText, MarkedText] | None:
    """Return the weakest pair unless it is the typical one again."""
    if family.weakest_pair is None or family.pair is None:
        return family.weakest_pair
    shown = {side.origin for side in family.pair}
    return None if {side.origin for side in family.weakest_pair} == shown else family.weakest_pair


def _pair(
    pair: tuple[MarkedText, MarkedText] | None, labels: Pseudonyms, names: frozenset[str]
) -> PairView | None:
    if pair is None:
        return None
    return PairView((side_view(pair[0], labels, names), side_view(pair[1], labels, names)))


def _member(member: Member, labels: Pseudonyms) -> MemberRow:
    people = tuple(labels.recipient(person) for person in member.recipients)
    return MemberRow(
        recipient=_joined(people) or ("unknown recipient",),
        sent=day(member.sent_at),
        relation=member.relation,
        score=likeness(member.score),
        origin=labels.origin(member.origin),
    )


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in pieces:
        joined += [", ", piece] if joined else [piece]
    return tuple(joined)


def _by_time(member: Member) -> tuple[bool, float, str, int]:
    sent = member.sent_at
    stamp = 0.0 if sent is None else moment(sent).timestamp()
    return (sent is None, stamp, member.origin.path, member.origin.offset)


def _chart(family: FamilyFinding, anchor: str, axis: Axis | None) -> Chart | None:
    days: list[tuple[date, str]] = [(m.sent_at, "messages") for m in family.members if m.sent_at]
    if axis is None or not days:
        return None
    stacks = over_time(axis, days)
    return bar_chart(
        f"{anchor}-when",
        "When it was sent",
        _peak(stacks, axis, family),
        stacks,
        kinds=("messages",),
        ticks=time_ticks(axis),
        height=_FAMILY_CHART_HEIGHT,
    )


def _peak(stacks: tuple[Stack, ...], axis: Axis, family: FamilyFinding) -> str:
    busiest = max(stacks, key=lambda stack: stack.total)
    return (
        f"Messages by {axis.step.value}, {day_range(family.first_sent, family.last_sent)}; "
        f"most in {busiest.label}: {busiest.total:,}."
    )
