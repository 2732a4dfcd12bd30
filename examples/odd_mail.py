"""The entries of a real archive that are no letters: lists, automatic answers, bounces, rubbish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from mail_bytes import OWNER, Draft, mail_bytes, mbox_entry

ABROAD = """\
Thank you for writing. I am at the trade fair until Thursday and read mail in the evenings only.
For anything urgent please ring the shop and ask for Halina."""

FORUM = """\
Hello all,

has anybody here tried the new water-based finish on acetate linings? The maker swears that it
does not stiffen, the one sample that I did felt like a crisp packet.

Nora, Marlbeck"""

NEWS = """\
News from the shop: the yellow door has been painted, the hatch now has a light, and in October
every curtain comes back with its hooks in. See you soon!"""

BOUNCE = """\
This is the mail system at host mx.tidewick.example.

I'm sorry to have to inform you that your message could not be delivered to one or more
recipients. It's attached below.

<adrain@kettle-surveyors.example>: host mx.kettle-surveyors.example said: 550 5.1.1 no such user"""

INVITATION = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Tidewick//Calendar//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:20251118-staff-dinner@tidewick.example
DTSTAMP:20251118T091500Z
DTSTART:20251218T190000Z
DTEND:20251218T220000Z
SUMMARY:Staff dinner at the Anchor
LOCATION:The Anchor, Harbour Steps, Marlbeck
ORGANIZER;CN=Nora Tidewick:mailto:nora@tidewick.example
ATTENDEE;CN=Halina Brzeska;RSVP=TRUE:mailto:halina@brzeska.example
END:VEVENT
END:VCALENDAR"""

# What a disk leaves when a program dies while it writes: the tail of an attachment, no headers.
RUBBISH = (
    b"\x00\x00\x00\x00\xff\xd8\x10JFIF\x00\x01/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAgGBgcGBQgH"
    b"BwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEB"
)


@dataclass(frozen=True, slots=True)
class Odd:
    """An entry of the mbox; ``answer`` is empty where it has no Message-ID to name it by."""

    stored_at: datetime
    entry: bytes
    answer: dict[str, object]


def odd_entries(footer: str) -> list[Odd]:
    """Return what an audit leaves out and counts, and one entry that nobody can read."""
    odd = [
        _left_out(_list_post(), "list"),
        _left_out(_bounce(), "bounce"),
        _left_out(_invitation(), "calendar"),
        _left_out(_newsletter(footer), "bulk"),
        *(_left_out(draft, "automatic") for draft in _absent()),
    ]
    torn = datetime(2025, 8, 11, 16, 2, 44, tzinfo=UTC)
    return [*odd, Odd(torn, mbox_entry(RUBBISH, torn), {})]


def _left_out(draft: Draft, why: str) -> Odd:
    mail = mail_bytes(draft)
    answer: dict[str, object] = {
        "message_id": draft.message_id,
        "group": "excluded",
        "relation": "none",
        "allowed": [],
        "part": why,
    }
    return Odd(draft.sent_at, mbox_entry(mail, draft.sent_at), answer)


def _list_post() -> Draft:
    return Draft(
        to="Guild of Launderers <forum@lists.launderers.example>",
        subject="[guild-forum] water-based finish on acetate?",
        text=FORUM,
        sent_at=datetime(2025, 6, 2, 20, 11, 5, tzinfo=UTC),
        headers=(
            ("List-Id", "Guild of Launderers forum <forum.lists.launderers.example>"),
            ("Precedence", "list"),
        ),
    )


def _absent() -> list[Draft]:
    people = [
        "Sunita Patel <sunita@patel-logistics.example>",
        "Esmé Thackeray <esme@thackeray.example>",
    ]
    return [
        Draft(
            to=person,
            subject="Away until Thursday",
            text=ABROAD,
            sent_at=datetime(2025, 9, 9, 10 + n, 40, 12, tzinfo=UTC),
            headers=(("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")),
        )
        for n, person in enumerate(people)
    ]


def _bounce() -> Draft:
    return Draft(
        to=OWNER,
        sender="Mail Delivery System <MAILER-DAEMON@mx.tidewick.example>",
        subject="Undelivered Mail Returned to Sender",
        text=BOUNCE,
        sent_at=datetime(2025, 9, 3, 11, 1, 30, tzinfo=UTC),
        headers=(("Auto-Submitted", "auto-replied"), ("Return-Path", "<>")),
    )


def _invitation() -> Draft:
    return Draft(
        to="Halina Brzeska <halina@brzeska.example>",
        subject="Invitation: Staff dinner at the Anchor",
        text=INVITATION,
        sent_at=datetime(2025, 11, 18, 9, 15, 0, tzinfo=UTC),
        kind="text/calendar; method=REQUEST",
    )


def _newsletter(footer: str) -> Draft:
    return Draft(
        to="Friends of the shop <friends@tidewick.example>",
        subject="Autumn news",
        text=NEWS,
        footer=footer,
        sent_at=datetime(2025, 10, 2, 8, 30, 0, tzinfo=UTC),
        headers=(
            ("List-Unsubscribe", "<mailto:stop@tidewick.example>"),
            ("Precedence", "bulk"),
        ),
    )
