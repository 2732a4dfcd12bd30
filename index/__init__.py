"""index remembers: variants, postings, who was sent what. It decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.allocator import give_back_large_arrays
from index.call import CallNotes, CallSendings
from index.candidates import ClosedCollection
from index.collection import Collection
from index.collector_pause import collector_paused
from index.encoder import (
    Encoded,
    SentenceEncoder,
    meaning_is_installed,
    multiply_alone,
    open_encoder,
    processors,
    scale_of,
)
from index.few_pages import FewPages
from index.filing import Filing, filed, seconds
from index.judging import judged_together
from index.ledger import (
    Approval,
    Approved,
    Cancelled,
    Committed,
    ConflictError,
    Event,
    Expired,
    Fault,
    Forgot,
    Forgotten,
    Gone,
    NotFoundError,
    Overridden,
    Receipt,
    Recorded,
    Reservation,
    Reserved,
    Withdrawn,
)
from index.meaning import (
    AskedMeaning,
    MeaningMemory,
    MeaningSnapshots,
    OutOfTime,
    StoreMeaning,
    catch_up,
    meaning_of_all,
)
from index.messages import State, hashed
from index.model import ChosenModel, KnownModel, cache_folder, choose_model, known_models
from index.people import People, shown
from index.quoted import earlier_messages, quoted_words
from index.recall import Recall, recall
from index.remembered import Remembered
from index.snapshot import Snapshots, size_of
from index.spill import Spill
from index.store import Store, StoreWriter
from index.temporary_files import TemporaryFiles
from index.vectors import (
    ExactIndex,
    GrowingIndex,
    Hits,
    SnapshotError,
    VectorIndex,
    open_snapshot,
    save_snapshot,
)

if TYPE_CHECKING:
    from index.ledger import Key, Ledger, Writer

__all__ = [
    "Approval",
    "Approved",
    "AskedMeaning",
    "CallNotes",
    "CallSendings",
    "Cancelled",
    "ChosenModel",
    "ClosedCollection",
    "Collection",
    "Committed",
    "ConflictError",
    "Encoded",
    "Event",
    "ExactIndex",
    "Expired",
    "Fault",
    "FewPages",
    "Filing",
    "Forgot",
    "Forgotten",
    "Gone",
    "GrowingIndex",
    "Hits",
    "Key",
    "KnownModel",
    "Ledger",
    "MeaningMemory",
    "MeaningSnapshots",
    "NotFoundError",
    "OutOfTime",
    "Overridden",
    "People",
    "Recall",
    "Receipt",
    "Recorded",
    "Remembered",
    "Reservation",
    "Reserved",
    "SentenceEncoder",
    "SnapshotError",
    "Snapshots",
    "Spill",
    "State",
    "Store",
    "StoreMeaning",
    "StoreWriter",
    "TemporaryFiles",
    "VectorIndex",
    "Withdrawn",
    "Writer",
    "cache_folder",
    "catch_up",
    "collector_paused",
    "choose_model",
    "earlier_messages",
    "filed",
    "judged_together",
    "give_back_large_arrays",
    "hashed",
    "known_models",
    "meaning_is_installed",
    "meaning_of_all",
    "multiply_alone",
    "open_encoder",
    "open_snapshot",
    "processors",
    "quoted_words",
    "recall",
    "save_snapshot",
    "scale_of",
    "seconds",
    "shown",
    "size_of",
]


def __getattr__(name: str) -> Any:
    """Import on first use what brings SQLAlchemy along."""
    if name in ("Key", "Ledger", "Writer"):
        from index import ledger

        return getattr(ledger, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
