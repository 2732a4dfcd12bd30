"""Ownership: whose sent mail an archive holds. Only what the owner sent is audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dedupe import is_public_domain, normalised_address

#: An address, a name or a domain that sent at least this share of the mail is the owner's.
OWNER_SHARE = 0.5

#: Formats whose every row was chosen by whoever wrote the file.
CHOSEN_FORMATS = frozenset({"csv", "jsonl"})


class Sender(NamedTuple):
    """Who sent some of the mail, as it is written; ``excluded`` mail tells no owner."""

    address: str
    name: str
    excluded: bool
    in_sent_folder: bool


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who the owner is: addresses and domains (``@acme.example``), and how that is known.

    ``everyone`` means that all senders are audited; ``unclear``, that this is because none of them
    stands out, and not because whoever wrote the file chose its rows.
    """

    senders: frozenset[str]
    given: bool
    everyone: bool
    unclear: bool = False

    def sent(self, sender: str) -> bool:
        """Say whether the owner sent the mail from an address."""
        address = normalised_address(sender)
        return (
            self.everyone
            or address in self.senders
            or f"@{address.rpartition('@')[2]}" in self.senders
        )


def find_owner(
    senders: Mapping[Sender, int], given: Sequence[str], formats: frozenset[str]
) -> Ownership:
    """Recognise the owner: as given, else by the sent folder, else by who sent most of it.

    ``senders`` are how many mails are whose, in the order of their first.
    """
    if given:
        return Ownership(frozenset(map(_as_sender, given)), True, False)
    if formats and formats <= CHOSEN_FORMATS:
        return Ownership(frozenset(), False, True)
    kept = {who: count for who, count in senders.items() if not who.excluded} or senders
    in_folder = {normalised_address(s.address) for s in kept if s.in_sent_folder and s.address}
    if in_folder:
        return Ownership(frozenset(in_folder), False, False)
    return _by_share(kept)


def _by_share(senders: Mapping[Sender, int]) -> Ownership:
    addresses, names = _counts(senders)
    total = sum(addresses.values())
    for name, count in names.most_common(1):
        if count >= OWNER_SHARE * total:
            own = {normalised_address(s.address) for s in senders if s.name.casefold() == name}
            return Ownership(frozenset(own - {""}), False, False)
    for address, count in addresses.most_common(1):
        if count >= OWNER_SHARE * total:
            return Ownership(frozenset({address}), False, False)
    domains: Counter[str] = Counter()
    for address, count in addresses.items():
        domains[address.rpartition("@")[2]] += count
    for domain, count in domains.most_common(1):
        if count >= OWNER_SHARE * total and domain and not is_public_domain(domain):
            return Ownership(frozenset({f"@{domain}"}), False, False)
    return Ownership(frozenset(), False, True, unclear=True)


def _counts(senders: Mapping[Sender, int]) -> tuple[Counter[str], Counter[str]]:
    """Return how many mails are from each address, and from each name."""
    addresses: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for sender, count in senders.items():
        if sender.address:
            addresses[normalised_address(sender.address)] += count
        if sender.name:
            names[sender.name.casefold()] += count
    return addresses, names


def _as_sender(given: str) -> str:
    """Return an address as it is, a domain as ``@domain``."""
    text = normalised_address(given)
    return text if "@" in text else f"@{text}"
