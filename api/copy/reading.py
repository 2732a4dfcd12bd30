"""Reads the files of a check, and those of a revision; equal files are read once."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from api.copy.files import FileFinder, FoundFile, FoundFiles
from api.copy.findings import SkippedCopy
from api.copy.git import Blob, Repository
from api.copy.reader import FileReader
from api.copy.units import CopyFile
from api.processes import COPY_READERS, end_with_parent, processes_with


class Heard(Protocol):
    """Hears how far the reading is, in totals since the start."""

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None: ...


#: From so many bytes on a second process is worth its start (benchmarks/copy_check.py).
WORTH_PROCESSES = 3_000_000
#: Files handed to a process at a time.
_BATCH = 24


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was found: what it holds, None where it is no copy, and its git blob's name."""

    path: str
    size: int
    content: CopyFile | None
    blob: str


def read_files(
    found: FoundFiles,
    source_language: str,
    workers: int,
    heard: Heard,
    prepare: Callable[[], None],
) -> list[ReadFile]:
    """Return what the files hold, in order of path; in processes where that is worth it.

    ``prepare`` is called while other processes read, and only then.
    """
    files = found.files
    size = sum(file.size for file in files)
    read: list[ReadFile] = []
    done = 0
    work = partial(_read_batch, found.root, source_language)
    batches = [files[at : at + _BATCH] for at in range(0, len(files), _BATCH)]
    if workers > 1 and size >= WORTH_PROCESSES:
        begun = processes_with(COPY_READERS)
        with ProcessPoolExecutor(workers, begun, initializer=_begin) as pool:
            results: Iterator[list[ReadFile]] = pool.map(work, batches)
            prepare()
            for batch in results:
                read += batch
                done += sum(file.size for file in batch)
                heard(done, len(read), "reading")
        return read
    for files_of_batch in batches:
        read += work(files_of_batch)
        done += sum(file.size for file in files_of_batch)
        heard(done, len(read), "reading")
    return read


def _begin() -> None:
    """Begin a worker; without a collector, as it makes no cycles, and ends when it is done."""
    end_with_parent()
    gc.disable()


def _read_batch(root: Path, source_language: str, files: Sequence[FoundFile]) -> list[ReadFile]:
    reader = FileReader(source_language)
    return [_read_one(root, reader, file) for file in files]


def _read_one(root: Path, reader: FileReader, file: FoundFile) -> ReadFile:
    try:
        raw = (root / file.path).read_bytes()
    except OSError as error:
        fault = SkippedCopy(file.path, 0, f"could not be read: {error.strerror}")
        return ReadFile(file.path, file.size, CopyFile(file.path, skipped=(fault,)), "")
    content = reader.read(file.path, raw, named=file.told)
    return ReadFile(file.path, len(raw), content, blob_name(raw))


def blob_name(raw: bytes) -> str:
    """Return the name that git (with SHA-1) gives to a file of these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def read_revision(
    repository: Repository,
    commit: str,
    found: FoundFiles,
    finder: FileFinder,
    now: Sequence[ReadFile],
    source_language: str,
) -> list[CopyFile]:
    """Return what the same folders and files held at a commit.

    A file that is now as it was then is not read again.
    """
    same = {(file.path, file.blob): file.content for file in now}
    told = {file.path for file in found.files if file.told}
    contents: list[CopyFile | None] = []
    other: list[Blob] = []
    for blob in repository.files(commit, found.folders):
        if blob.path in told or finder.wanted(blob.path, blob.size):
            if (blob.path, blob.name) in same:
                contents.append(same[blob.path, blob.name])
            else:
                other.append(blob)
    reader = FileReader(source_language)
    for blob, raw in zip(other, repository.contents(other), strict=True):
        named = blob.path in told or finder.told(blob.path)
        contents.append(reader.read(blob.path, raw, named=named))
    read = [content for content in contents if content is not None]
    return sorted(read, key=lambda content: content.path)
