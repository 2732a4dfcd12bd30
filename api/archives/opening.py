"""From paths to archives: every path becomes readers, or is skipped with a reason."""

from __future__ import annotations

import os
import stat
import sys
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from api.archives.csv_rows import is_utf16, open_csv
from api.archives.files import StoredFile, grouped
from api.archives.folder_names import sent_in_path
from api.archives.interface import Archive, Exclusion, Mail, Origin, Skipped
from api.archives.jsonl import JsonlArchive
from api.archives.mbox import MboxArchive, has_checked_lengths
from api.archives.outlook_pst import PstArchive
from api.archives.recognise import HEAD_BYTES, Kind, Unknown, recognise
from api.archives.separators import FromLines, ListservRulers, is_dated, is_dateless, is_pipermail
from api.archives.spool import Spool
from dedupe import UsageError

_FOLDER_DEPTH: Final = 60


class OpenedArchives:
    """Archives to read, in a fixed order, and what no reader knows.

    A context manager: leaving it (or ``close``, or the end of the program) removes the temporary
    files that standard input and gzip needed. Unpacks as ``archives, skipped = opened``.
    """

    def __init__(
        self, archives: Sequence[Archive], skipped: Sequence[Skipped], spool: Spool
    ) -> None:
        self.archives = tuple(archives)
        self.skipped = tuple(skipped)
        self._finalizer = weakref.finalize(self, spool.close)

    def __iter__(self) -> Iterator[tuple[Archive, ...] | tuple[Skipped, ...]]:
        return iter((self.archives, self.skipped))

    def __enter__(self) -> OpenedArchives:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the temporary files; the archives that lay in them cannot be read any more."""
        self._finalizer()

    def read_one(self, origin: Origin) -> Mail | Skipped:
        """Read one message again, from whichever archive it came."""
        for archive in self.archives:
            if archive.holds(origin):
                return archive.read_one(origin)
        return Skipped(origin, "no archive holds it")


def open_archives(
    paths: Sequence[str],
    *,
    columns: Mapping[str, str] | None = None,
    spool: Path | None = None,
    standard_input: BinaryIO | None = None,
) -> OpenedArchives:
    """Recognise what lies at the paths, by content, and return what can be read.

    A path is a file, a folder (a Maildir, or walked in sorted order) or ``-`` for standard input
    (``standard_input``, if given, stands for it). ``columns`` maps fields to the headings of CSV
    files and keys of JSONL; ``spool`` is the folder for temporary files, the system's by default.

    Raises UsageError for a path that does not exist or a field that does not exist, and
    CannotJudgeError for a .pst without the extra that reads it.
    """
    held = Spool(spool)
    search = _Search(dict(columns or {}), held)
    try:
        for path in paths:
            if path == "-":
                search.standard_input(standard_input or sys.stdin.buffer)
            elif not os.path.lexists(path):
                raise UsageError("there is no such file or folder", where=path)
            elif os.path.isdir(path):
                search.folder(path)
            else:
                search.file(StoredFile(path, path, -1), told=True)
        search.finish_files(os.path.dirname)
    except BaseException:
        held.close()
        raise
    return OpenedArchives(search.archives, search.skipped, held)


@dataclass(frozen=True, slots=True)
class _Single:
    """A file of one message, waiting to be grouped with its neighbours."""

    stored: StoredFile
    format: str


class _Search:
    """Collects archives and skipped files, in the order in which they are met."""

    def __init__(self, columns: Mapping[str, str], spool: Spool) -> None:
        self.archives: list[Archive] = []
        self.skipped: list[Skipped] = []
        self._columns = columns
        self._spool = spool
        self._singles: list[_Single] = []

    def standard_input(self, source: BinaryIO) -> None:
        file = self._spool.copied(source)
        self.file(StoredFile("-", file, -1), told=True)
        self.finish_files(lambda path: path)

    def folder(self, path: str) -> None:
        """Walk a folder; its files of one message each become archives of many files."""
        self.finish_files(os.path.dirname)
        found = False
        for stored, told in self._walk(path, 0):
            found = True
            self.file(stored, told=told)
        self.finish_files(lambda _: path)
        if not found:
            self.skipped.append(Skipped(Origin(path), "a folder without any file"))

    def finish_files(self, name: Callable[[str], str]) -> None:
        """Turn the files of one message that were met into archives, one format at a time."""
        run: list[StoredFile] = []
        for number, single in enumerate(self._singles):
            run.append(single.stored)
            following = self._singles[number + 1 : number + 2]
            if not following or following[0].format != single.format:
                where = name(run[0].path) if len(run) > 1 else run[0].path
                self.archives += grouped(where or run[0].path, single.format, run)
                run = []
        self._singles = []

    def file(self, stored: StoredFile, *, told: bool, packed: bool = False) -> None:
        """Recognise one file and add its archive, or why there is none."""
        try:
            status = os.stat(stored.file)
            if not stat.S_ISREG(status.st_mode):
                self._skip(stored, "neither a file nor a folder")
                return
            with open(stored.file, "rb", buffering=0) as source:
                head = os.pread(source.fileno(), HEAD_BYTES, 0)
        except OSError as error:
            self._skip(stored, f"could not be opened: {error.strerror}")
            return
        stored = StoredFile(stored.path, stored.file, status.st_size)
        kind = recognise(
            head, stored.path.removesuffix(".gz"), columns=bool(self._columns), told=told
        )
        if isinstance(kind, Unknown):
            self._skip(stored, kind.reason)
        elif kind is Kind.GZIP:
            self._unpack(stored, told, packed)
        else:
            self._add(kind, stored, head)

    def _add(self, kind: Kind, stored: StoredFile, head: bytes) -> None:
        if kind in (Kind.MESSAGE, Kind.EMLX, Kind.OLE):
            self._singles.append(_Single(stored, kind.value))
            return
        path, file, size = stored.path, stored.file, stored.size
        if kind is Kind.MBOX:
            self.archives.append(_mbox(stored, head))
        elif kind is Kind.LISTSERV:
            self.archives.append(
                MboxArchive(path, file, size, "listserv", ListservRulers(), False, Exclusion.LIST)
            )
        elif kind is Kind.JSONL:
            self.archives.append(JsonlArchive(path, file, size, tuple(self._columns.items())))
        elif kind is Kind.PST:
            pst = PstArchive(path, file, size)
            if fault := pst.fault():
                self._skip(stored, fault)
            else:
                self.archives.append(pst)
        else:
            self._table(stored, head)

    def _table(self, stored: StoredFile, head: bytes) -> None:
        if is_utf16(head) or (b"\n" not in head and b"\r" in head):
            charset = "utf-16" if is_utf16(head) else "utf-8"
            if charset == "utf-16" and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
                charset = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
            try:
                file = self._spool.transcoded(stored.file, charset)
                stored = StoredFile(stored.path, file, os.stat(file).st_size)
                with open(file, "rb") as source:
                    head = source.read(HEAD_BYTES)
            except (OSError, UnicodeError) as error:
                self._skip(stored, f"could not be read as UTF-16 text: {error}")
                return
        found = open_csv(stored.path, stored.file, stored.size, head, self._columns)
        if isinstance(found, str):
            self._skip(stored, found)
        else:
            self.archives.append(found)

    def _unpack(self, stored: StoredFile, told: bool, packed: bool) -> None:
        if packed:
            self._skip(stored, "gzip inside gzip; unpack it first")
            return
        try:
            file, fault = self._spool.unpacked(stored.file)
            if fault:
                self._skip(stored, fault)
            if not fault or os.stat(file).st_size:
                self.file(StoredFile(stored.path, file, -1), told=told, packed=True)
        except OSError as error:
            self._skip(stored, f"could not be unpacked: {error.strerror}")

    def _walk(self, path: str, depth: int) -> Iterator[tuple[StoredFile, bool]]:
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as error:
            self.skipped.append(Skipped(Origin(path), f"could not be opened: {error.strerror}"))
            return
        if depth > _FOLDER_DEPTH:
            self.skipped.append(Skipped(Origin(path), "folders nested too deeply"))
            return
        maildir = {entry.name for entry in entries if _is_folder(entry)} >= {"cur", "new"}
        for entry in entries:
            if _is_folder(entry):
                if maildir and entry.name == "tmp":
                    continue  # mail that is still being delivered (maildir(5))
                yield from self._walk(entry.path, depth + 1)
            elif entry.is_symlink() and not os.path.isfile(entry.path):
                self.skipped.append(Skipped(Origin(entry.path), "a link that leads to no file"))
            elif not (maildir and _is_maildir_index(entry.name)):
                stored = StoredFile(entry.path, entry.path, -1)
                yield stored, os.path.basename(path) in ("cur", "new")

    def _skip(self, stored: StoredFile, reason: str) -> None:
        self.skipped.append(Skipped(Origin(stored.path), reason))


def _mbox(stored: StoredFile, head: bytes) -> MboxArchive:
    first = (
        head.removeprefix(b"\xef\xbb\xbf")
        .lstrip(b"\r\n \t")[:1000]
        .split(b"\n", 1)[0]
        .rstrip(b"\r")
    )
    with open(stored.file, "rb", buffering=0) as source:
        by_length = has_checked_lengths(source.fileno(), stored.size)
    return MboxArchive(
        stored.path,
        stored.file,
        stored.size,
        rule=FromLines(dateless=is_dateless(first) and not is_dated(first)),
        in_sent_folder=sent_in_path(stored.path),
        exclusion=Exclusion.LIST if is_pipermail(first) else None,
        by_length=by_length,
    )


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Links to folders are not followed: they may lead in circles."""
    return entry.is_dir(follow_symlinks=False)


def _is_maildir_index(name: str) -> bool:
    """The files that mail servers keep beside cur and new."""
    return name.startswith(("dovecot", "maildir", "courier", ".uidvalidity", "subscriptions"))
