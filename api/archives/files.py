"""Messages that have a file each: folders of .eml, Maildir, Apple's .emlx, Outlook's .msg."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.archives.folder_names import is_draft, sent_in_path
from api.archives.interface import Chunk, Exclusion, Mail, Origin, Skipped
from api.archives.mbox import CHUNK_BYTES
from api.archives.rfc822 import MESSAGE_BYTES, read_message

FILES_TOGETHER: Final = 1_000
"""One archive names at most this many files, since it travels to workers with every chunk."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMLX: Final = re.compile(rb"\s*(\d{1,10})[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file: what a person knows it by, where its bytes lie, how many they are."""

    path: str
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class FilesArchive:
    """Files of one message each. A chunk's bounds count files."""

    path: str
    format: str
    files: tuple[StoredFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    def chunks(self) -> Iterator[Chunk]:
        begin, held = 0, 0
        for number, file in enumerate(self.files):
            if held and held + file.size > CHUNK_BYTES:
                yield Chunk(self.path, begin, number)
                begin, held = number, 0
            held += file.size or 1
        if begin < len(self.files):
            yield Chunk(self.path, begin, len(self.files))

    def read(self, chunk: Chunk) -> Iterator[Mail | Skipped]:
        for file in self.files[chunk.start : chunk.stop]:
            yield read_file(file)

    def read_one(self, origin: Origin) -> Mail | Skipped:
        for file in self.files:
            if file.path == origin.path:
                return read_file(file)
        return Skipped(origin, "no such file in this archive")

    def holds(self, origin: Origin) -> bool:
        return any(file.path == origin.path for file in self.files)


def grouped(path: str, form: str, files: Sequence[StoredFile]) -> Iterator[FilesArchive]:
    """Cut many files into archives that are cheap to send to a worker."""
    for start in range(0, len(files), FILES_TOGETHER):
        yield FilesArchive(path, form, tuple(files[start : start + FILES_TOGETHER]))


def read_file(file: StoredFile) -> Mail | Skipped:
    """Read the one message of a file, whichever of the kinds it is."""
    origin = Origin(file.path, 0, file.size)
    try:
        with open(file.file, "rb", buffering=0) as source:
            raw = os.pread(source.fileno(), MESSAGE_BYTES, 0)
    except OSError as error:
        return Skipped(origin, f"could not be read: {error.strerror}")
    if not raw:
        return Skipped(origin, "empty file")
    in_sent = sent_in_path(file.path)
    if raw.startswith(_OLE):
        from api.archives.outlook_msg import read_msg

        return read_msg(raw, origin, in_sent_folder=in_sent, cut=file.size > MESSAGE_BYTES)
    if (count := _EMLX.match(raw)) is not None:
        raw = raw[count.end() : count.end() + int(count[1])]
    return read_message(
        raw,
        origin,
        in_sent_folder=in_sent,
        exclusion=Exclusion.DRAFT if _is_draft(file.path) else None,
        cut=file.size > MESSAGE_BYTES,
    )


def _is_draft(path: str) -> bool:
    """A Maildir flags a draft with D behind ":2," (";2," or "!2," where names take no colon)."""
    name = os.path.basename(path)
    flags = re.search(r"[:;!]2,([A-Za-z]*)$", name)
    if flags and "D" in flags[1]:
        return True
    folders = path.replace("\\", "/").split("/")[-3:-1]
    return any(is_draft(folder) for folder in folders)
