"""What is said of each message of an archive, as columns: as objects a note took a kilobyte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, overload

import numpy as np
import numpy.typing as npt

from api.archives.interface import Origin
from api.records import Records
from dedupe import VerdictColumns


@dataclass(frozen=True, slots=True)
class NoteFinding:
    """What is said of one message. ``reasons`` are sentences for a person."""

    origin: Origin
    message_id: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    decision: Literal["send", "look", "stop"]
    relation: str
    score: float
    personal_share: float | None
    reach: int
    words: int
    too_short: bool
    cut: bool
    family: str
    same_person: int
    exposure: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NoteFindings(Sequence[NoteFinding]):
    """Findings of notes, one entry a message; a finding is made anew whenever it is read.

    ``families`` (int32) are places in ``ids``, the ids of the families that are listed; -1 where a
    message is in none.
    """

    records: Records
    verdicts: VerdictColumns
    families: npt.NDArray[np.int32]
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, number: int) -> NoteFinding: ...

    @overload
    def __getitem__(self, number: slice) -> NoteFindings: ...

    def __getitem__(self, number: int | slice) -> NoteFinding | NoteFindings:
        if isinstance(number, slice):
            return self.chosen(np.arange(len(self))[number])
        told, verdict = self.records.told(number), self.verdicts[number]
        share = verdict.personal_share
        return NoteFinding(
            origin=told.origin,
            message_id=told.message_id,
            recipients=told.recipients,
            sent_at=told.sent_at,
            decision=verdict.decision.value,
            relation=verdict.relation.word,
            score=round(verdict.score, 4),
            personal_share=None if share is None else round(share, 4),
            reach=verdict.reach,
            words=verdict.words,
            too_short=verdict.too_short,
            cut=verdict.cut,
            family=self.family(number),
            same_person=verdict.same_person,
            exposure=tuple(sorted([kind.value for kind in verdict.exposure])),
            reasons=tuple([reason.text for reason in verdict.reasons]),
        )

    def __iter__(self) -> Iterator[NoteFinding]:
        return map(self.__getitem__, range(len(self)))

    def chosen(self, numbers: npt.NDArray[np.integer]) -> NoteFindings:
        """Return the findings of some notes, in the order given."""
        return NoteFindings(
            self.records.chosen(numbers), self.verdicts.chosen(numbers), self.families[numbers],
            self.ids,
        )  # fmt: skip

    def family(self, number: int) -> str:
        """Return the family that a note is in, empty where none is listed."""
        family = int(self.families[number])
        return self.ids[family] if family >= 0 else ""

    @property
    def shares(self) -> list[float]:
        """The personal shares of the notes that have one, as they are told."""
        shares = self.verdicts.shares
        return [round(share, 4) for share in shares[~np.isnan(shares)].tolist()]
