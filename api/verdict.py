"""One verdict on one note, as every door gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words shared with another note; ``reach`` other recipients hold it."""

    here: Span
    there: Span
    reach: int


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier note and what the checked note is to it; ``cosine`` is None without meaning.

    ``pending`` says that it is reserved, and not yet known to be sent. ``number`` tells messages
    with one id apart, those remembered before those of the call; it is no part of the JSON.
    """

    id: str
    relation: str
    score: float
    jaccard: float
    containment: float
    cosine: float | None
    recipient: str
    sent_at: datetime | None
    passages: tuple[Passage, ...]
    pending: bool
    number: int

    def as_dict(self) -> dict[str, Any]:
        """Return the match as an object of the contract's JSON."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        del fields["number"]
        fields["sent_at"] = self.sent_at.isoformat() if self.sent_at else None
        fields["passages"] = [
            {"here": p.here, "there": p.there, "reach": p.reach} for p in self.passages
        ]
        return fields


@dataclass(frozen=True, slots=True)
class Masked:
    """A value that changes per recipient; ``source`` is row, headers or recognised."""

    span: Span
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text known to repeat that was not judged."""

    span: Span
    why: str
    reach: int


@dataclass(frozen=True, slots=True)
class Exposed:
    """Another recipient of the text who could compare notes with this one, and why."""

    recipient: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one note; offsets count code points of ``text``."""

    id: str
    decision: str
    relation: str
    score: float
    personal_share: float | None
    reach: int
    exposure: tuple[Exposed, ...]
    exposure_count: int
    words: int
    too_short: bool
    same_person: tuple[Match, ...]
    matches: tuple[Match, ...]
    masked: tuple[Masked, ...]
    set_aside: tuple[LeftOut, ...]
    rewrite: tuple[Span, ...]
    reasons: tuple[Mapping[str, str], ...]
    searched: int
    cut: bool
    degraded: bool
    settings: str
    text: str

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as the contract's JSON object."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        fields["exposure"] = [{"recipient": e.recipient, "why": e.why} for e in self.exposure]
        for name in ("matches", "same_person"):
            fields[name] = [match.as_dict() for match in fields[name]]
        fields["masked"] = [
            {"span": m.span, "kind": m.kind, "source": m.source} for m in self.masked
        ]
        fields["set_aside"] = [
            {"span": s.span, "why": s.why, "reach": s.reach} for s in self.set_aside
        ]
        return fields
