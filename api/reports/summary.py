"""The headline numbers of an audit, and the one order in which every report lists things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from api.archives.interface import Origin
from api.findings import AuditFindings, FamilyFinding, NoteFinding

SHARE_BINS = 10
RELATIONS = ("verbatim", "template", "near", "excerpt", "reworded")
_URGENCY = ("stop", "look", "send")
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
    decisions = Counter(note.decision for note in findings.notes)
    relations = Counter(note.relation for note in findings.notes if note.relation != "none")
    shares = [note.personal_share for note in findings.notes if note.personal_share is not None]
    dates = sorted((n.sent_at for n in findings.notes if n.sent_at is not None), key=moment)
    short = sum(family.short for family in findings.families)
    reached = [note for note in findings.notes if note.reach > 0]
    reworded = sum(note.relation == "reworded" for note in reached)
    return Headline(
        audited=findings.audited,
        repeated=len(reached) - reworded,
        reworded=reworded,
        relations={name: relations[name] for name in RELATIONS if relations[name]},
        families=len(findings.families) - short,
        short_families=short,
        people=_people(findings.families),
        stop=decisions["stop"],
        look=decisions["look"],
        send=decisions["send"],
        median_share=median(shares) if shares else None,
        shares=_share_bins(shares),
        uncounted=len(findings.notes) - len(shares),
        first_sent=dates[0] if dates else None,
        last_sent=dates[-1] if dates else None,
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


def in_origin_order(notes: tuple[NoteFinding, ...]) -> tuple[NoteFinding, ...]:
    """Return the notes as they stand in the archives."""
    return tuple(sorted(notes, key=_place))


def worth_a_look(notes: tuple[NoteFinding, ...]) -> tuple[NoteFinding, ...]:
    """Return the notes not plainly to send: stops first, then by reach and least of their own."""

    def key(note: NoteFinding) -> tuple[object, ...]:
        share = 1.0 if note.personal_share is None else note.personal_share
        return (_URGENCY.index(note.decision), -note.reach, share, _place(note))

    return tuple(sorted((n for n in notes if n.decision != "send"), key=key))


def skipped_by_reason(findings: AuditFindings) -> tuple[tuple[str, tuple[Origin, ...]], ...]:
    """Return each reason with the origins it holds for, most origins first."""
    reasons: dict[str, list[Origin]] = {}
    for skipped in findings.skipped:
        reasons.setdefault(skipped.reason, []).append(skipped.origin)
    ranked = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((reason, tuple(origins)) for reason, origins in ranked)


def _place(note: NoteFinding) -> tuple[str, int, int, str]:
    return (note.origin.path, note.origin.offset, note.origin.row, note.message_id)


def _people(families: tuple[FamilyFinding, ...]) -> int:
    known: set[str] = set()
    unknown = 0
    for family in families:
        for member in family.members:
            known.update(member.recipients)
            unknown += not member.recipients
    return len(known) + unknown


def _share_bins(shares: list[float]) -> tuple[int, ...]:
    bins = [0] * SHARE_BINS
    for share in shares:
        bins[min(SHARE_BINS - 1, max(0, int(share * SHARE_BINS)))] += 1
    return tuple(bins)
