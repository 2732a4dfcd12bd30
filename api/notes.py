"""The notes to be checked and the history they are held against, read from files.

Every format that the archives know, and beside them plain text: a file or standard input that is
in none of the formats is one note.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from api.archives import OpenedArchives, open_archives
from api.archives.interface import Exclusion, Mail, Origin, Skipped
from api.ownership import CHOSEN_FORMATS, Sender, find_owner
from api.plain_note import ENDINGS, PLAIN_BYTES, plain_note
from dedupe import CannotJudgeError, Message, is_public_domain

#: Mail of these kinds is nobody's note, and a draft was sent to nobody.
NOT_SENT = frozenset({Exclusion.AUTOMATIC, Exclusion.BOUNCE, Exclusion.CALENDAR, Exclusion.DRAFT})


class Heard(Protocol):
    """Hears how far the reading is, in totals since the start."""

    def __call__(self, done_bytes: int, messages: int, stage: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Notes:
    """What was read, in the order of the files, what could not be read, and what to know of it."""

    mails: tuple[Mail, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What was sent before, each message once.

    ``left_out`` counts what is not held against the notes, by reason; ``among_notes`` how many
    messages were left out because they are the notes themselves.
    """

    messages: tuple[Message, ...]
    skipped: tuple[Skipped, ...]
    left_out: Mapping[str, int]
    among_notes: int


def read_notes(paths: Sequence[str], columns: Mapping[str, str]) -> Notes:
    """Read the notes at the paths, ``-`` for standard input, in order.

    Raises CannotJudgeError where there is nothing at a path or no note in any of them.
    """
    mails: list[Mail] = []
    skipped: list[Skipped] = []
    for path in paths:
        _, entries = _entries(path, columns)
        for entry in entries:
            if isinstance(entry, Skipped):
                skipped.append(entry)
            else:
                mails.append(entry)
    if not mails:
        raise _nothing("no note could be read", paths, skipped)
    return Notes(tuple(mails), tuple(skipped))


def read_history(
    paths: Sequence[str], columns: Mapping[str, str], notes: Sequence[Mail], heard: Heard
) -> History:
    """Read what was sent before: of a mailbox only what its owner or their colleagues sent.

    A message that is one of ``notes`` (same id, text and recipients) is left out. Raises
    CannotJudgeError where a path holds no message that was sent.
    """
    known = {_identity(mail.message) for mail in notes}
    seen = set(known)
    messages: list[Message] = []
    skipped: list[Skipped] = []
    left_out: Counter[str] = Counter()
    among_notes = 0
    for path in paths:
        sent, faults = _sent(path, columns, left_out, heard, len(messages))
        skipped += faults
        for message in sent:
            key = _identity(message)
            among_notes += key in known
            if key not in seen:
                seen.add(key)
                messages.append(message)
    return History(tuple(messages), tuple(skipped), dict(sorted(left_out.items())), among_notes)


def size_of(paths: Sequence[str]) -> int:
    """Return the bytes of the files at the paths, folders counted as nothing, for progress."""
    return sum(os.path.getsize(path) for path in paths if os.path.isfile(path))


def _sent(
    path: str, columns: Mapping[str, str], left_out: Counter[str], heard: Heard, before: int
) -> tuple[list[Message], list[Skipped]]:
    mails: list[Mail] = []
    skipped: list[Skipped] = []
    done = 0
    chosen, entries = _entries(path, columns, optional_columns=True)
    for entry in entries:
        done += max(entry.origin.length, 0)
        heard(done, before + len(mails), "reading the history")
        if isinstance(entry, Skipped):
            skipped.append(entry)
        elif entry.exclusion in NOT_SENT:
            left_out[entry.exclusion.value] += 1
        else:
            mails.append(entry)
    kept = mails if chosen else _by_owner(mails)
    if not kept:
        raise _nothing("the history holds no message that was sent", [path], skipped)
    if len(kept) < len(mails):
        left_out["other_sender"] += len(mails) - len(kept)
    return [mail.message for mail in kept], skipped


