"""Policy: from what was found to what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dedupe.relation import Relation


class Decision(StrEnum):
    """What the sender should do."""

    SEND = "send"
    LOOK = "look"
    STOP = "stop"


class Exposure(StrEnum):
    """Why two recipients could compare notes."""

    COMPANY = "company"
    HOUSEHOLD = "household"
    POSTCODE = "postcode"
    GROUP = "group"
    THREAD = "thread"


#: Living in one postcode is a hint; the other kinds are people who meet.
CLOSE = frozenset(Exposure) - {Exposure.POSTCODE}


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding that the decision rests on: a stable code, and a sentence for a person."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Policy:
    """When to stop: below ``personal_share``, from ``reach`` other recipients on."""

    personal_share: float = 0.3
    reach: int = 3

    def decide(
        self,
        relation: Relation,
        personal_share: float | None,
        reach: int,
        exposure: frozenset[Exposure],
        *,
        too_short: bool,
        same_person: int,
    ) -> tuple[Decision, tuple[Reason, ...]]:
        """Return the decision and the reasons for it, weightiest first."""
        reasons = tuple(self._reasons(relation, personal_share, reach, exposure, same_person))
        close = exposure & CLOSE
        impersonal = personal_share is None or personal_share < self.personal_share
        if relation >= Relation.NEAR and impersonal and (reach >= self.reach or close):
            if not too_short or (relation == Relation.VERBATIM and close):
                return Decision.STOP, reasons
            return Decision.LOOK, (*reasons, Reason("too_short", "The note is under 12 words."))
        if relation != Relation.NONE or same_person or exposure:
            return Decision.LOOK, reasons
        return Decision.SEND, reasons

    def _reasons(
        self,
        relation: Relation,
        personal_share: float | None,
        reach: int,
        exposure: frozenset[Exposure],
        same_person: int,
    ) -> list[Reason]:
        reasons = []
        if relation != Relation.NONE:
            people = "1 other person" if reach == 1 else f"{reach:,} other people"
            reasons.append(Reason(relation.word, _SENTENCES[relation].format(people=people)))
        if relation != Relation.NONE and personal_share is not None:
            reasons.append(
                Reason("personal_share", f"{personal_share:.0%} of its words are this note's own.")
            )
        if exposure:
            kinds = ", ".join(sorted(exposure))
            reasons.append(Reason("exposure", f"Some of them could compare notes: {kinds}."))
        if same_person:
            reasons.append(Reason("same_person", "The same person got this text before."))
        return reasons


_SENTENCES = {
    Relation.VERBATIM: "The same words went to {people}.",
    Relation.TEMPLATE: "The same text, but for what stands in its slots, went to {people}.",
    Relation.NEAR: "Nearly the same text went to {people}.",
    Relation.EXCERPT: "A good part of it stands in text that went to {people}.",
    Relation.REWORDED: "The same content in other words went to {people}.",
}
