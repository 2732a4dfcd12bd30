"""What calls answer, as the OpenAPI document describes it; verdicts are those of every door."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

Decision = Literal["send", "look", "stop"]
Relation = Literal["verbatim", "template", "near", "excerpt", "reworded", "none"]
Span = Annotated[list[int], Field(min_length=2, max_length=2)]
State = Literal["pending", "committed", "cancelled", "expired"]


class PassageAnswer(BaseModel):
    """A run of words that both texts hold; `reach` other people got it."""

    here: Span
    there: Span
    reach: int


class SentencesAnswer(BaseModel):
    """A sentence that says what a sentence of the other note says, in other words."""

    here: Span
    there: Span
    cosine: float


class MatchAnswer(BaseModel):
    """An earlier note, and what the checked note is to it."""

    id: str
    relation: Relation
    score: float
    jaccard: float
    containment: float
    cosine: float | None
    recipient: str
    sent_at: datetime | None
    passages: list[PassageAnswer]
    sentences: list[SentencesAnswer]
    translated: bool
    pending: bool


class MaskedAnswer(BaseModel):
    """A short value that changes per recipient."""

    span: Span
    kind: str
    source: Literal["row", "headers", "recognised"]


class AsideAnswer(BaseModel):
    """Text known to repeat, which was not judged."""

    span: Span
    why: str
    reach: int


class ExposedAnswer(BaseModel):
    """Somebody who got the text too and could compare notes."""

    recipient: str
    why: list[str]


class ReasonAnswer(BaseModel):
    """Why the decision is what it is."""

    code: str
    text: str


class VerdictAnswer(BaseModel):
    """One verdict. Offsets count code points of `text`."""

    id: str
    decision: Decision
    relation: Relation
    score: float
    personal_share: float | None
    reach: int
    exposure: list[ExposedAnswer]
    exposure_count: int
    words: int
    too_short: bool
    same_person: list[MatchAnswer]
    matches: list[MatchAnswer]
    masked: list[MaskedAnswer]
    set_aside: list[AsideAnswer]
    rewrite: list[Span]
    reasons: list[ReasonAnswer]
    searched: int
    cut: bool
    degraded: bool
    settings: str
    text: str


class ReservationAnswer(BaseModel):
    """A reservation; `retried` says that an earlier call with the same key had made it."""

    id: str
    state: State
    expires_at: datetime
    notes: int
    retried: bool


class SkippedAnswer(BaseModel):
    """A row of a merge that could not be filled in."""

    row: int
    reason: str


class CheckAnswer(BaseModel):
    """Verdicts in order of the notes (of a merge: of the rows that were filled in)."""

    verdicts: list[VerdictAnswer]
    distinct: int
    reservation: ReservationAnswer | None
    skipped: list[SkippedAnswer]
    warnings: list[str]


class SettledAnswer(BaseModel):
    """A reservation that has ended."""

    id: str
    state: Literal["committed", "cancelled"]


class RecordedAnswer(BaseModel):
    """How many messages were recorded, were known already, or had been forgotten."""

    recorded: int
    known_already: int
    forgotten: int


class StoredAnswer(BaseModel):
    """A message as it is remembered."""

    id: str
    text: str
    subject: str
    sender: str
    to: list[dict[str, Any]]
    fields: dict[str, str]
    sent_at: datetime | None
    thread: str
    channel: str
    campaign: str
    state: Literal["sent", "pending"]
    recorded_at: datetime


class StoredAnswers(BaseModel):
    """The messages that carry an id, the oldest first."""

    messages: list[StoredAnswer]


class ForgottenAnswer(BaseModel):
    """How many messages were dropped, and how many kept for their other recipients."""

    dropped: int
    changed: int


class ApprovalAnswer(BaseModel):
    """Text that is allowed to repeat."""

    id: str
    text: str
    owner: str
    reason: str
    sender: str
    channel: str
    campaign: str
    expires_at: datetime | None
    most_reach: int | None
    created_at: datetime
    withdrawn_at: datetime | None


class ApprovalsAnswer(BaseModel):
    """Every approval ever given, the oldest first."""

    approvals: list[ApprovalAnswer]


class SlotAnswer(BaseModel):
    """A place where the members of a family differ, with some of its fillings."""

    number: int
    kind: str
    examples: list[str]
    distinct: int
    generic: str


class FamilyAnswer(BaseModel):
    """One text with its variations. `skeleton` shows slots as {1}, {2}."""

    id: str
    size: int
    recipients: int
    variants: int
    relation: Relation
    weakest: float
    first_sent: datetime | None
    last_sent: datetime | None
    skeleton: str
    slots: list[SlotAnswer]


class FamiliesAnswer(BaseModel):
    """Families by recipients, largest first; `next` is null at the end."""

    families: list[FamilyAnswer]
    total: int
    next: int | None


class MemberAnswer(BaseModel):
    """A message of a family; relation and score are to the family's first."""

    id: str
    recipient: str
    sent_at: datetime | None
    relation: Relation
    score: float


class OneFamilyAnswer(FamilyAnswer):
    """A family with its members, at most 200."""

    members: list[MemberAnswer]


class HealthAnswer(BaseModel):
    """That the process runs."""

    status: Literal["ok"]
    version: str


class ReadyAnswer(BaseModel):
    """That the store can be reached and the memory is up to date.

    `judging`: all texts are just being judged together, beside the memory that answers.
    `meaning`: whether the model that compares by meaning is there; until it is ready, and where it
    is off (`--no-meaning`, or there is none to be had), notes are judged by their words.
    """

    status: Literal["ready"]
    settings: str
    judging: bool
    meaning: Literal["loading", "ready", "off"]


class FieldProblem(BaseModel):
    """A field that is wrong, by JSON pointer (RFC 6901)."""

    pointer: str
    detail: str


class ProblemAnswer(BaseModel):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    do: str = ""
    limit: int | None = None
    errors: list[FieldProblem] = []
