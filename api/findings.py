"""What an audit found, as plain data: the reports read this and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from api.archives.interface import Origin, Skipped
from api.family_members import Member
from api.note_findings import NoteFindings

SpanKind = Literal["shared", "slot", "own", "set_aside", "not_own_words"]


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Code points [start, stop) of a text, and what they are.

    ``private`` marks a value that names a person or says how to reach one: reports hide it until
    a reader asks.
    """

    start: int
    stop: int
    kind: SpanKind
    private: bool = False


@dataclass(frozen=True, slots=True)
class MarkedText:
    """One member's text with every code point accounted for: spans ascend and do not overlap."""

    origin: Origin
    recipient: str
    sent_at: datetime | None
    subject: str
    text: str
    spans: tuple[MarkedSpan, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a family's skeleton where its members differ.

    ``kind`` is a mask's kind ("name", "date", ...) or "words". ``examples`` are fillings, most
    frequent first, each with the number of recipients who got it. ``empty`` counts members with
    nothing there. ``generic`` says why a slot that looks personal is not: "repeated" (one filling
    stands for many people) or "fallback" ("your company"); empty where it is personal.
    """

    number: int
    kind: str
    examples: tuple[tuple[str, int], ...]
    distinct: int
    empty: int
    generic: str
    private: bool


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The text that a family's members share: literal strings and slots, in order."""

    parts: tuple[str | Slot, ...]

    @property
    def text(self) -> str:
        return "".join(p if isinstance(p, str) else f"{{{p.number}}}" for p in self.parts)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(p for p in self.parts if isinstance(p, Slot))


@dataclass(frozen=True, slots=True)
class FamilyFinding:
    """Variants that are one text with variations, and who got them.

    ``size`` counts messages, ``recipients`` distinct people, ``variants`` distinct masked texts.
    ``weakest`` is the lowest score of a member to the leader and ``weakest_pair`` shows it;
    ``pair`` shows two typical members for different people.
    """

    id: str
    size: int
    variants: int
    recipients: int
    senders: tuple[str, ...]
    relation: str
    weakest: float
    short: bool
    first_sent: datetime | None
    last_sent: datetime | None
    skeleton: Skeleton
    members: Sequence[Member]
    pair: tuple[MarkedText, MarkedText] | None
    weakest_pair: tuple[MarkedText, MarkedText] | None


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of one message, and the sentence of another that says the same."""

    here: str
    there: str
    cosine: float


@dataclass(frozen=True, slots=True)
class RewordedSide:
    """One of two messages that say the same; ``language`` is a code, empty where not known.

    ``private`` are values of its text that name a person or say how to reach one.
    """

    origin: Origin
    message_id: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    language: str
    private: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RewordedFinding:
    """Two messages to different people that say the same in other words."""

    score: float
    cosine: float
    translated: bool
    here: RewordedSide
    there: RewordedSide
    sentences: tuple[SentencePair, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Text known to repeat that was taken out before notes were compared."""

    text: str
    why: str
    reach: int
    messages: int


@dataclass(frozen=True, slots=True)
class AuditFindings:
    """The whole audit.

    ``messages`` counts what was read, ``audited`` what was judged, ``people`` the distinct
    recipients of families, unknown ones counted one a message.
    """

    paths: tuple[str, ...]
    formats: tuple[str, ...]
    messages: int
    audited: int
    duplicates: int
    excluded: Mapping[str, int]
    assumed_senders: tuple[str, ...]
    given_senders: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    families: tuple[FamilyFinding, ...]
    people: int
    notes: NoteFindings
    set_aside: tuple[SetAside, ...]
    settings: Mapping[str, str | int | float | bool]
    version: str
    seconds: float
    warnings: tuple[str, ...] = ()
    #: The best pairs of messages that say the same in other words, and how many pairs there are.
    reworded: tuple[RewordedFinding, ...] = ()
    reworded_total: int = 0
    #: Why words alone were compared; empty where there is nothing to say.
    words_only: str = ""
