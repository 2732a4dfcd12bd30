"""What was said, in a folder: sentences and vectors, opened without encoding anything again.

Who says what stands beside the vectors in their snapshot (index.vectors.snapshot). One that is
missing, damaged, of another model, of other settings or of another store is no error: what it held
is read anew from the ledger.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dedupe import MOST_VALUES, EncodedSoFar, Encoder, NoteSentences, Settings, Vectors
from index.meaning.memory import MeaningMemory
from index.meaning.sayings import Sayings
from index.vectors import SnapshotError, open_snapshot, read_manifest, save_snapshot

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class _NoEncoder:
    """Stands in for the model where vectors are only held or dropped."""

    model: str
    dimension: int
    digest: str

    def encode(self, texts: Sequence[str], update: EncodedSoFar = lambda done, of: None) -> Vectors:
        raise NotImplementedError("nothing is encoded here")


class MeaningSnapshots:
    """The snapshots of what the tenants of one store said, in one folder."""

    def __init__(self, folder: str | Path, store_id: str) -> None:
        self._folder = Path(folder)
        self._store_id = store_id

    def path(self, tenant: int) -> Path:
        """Return the folder of a tenant's snapshot."""
        return self._folder / f"tenant-{tenant}.meaning"

    def save(self, memory: MeaningMemory, tenant: int) -> None:
        """Write a snapshot in place of the one before.

        A folder that cannot be written to is no error: the next process then encodes again.
        """
        folder = self.path(tenant)
        try:
            save_snapshot(memory.vectors, folder, self._stamps(), _arrays(memory.sayings))
        except OSError:
            self.drop(tenant)

    def drop(self, tenant: int) -> None:
        """Remove a tenant's snapshot."""
        shutil.rmtree(self.path(tenant), ignore_errors=True)

    def load(self, encoder: Encoder, tenant: int) -> MeaningMemory:
        """Open a tenant's snapshot; an empty memory where there is no good one."""
        try:
            return self._loaded(encoder, tenant)
        except (SnapshotError, OSError, ValueError, KeyError):
            return MeaningMemory(encoder)

    def keep_only(self, masked: npt.NDArray[np.uint64], tenant: int) -> None:
        """Drop from a tenant's files what variants said that are there no more; no model needed."""
        folder = self.path(tenant)
        if not folder.exists():
            return
        try:
            told = read_manifest(folder)
            memory = self._loaded(_NoEncoder("", told.dimension, told.model), tenant)
        except (ImportError, SnapshotError, OSError, ValueError, KeyError):
            self.drop(tenant)
            return
        if memory.keep_only(masked):
            self.save(memory, tenant)

    def _loaded(self, encoder: Encoder, tenant: int) -> MeaningMemory:
        folder = self.path(tenant)
        opened = open_snapshot(folder, encoder.digest, automatic=False)
        if dict(opened.stamps) != self._stamps():
            raise ValueError("it was made with other settings, or for another store")
        return MeaningMemory(encoder, opened.index, _sayings(opened.beside))

    def _stamps(self) -> dict[str, int | str]:
        return {"settings": Settings().digest, "store": self._store_id}


def _arrays(sayings: Sayings) -> dict[str, Array]:
    said = sayings.of(np.arange(len(sayings), dtype=np.int32))
    return {
        "masked": sayings.notes["masked"], "language": said.languages, "bounds": said.bounds,
        "key": said.keys, "first": said.firsts, "stop": said.stops, "values": said.values,
    }  # fmt: skip


def _sayings(arrays: Mapping[str, Array]) -> Sayings:
    said = NoteSentences(
        arrays["key"].astype(np.int64), arrays["first"].astype(np.int32),
        arrays["stop"].astype(np.int32),
        arrays["values"].astype(np.uint32).reshape(-1, MOST_VALUES),
        arrays["bounds"].astype(np.int64), arrays["language"].astype(np.int8),
    )  # fmt: skip
    masked = arrays["masked"].astype(np.uint64)
    if len(masked) != len(said) or int(said.bounds[-1]) != len(said.keys):
        raise ValueError("it is damaged")
    return Sayings.none().added(masked, said)
