"""Ownership: whose sent mail an archive holds. Only what the owner sent is audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from api.preparation import Record
from dedupe import is_public_domain, normalised_address

#: An address, a name or a domain that sent at least this share of the mail is the owner's.
OWNER_SHARE = 0.5

#: Formats whose every row was chosen by whoever wrote the file.
CHOSEN_FORMATS = frozenset({"csv", "jsonl"})


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

    def sent(self, record: Record) -> bool:
        """Say whether the owner sent this mail."""
        address = normalised_address(record.sender)
        return (
            self.everyone
            or address in self.senders
            or f"@{address.rpartition('@')[2]}" in self.senders
        )


def find_owner(
    records: Sequence[Record], given: Sequence[str], formats: frozenset[str]
) -> Ownership:
    """Recognise the owner: as given, else by the sent folder, else by who sent most of it."""
    if given:
        return Ownership(frozenset(map(_as_sender, given)), True, False)
    if formats and formats <= CHOSEN_FORMATS:
        return Ownership(frozenset(), False, True)
    kept = [r for r in records if r.exclusion is None] or list(records)
    in_folder = {normalised_address(r.sender) for r in kept if r.in_sent_folder and r.sender}
    if in_folder:
        return Ownership(frozenset(in_folder), False, False)
    return _by_share(kept)


def _by_share(records: Sequence[Record]) -> Ownership:
    addresses = Counter(normalised_address(r.sender) for r in records if r.sender)
    names = Counter(r.sender_name.casefold() for r in records if r.sender_name)
    total = sum(addresses.values())
    for name, count in names.most_common(1):
        if count >= OWNER_SHARE * total:
            own = {
                normalised_address(r.sender) for r in records if r.sender_name.casefold() == name
            }
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


def _as_sender(given: str) -> str:
    """Return an address as it is, a domain as ``@domain``."""
    text = normalised_address(given)
    return text if "@" in text else f"@{text}"
