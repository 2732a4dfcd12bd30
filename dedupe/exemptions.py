"""Exemptions: notes that are meant to be the same for many, declared by whoever answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dedupe.errors import UsageError


class ExemptKind(StrEnum):
    """What an exempt note is declared to be."""

    BROADCAST = "broadcast"
    TRANSACTIONAL = "transactional"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a note besides its text; any part may be empty."""

    channel: str = ""
    campaign: str = ""
    sender: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """Notes to be sent whatever is found, and why.

    Every pattern that is not empty must fit the whole of its part of the note, in any letter case;
    ``*`` stands for any run of characters. Raises UsageError without a reason or any pattern.
    """

    kind: ExemptKind
    reason: str
    channel: str = ""
    campaign: str = ""
    sender: str = ""
    subject: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise UsageError("an exemption needs a reason", do="Say why these notes may repeat.")
        if not any((self.channel, self.campaign, self.sender, self.subject)):
            raise UsageError(
                "an exemption must say which notes it is for",
                do="Give channel, campaign, sender or subject.",
            )

    def covers(self, about: About) -> bool:
        """Say whether a note is exempt by this."""
        return (
            _fits(self.channel, about.channel)
            and _fits(self.campaign, about.campaign)
            and _fits(self.sender, about.sender)
            and _fits(self.subject, about.subject)
        )


def _fits(pattern: str, text: str) -> bool:
    """Say whether a pattern is empty or fits; linear, however many stars it has."""
    if not pattern:
        return True
    low = " ".join(text.casefold().split())
    first, *middle = " ".join(pattern.casefold().split()).split("*")
    if not middle:
        return low == first
    *middle, last = middle
    if not low.startswith(first) or len(low) < len(first) + len(last) or not low.endswith(last):
        return False
    at, stop = len(first), len(low) - len(last)
    for piece in middle:
        found = low.find(piece, at, stop)
        if found < 0:
            return False
        at = found + len(piece)
    return True
