"""Which sent mail to measure on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MailChoice:
    """``senders`` are addresses or domains; ``until`` is excluded; ``workers`` read and compare."""

    senders: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    include_lists: bool = False
    workers: int = 1
