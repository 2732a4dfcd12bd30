"""Learning: what an archive's owner sent, recorded in a store a few thousand messages at a time.

The same mail is learnt as would be audited: whose mail it is and what is left out follow the same
rules. Whatever was recorded stays, however this ends; learning again goes on where it stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from api.archives.interface import Archive, Mail, Skipped
from api.notes import sender_of
from api.ownership import CHOSEN_FORMATS, Ownership, Sender, find_owner
from api.reading import Update
from api.records import UNDATED, moment_of
from api.selection import Wanted, why_left_out
from dedupe import Memory, Message, own_words
from index import Store

#: Recorded in one step, messages and characters: few enough to be done in a moment, with others
#: waiting for the store's lock, and to be held in memory.
AT_ONCE = 2_000
CHARACTERS_AT_ONCE = 20_000_000


@dataclass(frozen=True, slots=True)
class LearnRequest:
    """What of the archives to learn. ``senders`` are addresses or domains; ``until`` is excluded.

    ``memory`` is the policy's: what is past its retention is neither learnt nor kept.
    """

    senders: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    include_lists: bool = False
    memory: Memory = Memory()


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of the messages that were read.

    ``known_already`` stood in the store; ``forgotten`` had stood there, and stay forgotten;
    ``left_out`` counts the rest by reason. ``past_retention`` are the store's own that were
    forgotten now, and ``expired`` the reservations whose time had run out.
    """

    messages: int
    recorded: int
    known_already: int
    forgotten: int
    left_out: Mapping[str, int]
    skipped: tuple[Skipped, ...]
    ownership: Ownership | None
    past_retention: int
    expired: int


class Learner:
    """Learns archives into one store; ``learned`` tells how far it is at any moment."""

    def __init__(
        self, store: Store, request: LearnRequest, update: Update, now: datetime | None = None
    ) -> None:
        self._store = store
        self._request = request
        self._update = update
        self._now = now or datetime.now(UTC)
        self._kept_from = _kept_from(request.memory, self._now)
        self._counts: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._skipped: list[Skipped] = []
        self._ownership: Ownership | None = None

    def learn(self, archives: Sequence[Archive], skipped: Sequence[Skipped] = ()) -> Learned:
        """Record what the owner of the archives sent, forget what is past the retention.

        Raises CannotJudgeError where the store can no longer be written; what was recorded until
        then stays.
        """
        self._skipped += skipped
        self._ownership = self._owner(archives)
        batch: list[Message] = []
        characters = 0
        for mail in self._mails(archives, "recording", self._skipped):
            self._counts["messages"] += 1
            reason = self._why_not(mail, self._ownership)
            if reason:
                self._left_out[reason] += 1
                continue
            batch.append(mail.message)
            characters += len(mail.message.text)
            if len(batch) >= AT_ONCE or characters > CHARACTERS_AT_ONCE:
                self._record(batch)
                batch, characters = [], 0
        self._record(batch)
        self._tidy()
        return self.learned

    @property
    def learned(self) -> Learned:
        """What became of the messages so far."""
        counts = self._counts
        return Learned(
            counts["messages"], counts["recorded"], counts["known_already"], counts["forgotten"],
            dict(sorted(self._left_out.items())), tuple(self._skipped), self._ownership,
            counts["past_retention"], counts["expired"],
        )  # fmt: skip

    def _owner(self, archives: Sequence[Archive]) -> Ownership:
        """Recognise the owner, for which all headers are read first where nothing says who."""
        formats = frozenset(archive.format for archive in archives)
        senders: Counter[Sender] = Counter()
        if not self._request.senders and not formats <= CHOSEN_FORMATS:
            # What cannot be read is met again, and counted, when the rest is recorded.
            mails = self._mails(archives, "finding whose mail it is", [])
            senders.update(map(sender_of, mails))
        return find_owner(senders, self._request.senders, formats)

    def _mails(
        self, archives: Sequence[Archive], stage: str, skipped: list[Skipped]
    ) -> Iterator[Mail]:
        done = messages = 0
        for archive in archives:
            for chunk in archive.chunks():
                for entry in archive.read(chunk):
                    done += max(entry.origin.length, 0)
                    if isinstance(entry, Skipped):
                        skipped.append(entry)
                        continue
                    messages += 1
                    yield entry
                self._update(done, messages, stage)

    def _why_not(self, mail: Mail, ownership: Ownership) -> str:
        """Say why a mail is not learnt; empty where it is."""
        asked = self._request
        sent = mail.message.sent_at
        reason = why_left_out(
            mail.exclusion,
            sent=ownership.sent(mail.message.sender),
            moment=UNDATED if sent is None else moment_of(sent),
            length=1,
            wanted=Wanted.of(asked.since, asked.until, lists=asked.include_lists),
        )
        if reason:
            return reason
        if sent and self._kept_from and _aware(sent) < self._kept_from:
            return "past_retention"
        return "" if _has_own_words(mail.message) else "no_own_words"

    def _record(self, batch: Sequence[Message]) -> None:
        if not batch:
            return
        with self._store.ledger.writing(self._store.tenant) as writer:
            receipt = writer.record(batch)
        self._counts["recorded"] += sum(place is not None for place in receipt.recorded)
        self._counts["known_already"] += receipt.known_already
        self._counts["forgotten"] += receipt.forgotten

    def _tidy(self) -> None:
        with self._store.ledger.writing(self._store.tenant) as writer:
            self._counts["expired"] += len(writer.expire(self._now))
            if self._kept_from:
                dropped = writer.forget_before(self._kept_from).dropped
                self._counts["past_retention"] += len(dropped)


def _kept_from(memory: Memory, now: datetime) -> datetime | None:
    days = memory.retention_days
    return now - timedelta(days=days) if days is not None else None


def _has_own_words(message: Message) -> bool:
    """Say whether there is anything to judge; a text without a letter or digit has no words."""
    read = own_words(message.text, quoted=message.quoted, sender_name=message.sender_name)
    return any(any(map(str.isalnum, message.text[start:stop])) for start, stop in read.spans)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
