"""What a mail merge comes to: its notes, and what a person should know about them."""

from __future__ import annotations

from dataclasses import dataclass

from api.archives.interface import Mail, Skipped
from dedupe import Message


@dataclass(frozen=True, slots=True)
class Merged:
    """The notes of a merge, in the order of its rows.

    ``skipped`` are rows at fault, ``unused`` the columns that stand neither in the template nor
    for the recipient, ``warnings`` sentences for a person.
    """

    mails: tuple[Mail, ...]
    skipped: tuple[Skipped, ...]
    unused: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def messages(self) -> tuple[Message, ...]:
        """The notes as messages, each with its row's values as ``fields``."""
        return tuple(mail.message for mail in self.mails)
