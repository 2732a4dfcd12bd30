"""One verdict on one note, as every door gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

Span = tuple[int, int]


class Passage(NamedTuple):
    """A run of words shared with another note; ``reach`` other recipients hold it.

    A named tuple, as a match is: a merge has tens of thousands.
    """

    here: Span
    there: Span
    reach: int


@dataclass(frozen=True, slots=True)
class SaidAlike:
    """A sentence that says what a sentence of another note says, in other words."""

    here: Span
    there: Span
    cosine: float

    def turned(self) -> SaidAlike:
        """Return the same from the other note's side."""
        return SaidAlike(self.there, self.here, self.cosine)


class Match(NamedTuple):
    """An earlier note and what the checked note is to it; ``cosine`` is None but where reworded.

    ``sentences`` pair what a reworded note says; ``translated``: it is in another language.
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
    sentences: tuple[SaidAlike, ...]
    translated: bool
    pending: bool
    number: int

    def as_dict(self) -> dict[str, Any]:
        """Return the match as an object of the contract's JSON."""
        fields: dict[str, Any] = self._asdict()
        del fields["number"]
        fields["sent_at"] = self.sent_at.isoformat() if self.sent_at else None
        fields["passages"] = [
            {"here": p.here, "there": p.there, "reach": p.reach} for p in self.passages
        ]
        fields["sentences"] = [
            {"here": s.here, "there": s.there, "cosine": s.cosine} for s in self.sentences
        ]
        return fields

    @classmethod
    def of(cls, fields: Mapping[str, Any], number: int) -> Match:
        """Return the match that ``as_dict`` was taken from."""
        # An answer that an older version kept says nothing of sentences.
        known = {name: fields.get(name, False) for name in cls._fields if name != "number"}
        sent = fields["sent_at"]
        known["sent_at"] = datetime.fromisoformat(sent) if sent else None
        known["passages"] = tuple(
            Passage(_span(p["here"]), _span(p["there"]), p["reach"]) for p in fields["passages"]
        )
        known["sentences"] = tuple(
            SaidAlike(_span(s["here"]), _span(s["there"]), s["cosine"])
            for s in fields.get("sentences", ())
        )
        return cls(**known, number=number)


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

    def numbers(self) -> dict[str, list[int]]:
        """Return the numbers of the matched messages, which are no part of the contract."""
        return {
            "matches": [match.number for match in self.matches],
            "same_person": [match.number for match in self.same_person],
        }

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Verdict:
        """Return the verdict that ``as_dict`` and ``numbers`` were taken from."""
        known = {name: fields[name] for name in cls.__slots__}
        for name in ("matches", "same_person"):
            pairs = zip(fields[name], fields["numbers"][name], strict=True)
            known[name] = tuple(Match.of(match, number) for match, number in pairs)
        known["exposure"] = tuple(
            Exposed(e["recipient"], tuple(e["why"])) for e in fields["exposure"]
        )
        known["masked"] = tuple(
            Masked(_span(m["span"]), m["kind"], m["source"]) for m in fields["masked"]
        )
        known["set_aside"] = tuple(
            LeftOut(_span(s["span"]), s["why"], s["reach"]) for s in fields["set_aside"]
        )
        known["rewrite"] = tuple(_span(span) for span in fields["rewrite"])
        known["reasons"] = tuple(fields["reasons"])
        return cls(**known)


def _span(places: Sequence[int]) -> Span:
    start, stop = places
    return start, stop
