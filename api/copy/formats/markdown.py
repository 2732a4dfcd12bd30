"""The copy check as Markdown: GitHub's job summary, or a comment on a pull request.

Whatever comes from copy is written so that Markdown finds no mark-up in it: punctuation as numeric
character references, which cannot begin structure (CommonMark 0.31.2, section 2.5), and quoted
texts within HTML's ``code``, in which no platform looks for names to notify.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from api.copy.findings import CopyFinding, CopyPlace, CopyReport, SkippedCopy
from api.copy.formats.closing import gone, looked_at, next_steps, outcome
from api.copy.formats.order import Group, Status, groups, not_read, notes, of_status, remarked
from api.copy.formats.rules import RULE_TEXTS, why
from api.copy.formats.sides import Run, laid_out, rows
from api.reports.clean import one_line, shortened
from api.reports.wording import count, likeness, relation_words

SUMMARY_BYTES: Final = 1_000_000
"""GitHub drops a job summary of over 1 MiB as a whole."""

COMMENT_BYTES: Final = 60_000
"""GitHub takes at most 65,536 characters in a comment."""

_RESERVE: Final = 4_000  # bytes kept for the closing lines
_ROOM: Final = 600  # code points of one side
_ROWS: Final = 12  # sentences shown beside each other
_BRIEF: Final = 300
_ALSO: Final = 10
_ACTIVE: Final = re.compile(r"[^\w\s,;.:'/()\-\x80-\U0010ffff]|_|:(?=\S)")
# GitHub and GitLab look for names and issues in the finished text; an empty comment parts them.
_NOTIFYING: Final = re.compile(r"(&#(?:64|35|33);)(?=\w)")
_LIST_ITEM: Final = re.compile(r"^(\d*)([-.)])")
_LINK: Final = re.compile(r"\b(www)\.", re.IGNORECASE)  # the one link of letters and dots alone
_SIGNS: Final = {"error": "❌", "warning": "⚠️", "note": "ℹ️"}


def to_job_summary(report: CopyReport) -> str:
    """Return the report for ``$GITHUB_STEP_SUMMARY``: at most SUMMARY_BYTES of UTF-8."""
    return _within(report, SUMMARY_BYTES)


def to_comment(report: CopyReport) -> str:
    """Return the report for a comment: at most COMMENT_BYTES of UTF-8."""
    return _within(report, COMMENT_BYTES)


def escaped(text: str) -> str:
    """Return text on one line that Markdown and HTML show as it is, even at the start of a line."""
    line = _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", one_line(text))
    line = _NOTIFYING.sub(r"\1<!-- -->", line)
    line = _LIST_ITEM.sub(lambda found: f"{found[1]}&#{ord(found[2])};", line)
    return _LINK.sub(lambda found: f"{found[1]}&#46;", line)


def _within(report: CopyReport, limit: int) -> str:
    head = f"## samenote copy: {outcome(report)}\n\n{looked_at(report)}\n\n"
    parts = [head]
    room = limit - _RESERVE - len(head.encode())
    left_out = 0
    for title, blocks in _sections(report):
        shown: list[str] = []
        for block in blocks if room > 0 else ():
            text = block()
            room -= len(text.encode())
            if room < 0:
                break
            shown.append(text)
        if shown:
            parts += [f"### {title}\n\n", *shown, "\n"]
        left_out += len(blocks) - len(shown)
    if left_out:
        parts.append(f"*{left_out:,} more not shown here: too long. The log has more.*\n\n")
    if steps := "".join(f"- {step}\n" for step in next_steps(report)):
        parts.append(f"### What to do\n\n{steps}")
    return "".join(parts).rstrip("\n") + "\n"


def _sections(report: CopyReport) -> Iterator[tuple[str, Sequence[Callable[[], str]]]]:
    """Yield titles with their blocks, which are written only as long as there is room."""
    new = groups(of_status(report, Status.NEW))
    known = groups(of_status(report, Status.KNOWN))
    ignored = of_status(report, Status.SUPPRESSED)
    yield "New, and notes" if notes(report) else "New", [partial(_full, group) for group in new]
    yield "Could not be read", [partial(_skipped, skipped) for skipped in not_read(report)]
    yield "Known from the baseline", [partial(_in_brief, group) for group in known]
    yield "Ignored with a reason", [partial(_ignored, finding) for finding in ignored]
    yield "Worth knowing", [partial(_skipped, skipped) for skipped in remarked(report)]
    yield gone(report), [partial(_pruned, entry) for entry in report.pruned]


def _full(group: Group) -> str:
    finding = group.worst
    sign = _SIGNS[finding.severity]
    lines = [
        f"#### {sign} {RULE_TEXTS[finding.rule].title}: {_place(finding.here)}\n",
        f"{escaped(group.told(_BRIEF))}{_likeness(finding)}\n",
    ]
    paired = finding.sentences and finding.others
    lines += _in_pairs(finding) if paired else _side_by_side(finding)
    if also := group.also[:_ALSO]:
        left = group.more - len(also)
        more = f" and {left:,} more" if left else ""
        lines.append(f"Also in {', '.join(map(_place, also))}{more}.\n")
    return "\n".join(lines) + "\n"


def _side_by_side(finding: CopyFinding) -> Iterator[str]:
    """Yield the two texts, the place of the other between them."""
    for mine, theirs in rows(finding):
        here, there = _marked(mine, "ins"), _marked(theirs, "del")
        if here:
            yield _quoted(here)
        if finding.others:
            yield f"{_place(finding.others[0])}\n"
        if there and there != here:
            yield _quoted(there)


def _in_pairs(finding: CopyFinding) -> Iterator[str]:
    """Yield the place of the other text, then each sentence with its like."""
    yield f"{_place(finding.others[0])}\n"
    found = rows(finding)
    for mine, theirs in found[:_ROWS]:
        both = (_marked(mine, "ins"), _marked(theirs, "del"))
        yield _quoted(*filter(None, both))
    if len(found) > _ROWS:
        yield f"And {count(len(found) - _ROWS, 'more sentence')}.\n"


def _marked(runs: Sequence[Run], mark: str) -> str:
    """Return a text as HTML; GitHub shows ``ins`` underlined and ``del`` struck through."""
    return "".join(
        f"<{mark}>{html.escape(run.text)}</{mark}>" if run.differs else html.escape(run.text)
        for run in laid_out(runs, _ROOM)
    ).strip()


def _quoted(*markup: str) -> str:
    # One line without a blank one after it: to Markdown a block of HTML, in which it sees nothing.
    parts = "".join(f'<p dir="auto"><code>{part}</code></p>' for part in markup)
    return f"<blockquote>{parts}</blockquote>\n"


def _in_brief(group: Group) -> str:
    finding = group.worst
    same = "in other words" if finding.rule == "reworded" else "same as"
    beside = f", {same} {_place(finding.others[0])}" if finding.others else ""
    beside += f" and {count(group.more, 'more place')}" if group.more else ""
    return f"- {finding.rule} {_place(finding.here)}{beside}\n"


def _ignored(finding: CopyFinding) -> str:
    return f"- {finding.rule} {_place(finding.here)}: {_brief(finding.suppressed)}\n"


def _skipped(skipped: SkippedCopy) -> str:
    path = f"<code>{_path(skipped.path, skipped.line)}</code>"
    return f"- {path}: {escaped(why(skipped, _BRIEF))}\n"


def _pruned(entry: str) -> str:
    return f"- <code>{_brief(entry)}</code>\n"


def _likeness(finding: CopyFinding) -> str:
    if not finding.others or finding.relation == "verbatim":
        return ""
    words = escaped(relation_words(finding.relation))
    return f" ({words}, likeness {likeness(finding.score)})"


def _place(place: CopyPlace) -> str:
    key = f" {_brief(place.key)}" if place.key else ""
    return f"<code>{_path(place.path, place.line)}</code>{key}"


def _path(path: str, line: int) -> str:
    return f"{_brief(path)}:{line}" if line > 0 else _brief(path)


def _brief(text: str) -> str:
    return escaped(shortened(one_line(text), _BRIEF))
