"""In which order findings are told, and which of them tell one and the same thing.

Programs get findings by place, people the worst first. Copies of one text find each other, so a
text in five places is five findings; a reader wants it told once, with the five places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from api.copy.findings import CopyFinding, CopyPlace, CopyReport, SkippedCopy
from api.copy.formats.rules import RULE_TEXTS, told
from api.reports.wording import count


class Status(StrEnum):
    """Whether a finding counts: only new ones fail a check, and of those no mere note."""

    NEW = "new"
    KNOWN = "known"
    SUPPRESSED = "suppressed"


SEVERITIES: Final = ("error", "warning", "note")
"""Worst first."""

_STATUSES: Final = tuple(Status)
_RULES: Final = tuple(RULE_TEXTS)

Where = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one text. ``findings`` are worst first; the first is the one to show in full."""

    findings: tuple[CopyFinding, ...]

    @property
    def worst(self) -> CopyFinding:
        """Return the finding that stands for the group."""
        return self.findings[0]

    @property
    def also(self) -> tuple[CopyPlace, ...]:
        """Return the places listed beyond the two that are shown side by side, each once."""
        worst = self.worst
        shown = {where(worst.here), *(where(other) for other in worst.others[:1])}
        members = [finding.here for finding in self.findings[1:]]
        places = (*members, *(other for finding in self.findings for other in finding.others))
        unique = {where(place): place for place in reversed(places)}
        return tuple(unique[key] for key in sorted(unique) if key not in shown)

    @property
    def places(self) -> int:
        """Return how many places there are besides that of the worst finding, listed or not."""
        return max(self.worst.places, len(self.also) + len(self.worst.others[:1]))

    @property
    def more(self) -> int:
        """Return how many places there are beyond the two that are shown side by side."""
        return self.places - len(self.worst.others[:1])

    def told(self, limit: int) -> str:
        """Return what the worst finding says, and all places where like finds more like itself."""
        said = told(self.worst, limit)
        if 0 < self.worst.places < self.places:
            said += f" Counting what is like those too: {count(self.places, 'other place')}."
        return said


def status(finding: CopyFinding) -> Status:
    """Return whether a finding is new, in the baseline, or ignored with a reason."""
    if finding.suppressed:
        return Status.SUPPRESSED
    return Status.KNOWN if finding.known else Status.NEW


def fails(finding: CopyFinding) -> bool:
    """Return whether a finding fails a check: new, and more than a note."""
    return status(finding) is Status.NEW and finding.severity != "note"


def notes(report: CopyReport) -> int:
    """Return how many findings are told though they fail nothing."""
    new = of_status(report, Status.NEW)
    return sum(not fails(finding) for finding in new)


def where(place: CopyPlace) -> Where:
    """Return what tells one place from another."""
    return place.path, place.line, place.column


def by_place(report: CopyReport) -> tuple[CopyFinding, ...]:
    """Return the findings by path, line and column, whatever their order in the report."""
    return tuple(sorted(report.findings, key=_by_place))


def worst_first(findings: Iterable[CopyFinding]) -> tuple[CopyFinding, ...]:
    """Return findings by status, severity, rule, likeness, reach and places; then by place."""
    return tuple(sorted(findings, key=_badness))


def of_status(report: CopyReport, wanted: Status) -> tuple[CopyFinding, ...]:
    """Return the findings of one status, worst first."""
    return worst_first(finding for finding in report.findings if status(finding) is wanted)


def groups(findings: Iterable[CopyFinding]) -> tuple[Group, ...]:
    """Return findings grouped by the text that they speak of, the worst group first.

    Two findings of one rule are of one text if either names the place of the other; of what was
    sent as personal, which names no place, if their texts are the same.
    """
    ordered = worst_first(findings)
    root = list(range(len(ordered)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    standing: dict[tuple[str, object], list[int]] = {}
    for at, finding in enumerate(ordered):
        standing.setdefault((finding.rule, where(finding.here)), []).append(at)
    for at, finding in enumerate(ordered):
        for other in finding.others:
            for beside in standing.get((finding.rule, where(other)), ()):
                low, high = sorted((find(at), find(beside)))
                root[high] = low
        if finding.rule == "sent-as-personal":
            first = standing.setdefault((finding.rule, finding.here.text), [at])[0]
            low, high = sorted((find(at), find(first)))
            root[high] = low
    members: dict[int, list[CopyFinding]] = {}
    for at, finding in enumerate(ordered):
        members.setdefault(find(at), []).append(finding)
    return tuple(Group(tuple(found)) for found in members.values())


def not_read(report: CopyReport) -> tuple[SkippedCopy, ...]:
    """Return what was lost to the check."""
    return tuple(skipped for skipped in report.skipped if skipped.unread)


def remarked(report: CopyReport) -> tuple[SkippedCopy, ...]:
    """Return what is worth a word although nothing was lost by it."""
    return tuple(skipped for skipped in report.skipped if not skipped.unread)


def occurrences(findings: Sequence[CopyFinding]) -> tuple[int, ...]:
    """Return for each finding the how-manieth of its identity it is, from 1.

    Readers of fingerprints drop all but the first of equal ones, so equal ones are numbered.
    """
    seen: Counter[str] = Counter()
    numbers = []
    for finding in findings:
        seen[finding.identity] += 1
        numbers.append(seen[finding.identity])
    return tuple(numbers)


def _by_place(finding: CopyFinding) -> tuple[Where, int, int, int, str, str]:
    here = finding.here
    rule = _RULES.index(finding.rule)
    return where(here), here.end_line, here.end_column, rule, finding.identity, finding.message


def _badness(finding: CopyFinding) -> tuple[int, int, int, float, int, int, object]:
    return (
        _STATUSES.index(status(finding)),
        SEVERITIES.index(finding.severity),
        _RULES.index(finding.rule),
        -finding.score,
        -finding.reach,
        -finding.places,
        _by_place(finding),
    )
