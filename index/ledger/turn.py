"""One writer's turn: the transaction that holds a tenant's lock, and the positions it gives out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from index.ledger.schema import EVENTS


@dataclass(slots=True)
class Turn:
    """What the parts of a writer share while it holds the lock.

    ``head`` is the last position given out; ``forgot`` asks for the store to be scrubbed once the
    transaction is over.
    """

    connection: Connection
    tenant: int
    clock: Callable[[], datetime]
    head: int
    forgot: bool = False

    def append(self, kind: str, payload: Mapping[str, Any]) -> int:
        """Write one event and return its position."""
        self.head += 1
        said = json.dumps(dict(payload), ensure_ascii=False)
        self.connection.execute(
            EVENTS.insert(),
            {"tenant": self.tenant, "position": self.head, "kind": kind, "at": self.clock(),
             "payload": said},
        )  # fmt: skip
        return self.head

    def append_messages(self, number: int, at: datetime) -> range:
        """Write the events of so many messages and return their positions."""
        positions = range(self.head + 1, self.head + 1 + number)
        if number:
            self.connection.execute(
                EVENTS.insert(),
                [
                    {"tenant": self.tenant, "position": position, "kind": "message", "at": at,
                     "payload": None}
                    for position in positions
                ],
            )  # fmt: skip
            self.head = positions[-1]
        return positions
