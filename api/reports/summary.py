"""The headline numbers of an audit, and the one order in which every report lists things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

import numpy as np

from api.archives.interface import Origin
from api.findings import AuditFindings, FamilyFinding
from api.note_findings import NoteFindings
from dedupe import Decision, Relation

SHARE_BINS = 10
RELATIONS = ("verbatim", "template", "near", "excerpt", "reworded")
_URGENCY = (Decision.STOP, Decision.LOOK, Decision.SEND)
_IN_OTHER_WORDS = "what somebody else was told, in other words"


@dataclass(frozen=True, slots=True)
class Headline:
    """What a reader wants to know first.

    ``repeated`` counts notes whose text somebody else got too (reach over 0), ``reworded`` those
    of which somebody else got no more than the same in other words, ``people`` distinct recipients
    of families, unknown ones counted one a message. ``shares`` counts notes by tenth of personal
    share; ``uncounted`` had no word that counts; ``median_share`` is of the rest.
    """

    audited: int
    repeated: int
    reworded: int
    relations: Mapping[str, int]
    families: int
    short_families: int
    people: int
    stop: int
    look: int
    send: int
    median_share: float | None
    shares: tuple[int, ...]
    uncounted: int
    first_sent: datetime | None
    last_sent: datetime | None


def headline(findings: AuditFindings) -> Headline:
    """Count what the findings hold."""
    notes = findings.notes
    verdicts, shares, (first, last) = notes.verdicts, notes.shares, notes.records.span
    decisions = Counter(verdicts.decisions)
    counts = np.bincount(verdicts.relations, minlength=len(Relation)).tolist()
    relations = {relation.word: counts[relation] for relation in Relation}
    short = sum(family.short for family in findings.families)
    reached = verdicts.relations[verdicts.reaches > 0]
    reworded = int(np.count_nonzero(reached == Relation.REWORDED))
    return Headline(
        audited=findings.audited,
        repeated=len(reached) - reworded,
        reworded=reworded,
        relations={name: relations[name] for name in RELATIONS if relations[name]},
        families=len(findings.families) - short,
        short_families=short,
        people=findings.people,
        stop=decisions[Decision.STOP],
        look=decisions[Decision.LOOK],
        send=decisions[Decision.SEND],
        median_share=median(shares) if shares else None,
        shares=_share_bins(shares),
        uncounted=len(notes) - len(shares),
        first_sent=first,
        last_sent=last,
    )


def verdict_sentence(top: Headline) -> str:
    """Return the one sentence that stands above everything else."""
    if not top.audited:
        return "There was no note to judge."
    if not top.repeated and not top.reworded:
        return "No note repeats a text that somebody else got."
    if not top.repeated:
        says = "says" if top.reworded == 1 else "say"
        return f"{_of_all(top.reworded, top.audited)} {says} {_IN_OTHER_WORDS}."
    verb = "carries" if top.repeated == 1 else "carry"
    carried = f"{_of_all(top.repeated, top.audited)} {verb} a text that somebody else got too"
    if not top.reworded:
        return f"{carried}."
    says = "says" if top.reworded == 1 else "say"
    return f"{carried}; {top.reworded:,} more {says} {_IN_OTHER_WORDS}."


def _of_all(number: int, audited: int) -> str:
    if audited == 1:
        return "The one note"
    if number < audited:
        return f"{number:,} of {audited:,} notes"
    return "Both notes" if audited == 2 else f"All {audited:,} notes"


def moment(sent_at: datetime) -> datetime:
    """Return a time that sorts among others: one without a zone is read as UTC."""
    try:
        return sent_at.astimezone(UTC) if sent_at.tzinfo else sent_at.replace(tzinfo=UTC)
    except OverflowError:
        # In UTC it would fall out of the years that there are.
        return sent_at.replace(tzinfo=UTC)


def by_recipients(families: tuple[FamilyFinding, ...]) -> tuple[FamilyFinding, ...]:
    """Return the families, most recipients first; ties by messages, then by id."""
    return tuple(sorted(families, key=lambda f: (-f.recipients, -f.size, f.id)))


def in_origin_order(notes: NoteFindings) -> NoteFindings:
    """Return the notes as they stand in the archives."""
    return notes.chosen(np.array(sorted(range(len(notes)), key=notes.records.place), np.int64))


def worth_a_look(notes: NoteFindings) -> NoteFindings:
    """Return the notes not plainly to send: stops first, then by reach and least of their own."""
    verdicts = notes.verdicts
    urgency = [_URGENCY.index(decision) for decision in verdicts.decisions]
    shares = [1.0 if share != share else round(share, 4) for share in verdicts.shares.tolist()]
    reaches = verdicts.reaches.tolist()

    def key(number: int) -> tuple[object, ...]:
        place = notes.records.place(number)
        return (urgency[number], -reaches[number], shares[number], place)

    worth = [n for n, urgent in enumerate(urgency) if _URGENCY[urgent] != Decision.SEND]
    return notes.chosen(np.array(sorted(worth, key=key), np.int64))


def skipped_by_reason(findings: AuditFindings) -> tuple[tuple[str, tuple[Origin, ...]], ...]:
    """Return each reason with the origins it holds for, most origins first."""
    reasons: dict[str, list[Origin]] = {}
    for skipped in findings.skipped:
        reasons.setdefault(skipped.reason, []).append(skipped.origin)
    ranked = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((reason, tuple(origins)) for reason, origins in ranked)


def _share_bins(shares: list[float]) -> tuple[int, ...]:
    bins = [0] * SHARE_BINS
    for share in shares:
        bins[min(SHARE_BINS - 1, max(0, int(share * SHARE_BINS)))] += 1
    return tuple(bins)
