"""One verdict on one note, as every door gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
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
    """An earlier note and what the checked note is to it; ``cosine`` is None without meaning."""

    id: str
    relation: str
    score: float
    jaccard: float
    containment: float
    cosine: float | None
    recipient: str
    sent_at: datetime | None
    passages: tuple[Passage, ...]


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
        fields: dict[str, Any] = asdict(self)
        for match in (*fields["matches"], *fields["same_person"]):
            sent = match["sent_at"]
            match["sent_at"] = sent.isoformat() if sent else None
        return fields
