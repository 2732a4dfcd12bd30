"""The copy check: from paths to a report, and to the baseline that would accept it.

The whole use case. Reading, judging and writing are other modules' work; this one passes on.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from api.copy import baseline as baselines
from api.copy.baseline import Baseline, Key, Recognised
from api.copy.config import CopySettings
from api.copy.draft import Draft
from api.copy.extent import kept_because, whole
from api.copy.files import FileFinder, FoundFiles, Patterns, project_root
from api.copy.findings import CopyFinding, CopyPlace, CopyReport, Severity, SkippedCopy
from api.copy.git import Changes, Repository, repository_root
from api.copy.judging import load_judge
from api.copy.reading import Heard, ReadFile, read_files, read_revision
from api.copy.sent_notes import SentNotes
from api.copy.unit_meaning import UnitMeaning
from api.copy.units import CopyFile
from api.copy.untouched import accused_for_others, standing
from api.copy.writing import Configured, Drafts, draft_findings, unasked_rules
from api.reports.clean import one_line
from api.reports.wording import count
from api.version import version
from dedupe import CannotJudgeError, EncodedSoFar, Encoder

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """What to check and how. ``paths`` and ``start`` (the working directory) are absolute.

    Without ``baseline`` and ``baseline_ref`` every finding is new. ``since`` names a revision:
    only what changed since is told. ``today`` decides which approvals still hold. ``sent`` is
    what was sent as personal notes, if copy is to be compared with that. Without ``encoder`` words
    alone are compared. ``outputs`` (absolute) are files that reports go to; they are not read.
    """

    paths: tuple[Path, ...]
    start: Path
    today: date
    settings: CopySettings = field(default_factory=CopySettings)
    baseline: Path | None = None
    baseline_ref: str = ""
    since: str = ""
    update: bool = False
    workers: int = 1
    sent: SentNotes | None = None
    encoder: Encoder | None = None
    outputs: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyOutcome:
    """The report, the baseline that was compared with, and the one that accepts what was found.

    ``accepted`` is where what an update accepts anew stands, ``path:line``, by rule and text.
    """

    report: CopyReport
    before: Baseline
    after: Baseline
    accepted: Mapping[Key, Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Before:
    """What is accepted, and, of a revision, where each of its texts stood."""

    accepted: Baseline
    stood: Baseline = field(default_factory=Baseline.nothing)


def check_copy(request: CopyRequest, heard: Heard) -> CopyOutcome:
    """Read the copy at the paths, judge it, and say what is new.

    Raises CannotJudgeError for paths, revisions and baselines that are not there or not ours, and
    MeaningUnavailable where the encoder's model cannot be loaded.
    """
    started = time.perf_counter()
    settings = request.settings
    root = project_root(request.paths, request.start)
    base = settings.file.parent if settings.file else root
    patterns = Patterns(base, settings.exclude, settings.strings)
    finder = FileFinder(root, patterns, settings.largest_file * MEGABYTE, request.outputs)
    before = _Before(_baseline_file(request))
    repository = _repository(root) if request.baseline_ref or request.since else None
    changes = _changes(repository, request.since)
    found = finder.find(request.paths)
    read = read_files(found, settings.source_language, request.workers, heard, load_judge)
    total = sum(file.size for file in read)
    heard(total, len(read), "judging")
    files = [file.content for file in read if file.content is not None]
    meaning = _meaning(request, partial(_encoding, heard, total))
    drafts = _drafts(request, files, meaning)
    if repository and request.baseline_ref:
        before = _revision(request, repository, found, finder, read, meaning)
    return _outcome(request, root, found, files, drafts, before, changes, started)


def _meaning(request: CopyRequest, update: EncodedSoFar) -> UnitMeaning | None:
    return UnitMeaning.by(request.encoder, update) if request.encoder else None


def _encoding(heard: Heard, total: int, done: int, of: int) -> None:
    heard(total, done, f"reading what was said, {of:,} sentences")


def _drafts(request: CopyRequest, files: Sequence[CopyFile], meaning: UnitMeaning | None) -> Drafts:
    return draft_findings(
        files, request.settings, request.today, request.workers, request.sent, meaning,
        _configured(request),
    )  # fmt: skip


def _configured(request: CopyRequest) -> Configured | None:
    """Say where the settings stand, and whether the paths hold all the copy that they speak of."""
    file = request.settings.file
    if file is None:
        return None
    root = project_root(request.paths, request.start)
    named = [Path(os.path.normpath(file.parent / path)) for path in request.settings.paths]
    whole = all(
        any(path.is_relative_to(read) for read in request.paths) for path in named or [file.parent]
    )
    return Configured(_named(file, root), whole)


def _named(path: Path, root: Path) -> str:
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _baseline_file(request: CopyRequest) -> Baseline:
    """Read the baseline first: a missing one is told before the work, not after."""
    if request.baseline is None:
        return Baseline.nothing()
    if request.update:
        return baselines.read_for_update(request.baseline)
    return baselines.read_baseline(request.baseline)


def _repository(root: Path) -> Repository:
    folder = repository_root(root)
    if folder is None:
        raise CannotJudgeError(
            "is in no git repository, so there is no revision to compare with", where=str(root)
        )
    return Repository(folder)


def _changes(repository: Repository | None, since: str) -> Changes | None:
    if repository is None or not since:
        return None
    return repository.changes(repository.fork(repository.commit(since)))


def _revision(
    request: CopyRequest,
    repository: Repository,
    found: FoundFiles,
    finder: FileFinder,
    read: Sequence[ReadFile],
    meaning: UnitMeaning | None,
) -> _Before:
    commit = repository.commit(request.baseline_ref)
    language = request.settings.source_language
    files = read_revision(repository, commit, found, finder, read, language)
    drafts = _drafts(request, files, meaning)
    accepted = Baseline.of(draft.told for draft in drafts.findings if draft.counts)
    return _Before(accepted, standing(drafts))


def _outcome(
    request: CopyRequest,
    root: Path,
    found: FoundFiles,
    files: Sequence[CopyFile],
    drafts: Drafts,
    before: _Before,
    changes: Changes | None,
    started: float,
) -> CopyOutcome:
    skipped = (*found.skipped, *(fault for file in files for fault in file.skipped))
    counted = {n: draft for n, draft in enumerate(drafts.findings) if draft.counts}
    compared = _compare(request, root, list(counted.values()), before.accepted, skipped)
    recognised = dict(zip(counted, compared.recognised, strict=True))
    new = [number for number, what in recognised.items() if not what.known]
    left_out = accused_for_others(drafts.findings, new, before.stood)
    findings = [
        _finding(draft, recognised.get(number))
        for number, draft in enumerate(drafts.findings)
        if number not in left_out and _touched(draft, changes)
    ]
    level = request.settings.level("stale-baseline", "note")
    if compared.pruned and request.baseline and not request.update and level != "off":
        findings.append(_stale(request.baseline, root, compared.pruned, level))
    told = [finding for finding in findings if finding.severity != "note"]
    report = CopyReport(
        findings=tuple(findings),
        skipped=tuple(sorted(skipped, key=_by_place)),
        files=sum(bool(file.units) for file in files),
        units=len(drafts.standing),
        new=sum(not finding.known and not finding.suppressed for finding in told),
        known=sum(finding.known and not finding.suppressed for finding in told),
        pruned=compared.pruned,
        settings=baselines.settings_digest(),
        version=version(),
        seconds=round(time.perf_counter() - started, 3),
        searched=request.sent.searched if request.sent else None,
        meaning=request.encoder.digest if request.encoder else "",
        kept=compared.kept,
        accepted=sum(map(len, compared.accepted.values())) if request.update else None,
    )
    return CopyOutcome(report, before.accepted, compared.after, compared.accepted)


@dataclass(frozen=True, slots=True)
class _Compared:
    """What the baseline says of the findings that count, and what they make of it."""

    recognised: Sequence[Recognised]
    pruned: tuple[str, ...]
    kept: str
    after: Baseline
    accepted: Mapping[Key, Sequence[str]]


def _compare(
    request: CopyRequest,
    root: Path,
    counted: Sequence[Draft],
    before: Baseline,
    skipped: Sequence[SkippedCopy],
) -> _Compared:
    keys = [draft.told for draft in counted]
    # Without a store nobody knows whether what was accepted of sent notes still occurs.
    unasked = Baseline.nothing()
    for rule in unasked_rules(request.sent, request.encoder):
        unasked = unasked.joined(before.of_rule(rule))
    after = Baseline.of(keys).joined(unasked)
    pruned: tuple[str, ...] = ()
    kept = ""
    if request.baseline:  # Of what a revision holds nothing is to be taken out.
        pruned = baselines.gone(before.without(unasked), keys)
        everything = whole(request.settings, request.start, root, request.baseline)
        if pruned and (why := kept_because(request.paths, everything, skipped)):
            entries = count(len(pruned), "entry", "entries")
            kept = f"Kept in the baseline, though not met: {entries}, as {why}."
            pruned, after = (), after.joined(before)
    recognised = baselines.recognise(keys, before)
    accepted: dict[Key, list[str]] = {}
    if request.update:
        for draft, what in zip(counted, recognised, strict=True):
            if not what.known:
                place = f"{one_line(draft.here.path)}:{draft.here.line}"
                accepted.setdefault((draft.told.rule, draft.told.text), []).append(place)
        recognised = baselines.recognise(keys, after)
    return _Compared(recognised, pruned, kept, after, accepted)


def _touched(draft: Draft, changes: Changes | None) -> bool:
    here = draft.here
    return changes is None or changes.touch(here.path, here.line, here.end_line)


def _by_place(fault: SkippedCopy) -> tuple[str, int, str]:
    return fault.path, fault.line, fault.reason


def _finding(draft: Draft, recognised: Recognised | None) -> CopyFinding:
    """Finish a draft. One that fails nothing is in no baseline: its text and file name it."""
    identity = recognised.identity if recognised else f"{draft.told.text}{draft.told.place}"
    return CopyFinding(
        draft.rule, draft.severity, draft.relation, draft.score, draft.here, draft.others,
        draft.reach, draft.message, identity, bool(recognised and recognised.known),
        draft.suppressed, draft.differing, draft.sent_on, draft.sentences, draft.counted,
    )  # fmt: skip


def _stale(path: Path, root: Path, pruned: Sequence[str], level: Severity) -> CopyFinding:
    name = _named(path, root)
    here = CopyPlace(name, 1, 1, 1, 1, "string", "; ".join(pruned[:20]))
    entries = "1 entry" if len(pruned) == 1 else f"{len(pruned):,} entries"
    message = f"The baseline accepts {entries} more than there are findings: run --update-baseline."
    identity = baselines.told("stale-baseline", "", name).text
    return CopyFinding(
        "stale-baseline", level, "none", 0.0, here, (), 0, message, identity, False, "", ()
    )
