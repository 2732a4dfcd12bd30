"""Copy that was sent as personal notes before, by a store of what was sent.

A unit is asked about as a note to somebody unknown. Of the notes that it repeats only numbers and a
date are told: what a store holds of people has no place in the log of a build.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from api.copy.differing import joined_spans
from api.copy.findings import Severity
from api.copy.unit_words import UnitWords, notes_of
from api.copy.units import CopyUnit, Span
from api.reports.wording import count
from dedupe import (
    SLOTS_ONLY,
    STOP_BAR,
    About,
    Judgement,
    Policy,
    Relation,
    Verdicts,
    Words,
    judge_recalled,
)
from index import CallNotes, CallSendings, Recall, Remembered, recall

_SENT: Final = {
    Relation.VERBATIM: "This text was sent to {people} as a personal note",
    Relation.TEMPLATE: "This text, with only a few words or values changed, was sent to {people}"
    " as a personal note",
    Relation.NEAR: "Nearly this text was sent to {people} as a personal note",
    Relation.EXCERPT: "A good part of this text was sent to {people} in personal notes",
}
_PARTS: Final = (Relation.NEAR, Relation.EXCERPT)
_WHOLE: Final = "This text was sent to {people} as part of personal notes"


@dataclass(frozen=True, slots=True)
class SentNotes:
    """What a store remembers; reservations count until ``now``, which has a time zone."""

    known: Remembered
    now: datetime

    @property
    def searched(self) -> int:
        """How many notes there are to compare with."""
        return self.known.messages.judgeable


@dataclass(frozen=True, slots=True)
class SentBefore:
    """A unit that says what was sent: closest relation, how many people got it, one of the dates.

    ``whole`` says that hardly a word of the unit is its own; ``own`` are the words that are.
    """

    unit: int
    relation: Relation
    score: float
    reach: int
    on: date | None
    whole: bool
    own: tuple[Span, ...]

    @property
    def severity(self) -> Severity:
        """Return how bad it is unless the configuration says else."""
        return "error" if self.score >= SLOTS_ONLY or self.whole else "warning"

    def said(self) -> str:
        """Return the finding as a sentence."""
        part = self.whole and not self.own and self.relation in _PARTS
        said = _WHOLE if part else _SENT[self.relation]
        on = f", {'for example ' if self.reach > 1 else ''}on {self.on}" if self.on else ""
        return f"{said.format(people=count(self.reach, 'person', 'people'))}{on}."


def sent_before(
    units: Sequence[CopyUnit],
    words: UnitWords,
    sent: SentNotes,
    *,
    least: tuple[float, float],
    threads: int,
) -> Iterator[SentBefore]:
    """Yield the units that repeat what was sent, in order.

    ``least`` are two lengths in words: shorter units are not asked about, and those shorter than
    the second are told only where they are the same.
    """
    told = np.flatnonzero(words.lengths >= min(least))
    asked: dict[tuple[int, int], list[int]] = {}
    texts = zip(words.words.masked[told].tolist(), words.words.exact[told].tolist(), strict=True)
    for unit, text in zip(told.tolist(), texts, strict=True):
        asked.setdefault(text, []).append(unit)
    if not asked or not sent.searched:
        return
    call = _Call(words.words, {text: found[0] for text, found in asked.items()}, sent, threads)
    found = []
    for note, (text, of_text) in enumerate(asked.items()):
        said = call.said(note, units[of_text[0]].place.text, of_text[0])
        if said and (said.score >= SLOTS_ONLY or words.lengths[of_text[0]] >= max(least)):
            found += [replace(said, unit=unit) for unit in asked[text]]
    yield from sorted(found, key=lambda each: each.unit)


class _Call:
    """Distinct texts of units, held against what was sent."""

    def __init__(
        self, words: Words, first: dict[tuple[int, int], int], sent: SentNotes, threads: int
    ) -> None:
        """``first`` is one unit of each text, a text being a masked and an exact hash."""
        known = sent.known
        rank = {masked: row for row, masked in enumerate(sorted({m for m, _ in first}))}
        one_of = {masked: unit for (masked, _), unit in first.items()}
        asked = notes_of(words, np.array([one_of[masked] for masked in rank], np.int64))
        self._first = len(known.messages)
        self._when = known.messages.rows["when"]
        self._found: Recall = recall(
            known, asked, known.variants.numbers(asked.masked), together=False,
            allowed=_allowed(sent, len(asked)),
        )  # fmt: skip
        self._judgement: Judgement = judge_recalled(self._found.recalled, threads=threads)
        self._rows = [self._found.asked + rank[masked] for masked, _ in first]
        # All are for one reader whom nobody knows, numbered after everybody known.
        size, reader = len(first), (len(known.messages.people),)
        notes = CallNotes(
            self._rows, [exact for _, exact in first], [reader] * size, [()] * size,
            [About()] * size,
        )  # fmt: skip
        sendings = CallSendings(
            known, self._found, notes, separately=True, now=sent.now.timestamp()
        )
        self._verdicts = Verdicts(self._judgement, sendings, Policy(), sendings.beyond)

    def said(self, note: int, text: str, unit: int) -> SentBefore | None:
        """Return what is to be said of a text, None where it was not sent."""
        message = self._first + note
        closest = next(self._verdicts.matches(message), None)
        if closest is None or closest.relation not in _SENT:
            return None
        verdict = self._verdicts.verdict(message)
        share = verdict.personal_share
        whole = share is not None and share < STOP_BAR.personal_share
        when = float(self._when[closest.message])
        on = datetime.fromtimestamp(when, UTC).date() if when == when else None
        own = self._own(note, text) if closest.score < SLOTS_ONLY else ()
        return SentBefore(
            unit, closest.relation, round(closest.score, 4), verdict.reach, on, whole, own
        )

    def _own(self, note: int, text: str) -> tuple[Span, ...]:
        """Return the spans of words that nobody got."""
        judgement, row = self._judgement, self._rows[note]
        bounds = judgement.compared.bounds
        compared = slice(int(bounds[row]), int(bounds[row + 1]))
        covered: npt.NDArray[np.bool_] = self._verdicts.covered(self._first + note)
        own = ~covered & (judgement.compared.flags[compared] == 0)
        places = judgement.positions[compared][own]
        starts, stops = judgement.words.starts[places], judgement.words.stops[places]
        spans = list(zip(starts.tolist(), stops.tolist(), strict=True))
        return tuple(joined_spans(spans, text, over_marks=True))


def _allowed(sent: SentNotes, rows: int) -> list[frozenset[int]]:
    """Return which texts that the store approves each row may repeat: those approved for all notes,
    unless they reached more people than they were approved for."""
    approved = sent.known.approved
    if not len(approved):
        return []
    fitting = frozenset(
        text
        for text in approved.fitting(About(), sent.now)
        if (most := approved.approvals[text].most_reach) is None
        or len(sent.known.reached(approved, text)) <= most
    )
    return [fitting] * rows
