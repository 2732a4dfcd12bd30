"""The notes as CSV, for spreadsheets: a header, then one row a note in origin order.

UTF-8 with a byte order mark, so that Excel reads every script. A cell that a spreadsheet would
take for a formula gets a leading apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from api.findings import AuditFindings
from api.note_findings import NoteFinding
from api.reports.clean import one_line
from api.reports.summary import in_origin_order

COLUMNS = (
    "origin",
    "message_id",
    "sent_at",
    "recipients",
    "decision",
    "relation",
    "score",
    "personal_share",
    "reach",
    "exposure",
    "same_person",
    "family",
    "words",
    "too_short",
    "cut",
    "reasons",
)
# The full-width forms are folded to the ASCII ones by some spreadsheets in East Asian locales.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def to_csv(findings: AuditFindings) -> Iterator[str]:
    """Yield the report line by line, the byte order mark first; lines end in CR LF (RFC 4180)."""
    line = csv.writer(_HandingBack(), lineterminator="\r\n").writerow
    yield f"\ufeff{line(COLUMNS)}"
    for note in in_origin_order(findings.notes):
        yield str(line(_cells(note)))


def _cells(note: NoteFinding) -> tuple[str, ...]:
    share = note.personal_share
    return (
        _guarded(str(note.origin)),
        _guarded(note.message_id),
        "" if note.sent_at is None else note.sent_at.isoformat(),
        _guarded(", ".join(note.recipients)),
        note.decision,
        _guarded(note.relation),
        f"{note.score:.4f}",
        "" if share is None else f"{share:.4f}",
        str(note.reach),
        _guarded("; ".join(note.exposure)),
        str(note.same_person),
        _guarded(note.family),
        str(note.words),
        "yes" if note.too_short else "no",
        "yes" if note.cut else "no",
        _guarded(" ".join(note.reasons)),
    )


def _guarded(cell: str) -> str:
    text = one_line(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


class _HandingBack:
    """What a writer writes to, and what it returns: one row, as text."""

    def write(self, text: str) -> str:
        return text
