"""Work on shares of an array in threads: compiled code runs beside itself, without the GIL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Made = TypeVar("_Made")

#: Shares for each thread, where they differ in weight: the last to end is waited for.
SHARES = 4


def in_threads(
    work: Callable[[int, int], _Made], size: int, threads: int, share: int = 0
) -> list[_Made]:
    """Return ``work(first, stop)`` of consecutive shares of [0, size), made in so many threads.

    Each share has ``share`` entries, the last one fewer; without it there are some for each
    thread. What one call writes, no other may read or write.
    """
    length = share or -(-size // (SHARES * threads if threads > 1 else 1)) or 1
    shares = [(first, min(first + length, size)) for first in range(0, size, length)]
    if threads > 1 and len(shares) > 1:
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(lambda each: work(*each), shares))
    return [work(first, stop) for first, stop in shares]
