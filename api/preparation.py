"""Preparation: from a share of an archive to words, in a process of its own.

What leaves the process is small: no text, only hashed words and what the headers say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from api.archives.interface import Archive, Chunk, Exclusion, Mail, Origin, Skipped
from dedupe import (
    NOTHING_KNOWN,
    About,
    Mask,
    Message,
    Recipient,
    Words,
    find_masks,
    hash_words,
    own_words,
)


@dataclass(frozen=True, slots=True)
class Record:
    """What an audit keeps of one mail besides its words; ``about`` only if the policy asks."""

    origin: Origin
    message_id: str
    sender: str
    sender_name: str
    recipients: tuple[Recipient, ...]
    sent_at: datetime | None
    thread: str
    exclusion: Exclusion | None
    in_sent_folder: bool
    kept_whole: bool
    about: About = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class Prepared:
    """One chunk, read: ``records[n]`` goes with note n of ``words``."""

    records: tuple[Record, ...]
    words: Words
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class ReadNote:
    """One message with the spans that its sender wrote and the masks in them."""

    message: Message
    spans: tuple[tuple[int, int], ...]
    masks: tuple[Mask, ...]
    kept_whole: bool
    signed_at: int

    def unmasked_text(self, first: int, stop: int) -> str:
        """Return the text from one unmasked word to before another, on one line."""
        words = words_of([self])
        places = [k for k, flag in enumerate(words.flags.tolist()) if flag == 0][first:stop]
        if not places:
            return ""
        start, end = int(words.starts[places[0]]), int(words.stops[places[-1]])
        return " ".join(self.message.text[start:end].split())


def read_note(message: Message) -> ReadNote:
    """Find the own words of a message and the masks in them."""
    own = own_words(message.text, quoted=message.quoted, sender_name=message.sender_name)
    masks = find_masks(
        message.text,
        own.spans,
        recipients=message.to,
        sender_name=message.sender_name,
        fields=message.fields,
    )
    return ReadNote(message, own.spans, masks, own.kept_whole, own.signed_at)


def words_of(notes: Iterable[ReadNote]) -> Words:
    """Hash the words of a batch of notes."""
    listed = list(notes)
    return hash_words(
        [note.message.text for note in listed],
        [note.spans for note in listed],
        [note.masks for note in listed],
        [note.signed_at for note in listed],
    )


def prepare(archive: Archive, chunk: Chunk, include_lists: bool, about: bool = False) -> Prepared:
    """Read one chunk of an archive; excluded mail is kept as a record with no words.

    ``about`` says that the policy asks for channel, campaign, sender or subject.
    """
    records: list[Record] = []
    notes: list[ReadNote] = []
    skipped: list[Skipped] = []
    for entry in archive.read(chunk):
        if isinstance(entry, Skipped):
            skipped.append(entry)
            continue
        note = _note(entry, include_lists)
        notes.append(note)
        records.append(_record(entry, note, about))
    return Prepared(tuple(records), words_of(notes), tuple(skipped))


def _note(mail: Mail, include_lists: bool) -> ReadNote:
    if mail.exclusion is not None and not include_lists:
        return ReadNote(mail.message, (), (), False, 0)
    return read_note(mail.message)


def about_of(message: Message) -> About:
    """Return what a policy may ask of a message besides what is found."""
    return About(message.channel, message.campaign, message.sender, message.subject)


def _record(mail: Mail, note: ReadNote, about: bool) -> Record:
    message = mail.message
    return Record(
        mail.origin, message.id, message.sender, message.sender_name, message.to,
        message.sent_at, message.thread, mail.exclusion, mail.in_sent_folder, note.kept_whole,
        about_of(message) if about else NOTHING_KNOWN,
    )  # fmt: skip
