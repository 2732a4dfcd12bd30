"""A pause of Python's cyclic garbage collector while very many results are built.

A call of 1,200 notes makes some 100,000 small objects, none of them in a cycle; the collector would
look through all of them again and again, which takes as long as judging the notes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Switch the collector off inside, and on again if it was on.

    Where several threads pause it, the first that is done may switch it on for the others: they
    are slower then, and nothing else.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
