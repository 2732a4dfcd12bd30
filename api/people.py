"""People: who got a message, as numbers, and by what they could meet."""

from __future__ import annotations

from api.preparation import Record
from dedupe import Exposure, Recipient, is_public_domain, normalised_address


class People:
    """Numbers recipients by identity; a message without recipient went to one unknown other."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def of(self, record: Record) -> tuple[int, ...]:
        """Return the numbers of the record's recipients, ascending, each once."""
        numbers = {self._number(r.identity, shown(r)) for r in record.recipients if r.identity}
        if not numbers:
            numbers = {self._number(f"unknown:{record.origin}:{record.message_id}", "")}
        return tuple(sorted(numbers))

    def meetings(self, record: Record) -> tuple[tuple[Exposure, str, tuple[int, ...]], ...]:
        """Return by what the recipients could meet others: kind, key, and which of them."""
        everyone = self.of(record)
        found: dict[tuple[Exposure, str], set[int]] = {}
        if record.thread:
            found[Exposure.THREAD, record.thread] = set(everyone)
        alone = not any(r.identity for r in record.recipients)
        for recipient in record.recipients:
            who = {self._numbers[recipient.identity]} if recipient.identity else set(everyone)
            if recipient.identity or alone:
                for key in _keys(recipient):
                    found.setdefault(key, set()).update(who)
        return tuple((*key, tuple(sorted(people))) for key, people in sorted(found.items()))

    def name(self, number: int) -> str:
        """Return a person's name as written first: address, else name, else id."""
        return self._names[number]

    def _number(self, identity: str, name: str) -> int:
        number = self._numbers.setdefault(identity, len(self._numbers))
        if number == len(self._names):
            self._names.append(name)
        return number


def _keys(recipient: Recipient) -> list[tuple[Exposure, str]]:
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


def shown(recipient: Recipient) -> str:
    """Return a recipient as a person writes it: address, else name, else id."""
    return recipient.address or recipient.name or recipient.id


def names_of(record: Record) -> tuple[str, ...]:
    """Return each recipient of a record as a person writes it."""
    return tuple(shown(recipient) for recipient in record.recipients)
