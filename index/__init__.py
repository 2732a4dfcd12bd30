"""index remembers: variants, postings, who was sent what. It decides nothing."""

from index.candidates import ClosedCollection
from index.collection import Collection
from index.encoder import Encoded, SentenceEncoder, open_encoder
from index.model import ChosenModel, KnownModel, cache_folder, choose_model, known_models
from index.vectors import (
    ExactIndex,
    GrowingIndex,
    Hits,
    SnapshotError,
    VectorIndex,
    open_snapshot,
    save_snapshot,
)

__all__ = [
    "ChosenModel",
    "ClosedCollection",
    "Collection",
    "Encoded",
    "ExactIndex",
    "GrowingIndex",
    "Hits",
    "KnownModel",
    "SentenceEncoder",
    "SnapshotError",
    "VectorIndex",
    "cache_folder",
    "choose_model",
    "known_models",
    "open_encoder",
    "open_snapshot",
    "save_snapshot",
]