def _by_owner(mails: Sequence[Mail]) -> list[Mail]:
    """Keep what the mailbox's owner sent, or somebody at the same domain, where one stands out."""
    owner = find_owner(Counter(map(sender_of, mails)), (), frozenset())
    if owner.everyone:
        return list(mails)
    domains = {sender.rpartition("@")[2] for sender in owner.senders}
    company = {domain for domain in domains if domain and not is_public_domain(domain)}
    return [
        mail
        for mail in mails
        if owner.sent(mail.message.sender)
        or mail.message.sender.rpartition("@")[2].casefold() in company
    ]


def sender_of(mail: Mail) -> Sender:
    """Return what tells whose mail it is."""
    message = mail.message
    excluded = mail.exclusion is not None
    return Sender(message.sender, message.sender_name, excluded, mail.in_sent_folder)


def _entries(
    path: str, columns: Mapping[str, str], *, optional_columns: bool = False
) -> tuple[bool, Iterator[Mail | Skipped]]:
    """Open a path; return whether every message in it was chosen by hand, and what it holds.

    ``optional_columns``: a table without the mapped columns is read by its own headings.
    """
    raw = _streamed(path)
    opened = _opened(path, raw, columns)
    if optional_columns and columns and not opened.archives:
        opened.close()
        opened = _opened(path, raw, {})
    formats = {archive.format for archive in opened.archives}
    return formats <= CHOSEN_FORMATS, _read(opened, raw, bool(columns), os.path.isdir(path))


def _streamed(path: str) -> bytes | None:
    """Return what comes through standard input or a pipe that has a path; None for files."""
    if path == "-":
        return sys.stdin.buffer.read()
    if not os.path.exists(path):
        raise CannotJudgeError("there is no such file or folder", where=path)
    if os.path.isfile(path) or os.path.isdir(path):
        return None
    try:
        with open(path, "rb") as source:
            return source.read()
    except OSError as error:
        raise CannotJudgeError(f"could not be read: {error.strerror}", where=path) from error


def _opened(path: str, raw: bytes | None, columns: Mapping[str, str]) -> OpenedArchives:
    if raw is None:
        return open_archives([path], columns=columns)
    return open_archives(["-"], columns=columns, standard_input=BytesIO(raw))


def _read(
    opened: OpenedArchives, raw: bytes | None, columns: bool, folder: bool
) -> Iterator[Mail | Skipped]:
    with opened:
        for archive in opened.archives:
            for chunk in archive.chunks():
                yield from archive.read(chunk)
        for fault in opened.skipped:
            yield _plain(fault, raw, columns, folder) or fault


def _plain(fault: Skipped, raw: bytes | None, columns: bool, folder: bool) -> Mail | Skipped | None:
    """Read what no archive is as one plain note; None where it cannot be that either."""
    path = fault.origin.path
    if raw is None:
        if not os.path.isfile(path) or (folder and not path.lower().endswith(ENDINGS)):
            return None
        try:
            with open(path, "rb") as source:
                raw = source.read(PLAIN_BYTES)
        except OSError:
            return None
    return plain_note(raw, Origin(path, 0, len(raw)), columns=columns)


def _identity(message: Message) -> tuple[str, str, tuple[str, ...]]:
    return message.id, message.text, tuple(sorted(to.identity for to in message.to))


def _nothing(what: str, paths: Sequence[str], skipped: Sequence[Skipped]) -> CannotJudgeError:
    alone = len(paths) == 1 and [str(fault.origin) for fault in skipped] == list(paths)
    reasons = [f.reason if alone else f"{f.origin}: {f.reason}" for f in skipped[:5]]
    if len(skipped) > 5:
        reasons.append(f"and {len(skipped) - 5:,} more")
    return CannotJudgeError(
        f"{what} ({'; '.join(reasons) or 'there is none in it'})",
        where=", ".join("standard input" if path == "-" else path for path in paths),
        do="Give JSONL, CSV, .eml, mbox or plain text.",
    )
