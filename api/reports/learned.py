"""What learning did, and what the store holds now: for the terminal, and as JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from api.learning import Learned
from api.reports.clean import one_line
from api.reports.terminal_page import Page
from api.reports.wording import count, day_range, exclusion_words, listed
from api.store_families import Holdings

if TYPE_CHECKING:
    from rich.console import Console

_NAMED = 3  # senders named


def render_learned(learned: Learned, held: Holdings, store: str, console: Console) -> None:
    """Print what was done with the messages read, then what the store holds."""
    page = Page(console)
    said = f"{count(learned.recorded, 'message')} recorded"
    page.paragraph(f"{said} of {learned.messages:,} read", style="bold")
    page.gap()
    if learned.known_already:
        page.field("Known already", f"{learned.known_already:,}")
    if learned.forgotten:
        page.field("Forgotten", f"{learned.forgotten:,}, and not recorded again")
    if learned.left_out:
        parts = [f"{n:,} {exclusion_words(kind)}" for kind, n in learned.left_out.items()]
        page.field("Left out", listed(parts))
    _owner(page, learned)
    if learned.past_retention:
        gone = count(learned.past_retention, "message")
        page.field("Past retention", f"{gone} of the store forgotten")
    if learned.expired:
        page.field("Expired", count(learned.expired, "reservation"))
    render_holdings(page, held, store)


def render_holdings(page: Page, held: Holdings, store: str) -> None:
    """Print where the store is and what it holds."""
    page.field("Store", one_line(store))
    people = count(held.people, "person", "people")
    texts = count(held.texts, "distinct text")
    page.field("It holds", f"{count(held.messages, 'message')} to {people}, {texts}")
    if held.first_sent:
        page.field("Sent", day_range(held.first_sent, held.last_sent))
    if held.pending:
        page.field("Reserved", f"{count(held.pending, 'message')} of these, not yet sent")


def _owner(page: Page, learned: Learned) -> None:
    owner = learned.ownership
    if owner is None:
        return
    if owner.unclear and learned.messages:
        page.paragraph(
            "Warning: no sender stands out as the archive's owner, so every sender's mail was "
            "learnt. Name the owner with --sender.",
            style="yellow",
        )
    elif owner.senders:
        senders = sorted(owner.senders)
        named = [one_line(sender) for sender in senders[:_NAMED]]
        if len(senders) > _NAMED:
            named.append(f"{len(senders) - _NAMED:,} more")
        page.field("Sender" if owner.given else "Sender, assumed", listed(named))


def learned_as_json(learned: Learned, held: Holdings, store: str) -> str:
    """Return both as one JSON object, in ASCII."""
    owner = learned.ownership
    assumed = sorted(owner.senders) if owner and not owner.given else []
    said = {
        "messages": learned.messages,
        "recorded": learned.recorded,
        "known_already": learned.known_already,
        "forgotten": learned.forgotten,
        "excluded": dict(learned.left_out),
        "assumed": {"senders": assumed},
        "skipped": [{"origin": str(s.origin), "reason": s.reason} for s in learned.skipped],
        "past_retention": learned.past_retention,
        "expired": learned.expired,
        "store": {"address": store, **holdings_as_dict(held)},
    }
    return json.dumps(said, allow_nan=False)


def holdings_as_dict(held: Holdings) -> dict[str, int | str | None]:
    """Return what a store holds as plain values for JSON."""
    return {
        "messages": held.messages,
        "people": held.people,
        "texts": held.texts,
        "pending": held.pending,
        "first_sent": _time(held.first_sent),
        "last_sent": _time(held.last_sent),
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
