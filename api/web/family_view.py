"""A family as the page shows it: its skeleton with slots, who got it, what could be approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.findings import FamilyFinding, Slot
from api.reports.clean import clean, one_line, shortened
from api.reports.wording import count, day, day_range, generic_words, relation_words

#: Members listed, and code points of a skeleton that are shown.
MOST_MEMBERS: Final = 100
MOST_SHOWN: Final = 6_000
_EXAMPLES: Final = 4


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot: its number, its kind, and some of its fillings."""

    number: int
    kind: str
    examples: str
    warning: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """One message of the family."""

    who: str
    when: str
    what: str


@dataclass(frozen=True, slots=True)
class FamilyView:
    """``parts`` are literal texts and slots, in order; ``plain`` is the text without slots."""

    id: str
    people: str
    facts: str
    parts: tuple[str | SlotView, ...]
    slots: tuple[SlotView, ...]
    plain: str
    members: tuple[MemberView, ...]
    more: int


def family_view(found: FamilyFinding) -> FamilyView:
    """Return what the page shows of a family."""
    parts: list[str | SlotView] = []
    room = MOST_SHOWN
    for part in found.skeleton.parts:
        if room <= 0:
            break
        parts.append(clean(part)[:room] if isinstance(part, str) else _slot(part))
        room -= len(part) if isinstance(part, str) else 0
    facts = [
        count(found.size, "message"),
        relation_words(found.relation),
        day_range(found.first_sent, found.last_sent) if found.first_sent else "",
    ]
    members = [
        MemberView(
            shortened(one_line(", ".join(m.recipients)), 100) or "an unknown recipient",
            day(m.sent_at) if m.sent_at else "", relation_words(m.relation),
        )
        for m in found.members[:MOST_MEMBERS]
    ]  # fmt: skip
    return FamilyView(
        id=found.id,
        people=count(found.recipients, "person", "people"),
        facts=" · ".join(fact for fact in facts if fact),
        parts=tuple(parts),
        slots=tuple(part for part in parts if isinstance(part, SlotView)),
        plain="".join(p if isinstance(p, str) else "…" for p in found.skeleton.parts),
        members=tuple(members),
        more=len(found.members) - len(members),
    )


def _slot(slot: Slot) -> SlotView:
    examples = [shortened(one_line(text), 40) for text, _ in slot.examples[:_EXAMPLES]]
    more = slot.distinct - len(examples)
    said = ", ".join(examples) + (f" and {more:,} more" if more > 0 else "")
    return SlotView(slot.number, slot.kind.replace("_", " "), said, generic_words(slot))
