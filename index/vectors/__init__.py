"""Which vectors are nearest: FAISS, exact while few, trained and grown as they become many."""

from index.vectors.exact import ExactIndex
from index.vectors.growing import GrowingIndex, Sizes
from index.vectors.interface import Hits, VectorIndex
from index.vectors.snapshot import (
    Opened,
    SnapshotError,
    open_snapshot,
    read_manifest,
    save_snapshot,
)
from index.vectors.trained import TrainedIndex

__all__ = [
    "ExactIndex",
    "GrowingIndex",
    "Hits",
    "Opened",
    "Sizes",
    "SnapshotError",
    "TrainedIndex",
    "VectorIndex",
    "open_snapshot",
    "read_manifest",
    "save_snapshot",
]
