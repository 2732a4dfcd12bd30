"""The service behind the routes: a ledger, opened when it is first needed, and tenants' stores."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.http.access import LOCAL
from api.http.limits import Limits
from api.http.served_meaning import MeaningState, ServedMeaning
from api.http.stages import MemorySize
from api.store_opening import derived_folder, meaning_snapshots
from dedupe import Message, Policy
from index import Snapshots, State, Store

if TYPE_CHECKING:
    from api.call_meaning import MeaningReader
    from api.meaning_opening import MeaningChoice
    from index import Ledger


#: A call of up to so many notes and characters takes its turn: it is over in some tens of
#: milliseconds.
FEW_NOTES = 20
FEW_CHARACTERS = 50_000


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a service runs.

    ``open_`` serves callers without a key while the store has none. ``meaning`` is None where
    words alone are compared; a call has ``meaning_seconds`` to encode its notes.
    """

    address: str
    open_: bool = False
    policy: Policy = field(default_factory=Policy)
    limits: Limits = field(default_factory=Limits)
    threads: int = 2
    meaning: MeaningChoice | None = None
    meaning_seconds: float = 2.0


class Service:
    """A ledger and the stores of its tenants; threads share it, processes never do.

    The ledger is opened on first use, so that a worker that starts while its database is away
    answers 503 and comes back by itself. Raises CannotJudgeError meanwhile.
    """

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = _now) -> None:
        self.settings = settings
        self.clock = clock
        self._lock = threading.Lock()
        self._ledger: Ledger | None = None
        self._stores: dict[str, Store] = {}
        #: Held while a store's variants are judged together: one store's at a time.
        self._turn = threading.Lock()
        #: Held by a call of few notes while it is judged.
        self._judging = threading.Lock()
        self._meaning = ServedMeaning(settings.meaning, settings.meaning_seconds)
        #: Set while the memory is being made; ``ready`` says so.
        self.starting = threading.Event()

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        with self._lock:
            if self._ledger is None:
                from index import Ledger

                self._ledger = Ledger.open(self.settings.address, clock=self.clock)
            return self._ledger

    def store(self, tenant: str) -> Store:
        """Return a tenant's store; the memory is made at its first use."""
        ledger = self.ledger
        with self._lock:
            if tenant not in self._stores:
                snapshots = Snapshots(derived_folder(ledger.store_id))
                self._stores[tenant] = Store(
                    ledger, tenant, snapshots=snapshots,
                    meaning=meaning_snapshots(ledger.store_id), threads=self.settings.threads,
                    beside=self._turn,
                )  # fmt: skip
            return self._stores[tenant]

    def meaning(self, store: Store) -> MeaningReader | None:
        """Return what reads the meaning of a store; None while, or where, there is no model."""
        return self._meaning.of(store)

    def turn(self, notes: Sequence[Message], *, waits: bool) -> AbstractContextManager[object]:
        """Return what a call holds while its notes are judged.

        Few notes are judged one call after the other: side by side the calls take Python's lock
        from each other at every step, and together half as many are answered. A call of many notes
        holds nobody up, nor does one that ``waits`` meanwhile, for a model or for the ledger.
        """
        few = len(notes) <= FEW_NOTES and sum(len(n.text) for n in notes) <= FEW_CHARACTERS
        return self._judging if few and not waits else nullcontext()

    def words_only(self) -> str:
        """Return why a verdict is by words alone, or by meaning in part only, in a sentence."""
        return self._meaning.words_only()

    def meaning_state(self) -> MeaningState:
        """Return whether the model that compares by meaning is there."""
        return self._meaning.state()

    def read_meaning(self) -> bool:
        """Read some of what the stores in use remember; say whether there is more to read."""
        self._meaning.open()
        return any([self._meaning.read(store) for store in self._used()])

    def size(self) -> MemorySize:
        """Return how much the stores in use remember, and how far behind the ledger they are."""
        messages = variants = lag = waiting = judging = 0
        for store in self._used():
            head = store.ledger.head(store.tenant)
            known = store.known
            if known is None:
                lag += head
                continue
            messages += len(known.messages)
            variants += len(known.variants)
            lag += max(0, head - known.position)
            waiting += len(known.variants) - known.judged
            judging += store.judging
        return MemorySize(messages, variants, lag, waiting, judging)

    def judging_faults(self) -> set[str]:
        """Return why variants of stores in use could not be judged together, where that is so."""
        return {store.judging_fault for store in self._used()} - {""}

    def warm(self) -> None:
        """Make every tenant's memory, and have what judges compiled, before anybody waits."""
        from api.checking import check

        text = "Thank you for the lovely evening; we still talk about the soup and the songs."
        check([Message("b", text)], history=[Message("a", text)], threads=self.settings.threads)
        for tenant in {LOCAL, *(key.tenant for key in self.ledger.all_keys())}:
            self.store(tenant).remembered()

    def expire(self) -> int:
        """End the reservations of the stores in use whose time has come; return how many."""
        ended, now = 0, self.clock().timestamp()
        for store in self._used():
            rows = store.remembered().messages.rows
            if not ((rows["state"] == State.PENDING) & (rows["expires"] <= now)).any():
                continue
            with store.ledger.writing(store.tenant) as writer:
                ended += len(writer.expire(self.clock()))
        return ended

    def close(self) -> None:
        """Write snapshots for the next process, and close the ledger."""
        for store in self._used():
            store.close()
            store.save()
        self._meaning.save()
        with self._lock:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None
            self._stores.clear()

    def _used(self) -> list[Store]:
        with self._lock:
            return list(self._stores.values())
