"""The rules of the copy check in words: what each says, why it matters, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from api.copy.findings import CopyFinding, Rule, Severity, SkippedCopy
from api.reports.clean import one_line, shortened


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule for a reader. ``level`` is what a finding has unless the configuration says else."""

    id: Rule
    name: str
    level: Severity
    title: str
    why: str
    do: str


_TEXTS: Final = (
    RuleText(
        "duplicate-copy",
        "DuplicateCopy",
        "error",
        "Copy that stands elsewhere too",
        "The same text stands in another place of the project: word for word, with only "
        "placeholders or a few words changed, or with sentences added, dropped or moved. Readers "
        "who meet both notice, and a change to one is forgotten in the other.",
        "Say it in other words, or keep the text in one place and include it from there. If it is "
        "meant to repeat, list it as approved text in the configuration, or put "
        "`samenote: ignore REASON` in a comment beside it.",
    ),
    RuleText(
        "reworded",
        "Reworded",
        "warning",
        "Copy that says the same in other words",
        "Another place of the project says the same in other words, judged sentence by sentence by "
        "a model of meaning. Readers who meet both read one thing twice, and a promise changed in "
        "one is left as it was in the other.",
        "Keep one wording in one place and include it from there, or say what only this place has "
        "to say. If both are wanted, put `samenote: ignore(reworded) REASON` in a comment beside "
        "one.",
    ),
    RuleText(
        "sent-as-personal",
        "SentAsPersonal",
        "error",
        "Copy that was sent as personal notes",
        "People have got this text as a personal note. Published, it tells every one of them that "
        "the note was not written for them.",
        "Write new copy. If those people may see it again, approve the text in the configuration "
        "or ignore the place with a reason.",
    ),
    RuleText(
        "untranslated",
        "Untranslated",
        "warning",
        "String left in the source language",
        "The string of this locale is the same as in the source language, so its readers get a "
        "language that they did not choose.",
        "Translate it. If it is rightly the same (a name, a slogan), ignore it with a reason.",
    ),
    RuleText(
        "unused-ignore",
        "UnusedIgnore",
        "warning",
        "Ignore or approval without effect",
        "The comment, or the approval in the configuration, suppresses nothing. Left in place, it "
        "may hide the next repeat, or seem to hide this one.",
        "Correct it, or remove it.",
    ),
    RuleText(
        "stale-baseline",
        "StaleBaseline",
        "note",
        "Baseline entry that no longer occurs",
        "The baseline accepts copy that is gone. Left in place, it would let the same copy back in "
        "unseen.",
        "Run the check with `--update-baseline` and commit the file.",
    ),
)

RULE_TEXTS: Final[Mapping[str, RuleText]] = MappingProxyType({text.id: text for text in _TEXTS})
"""Every rule by its id, in the order in which reports list them."""


def told(finding: CopyFinding, limit: int) -> str:
    """Return what a finding says, on one line of at most ``limit`` code points, never empty.

    A message that ends in a list of the other places is told without it: the formats list them.
    """
    said = finding.message
    if finding.others:
        head, listed, _ = said.partition(f": {finding.others[0].path}:")
        said = f"{head}." if listed and head else said
    return _brief(said, limit) or RULE_TEXTS[finding.rule].title


def why(skipped: SkippedCopy, limit: int) -> str:
    """Return why something was not read, on one line of at most ``limit`` code points."""
    return _brief(skipped.reason, limit) or "It could not be read."


def _brief(text: str, limit: int) -> str:
    # Cut before it is cleaned, too: a message may quote megabytes.
    return shortened(one_line(text[: 2 * limit]), limit)
