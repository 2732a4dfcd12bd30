"""Drafts: findings before the baseline is asked which of them are new."""

from __future__ import annotations

from dataclasses import dataclass

from api.copy.baseline import Told, told
from api.copy.config import Approved
from api.copy.findings import RULES, CopyPlace, Rule, SentencePair, Severity
from api.copy.inline import PlacedIgnore
from api.copy.units import Ignore, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before the baseline is asked; ``told`` is what a baseline keeps of it."""

    rule: Rule
    severity: Severity
    relation: str
    score: float
    here: CopyPlace
    others: tuple[CopyPlace, ...]
    message: str
    suppressed: str
    differing: tuple[Span, ...]
    told: Told
    reach: int = 0
    sent_on: str = ""
    sentences: tuple[SentencePair, ...] = ()
    counted: int = 0

    @property
    def counts(self) -> bool:
        """Say whether the finding fails a check where it is new."""
        return self.severity != "note" and not self.suppressed


def unused_ignore(placed: PlacedIgnore, severity: Severity) -> Draft:
    """Return the finding that a comment lets nothing pass, and why."""
    ignore: Ignore = placed.ignore
    message = "This comment ignores nothing: no finding stands at the text it speaks of. Remove it."
    if not ignore.understood:
        message = (
            "This comment says nothing that is known, so it ignores nothing. It may say:"
            " samenote: ignore REASON, ignore-file REASON or ignore(RULE) REASON."
        )
    elif not ignore.reason:
        message = "This comment gives no reason, so it ignores nothing: samenote: ignore REASON."
    elif ignore.rule and ignore.rule not in RULES:
        message = f"There is no rule {ignore.rule!r}, so this comment ignores nothing."
    here = CopyPlace(
        placed.path, ignore.line, ignore.column, ignore.end_line, ignore.end_column,
        "string", ignore.text,
    )  # fmt: skip
    return Draft(
        "unused-ignore", severity, "none", 0.0, here, (), message, "", (),
        told("unused-ignore", ignore.text, placed.path),
    )  # fmt: skip


def unused_approval(path: str, approved: Approved, message: str, severity: Severity) -> Draft:
    """Return the finding that an approval lets nothing pass; ``message`` says why."""
    here = CopyPlace(path, approved.line, 1, approved.line, 1, "string", approved.text)
    return Draft(
        "unused-ignore", severity, "none", 0.0, here, (), message, "", (),
        told("unused-ignore", approved.text, path),
    )  # fmt: skip
