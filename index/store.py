"""The store: a tenant's ledger, and what is remembered of it, kept up to date."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dedupe import Message
from index.approved import ApprovedTexts
from index.filing import judged_if_due
from index.following import followed
from index.ledger.events import Event
from index.ledger.results import Approval
from index.remembered import Remembered
from index.snapshot import Snapshots

if TYPE_CHECKING:
    from index.ledger.ledger import Ledger
    from index.ledger.writing import Writer
    from index.meaning.snapshot import MeaningSnapshots

#: Events read at a time while catching up.
BATCH = 20_000

#: A snapshot is written once the memory has followed so many further events, or this part more.
SNAPSHOT_EVENTS = 5_000
SNAPSHOT_PART = 0.1

#: Hears how far the reading of the ledger is: events done, and how many there are.
Heard = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class StoreWriter:
    """What a block that writes has: the ledger's writer, and all that is known before it."""

    ledger: Writer
    known: Remembered


class Store:
    """Answers with a memory that has followed the ledger to its head. Threads may share it.

    The memory is opened from a snapshot where there is a good one, and made anew from the ledger
    where there is none; ``meaning`` are the snapshots of what was said, out of which is taken what
    is forgotten. ``rebuilt`` says why it had to be made anew; empty if it had not.
    """

    def __init__(
        self,
        ledger: Ledger,
        tenant: str = "local",
        *,
        snapshots: Snapshots | None = None,
        meaning: MeaningSnapshots | None = None,
        threads: int = 2,
        heard: Heard | None = None,
    ) -> None:
        self.ledger = ledger
        self.tenant = ledger.tenant(tenant)
        self.rebuilt = ""
        self._snapshots = snapshots
        self._meaning = meaning
        self._threads = threads
        self._heard = heard or (lambda done, total: None)
        self._lock = threading.Lock()
        self._known: Remembered | None = None
        self._saved = 0

    @property
    def known(self) -> Remembered | None:
        """What was known last, without asking the ledger; None where nothing was asked yet."""
        return self._known

    def remembered(self) -> Remembered:
        """Return what is known at the head of the ledger."""
        with self._lock:
            return self._follow(self._opened())

    def texts(self, positions: Sequence[int]) -> dict[int, Message]:
        """Return messages by their positions."""
        return self.ledger.messages(self.tenant, positions) if positions else {}

    @contextmanager
    def writing(self) -> Iterator[StoreWriter]:
        """Hold the ledger's lock: nothing is written meanwhile that is not known here."""
        self.remembered()
        with self.ledger.writing(self.tenant) as writer:
            with self._lock:
                known = self._opened()
                tail = writer.events(known.position)
                self._known = known = self._followed(known, tail)
            yield StoreWriter(writer, known)

    def save(self) -> None:
        """Write a snapshot of what is known, for the next process to open."""
        with self._lock:
            if self._snapshots is not None and self._known is not None:
                self._snapshots.save(self._known, self.ledger, self.tenant)
                self._saved = self._known.position

    def rebuild(self) -> Remembered:
        """Make what is derived anew from the ledger, whatever snapshot there is."""
        with self._lock:
            self._known = Remembered.nothing()
            return self._follow(self._known)

    def _opened(self) -> Remembered:
        if self._known is None:
            if self._snapshots is None:
                return Remembered.nothing()
            opened = self._snapshots.load(self.ledger, self.tenant)
            self.rebuilt = opened.fault
            # Approvals are few and hold text, so no snapshot keeps them.
            approved = ApprovedTexts.of(self._approvals())
            self._known = replace(opened.known, approved=approved)
            self._saved = opened.known.position
        return self._known

    def _follow(self, known: Remembered) -> Remembered:
        head = self.ledger.head(self.tenant)
        first = known.position
        while known.position < head:
            tail = self.ledger.events(self.tenant, known.position, BATCH)
            if not tail:
                known = judged_if_due(known, threads=self._threads)
                break
            known = self._followed(known, tail, more=tail[-1].position < head)
            self._heard(known.position - first, head - first)
        self._known = known
        since = known.position - self._saved
        if self._snapshots and since > max(SNAPSHOT_EVENTS, SNAPSHOT_PART * self._saved):
            self._snapshots.save(known, self.ledger, self.tenant)
            self._saved = known.position
        return known

    def _followed(
        self, known: Remembered, tail: Sequence[Event], *, more: bool = False
    ) -> Remembered:
        if not tail:
            return known
        known = followed(
            known, tail, self._end_of, self.texts, self._approvals, threads=self._threads,
            more=more,
        )  # fmt: skip
        forgot = any(type(event).__name__ == "Forgot" for event in tail)
        if forgot or not more:
            known = judged_if_due(known, threads=self._threads)
        if forgot:
            self._forget(known)
        return replace(known, position=tail[-1].position)

    def _forget(self, known: Remembered) -> None:
        """Take what was forgotten out of every file that is derived from the ledger."""
        if self._snapshots:
            self._snapshots.save(known, self.ledger, self.tenant)
            self._saved = known.position
        if self._meaning:
            self._meaning.keep_only(known.variants.notes["masked"], self.tenant)

    def _approvals(self) -> list[Approval]:
        return self.ledger.approvals(self.tenant)

    def _end_of(self, reservation: str) -> datetime:
        held = self.ledger.reservation(self.tenant, reservation)
        return held.expires_at if held else datetime.min.replace(tzinfo=UTC)
