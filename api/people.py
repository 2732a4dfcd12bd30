"""People: who got a message, as numbers, and by what they could meet."""

from __future__ import annotations

from api.preparation import Record
from dedupe import Exposure, Recipient, is_public_domain, normalised_address


class People:
    """Numbers recipients by identity; a message without recipient went to one unknown other."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def of(self, record: Record) -> tuple[int, ...]:
        """Return the numbers of the record's recipients, ascending, each once."""
        identities = {r.identity for r in record.recipients} - {""}
        if not identities:
            identities = {f"unknown:{record.origin}"}
        return tuple(sorted({self._number(i) for i in sorted(identities)}))

    def _number(self, identity: str) -> int:
        return self._numbers.setdefault(identity, len(self._numbers))


def meeting_keys(record: Record) -> tuple[tuple[Exposure, str], ...]:
    """Return by what the record's recipients could meet other people."""
    keys = {key for r in record.recipients for key in _keys(r)}
    if record.thread:
        keys.add((Exposure.THREAD, record.thread))
    return tuple(sorted(keys))


def _keys(recipient: Recipient) -> list[tuple[Exposure, str]]:
    keys = [(Exposure.GROUP, group.casefold()) for group in recipient.groups if group]
    domain = normalised_address(recipient.address).rpartition("@")[2]
    if recipient.company:
        keys.append((Exposure.COMPANY, recipient.company.casefold().strip()))
    if domain and not is_public_domain(domain):
        keys.append((Exposure.COMPANY, domain))
    if recipient.household:
        keys.append((Exposure.HOUSEHOLD, recipient.household.casefold().strip()))
    if recipient.postcode:
        keys.append((Exposure.POSTCODE, "".join(recipient.postcode.casefold().split())))
    return keys


def names_of(record: Record) -> tuple[str, ...]:
    """Return each recipient as a person writes it: address, else name, else id."""
    return tuple(r.address or r.name or r.id for r in record.recipients)
