"""The families of a store: a list on the terminal, one in full, or JSON as an audit writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from api.family_members import Member
from api.findings import FamilyFinding
from api.reports.clean import one_line, shortened
from api.reports.json_report import family_as_dict
from api.reports.learned import holdings_as_dict, render_holdings
from api.reports.terminal import render_family
from api.reports.terminal_page import Page
from api.reports.wording import count, day, likeness, listed
from api.store_families import Holdings
from api.version import version
from dedupe import Settings

if TYPE_CHECKING:
    from rich.console import Console

_WHOLE = 60  # lines of a skeleton shown in full
_MEMBERS = 20
_EXAMPLES = 3
_BRIEF = 60  # code points of a filling or a recipient


def render_families(
    families: Sequence[FamilyFinding], total: int, held: Holdings, store: str, console: Console
) -> None:
    """Print the leading families of ``total``, and what the store holds."""
    page = Page(console)
    found = f"{count(total, 'text')} went to several people, most people first"
    page.paragraph(found if total else "No text went to two people.", style="bold")
    for rank, family in enumerate(families, 1):
        page.gap()
        render_family(page, rank, family)
        page.line(Text(f"id {family.id}", "dim"), indent=4)
    if total > len(families):
        page.gap()
        more = count(total - len(families), "more family", "more families")
        page.paragraph(f"and {more}; see them with --most {total}")
    page.gap()
    render_holdings(page, held, store)


def render_one(family: FamilyFinding, console: Console) -> None:
    """Print one family in full: its skeleton, its slots, and its members."""
    page = Page(console)
    render_family(page, 1, family, lines=_WHOLE)
    page.gap()
    page.field("Id", family.id)
    page.field("Senders", listed([one_line(sender) for sender in family.senders]) or "not known")
    page.field("Distinct texts", f"{family.variants:,}")
    for slot in family.skeleton.slots:
        said = ", ".join(
            f"“{shortened(one_line(text), _BRIEF)}” ({people:,})"
            for text, people in slot.examples[:_EXAMPLES]
        )
        more = slot.distinct - min(_EXAMPLES, len(slot.examples))
        page.field(f"Slot {slot.number}", said + (f" and {more:,} more" if more > 0 else ""))
    page.gap()
    page.paragraph("Who got it", style="bold")
    for member in family.members[:_MEMBERS]:
        page.line(Text(_member(member)), indent=2, hanging=4)
    if len(family.members) > _MEMBERS:
        page.line(Text(f"and {len(family.members) - _MEMBERS:,} more, with --json"), indent=2)


def _member(member: Member) -> str:
    people = [shortened(one_line(name), _BRIEF) for name in member.recipients]
    to = listed(people[:_EXAMPLES]) or "an unknown recipient"
    more = f" and {len(people) - _EXAMPLES:,} more" if len(people) > _EXAMPLES else ""
    return f"{day(member.sent_at)}  {to}{more}: {member.relation} ({likeness(member.score)})"


def families_as_json(
    families: Iterator[FamilyFinding], total: int, held: Holdings, store: str
) -> Iterator[str]:
    """Yield one JSON object in pieces, a family a line, in ASCII."""
    head = {"store": {"address": store, **holdings_as_dict(held)}, "total": total}
    yield json.dumps(head, allow_nan=False)[:-1] + ', "families": ['
    separator = "\n"
    for family in families:
        yield separator + family_as_json(family)
        separator = ",\n"
    yield f'\n], "settings": {json.dumps(Settings().as_dict())}, "version": "{version()}"}}\n'


def family_as_json(family: FamilyFinding) -> str:
    """Return one family as JSON, in ASCII."""
    return json.dumps(family_as_dict(family), allow_nan=False)
