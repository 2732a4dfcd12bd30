"""The approvals of a store on the terminal: what may repeat, where, until when, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.text import Text

from api.reports.clean import one_line, shortened
from api.reports.terminal_page import Page
from api.reports.wording import count, day
from index import Approval

if TYPE_CHECKING:
    from rich.console import Console

_LINES = 4  # of an approved text
_BRIEF = 400  # code points of it


def render_approvals(
    approvals: Sequence[Approval], store: str, now: datetime, console: Console
) -> None:
    """Print every approval, those in force first."""
    page = Page(console)
    holding = [each for each in approvals if each.holds(now)]
    over = [each for each in approvals if not each.holds(now)]
    said = f"{count(len(holding), 'approval')} in force in the store {one_line(store)}"
    page.paragraph(said, style="bold")
    for each in (*holding, *over):
        page.gap()
        _approval(page, each, now)


def _approval(page: Page, each: Approval, now: datetime) -> None:
    page.clipped(Text(f"“{shortened(one_line(each.text), _BRIEF)}”"), indent=0, lines=_LINES)
    page.field("Where", scope(each))
    page.field("Owner", f"{one_line(each.owner)}, {day(each.created_at)}")
    page.field("Reason", one_line(each.reason))
    if not each.holds(now):
        when = f"withdrawn {day(each.withdrawn_at)}" if each.withdrawn_at else "expired"
        page.field("No longer", when)
    page.field("Id", each.id)


def scope(approval: Approval) -> str:
    """Return for which notes an approval holds, how long and for how many people, in words."""
    named = (
        ("of sender", approval.sender),
        ("of channel", approval.channel),
        ("of campaign", approval.campaign),
    )
    parts = [f"{what} {one_line(name)}" for what, name in named if name]
    said = f"notes {', '.join(parts)}" if parts else "every note"
    if approval.expires_at:
        said += f", until {approval.expires_at.strftime('%Y-%m-%d %H:%M UTC')}"
    if approval.most_reach is not None:
        said += f", for up to {count(approval.most_reach, 'person', 'people')}"
    return said
