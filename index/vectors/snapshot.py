"""A snapshot of an index in a folder: memory-mapped when opened, checked, tied to its model.

Files get a new name at every save; the manifest, replaced in one step, says which are meant. So a
reader sees one whole snapshot or the next, and a crash leaves the last one. A snapshot that
cannot be used is never read in part: the index is made again from the ledger.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dedupe import CannotJudgeError
from index.model.integrity import sha256_of
from index.vectors.exact import ExactIndex
from index.vectors.growing import GrowingIndex, Parts
from index.vectors.trained import TrainedIndex

Array = npt.NDArray[Any]

#: Raised when what the files hold changes.
_FORMAT = 1
_MANIFEST = "vectors.json"
_TRIES = 3


class SnapshotError(CannotJudgeError):
    """The snapshot is missing, damaged, or of another model: make the index from the ledger."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An index out of a snapshot, what was stamped on it, and the arrays that stood beside it."""

    index: GrowingIndex
    stamps: Mapping[str, int | str]
    beside: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself; ``files`` by name with their SHA-256."""

    format: int
    model: str
    dimension: int
    count: int
    trained_for: int
    files: Mapping[str, str]
    stamps: Mapping[str, int | str]


def save_snapshot(
    index: GrowingIndex,
    folder: Path,
    stamps: Mapping[str, int | str] | None = None,
    beside: Mapping[str, Array] | None = None,
) -> None:
    """Write the index into a folder, and arrays that belong to it ``beside`` it.

    Changes to the index wait meanwhile, searches do not.

    Raises OSError if the folder cannot be written; the snapshot that was there stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = uuid.uuid4().hex[:12]
    written: list[Path] = []
    try:
        with index.standing() as parts:
            written.append(folder / f"recent-{mark}.npz")
            np.savez(written[0], ids=parts.recent.ids, vectors=parts.recent.vectors)
            if parts.trained is not None:
                written += parts.trained.save(folder, mark)
            if beside is not None:
                written.append(folder / f"beside-{mark}.npz")
                np.savez(written[-1], allow_pickle=False, **beside)
            manifest = {
                "format": _FORMAT, "model": index.digest, "dimension": index.dimension,
                "count": len(index), "trained_for": parts.trained_for,
                "files": {path.name: sha256_of(path) for path in written},
                "stamps": dict(stamps or {}),
            }  # fmt: skip
        _replace(folder / _MANIFEST, json.dumps(manifest, indent=1))
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    _sweep(folder, {path.name for path in written})


def open_snapshot(folder: Path, digest: str, *, automatic: bool = True) -> Opened:
    """Open the snapshot in a folder, its lists memory-mapped, after checking every file.

    ``digest`` is the encoder's. Raises SnapshotError.
    """
    for _ in range(_TRIES - 1):
        try:
            return _open(folder, digest, automatic)
        except FileNotFoundError:
            # Saved anew between reading the manifest and its files: the next manifest is whole.
            continue
    try:
        return _open(folder, digest, automatic)
    except FileNotFoundError as error:
        raise _unusable(folder, "there is no whole snapshot") from error


def read_manifest(folder: Path) -> Manifest:
    """Read what a snapshot says of itself. Raises SnapshotError, or FileNotFoundError."""
    text = (folder / _MANIFEST).read_text(encoding="utf-8")
    try:
        told = json.loads(text)
        made = Manifest(
            int(told["format"]), str(told["model"]), int(told["dimension"]), int(told["count"]),
            int(told["trained_for"]), dict(told["files"]), dict(told["stamps"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise _unusable(folder, f"{_MANIFEST} is damaged") from error
    if made.format != _FORMAT:
        raise _unusable(folder, f"it is of format {made.format}, not {_FORMAT}")
    return made


def _open(folder: Path, digest: str, automatic: bool) -> Opened:
    told = read_manifest(folder)
    if told.model != digest:
        raise _unusable(folder, f"its vectors are of the model {told.model}, not {digest}")
    for name, sha256 in told.files.items():
        if Path(name).name != name or sha256_of(folder / name) != sha256:
            raise _unusable(folder, f"{name} was changed or is damaged")
    parts = _parts(folder, sorted(told.files), told.dimension, told.trained_for)
    index = GrowingIndex.restored(digest, parts, automatic=automatic)
    if len(index) != told.count:
        raise _unusable(folder, f"it holds {len(index)} vectors, not {told.count}")
    return Opened(index, told.stamps, _beside(folder, told))


def _beside(folder: Path, told: Manifest) -> dict[str, Array]:
    names = [name for name in told.files if name.startswith("beside-")]
    if not names:
        return {}
    with np.load(folder / names[0]) as held:
        return dict(held)


def _parts(folder: Path, names: list[str], dimension: int, trained_for: int) -> Parts:
    mark = names[0].partition("-")[2].partition(".")[0]
    recent = ExactIndex(dimension)
    try:
        with np.load(folder / f"recent-{mark}.npz") as held:
            recent.add(held["ids"], held["vectors"])
        trained = (
            TrainedIndex.opened(folder, mark)
            if any(name.startswith("lists-") for name in names)
            else None
        )
    except (RuntimeError, ValueError, KeyError) as error:  # FAISS raises RuntimeError for anything
        raise _unusable(folder, f"it cannot be read ({error})") from error
    return Parts(recent, trained, trained_for)


def _replace(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(path)


def _sweep(folder: Path, kept: set[str]) -> None:
    """Delete the files of earlier snapshots; those that are mapped stay until they are closed."""
    for pattern in ("lists-*.faiss", "codes-*.npy", "rows-*.npz", "recent-*.npz", "beside-*.npz"):
        for path in folder.glob(pattern):
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _unusable(folder: Path, what: str) -> SnapshotError:
    return SnapshotError(
        what, where=str(folder), do="Delete the folder; the index is made again from the ledger."
    )
