"""The audit on the terminal: short, readable at 80 columns, without colour and through a pipe.

Text from mail is never read as markup or as a command to the terminal. A slot is marked by braces
as well as by colour. Characters that the terminal's encoding lacks become question marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from api.findings import AuditFindings, FamilyFinding, Slot
from api.reports.clean import one_line, shortened
from api.reports.reworded_text import render_reworded
from api.reports.summary import (
    Headline,
    by_recipients,
    headline,
    skipped_by_reason,
    verdict_sentence,
)
from api.reports.terminal_page import LABEL_WIDTH, Page
from api.reports.wording import (
    count,
    day_range,
    exclusion_words,
    generic_words,
    likeness,
    listed,
    percent,
    relation_words,
)

if TYPE_CHECKING:
    from rich.console import Console

SKELETON_LINES = 3
WIDEST_LINE = 134  # code points
REASONS_LIMIT = 5
ORIGINS_LIMIT = 3
SET_ASIDE_LIMIT = 3
NAMED_LIMIT = 3
_BRIEF = 200  # code points of any one thing quoted in passing


def render(
    findings: AuditFindings,
    console: Console,
    *,
    limit: int = 10,
    written: Sequence[Path] = (),
) -> None:
    """Print the summary: ``limit`` families, half as many short ones, what was left out.

    ``written`` are the report files that were written, named in the last lines.
    """
    page = Page(console)
    top = headline(findings)
    _headline(page, findings, top)
    families = by_recipients(findings.families)
    _families(page, [f for f in families if not f.short], "The same text", limit)
    short = [f for f in families if f.short]
    _families(page, short, "Short notes, too short to judge further", (limit + 1) // 2)
    render_reworded(page, findings)
    _set_aside(page, findings)
    _left_out(page, findings)
    if findings.words_only:
        page.paragraph(one_line(findings.words_only), style="dim")
    for warning in findings.warnings:
        page.paragraph(f"Warning: {_brief(warning)}", style="yellow")
    if written:
        page.gap()
        for path in written:
            page.field("Report", one_line(str(path)))
    elif top.repeated or top.reworded:
        page.gap()
        page.paragraph("The whole report: --html FILE, --json FILE or --csv FILE.", style="dim")


def _headline(page: Page, findings: AuditFindings, top: Headline) -> None:
    page.paragraph(verdict_sentence(top), style="bold")
    page.gap()
    read = f" of {count(findings.messages, 'message')} read"
    page.field("Judged", count(top.audited, "note") + read)
    if top.first_sent:
        page.field("Sent", day_range(top.first_sent, top.last_sent))
    if top.relations:
        said = [f"{n:,} {relation_words(name)}" for name, n in top.relations.items()]
        page.field("Alike", "; ".join(said))
    if top.families or top.short_families:
        short = f", {top.short_families:,} more of short notes" if top.short_families else ""
        page.field("Families", f"{top.families:,}{short}; {count(top.people, 'person', 'people')}")
    if top.audited:
        page.field("Personal share", _shares(top))
        page.line(_decisions(top))


def _shares(top: Headline) -> str:
    if top.median_share is None:
        return "no note holds a word that counts"
    low, high = sum(top.shares[:3]), sum(top.shares[7:])
    middle = sum(top.shares[3:7])
    said = (
        f"median {percent(top.median_share)}; under 30 %: {low:,}; "
        f"30 to 70 %: {middle:,}; over: {high:,}"
    )
    return f"{said}; not counted: {top.uncounted:,}" if top.uncounted else said


def _decisions(top: Headline) -> Text:
    line = Text("Decisions".ljust(LABEL_WIDTH), "dim")
    line.append(f"stop {top.stop:,}", style="bold red")
    line.append(f"   look {top.look:,}", style="bold yellow")
    line.append(f"   send {top.send:,}", style="green")
    return line


def _families(page: Page, families: list[FamilyFinding], title: str, limit: int) -> None:
    if not families:
        return
    page.gap()
    page.paragraph(f"{title}, most people first", style="bold")
    for rank, family in enumerate(families[: max(0, limit)], 1):
        page.gap()
        render_family(page, rank, family)
    rest = len(families) - max(0, limit)
    if rest > 0:
        page.gap()
        page.paragraph(f"and {count(rest, 'more family', 'more families')}, in the report files")


def render_family(
    page: Page, rank: int, family: FamilyFinding, *, lines: int = SKELETON_LINES
) -> None:
    """Print a family: who got it, when, and ``lines`` lines of its skeleton."""
    line = Text(f"{rank:>2}. ")
    line.append(count(family.recipients, "person", "people"), style="bold")
    line.append(f", {count(family.size, 'message')}: {family.relation}")
    line.append(f", weakest likeness {likeness(family.weakest)}")
    page.line(line, hanging=4)
    if family.first_sent:
        page.line(Text(day_range(family.first_sent, family.last_sent), "dim"), indent=4)
    page.clipped(_skeleton(family, lines), indent=4, lines=lines)
    for slot in family.skeleton.slots:
        said = generic_words(slot)
        if said:
            page.line(Text(f"! {said}", "red"), indent=4, hanging=2)


def _skeleton(family: FamilyFinding, lines: int) -> Text:
    line = Text("")
    # More than the lines shown ever hold: a long skeleton is not wrapped in vain.
    room = lines * WIDEST_LINE
    for part in family.skeleton.parts:
        if room <= 0:
            break
        if isinstance(part, Slot):
            said = f"{{{part.number}:{one_line(part.kind)}}}"
            line.append(said, style="reverse cyan")
        else:
            # Kept apart from its neighbours: the parts' own spaces at either end still count.
            said = _with_edges(part[:room])
            line.append(said)
        room -= len(said)
    return line


def _with_edges(part: str) -> str:
    before = " " if part[:1].isspace() else ""
    after = " " if part[-1:].isspace() and part.strip() else ""
    return f"{before}{one_line(part)}{after}"


def _set_aside(page: Page, findings: AuditFindings) -> None:
    if not findings.set_aside:
        return
    page.gap()
    page.paragraph("Set aside before comparing, as known to repeat", style="bold")
    for item in findings.set_aside[:SET_ASIDE_LIMIT]:
        said = f"“{shortened(one_line(item.text), 60)}”"
        where = f"{_brief(item.why)}, in {count(item.messages, 'message')}"
        page.line(Text(f"{said}: {where}"), indent=2, hanging=2)
    more = len(findings.set_aside) - SET_ASIDE_LIMIT
    if more > 0:
        page.line(Text(f"and {more:,} more"), indent=2)


def _left_out(page: Page, findings: AuditFindings) -> None:
    page.gap()
    if findings.excluded:
        page.field("Left out", listed(tuple(_excluded(findings.excluded))))
    if findings.duplicates:
        page.field("Counted once", count(findings.duplicates, "copy", "copies") + " of a message")
    given = bool(findings.given_senders)
    senders = findings.given_senders if given else findings.assumed_senders
    if senders:
        named = [_brief(sender) for sender in senders[:NAMED_LIMIT]]
        if len(senders) > NAMED_LIMIT:
            named.append(f"{len(senders) - NAMED_LIMIT:,} more")
        page.field("Sender" if given else "Sender, assumed", listed(named))
    if findings.skipped:
        page.field("Not readable", count(len(findings.skipped), "entry", "entries"))
        _skipped(page, findings)


def _brief(text: str) -> str:
    return shortened(one_line(text), _BRIEF)


def _excluded(excluded: Mapping[str, int]) -> Iterator[str]:
    for kind, messages in sorted(excluded.items()):
        if messages:
            yield f"{messages:,} {_brief(exclusion_words(kind))}"


def _skipped(page: Page, findings: AuditFindings) -> None:
    reasons = skipped_by_reason(findings)
    for reason, origins in reasons[:REASONS_LIMIT]:
        places = ", ".join(_brief(str(origin)) for origin in origins[:ORIGINS_LIMIT])
        more = f" and {len(origins) - ORIGINS_LIMIT:,} more" if len(origins) > ORIGINS_LIMIT else ""
        said = f"{len(origins):,} x {_brief(reason)}: {places}{more}"
        page.line(Text(said), indent=2, hanging=4)
    if len(reasons) > REASONS_LIMIT:
        page.line(Text(f"and {len(reasons) - REASONS_LIMIT:,} more reasons"), indent=2)
