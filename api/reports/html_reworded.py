"""Notes that say the same in other words, as the page shows them: sentences side by side."""

from __future__ import annotations

from dataclasses import dataclass

from api.findings import AuditFindings, RewordedFinding, RewordedSide
from api.reports.clean import shortened
from api.reports.language_names import in_language
from api.reports.privacy import Piece, Pseudonyms
from api.reports.wording import day, likeness

PAIRS_LIMIT = 50
SENTENCES_LIMIT = 8
SENTENCE_LENGTH = 400
RECIPIENTS_LIMIT = 3


@dataclass(frozen=True, slots=True)
class SaidSide:
    """One of the two messages."""

    recipients: tuple[Piece, ...]
    sent: str
    origin: tuple[Piece, ...]
    language: str


@dataclass(frozen=True, slots=True)
class SaidPair:
    """Two messages and what both say."""

    likeness: str
    here: SaidSide
    there: SaidSide
    sentences: tuple[tuple[tuple[Piece, ...], tuple[Piece, ...]], ...]
    more: int


@dataclass(frozen=True, slots=True)
class SaidView:
    """The pairs that are drawn; ``total`` counts those that there are."""

    pairs: tuple[SaidPair, ...]
    total: int


def said_view(findings: AuditFindings, labels: Pseudonyms) -> SaidView:
    """Return what the template needs, every name in it hidden behind a label."""
    shown = findings.reworded[:PAIRS_LIMIT]
    return SaidView(tuple(_pair(pair, labels) for pair in shown), findings.reworded_total)


def _pair(pair: RewordedFinding, labels: Pseudonyms) -> SaidPair:
    names = frozenset(n.strip() for n in (*pair.here.private, *pair.there.private) if n.strip())

    def said(text: str) -> tuple[Piece, ...]:
        return labels.quoted(shortened(text, SENTENCE_LENGTH), names)

    return SaidPair(
        likeness(pair.score),
        _side(pair.here, labels, translated=pair.translated),
        _side(pair.there, labels, translated=pair.translated),
        tuple((said(s.here), said(s.there)) for s in pair.sentences[:SENTENCES_LIMIT]),
        max(0, len(pair.sentences) - SENTENCES_LIMIT),
    )


def _side(side: RewordedSide, labels: Pseudonyms, *, translated: bool) -> SaidSide:
    people = tuple(labels.recipient(person) for person in side.recipients[:RECIPIENTS_LIMIT])
    more = len(side.recipients) - len(people)
    return SaidSide(
        (people or ("unknown recipient",)) + ((f"{more:,} more",) if more > 0 else ()),
        day(side.sent_at),
        labels.origin(side.origin),
        in_language(side.language) if translated else "",
    )
