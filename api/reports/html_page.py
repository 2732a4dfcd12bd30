"""What the page says beside families: numbers, charts, notes worth a look, what was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from api.archives.interface import Origin
from api.findings import AuditFindings, SetAside
from api.note_findings import NoteFinding, NoteFindings
from api.reports.charts import Chart, Stack, Tick, bar_chart, edge_tick, over_time, time_ticks
from api.reports.clean import clean, shortened
from api.reports.privacy import Piece, Pseudonyms
from api.reports.summary import (
    RELATIONS,
    SHARE_BINS,
    Headline,
    headline,
    skipped_by_reason,
    verdict_sentence,
    worth_a_look,
)
from api.reports.timeline import Axis, time_axis
from api.reports.wording import (
    count,
    day,
    day_range,
    exclusion_words,
    likeness,
    listed,
    percent,
    relation_words,
)

NOTES_LIMIT = 100
NOTES_PER_FAMILY = 3
SET_ASIDE_LIMIT = 30
SET_ASIDE_LENGTH = 400
ORIGINS_LIMIT = 20
REASONS_LIMIT = 50
FILES_LIMIT = 20
RECIPIENTS_LIMIT = 3
_DECISIONS = ("stop", "look", "send")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note worth a look; ``more`` counts the notes of its family that are not listed."""

    decision: str
    recipients: tuple[Piece, ...]
    sent: str
    relation: str
    score: str
    share: str
    reach: int
    reasons: tuple[tuple[Piece, ...], ...]
    exposure: tuple[tuple[Piece, ...], ...]
    same_person: int
    family: str
    more: int
    origin: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """One reason and the first places it holds for."""

    reason: tuple[Piece, ...]
    count: int
    origins: tuple[tuple[Piece, ...], ...]
    more: int


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """Text that is known to repeat."""

    text: tuple[Piece, ...]
    why: str
    reach: int
    messages: int


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page holds but the families."""

    sentence: str
    top: Headline
    when: str
    files: tuple[Piece, ...]
    formats: str
    files_more: int
    messages: int
    audited: int
    duplicates: int
    relations: tuple[tuple[str, str, int], ...]
    decisions: tuple[tuple[str, int, float, float], ...]
    timeline: Chart | None
    undated: int
    shares: Chart | None
    notes: tuple[NoteRow, ...]
    notes_total: int
    set_aside: tuple[SetAsideRow, ...]
    set_aside_total: int
    excluded: tuple[tuple[str, int], ...]
    assumed: tuple[Piece, ...]
    given: tuple[Piece, ...]
    skipped: tuple[SkippedRow, ...]
    skipped_total: int
    reasons_more: int
    warnings: tuple[tuple[Piece, ...], ...]
    settings: tuple[tuple[str, str], ...]
    version: str
    seconds: str


def notes_axis(findings: AuditFindings) -> Axis | None:
    """Return the time axis that every chart of the page shares, so that they can be compared."""
    return time_axis(sent_at for sent_at in findings.notes.records.dates if sent_at)


def page_view(
    findings: AuditFindings,
    labels: Pseudonyms,
    files: tuple[Piece, ...],
    axis: Axis | None,
) -> Page:
    """Return what the template needs, every name in it hidden behind a label."""
    top = headline(findings)
    worth = worth_a_look(findings.notes)
    reasons = skipped_by_reason(findings)
    return Page(
        sentence=verdict_sentence(top),
        top=top,
        when=day_range(top.first_sent, top.last_sent) if top.first_sent else "",
        files=files,
        formats=clean(listed(findings.formats)),
        files_more=max(0, len(findings.paths) - FILES_LIMIT),
        messages=findings.messages,
        audited=findings.audited,
        duplicates=findings.duplicates,
        relations=tuple(
            (name, relation_words(name), top.relations[name])
            for name in RELATIONS
            if name in top.relations
        ),
        decisions=_decisions(top),
        timeline=_timeline(findings, axis),
        undated=sum(sent_at is None for sent_at in findings.notes.records.dates),
        shares=_shares(top),
        notes=_notes(worth, labels),
        notes_total=len(worth),
        set_aside=tuple(_set_aside(item, labels) for item in findings.set_aside[:SET_ASIDE_LIMIT]),
        set_aside_total=len(findings.set_aside),
        excluded=tuple((exclusion_words(k), n) for k, n in sorted(findings.excluded.items()) if n),
        assumed=tuple(labels.sender(sender) for sender in findings.assumed_senders),
        given=tuple(labels.sender(sender) for sender in findings.given_senders),
        skipped=tuple(_skipped(row, labels) for row in reasons[:REASONS_LIMIT]),
        skipped_total=len(findings.skipped),
        reasons_more=max(0, len(reasons) - REASONS_LIMIT),
        warnings=tuple(labels.sentence(warning) for warning in findings.warnings),
        settings=tuple((clean(k), clean(str(v))) for k, v in sorted(findings.settings.items())),
        version=clean(findings.version),
        seconds=f"{findings.seconds:.1f}",
    )


def files_read(findings: AuditFindings, labels: Pseudonyms) -> tuple[Piece, ...]:
    """Return the paths that were read, hidden."""
    return tuple(labels.file(path) for path in findings.paths[:FILES_LIMIT])


def _decisions(top: Headline) -> tuple[tuple[str, int, float, float], ...]:
    """Return each decision with its number and its place on a bar, in per cent."""
    counts = {"stop": top.stop, "look": top.look, "send": top.send}
    total = max(1, sum(counts.values()))
    placed: list[tuple[str, int, float, float]] = []
    at = 0.0
    for kind, notes in counts.items():
        width = 100 * notes / total
        placed.append((kind, notes, round(at, 2), round(width, 2)))
        at += width
    return tuple(placed)


def _timeline(findings: AuditFindings, axis: Axis | None) -> Chart | None:
    if axis is None:
        return None
    decided = zip(findings.notes.records.dates, findings.notes.verdicts.decisions, strict=True)
    stacks = over_time(axis, ((sent_at, decision) for sent_at, decision in decided if sent_at))
    busiest = max(stacks, key=lambda stack: stack.total)
    outside = f" Not drawn: {count(axis.outside, 'note')} with a date outside these years."
    return bar_chart(
        "timeline",
        f"Notes by {axis.step.value}",
        f"Most in {busiest.label}: {count(busiest.total, 'note')}."
        + (outside if axis.outside else ""),
        stacks,
        kinds=_DECISIONS,
        ticks=time_ticks(axis),
    )


def _shares(top: Headline) -> Chart | None:
    if top.median_share is None:
        return None
    step = 100 // SHARE_BINS
    stacks = [
        Stack(f"{i * step} to {(i + 1) * step} %", {"notes": notes})
        for i, notes in enumerate(top.shares)
    ]
    uncounted = f" Not drawn: {count(top.uncounted, 'note')} without a word that counts."
    return bar_chart(
        "shares",
        "Personal share of each note",
        _half(top.median_share) + (uncounted if top.uncounted else ""),
        stacks,
        kinds=("notes",),
        ticks=[_share_tick(at) for at in (0, 25, 50, 75, 100)],
    )


def _half(median_share: float) -> str:
    if round(median_share * 100) == 0:
        return "Half of the notes have nothing of their own."
    return f"Half of the notes have {percent(median_share)} or less of their own."


def _share_tick(at: int) -> Tick:
    return edge_tick(float(at), f"{at} %")


def _notes(worth: NoteFindings, labels: Pseudonyms) -> tuple[NoteRow, ...]:
    """Return the first notes, a few of each family: the hundredth copy tells a reader nothing."""
    families = list(map(worth.family, range(len(worth))))
    sizes = Counter(filter(None, families))
    listed: Counter[str] = Counter()
    rows: list[NoteRow] = []
    for number, family in enumerate(families):
        if len(rows) == NOTES_LIMIT:
            break
        if listed[family] == NOTES_PER_FAMILY:
            continue
        listed[family] += bool(family)
        full = listed[family] == NOTES_PER_FAMILY
        more = sizes[family] - NOTES_PER_FAMILY if full else 0
        rows.append(_note(worth[number], more, labels))
    return tuple(rows)


def _note(note: NoteFinding, more_like_it: int, labels: Pseudonyms) -> NoteRow:
    people = tuple(labels.recipient(person) for person in note.recipients[:RECIPIENTS_LIMIT])
    more = len(note.recipients) - len(people)
    return NoteRow(
        decision=note.decision,
        recipients=(people or ("unknown recipient",)) + ((f"{more:,} more",) if more > 0 else ()),
        sent=day(note.sent_at),
        relation=note.relation,
        score=likeness(note.score),
        share=percent(note.personal_share),
        reach=note.reach,
        reasons=tuple(labels.sentence(reason) for reason in _reasons(note)),
        exposure=tuple(labels.sentence(why) for why in note.exposure),
        same_person=note.same_person,
        family=note.family,
        more=more_like_it,
        origin=labels.origin(note.origin),
    )


def _reasons(note: NoteFinding) -> tuple[str, ...]:
    """Return the reasons, with what the numbers beside them do not say."""
    said = list(note.reasons)
    if note.too_short:
        said.append(f"Only {count(note.words, 'word')}: too short to judge further.")
    if note.cut:
        said.append("Not every note that resembles it was compared.")
    return tuple(said)


def _set_aside(item: SetAside, labels: Pseudonyms) -> SetAsideRow:
    return SetAsideRow(
        text=labels.quoted(shortened(item.text, SET_ASIDE_LENGTH)),
        why=clean(item.why),
        reach=item.reach,
        messages=item.messages,
    )


def _skipped(row: tuple[str, tuple[Origin, ...]], labels: Pseudonyms) -> SkippedRow:
    reason, origins = row
    return SkippedRow(
        reason=labels.sentence(reason),
        count=len(origins),
        origins=tuple(labels.origin(origin) for origin in origins[:ORIGINS_LIMIT]),
        more=max(0, len(origins) - ORIGINS_LIMIT),
    )
