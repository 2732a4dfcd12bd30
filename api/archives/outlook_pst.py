"""Outlook's .pst files, by libpff (the optional extra ``pst``).

libpff raises for whatever an item lacks, so every property is fetched on its own.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from api.archives.body import TEXT_CHARACTERS
from api.archives.charsets import decode
from api.archives.exclusions import exclusion_of
from api.archives.folder_names import is_draft, is_sent
from api.archives.header_block import read_header
from api.archives.html_text import html_to_text
from api.archives.interface import Chunk, Exclusion, Mail, Origin, Skipped
from api.archives.rfc822 import header_message
from dedupe import CannotJudgeError

_Value = TypeVar("_Value")
ITEMS_TOGETHER: Final = 500
_FOLDER_DEPTH: Final = 50


class PstItem(Protocol):
    """A message as libpff gives it."""

    def get_identifier(self) -> int: ...
    def get_subject(self) -> str | None: ...
    def get_sender_name(self) -> str | None: ...
    def get_transport_headers(self) -> str | None: ...
    def get_plain_text_body(self) -> bytes | None: ...
    def get_html_body(self) -> bytes | None: ...
    def get_client_submit_time(self) -> datetime | None: ...


class PstFolder(Protocol):
    """A folder as libpff gives it."""

    def get_name(self) -> str | None: ...
    def get_number_of_sub_folders(self) -> int: ...
    def get_sub_folder(self, number: int) -> PstFolder: ...
    def get_number_of_sub_messages(self) -> int: ...
    def get_sub_message(self, number: int) -> PstItem: ...


class PstFile(Protocol):
    """An open .pst as libpff gives it."""

    def open(self, path: str) -> None: ...
    def close(self) -> None: ...
    def get_root_folder(self) -> PstFolder: ...


def libpff_file() -> PstFile:
    """Return a file object of libpff. Raises CannotJudgeError, naming the extra, without it."""
    try:
        module: Any = importlib.import_module("pypff")
    except ImportError as error:
        raise CannotJudgeError(
            "reading .pst files needs libpff, which is not installed",
            do="Install it with: pip install 'samenote[pst]'",
        ) from error
    made: PstFile = module.file()
    return made


@dataclass(frozen=True, slots=True)
class PstArchive:
    """A .pst file. Items are numbered from 1 in the order of its folders; chunks count them."""

    path: str
    file: str
    size: int
    format: str = "pst"
    opener: Callable[[], PstFile] = libpff_file

    def chunks(self) -> Iterator[Chunk]:
        """Cut the file by items. Raises OSError where it cannot be opened."""
        pst = self._open()
        try:
            total = sum(1 for _ in _places(pst.get_root_folder()))
        finally:
            pst.close()
        for begin in range(0, total, ITEMS_TOGETHER):
            yield Chunk(self.path, begin, min(begin + ITEMS_TOGETHER, total), begin)

    def read(self, chunk: Chunk) -> Iterator[Mail | Skipped]:
        try:
            pst = self._open()
        except OSError as error:
            yield Skipped(Origin(self.path, row=chunk.start + 1), f"could not be read: {error}")
            return
        try:
            for number, (folder, place, sent, draft) in enumerate(_places(pst.get_root_folder())):
                if number >= chunk.stop:
                    return
                if number >= chunk.start:
                    yield self._item(folder, place, Origin(self.path, row=number + 1), sent, draft)
        finally:
            pst.close()

    def read_one(self, origin: Origin) -> Mail | Skipped:
        found = self.read(Chunk(self.path, origin.row - 1, origin.row))
        return next(found, None) or Skipped(origin, "no such item")

    def holds(self, origin: Origin) -> bool:
        return origin.path == self.path

    def fault(self) -> str:
        """Return why the file cannot be opened; empty where it can.

        Raises CannotJudgeError without the extra.
        """
        try:
            self._open().close()
        except OSError:
            return "a damaged Outlook file: libpff cannot open it"
        return ""

    def _open(self) -> PstFile:
        pst = self.opener()
        pst.open(self.file)
        return pst

    def _item(
        self, folder: PstFolder, place: int, origin: Origin, sent: bool, draft: bool
    ) -> Mail | Skipped:
        item = _attempt(lambda: folder.get_sub_message(place), None)
        if item is None:
            return Skipped(origin, "a damaged Outlook item")
        header = read_header(
            _text(_attempt(item.get_transport_headers, None)).encode("utf-8", "replace")
        )
        text, quoted, warnings = _body(item)
        if not text and not header.count and not _text(_attempt(item.get_subject, None)):
            return Skipped(origin, "an Outlook item that is no mail")
        message = header_message(
            header,
            text=text,
            quoted=quoted,
            subject=_text(_attempt(item.get_subject, None)),
            sender_name=_text(_attempt(item.get_sender_name, None)),
            sent_at=_submitted(item),
        )
        found = exclusion_of(header, subject=message.subject, calendar=False)
        return Mail(origin, message, Exclusion.DRAFT if draft else found, sent, warnings)


def _places(root: PstFolder) -> Iterator[tuple[PstFolder, int, bool, bool]]:
    """Yield folder and number of every item, and whether the folder holds sent mail or drafts."""
    pending = [(root, 0, False, False)]
    while pending:
        folder, depth, sent, draft = pending.pop()
        name = _text(_attempt(folder.get_name, None))
        sent, draft = sent or is_sent(name), draft or is_draft(name)
        for place in range(_attempt(folder.get_number_of_sub_messages, 0)):
            yield folder, place, sent, draft
        if depth < _FOLDER_DEPTH:
            below = []
            for number in range(_attempt(folder.get_number_of_sub_folders, 0)):
                child = _attempt(partial(folder.get_sub_folder, number), None)
                if child is not None:
                    below.append((child, depth + 1, sent, draft))
            pending += reversed(below)


def _body(item: PstItem) -> tuple[str, tuple[tuple[int, int], ...], tuple[str, ...]]:
    plain = (
        _text(_attempt(item.get_plain_text_body, None)).replace("\r\n", "\n").replace("\r", "\n")
    )
    quoted: tuple[tuple[int, int], ...] = ()
    if not plain.strip():
        found = html_to_text(_text(_attempt(item.get_html_body, None)))
        plain, quoted = found.text, found.quoted
    if len(plain) <= TEXT_CHARACTERS:
        return (plain if quoted else plain.strip()), quoted, ()
    return plain[:TEXT_CHARACTERS], (), (f"the text was cut to {TEXT_CHARACTERS:,} characters",)


def _submitted(item: PstItem) -> datetime | None:
    sent = _attempt(item.get_client_submit_time, None)
    return sent.replace(tzinfo=UTC) if isinstance(sent, datetime) and sent.tzinfo is None else sent


def _text(value: str | bytes | None) -> str:
    text = decode(value) if isinstance(value, bytes) else value or ""
    return text.replace("\0", "")


def _attempt(getter: Callable[[], _Value], otherwise: _Value) -> _Value:
    try:
        return getter()
    except (OSError, ValueError, TypeError, LookupError, AttributeError, MemoryError):
        return otherwise
