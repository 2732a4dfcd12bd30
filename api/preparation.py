"""Preparation: from a share of an archive to words, in a process of its own.

What leaves the process is small: no text, only hashed words and what the headers say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from api.archives.interface import Archive, Chunk, Mail, Skipped
from api.recipient_columns import RecipientColumns
from api.records import Record, Records
from dedupe import (
    NOTHING_KNOWN,
    About,
    Message,
    Note,
    Words,
    joined_words,
    read_notes,
    words_of,
)
from index import collector_paused

#: So many mails are read at a time: enough for each step to stay in the processor's caches, and
#: arrays of their characters, of 8 KB a mail, are no large ones (``index.allocator``).
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Prepared:
    """One chunk, read: ``records[n]`` goes with note n of ``words``; ``size`` is in bytes."""

    records: Records
    recipients: RecipientColumns
    words: Words
    skipped: tuple[Skipped, ...]
    size: int


def prepare(archive: Archive, chunk: Chunk, include_lists: bool, about: bool = False) -> Prepared:
    """Read one chunk of an archive; excluded mail is kept as a record with no words.

    ``about`` says that the policy asks for channel, campaign, sender or subject.
    """
    with collector_paused():
        return _prepared(archive, chunk, include_lists, about)


def _prepared(archive: Archive, chunk: Chunk, include_lists: bool, about: bool) -> Prepared:
    """Do as ``prepare``, some mails at a time.

    All that is made on the way then lies in memory that is used again and again, and is let go
    before the collector would walk over it.
    """
    records: list[Record] = []
    words: list[Words] = []
    skipped: list[Skipped] = []
    entries = archive.read(chunk)
    while batch := list(islice(entries, _BATCH)):
        skipped += [entry for entry in batch if isinstance(entry, Skipped)]
        mails = [entry for entry in batch if not isinstance(entry, Skipped)]
        notes = _notes(mails, include_lists)
        records += [_record(mail, note, about) for mail, note in zip(mails, notes, strict=True)]
        words.append(words_of(notes))
    size = sum(max(record.origin.length, 0) for record in records)
    recipients = RecipientColumns.of((record.recipients, record.thread) for record in records)
    return Prepared(Records.of(records), recipients, joined_words(words), tuple(skipped), size)


def _notes(mails: Sequence[Mail], include_lists: bool) -> list[Note]:
    """Read the mails, in order; excluded ones have no words."""
    wanted = [include_lists or mail.exclusion is None for mail in mails]
    read = iter(read_notes([m.message for m, want in zip(mails, wanted, strict=True) if want]))
    return [
        next(read) if want else Note(mail.message, (), (), False, 0)
        for mail, want in zip(mails, wanted, strict=True)
    ]


def about_of(message: Message) -> About:
    """Return what a policy may ask of a message besides what is found."""
    return About(message.channel, message.campaign, message.sender, message.subject)


def _record(mail: Mail, note: Note, about: bool) -> Record:
    message = mail.message
    return Record(
        mail.origin, message.id, message.sender, message.sender_name, message.to,
        message.sent_at, message.thread, mail.exclusion, mail.in_sent_folder, note.kept_whole,
        about_of(message) if about else NOTHING_KNOWN,
    )  # fmt: skip
