"""Decisions: what a sender should do, by what people could meet, and the reasons given."""

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

    __hash__ = str.__hash__  # an Enum's own is a call into Python


#: Living in one postcode is a hint; the other kinds are people who meet.
CLOSE = frozenset(Exposure) - {Exposure.POSTCODE}


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding that the decision rests on: a stable code, and a sentence for a person."""

    code: str
    text: str


_SENTENCES = {
    Relation.VERBATIM: "The same words went to {people}.",
    Relation.TEMPLATE: "The same text, but for what stands in its slots, went to {people}.",
    Relation.NEAR: "Nearly the same text went to {people}.",
    Relation.EXCERPT: "A good part of it stands in text that went to {people}.",
    Relation.REWORDED: "The same content in other words went to {people}.",
}


def found_reasons(
    relation: Relation,
    personal_share: float | None,
    reach: int,
    exposure: frozenset[Exposure],
    same_person: int,
) -> tuple[Reason, ...]:
    """Return what was found of a note as reasons, weightiest first."""
    reasons = []
    if relation != Relation.NONE:
        people = "1 other person" if reach == 1 else f"{reach:,} other people"
        reasons.append(Reason(relation.word, _SENTENCES[relation].format(people=people)))
        if personal_share is not None:
            said = f"{personal_share:.0%} of its words are this note's own."
            reasons.append(Reason("personal_share", said))
    if exposure:
        kinds = ", ".join(sorted(exposure))
        reasons.append(Reason("exposure", f"Some of them could compare notes: {kinds}."))
    if same_person:
        reasons.append(Reason("same_person", "The same person got this text before."))
    return tuple(reasons)
