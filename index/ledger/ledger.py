"""The ledger: the one truth about what was sent, in a SQLite file or a PostgreSQL database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType

from sqlalchemy import Connection, Engine

from dedupe import CannotJudgeError, Message
from index.ledger import integrity, people, reading
from index.ledger import keys as made_keys
from index.ledger.address import Address, address_of
from index.ledger.backup import back_up
from index.ledger.engine import STORE_LOCK, for_reading, for_writing, lock
from index.ledger.errors import NotFoundError
from index.ledger.events import Event, Recorded
from index.ledger.faults import plain_faults
from index.ledger.keys import Key
from index.ledger.opening import open_engine
from index.ledger.results import Approval, Fault, Reservation
from index.ledger.schema import RESERVATIONS, TENANTS
from index.ledger.scrubbing import scrub
from index.ledger.turn import Turn
from index.ledger.writing import Writer

#: How long a call waits for another process that holds the lock.
BUSY_SECONDS = 10.0


def _now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """Everything that was sent, reserved, approved and forgotten, tenant by tenant.

    Threads may share one; a process that forks opens its own afterwards. Every method raises
    CannotJudgeError, naming the store and what to do, where the database is locked for too long,
    cannot be written or reached, is full or damaged; a lost connection to PostgreSQL is made
    again at the next call.
    """

    def __init__(
        self,
        engine: Engine,
        address: Address,
        store_id: str,
        clock: Callable[[], datetime],
        busy_seconds: float,
    ) -> None:
        self._engine = engine
        self._address = address
        self._clock = clock
        self._busy_seconds = busy_seconds
        # SQLite wakes waiters by polling; threads of this process queue up here instead.
        self._queue = threading.Lock()
        self.store_id = store_id

    @classmethod
    def open(
        cls,
        url_or_path: str,
        *,
        create: bool = True,
        clock: Callable[[], datetime] = _now,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Ledger:
        """Open a store: a path, ``sqlite:///PATH`` or ``postgresql://...``.

        An older schema is upgraded; a missing store is made unless ``create`` is false. ``clock``
        gives the present as an aware datetime. Raises UsageError for an address that is none, and
        CannotJudgeError where there is no store, or something else, or one of a newer version.
        """
        address = address_of(url_or_path)
        engine, store_id = open_engine(
            address, create=create, clock=clock, busy_seconds=busy_seconds
        )
        return cls(engine, address, store_id, clock, busy_seconds)

    def close(self) -> None:
        """Close every connection; a later call would open new ones."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """The store's address, its password masked."""
        return self._address.shown

    def tenant(self, name: str = "local", *, create: bool = True) -> int:
        """Return a tenant's number. Raises NotFoundError where there is none and none is made."""
        with self._reading() as connection:
            number = reading.tenant_number(connection, name)
        if number is None and create:
            return self._new_tenant(name)
        if number is None:
            raise NotFoundError("there is no such tenant", where=name)
        return number

    def head(self, tenant: int) -> int:
        """Return the position of the last event; 0 where there is none."""
        with self._reading(once=True) as connection:
            return reading.head(connection, tenant)

    def moment(self, tenant: int, position: int) -> datetime | None:
        """Return when an event was written; None where there is none.

        Position and moment together tell a store from an older copy of it that went another way.
        """
        with self._reading() as connection:
            return reading.moment(connection, tenant, position)

    def events(self, tenant: int, after: int, most: int) -> list[Event]:
        """Return the events after a position, in order, at most so many."""
        with self._reading() as connection:
            return reading.events(connection, tenant, after, most)

    def messages(self, tenant: int, positions: Iterable[int]) -> dict[int, Message]:
        """Return the messages at positions; one that is gone, or never was, is left out."""
        with self._reading() as connection:
            found = reading.messages(connection, tenant, positions)
        return {position: message for position, (message, _) in found.items()}

    def message_by_id(self, tenant: int, id_: str) -> list[Recorded]:
        """Return the messages that carry an id, as they stand now, the oldest first."""
        with self._reading() as connection:
            return reading.recorded(
                connection, tenant, reading.positions_by_id(connection, tenant, id_)
            )

    def positions_of(self, tenant: int, identity: str) -> list[int]:
        """Return the positions of the messages that a person got, by ``Recipient.identity``.

        Finds the rows that ``Writer.forget`` would forget.
        """
        with self._reading() as connection:
            rows = people.rows_of_person(connection, tenant, identity)
        return sorted({row.position for row in rows})

    def count(self, tenant: int) -> int:
        """Return how many messages are remembered, sent or pending."""
        with self._reading() as connection:
            return reading.count(connection, tenant)

    def reservation(self, tenant: int, id_: str) -> Reservation | None:
        """Return a reservation by its id; None where there is none."""
        with self._reading() as connection:
            return reading.reservation(connection, tenant, RESERVATIONS.c.id == id_)

    def reservation_by_key(self, tenant: int, key: str) -> Reservation | None:
        """Return a reservation by its idempotency key; None where there is none."""
        with self._reading() as connection:
            return reading.reservation(connection, tenant, RESERVATIONS.c.idempotency_key == key)

    def approvals(self, tenant: int, *, at: datetime | None = None) -> list[Approval]:
        """Return every approval, the oldest first, or those in force at a moment."""
        with self._reading() as connection:
            found = reading.approvals(connection, tenant)
        return found if at is None else [approval for approval in found if approval.holds(at)]

    def create_key(
        self, tenant: str, scopes: Iterable[str], *, rate: str = "", label: str = ""
    ) -> tuple[Key, str]:
        """Make a key for a tenant, who is made too if new; return it and its secret, kept nowhere.

        Raises UsageError for no scope, or one that does not exist.
        """
        number = self.tenant(tenant)
        with self._writing_store() as connection:
            id_, secret = made_keys.create(connection, number, scopes, rate, label, self._clock())
            made = made_keys.by_id(connection, id_)
        assert made is not None
        return made, secret

    def key(self, secret: str) -> Key | None:
        """Return the key that a caller showed, revoked or not; None where there is no such key."""
        with self._reading() as connection:
            return made_keys.by_secret(connection, secret)

    def key_by_id(self, id_: str) -> Key | None:
        """Return a key by its id; None where there is none."""
        with self._reading() as connection:
            return made_keys.by_id(connection, id_)

    def all_keys(self, tenant: str = "") -> list[Key]:
        """Return the keys of a tenant, or of all, the oldest first. Raises NotFoundError."""
        number = self.tenant(tenant, create=False) if tenant else None
        with self._reading() as connection:
            return made_keys.listed(connection, number)

    def has_keys(self) -> bool:
        """Tell whether a key was ever made in this store, revoked ones included."""
        with self._reading(once=True) as connection:
            return made_keys.any_made(connection)

    def revoke_key(self, id_: str) -> None:
        """End a key at once. Raises NotFoundError, or ConflictError where it had ended."""
        with self._writing_store() as connection:
            made_keys.revoke(connection, id_, self._clock())

    @contextmanager
    def writing(self, tenant: int) -> Iterator[Writer]:
        """Hold the tenant's write lock until the block ends, then commit.

        An exception undoes everything. The lock is one for the whole store in SQLite, one a
        tenant in PostgreSQL; a block inside a block of the same ledger waits for itself in vain.
        Where somebody was forgotten the store is scrubbed after the commit.
        """
        with self._queued(), plain_faults(self._address):
            with for_writing(self._engine).begin() as connection:
                lock(connection, tenant, self._busy_seconds)
                turn = Turn(connection, tenant, self._clock, reading.head(connection, tenant))
                yield Writer(turn)
            if turn.forgot:
                scrub(self._engine, self._address, self._busy_seconds)

    def scrub(self) -> None:
        """Take what was forgotten out of the store's files, too.

        ``writing`` does so by itself after a ``forget``; call it where that failed because others
        were reading. A SQLite file is written anew (VACUUM: for a moment it needs its own size
        again on the disk, and others wait) and its write-ahead log emptied. PostgreSQL writes its
        tables anew (VACUUM FULL, likewise); its write-ahead log keeps the text until the segment
        is recycled (max_wal_size, wal_keep_size, replication slots), and a backup or an archive
        of the log keeps it for as long as it is kept itself. A file system or a disk that keeps
        old blocks is out of reach of both.
        """
        with self._queued(), plain_faults(self._address):
            scrub(self._engine, self._address, self._busy_seconds)

    def check(self) -> list[Fault]:
        """Look through the whole store and return what cannot be so; empty if it is sound.

        Reads every text: about ten seconds a million messages.
        """
        with self._reading() as connection:
            return integrity.check(connection)

    def backup(self, path: str) -> None:
        """Copy a SQLite store to a new file while it is in use.

        The copy gets a store id of its own, so that what was derived from this one is not taken
        for derived from it. Raises UsageError for PostgreSQL (use pg_dump) and where there is a
        file already.
        """
        with plain_faults(self._address):
            back_up(self._engine, self._address, path)

    @contextmanager
    def _reading(self, *, once: bool = False) -> Iterator[Connection]:
        with plain_faults(self._address), for_reading(self._engine, once).begin() as connection:
            yield connection

    @contextmanager
    def _writing_store(self) -> Iterator[Connection]:
        """Hold the store's lock, not a tenant's: for what is no part of a sequence of events."""
        with (
            self._queued(),
            plain_faults(self._address),
            for_writing(self._engine).begin() as connection,
        ):
            lock(connection, STORE_LOCK, self._busy_seconds)
            yield connection

    @contextmanager
    def _queued(self) -> Iterator[None]:
        if not self._address.path:
            yield
            return
        if not self._queue.acquire(timeout=self._busy_seconds):
            raise CannotJudgeError(
                "the store stayed locked by another thread", where=self.url, do="Try again."
            )
        try:
            yield
        finally:
            self._queue.release()

    def _new_tenant(self, name: str) -> int:
        with self._writing_store() as connection:
            number = reading.tenant_number(connection, name)
            if number is None:
                number = reading.last_tenant(connection) + 1
                row = {"number": number, "name": name, "created_at": self._clock()}
                connection.execute(TENANTS.insert(), row)
            return number
