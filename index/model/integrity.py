"""Whether a model's folder is whole, and what names its weights."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 22
#: What changes a vector: weights, configuration, tokenizer. Pages and pictures do not.
_COUNTED = frozenset({".safetensors", ".bin", ".json", ".txt", ".model", ".vocab"})


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a model: its path inside the folder, its size in bytes, its SHA-256."""

    path: str
    bytes: int
    sha256: str


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def files_of(folder: Path) -> list[ModelFile]:
    """Return the files that a model's vectors depend on, by path."""
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.suffix in _COUNTED and path.is_file() and not hidden:
            found.append(ModelFile(inside.as_posix(), path.stat().st_size, sha256_of(path)))
    return found


def digest_of_folder(folder: Path) -> str:
    """Return the SHA-256 over all files that the model's vectors depend on."""
    listed = "\n".join(f"{file.sha256} {file.path}" for file in files_of(folder))
    return hashlib.sha256(listed.encode()).hexdigest()


def faults(folder: Path, expected: Mapping[str, str]) -> list[str]:
    """Say which files (path to SHA-256) are missing from a folder or are not what they were."""
    said = []
    for name, sha256 in sorted(expected.items()):
        path = folder / name
        if not path.is_file():
            said.append(f"{name} is missing")
        elif sha256_of(path) != sha256:
            said.append(f"{name} was changed or is damaged")
    return said
