"""Meetings: by what people could compare notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dedupe.decisions import Exposure
from dedupe.masks import is_public_domain
from dedupe.message import Recipient, normalised_address

#: By what people meet: (COMPANY, "acme.example").
MeetingKey = tuple[Exposure, str]


class Addressed(NamedTuple):
    """To whom a message went.

    ``people`` are identities, each once; a single empty one is an unknown other. ``meetings`` tell
    by what people could meet others, and which of them, as places in ``people``.
    """

    people: tuple[str, ...]
    meetings: dict[MeetingKey, set[int]]


def addressed(recipients: Sequence[Recipient], thread: str) -> Addressed:
    """Return to whom a message went, given its recipients and the thread that it stands in."""
    identities = [recipient.identity for recipient in recipients]
    people = tuple(dict.fromkeys(filter(None, identities))) or ("",)
    places = {identity: place for place, identity in enumerate(people)}
    meetings: dict[MeetingKey, set[int]] = {}
    if thread:
        meetings[Exposure.THREAD, thread] = set(range(len(people)))
    for recipient, identity in zip(recipients, identities, strict=True):
        if identity in places:  # an unknown recipient beside known ones is nobody
            for key in meeting_keys(recipient):
                meetings.setdefault(key, set()).add(places[identity])
    return Addressed(people, meetings)


def meeting_keys(recipient: Recipient) -> list[MeetingKey]:
    """Return the keys that a recipient shares with whoever could compare notes with them."""
    keys = [(Exposure.GROUP, group.casefold()) for group in recipient.groups if group]
    _, at, domain = normalised_address(recipient.address).rpartition("@")
    if recipient.company:
        keys.append((Exposure.COMPANY, recipient.company.casefold().strip()))
    if at and domain and not is_public_domain(domain):
        keys.append((Exposure.COMPANY, domain))
    if recipient.household:
        keys.append((Exposure.HOUSEHOLD, recipient.household.casefold().strip()))
    if recipient.postcode:
        keys.append((Exposure.POSTCODE, "".join(recipient.postcode.casefold().split())))
    return keys
