"""What is measured of one call, and of the memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stages:
    """Seconds that the stages of one call took: read, merge, check, record, write."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Count the block's time to a stage."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - begun
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent


@dataclass(frozen=True, slots=True)
class MemorySize:
    """How much is remembered, over all tenants in use, and how far it is behind the ledger.

    ``waiting`` variants were judged as they came, and not yet all together; ``judging`` counts the
    tenants whose variants are just being judged together.
    """

    messages: int
    variants: int
    lag: int
    waiting: int = 0
    judging: int = 0
