"""The audit: which notes of an archive were the same note, to how many people.

The whole use case, from archives to findings. Reading, judging and reporting are other modules'
work; this one only passes things on, in order.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from api.archive_meaning import ArchiveMeaning, MeaningOf, told_to
from api.archive_readers import ArchiveReaders, ReadAgain
from api.archives.interface import Archive, Skipped
from api.call_meaning import unused_lines
from api.families_ahead import FamiliesAhead
from api.findings import AuditFindings, FamilyFinding, RewordedFinding, SetAside
from api.judged import JudgedMessages
from api.note_findings import NoteFindings
from api.reading import Reading, Update, read_all
from api.reworded_findings import RewordedWriter, SentTexts
from api.selection import Selection, select
from api.set_aside_blocks import Block
from api.version import version
from dedupe import Encoder, Policy, Settings, filler_table
from index import FewPages, TemporaryFiles, give_back_large_arrays, scale_of

#: Blocks of common text that a report lists.
MOST_BLOCKS = 20


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """What to audit and how. ``senders`` are addresses or domains; ``until`` is excluded."""

    paths: tuple[str, ...]
    senders: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    include_lists: bool = False
    policy: Policy = field(default_factory=Policy)
    workers: int = 1


def audit(
    request: AuditRequest,
    archives: Sequence[Archive],
    skipped: Sequence[Skipped],
    update: Update,
    encoder: Encoder | None = None,
) -> AuditFindings:
    """Read the archives, judge what their owner sent, and say what was found.

    Without an ``encoder`` words alone are compared.
    """
    give_back_large_arrays()
    files = TemporaryFiles()
    with FewPages(files), ArchiveReaders(archives, request.workers) as readers:
        return _audited(request, readers, files, skipped, update, encoder)


def _audited(
    request: AuditRequest,
    readers: ArchiveReaders,
    files: TemporaryFiles,
    skipped: Sequence[Skipped],
    update: Update,
    encoder: Encoder | None,
) -> AuditFindings:
    started = time.perf_counter()
    archives = readers.archives
    reading = _read(request, readers, files, update)
    chosen = select(
        reading.records, reading.lengths, frozenset(a.format for a in archives),
        senders=request.senders, since=request.since, until=request.until,
        include_lists=request.include_lists,
    )  # fmt: skip
    size, messages = sum(archive.size for archive in archives), len(reading.records)
    skipped = (*skipped, *reading.skipped)
    update(size, messages, "judging")
    meaning = _meaning(encoder, request.policy, archives, reading, chosen, update)
    read = reading.messages(chosen.audited)
    del reading  # judging takes the room
    judged = JudgedMessages(read, request.policy, threads=request.workers, meaning=meaning)
    update(size, messages, "writing")
    written = _written(judged, readers)
    return AuditFindings(
        paths=request.paths,
        formats=tuple(sorted({archive.format for archive in archives})),
        messages=messages,
        audited=len(chosen.audited),
        duplicates=chosen.duplicates,
        excluded=chosen.excluded,
        assumed_senders=() if chosen.ownership.given else tuple(sorted(chosen.ownership.senders)),
        given_senders=tuple(sorted(request.senders)),
        skipped=skipped,
        families=written.families,
        people=written.people,
        notes=written.notes,
        set_aside=written.set_aside,
        settings=Settings(meaning=encoder.digest if encoder else "").as_dict(),
        version=version(),
        seconds=round(time.perf_counter() - started, 3),
        warnings=_warnings(chosen, request.policy, encoder),
        reworded=written.reworded,
        reworded_total=written.reworded_total,
    )


def _read(
    request: AuditRequest, readers: ArchiveReaders, files: TemporaryFiles, update: Update
) -> Reading:
    """Read the archives; while processes are begun for it, load what judging takes."""
    with ThreadPoolExecutor(1) as beside:
        if readers.has_processes:
            beside.submit(filler_table)
        return read_all(
            readers, request.include_lists, update, files, about=request.policy.asks_about
        )


@dataclass(frozen=True, slots=True)
class _Written:
    """What takes the text of messages, or a look at each of them."""

    families: tuple[FamilyFinding, ...]
    people: int
    notes: NoteFindings
    set_aside: tuple[SetAside, ...]
    reworded: tuple[RewordedFinding, ...]
    reworded_total: int


def _written(judged: JudgedMessages, readers: ArchiveReaders) -> _Written:
    """Write the findings; while notes are told, other processes read and compare for families."""
    with ThreadPoolExecutor(1) as beside:  # arrays there, objects here
        verdicts = beside.submit(getattr, judged, "verdicts")
        blocks = beside.submit(judged.blocks, MOST_BLOCKS)
        parts = judged.families()
        ahead = FamiliesAhead(readers, parts, judged.aside_of)
        reworded = _reworded(judged, readers.note_of)
        verdicts.result()
        notes = judged.notes(frozenset(family.id for family in parts))
    return _Written(
        notes=notes,
        families=tuple(ahead.findings()),
        people=judged.people_of(parts),
        set_aside=_set_aside(judged, blocks.result(), readers.note_of),
        reworded=reworded.write(),
        reworded_total=len(reworded),
    )


def _meaning(
    encoder: Encoder | None,
    policy: Policy,
    archives: Sequence[Archive],
    reading: Reading,
    chosen: Selection,
    update: Update,
) -> MeaningOf | None:
    if encoder is None:
        return None
    told = told_to(update, sum(archive.size for archive in archives))
    origins = reading.origins(chosen.audited.tolist())
    scale = policy.lines.scale(encoder.digest, scale_of(encoder))
    return ArchiveMeaning(encoder, archives, origins, scale, told).of


def _reworded(judged: JudgedMessages, read_again: ReadAgain) -> RewordedWriter:
    sent = SentTexts(judged.records, judged.variants, judged.people)
    return RewordedWriter(sent, judged.judgement.reworded, read_again)


def _set_aside(
    judged: JudgedMessages, blocks: Sequence[Block], read_again: ReadAgain
) -> tuple[SetAside, ...]:
    found = []
    for block in blocks:
        note = read_again(judged.records[block.message].origin)
        if note is not None:
            text = note.unmasked_text(block.first, block.stop)
            found.append(SetAside(text, "common", block.reach, block.messages))
    return tuple(found)


def _warnings(chosen: Selection, policy: Policy, encoder: Encoder | None) -> tuple[str, ...]:
    warnings = []
    if chosen.ownership.unclear:
        warnings.append(
            "No sender stands out as the archive's owner, so every sender's mail was audited. "
            "Name the owner with --sender."
        )
    if unused := unused_lines(policy, encoder):
        warnings.append(f"{unused[0].upper()}{unused[1:]}.")
    return tuple(warnings)
