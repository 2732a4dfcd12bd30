"""What a copy check found, as plain data: the output formats read this and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "paragraph", "item", "heading", "button", "subject", "preheader", "alt", "string", "title"
]
"""What a unit of copy is to its reader; "string" is an entry of a locale file."""

Rule = Literal[
    "duplicate-copy", "reworded", "sent-as-personal", "untranslated", "unused-ignore",
    "stale-baseline",
]  # fmt: skip

Severity = Literal["error", "warning", "note"]

RULES: tuple[Rule, ...] = get_args(Rule)


@dataclass(frozen=True, slots=True)
class CopyPlace:
    """One copy unit: where it stands and what a person reads there.

    ``path`` is relative to the project, with forward slashes. Lines and columns count from 1,
    columns in code points; the end is exclusive: the column after the last character. ``key`` is
    the locale key or the name of the field, empty where the format has none. ``text`` is the unit
    as a person reads it: markup gone, entities resolved, placeholders as written.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    kind: Kind
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True, order=True)
class SentencePair:
    """Sentences that say the same: spans [start, stop) of two texts, in code points."""

    here: tuple[int, int]
    there: tuple[int, int]


@dataclass(frozen=True, slots=True)
class CopyFinding:
    """One thing to say of one copy unit.

    ``others`` are the places that hold the same copy, closest first; empty for rules that speak of
    one place alone. ``score`` is 0 to 1, ``relation`` one of the six words. ``reach`` counts the
    people who got the text, where a store was asked. ``message`` is one sentence for a person.
    ``identity`` (hexadecimal) stays the same when lines or files move. ``known`` says that the
    baseline has it; ``suppressed`` is the reason given by an inline ignore, or empty.
    ``differing`` are ascending, disjoint spans [start, stop) of ``here.text``, in code points,
    that are not in ``others[0].text``, or that nobody got. ``sent_on`` is the date of the closest
    note that was sent, YYYY-MM-DD, empty where none is told or its date is not known.
    ``sentences`` pair what ``here`` and ``others[0]`` say in other words; empty for other rules.
    ``counted`` is how many other places there are where ``others`` does not list all.
    """

    rule: Rule
    severity: Severity
    relation: str
    score: float
    here: CopyPlace
    others: tuple[CopyPlace, ...]
    reach: int
    message: str
    identity: str
    known: bool
    suppressed: str
    differing: tuple[tuple[int, int], ...]
    sent_on: str = ""
    sentences: tuple[SentencePair, ...] = ()
    counted: int = 0

    @property
    def places(self) -> int:
        """Return how many other places there are, listed in ``others`` or not."""
        return max(self.counted, len(self.others))


@dataclass(frozen=True, slots=True)
class SkippedCopy:
    """A file, or a part of one, that was not read as it should be, and why.

    ``line`` is 0 for the whole file. ``unread`` is false where nothing was lost by it, such as a
    file in another charset that was read all the same.
    """

    path: str
    line: int
    reason: str
    unread: bool = True


@dataclass(frozen=True, slots=True)
class CopyReport:
    """The whole check.

    ``findings`` are in order of path, line and column. ``files`` and ``units`` count what was
    read; ``new`` and ``known`` count findings that are not suppressed. ``pruned`` are entries of
    the baseline that no longer occur; ``kept`` says how many were not met but are kept, and why;
    empty where that is not so. ``accepted`` is how many findings an update of the baseline accepted
    anew, None where it was not updated. ``settings`` is the digest of everything that changes a
    finding's identity; ``seconds`` is wall-clock time. ``searched`` is how many notes of a store
    the copy was compared with, None where no store was asked. ``meaning`` is the digest of the
    model by which it was compared, empty where words alone were.
    """

    findings: tuple[CopyFinding, ...]
    skipped: tuple[SkippedCopy, ...]
    files: int
    units: int
    new: int
    known: int
    pruned: tuple[str, ...]
    settings: str
    version: str
    seconds: float
    searched: int | None = None
    meaning: str = ""
    kept: str = ""
    accepted: int | None = None
