"""Rate limits: a token bucket a key, in this process.

A key of 60 calls a minute may make 60 at once and then one a second. Processes do not share
buckets, so a service of several processes lets through up to so many times the rate.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from dedupe import UsageError

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_RATE = re.compile(r"([1-9][0-9]{0,8})/(second|minute|hour|day)")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in so many seconds."""

    calls: int
    seconds: int


def read_rate(said: str) -> Rate | None:
    """Return the rate that a text such as ``600/minute`` says; None for an empty one.

    Raises UsageError for any other text.
    """
    if not said:
        return None
    found = _RATE.fullmatch(said)
    if found is None:
        raise UsageError(f"{said!r} is no rate", do="Write for example 600/minute or 20/second.")
    return Rate(int(found[1]), _SECONDS[found[2]])


class Buckets:
    """The buckets of the keys of one process; threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._filled: dict[str, tuple[float, float]] = {}

    def wait(self, key: str, rate: Rate) -> float:
        """Take one call from a key's bucket; return 0, or the seconds until one is there."""
        now = self._clock()
        with self._lock:
            tokens, since = self._filled.get(key, (float(rate.calls), now))
            tokens = min(rate.calls, tokens + (now - since) * rate.calls / rate.seconds)
            if tokens >= 1:
                self._filled[key] = (tokens - 1, now)
                return 0.0
            self._filled[key] = (tokens, now)
            return (1 - tokens) * rate.seconds / rate.calls
