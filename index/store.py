"""The store: a tenant's ledger, and what is remembered of it, kept up to date."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from dedupe import Message, SamenoteError
from index.approved import ApprovedTexts
from index.beside import JudgingBeside
from index.carrying_on import carried_on
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

    All variants are judged together now and then. Where ``beside`` is given, nobody waits for that
    once the memory is there: it happens in a process of its own while this one goes on, and stores
    that share ``beside`` take turns. Else whoever asks first waits, so that what a command says
    depends on what it read and not on when. ``close`` ends what goes on beside.
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
        beside: threading.Lock | None = None,
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
        folder = snapshots.folder if snapshots else None
        self._judging = JudgingBeside(folder, beside, threads=threads) if beside else None
        self._saving = threading.Lock()
        #: Counts the times that something was forgotten, or all was made anew.
        self._eras = 0
        self._closed = False

    @property
    def judging(self) -> bool:
        """Whether all variants are being judged together beside the memory in use."""
        return self._judging is not None and self._judging.under_way

    @property
    def judging_fault(self) -> str:
        """Why variants could not be judged together beside the memory; empty where they could."""
        return self._judging.fault if self._judging else ""

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
            if self._known is not None:
                self._save(self._known)

    def close(self) -> None:
        """End what goes on beside; what is known stays, and can be asked and saved."""
        self._closed = True
        if self._judging:
            self._judging.close()
        with self._saving:  # a snapshot that is being written is written to its end
            return

    def rebuild(self) -> Remembered:
        """Make what is derived anew from the ledger, whatever snapshot there is."""
        with self._lock:
            self._begin_anew()
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
                break
            known = self._followed(known, tail, more=tail[-1].position < head)
            self._heard(known.position - first, head - first)
        if not self._beside:
            # What was saved while all were being judged beside is due as well.
            judged = judged_if_due(known, threads=self._threads)
            if judged is not known and known.position == first:
                self._save(judged)
            known = judged
        self._known = known
        self._see_to_what_is_due(known)
        return known

    @property
    def _beside(self) -> bool:
        """Whether all variants are judged beside the memory: not before there is one."""
        return (
            self._judging is not None and self._known is not None and bool(self._known.keys.parts)
        )

    def _followed(
        self, known: Remembered, tail: Sequence[Event], *, more: bool = False
    ) -> Remembered:
        if not tail:
            return known
        beside = self._beside
        forgot = any(type(event).__name__ == "Forgot" for event in tail)
        if forgot:
            self._begin_anew()
        known = followed(
            known, tail, self._end_of, self.texts, self._approvals, threads=self._threads,
            more=more, beside=beside,
        )  # fmt: skip
        if not beside and (forgot or not more):
            known = judged_if_due(known, threads=self._threads)
        known = replace(known, position=tail[-1].position)
        if forgot:
            self._known = known  # before it is saved: no thread then saves what was known before
            self._forget(known)
        return known

    def _see_to_what_is_due(self, known: Remembered) -> None:
        """Judge and save, beside or at once, where so much came since the last time."""
        if self._judging and self._beside:
            self._judging.see_to(known, partial(self._take, self._eras))
        since = known.position - self._saved
        if self._snapshots is None or since <= max(SNAPSHOT_EVENTS, SNAPSHOT_PART * self._saved):
            return
        if self._judging:
            self._saved = known.position
            self._save_beside()
        else:
            self._save(known)

    def _take(self, era: int, judged: Remembered) -> None:
        """Put a state that was judged beside in place of the one in use, with what came since."""
        with self._lock:
            now = self._known
        if now is None or era != self._eras:
            return
        # First at leisure what came while it was judged, then under the lock what came meanwhile.
        judged = carried_on(judged, now, threads=self._threads)
        with self._lock:
            if self._known is None or era != self._eras:
                return
            self._known = carried_on(judged, self._known, threads=self._threads)
        self._save_beside()

    def _begin_anew(self) -> None:
        """Give up what is made beside out of what is known until now."""
        self._eras += 1
        if self._judging:
            self._judging.drop()

    def _forget(self, known: Remembered) -> None:
        """Take what was forgotten out of every file that is derived from the ledger."""
        self._save(known)
        if self._meaning:
            self._meaning.keep_only(known.variants.notes["masked"], self.tenant)

    def _save_beside(self) -> None:
        """Have a thread write a snapshot of what is known, unless one does so already."""
        if self._snapshots is None or self._saving.locked():
            return
        threading.Thread(target=self._save_known, daemon=True, name="saving").start()

    def _save_known(self) -> None:
        # What was forgotten is saved by whoever forgets, after this: it waits for the lock here.
        with self._saving, suppress(SamenoteError):  # a ledger that is away: saved another time
            if self._snapshots is not None and self._known is not None and not self._closed:
                known = self._known
                self._snapshots.save(known, self.ledger, self.tenant)
                self._saved = known.position

    def _save(self, known: Remembered) -> None:
        if self._snapshots is not None:
            with self._saving:
                self._snapshots.save(known, self.ledger, self.tenant)
                self._saved = known.position

    def _approvals(self) -> list[Approval]:
        return self.ledger.approvals(self.tenant)

    def _end_of(self, reservation: str) -> datetime:
        held = self.ledger.reservation(self.tenant, reservation)
        return held.expires_at if held else datetime.min.replace(tzinfo=UTC)
