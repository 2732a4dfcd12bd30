"""Meetings: by what people could compare notes."""

from __future__ import annotations

from dedupe.decisions import Exposure
from dedupe.masks import is_public_domain
from dedupe.message import Recipient, normalised_address


def meeting_keys(recipient: Recipient) -> list[tuple[Exposure, str]]:
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
