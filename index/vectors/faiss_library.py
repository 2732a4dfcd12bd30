"""FAISS, imported on use, and told to keep to the calling thread for a single query."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

from dedupe import MeaningUnavailable

#: The sentences of a note: two threads would gain half a millisecond of two.
_FEW = 16


def load_faiss() -> Any:
    """Import FAISS; MeaningUnavailable if it is not installed."""
    try:
        with warnings.catch_warnings():
            # SWIG's own types, before their generator was mended: nothing a caller can change.
            warnings.filterwarnings("ignore", "builtin type [sS]wig", DeprecationWarning)
            import faiss
    except ImportError as error:
        raise MeaningUnavailable(
            "faiss is not installed", do="Install it: pip install 'samenote[meaning]'"
        ) from error
    return faiss


@contextlib.contextmanager
def one_thread(faiss: Any, queries: int) -> Iterator[None]:
    """Search a few queries in the calling thread: waking others takes longer than the search.

    Where others calculate too, waiting for them takes longer still.
    """
    if queries > _FEW:
        yield
        return
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
