"""Where a calibration's mail comes from: archives, or a store; read and judged here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from api.archive_meaning import COMPARING, READING, ArchiveMeaning, told_to
from api.archives.interface import Archive, Skipped
from api.calibration import JudgedMail, measuring_scale
from api.judged import JudgedMessages
from api.mail_choice import MailChoice
from api.reading import Update, read_archives, read_note_again
from api.selection import select
from dedupe import CannotJudgeError, Encoder, Meaning, Note, Policy, judge, read_note
from index import ClosedCollection, Remembered, State, Store, StoreMeaning, meaning_of_all, scale_of


def mail_of_archives(
    archives: Sequence[Archive], choice: MailChoice, encoder: Encoder, update: Update
) -> JudgedMail:
    """Read what the archives' owner sent, as an audit does, and judge it.

    Raises CannotJudgeError where nothing is left to judge.
    """
    reading = read_archives(archives, choice.include_lists, choice.workers, update)
    chosen = select(
        reading.records, reading.lengths, frozenset(a.format for a in archives),
        senders=choice.senders, since=choice.since, until=choice.until,
        include_lists=choice.include_lists,
    )  # fmt: skip
    if not len(chosen.audited):
        raise CannotJudgeError(
            f"no message is left to measure on, of {len(reading.records):,} read",
            do="Name the owner with --sender, or add --include-lists.",
        )
    size = sum(archive.size for archive in archives)
    origins = reading.origins(chosen.audited.tolist())
    held: list[Meaning] = []

    def meaning(wanted: npt.NDArray[np.uint64]) -> Meaning:
        told = told_to(update, size)
        scale = measuring_scale(scale_of(encoder))
        held.append(ArchiveMeaning(encoder, archives, origins, scale, told).of(wanted))
        return held[0]

    update(size, len(chosen.audited), "judging")
    judged = JudgedMessages(
        reading.messages(chosen.audited), Policy(), threads=choice.workers, meaning=meaning
    )
    hashes = judged.judgement.words.masked.tolist()
    return _judged_mail(
        judged, held[0], lambda note: read_note_again(archives, origins[hashes[note]]),
        reading.skipped,
    )  # fmt: skip


def _judged_mail(
    judged: JudgedMessages,
    meaning: Meaning,
    note: Callable[[int], Note | None],
    skipped: Sequence[Skipped],
) -> JudgedMail:
    count = len(judged.judgement.words)
    people: list[set[int]] = [set() for _ in range(count)]
    for message, variant in enumerate(judged.variants):
        people[variant].update(judged.people[message])
    messages = np.bincount(judged.variants, minlength=count)
    several = np.array([len(who) > 1 for who in people], np.bool_)
    return JudgedMail(
        judged.judgement, [frozenset(who) for who in people], several & (messages > 1),
        meaning.sentences.languages, len(judged.variants), note, skipped,
    )  # fmt: skip


def mail_of_store(
    store: Store, said: StoreMeaning, choice: MailChoice, update: Update, whole: int
) -> JudgedMail:
    """Judge what a store remembers as sent, in the wished time.

    ``update`` moves a bar of length ``whole``. Raises CannotJudgeError where that is nothing.
    """
    known, told = store.remembered(), told_to(update, whole)
    try:
        said.upto(known, update=lambda done, of: told(done, of, READING))
    finally:
        said.save()
    messages = _sent(known, choice)
    variants = np.unique(known.messages.rows["variant"][messages])
    if not len(variants):
        raise CannotJudgeError(
            "no message is left to measure on", where=store.ledger.url,
            do="Record sent mail first: samenote learn ARCHIVE",
        )  # fmt: skip
    numbers = variants[np.argsort(known.variants.notes["masked"][variants])].astype(np.int32)
    words = known.variants.of(numbers)
    scale = measuring_scale(said.memory.scale)
    meaning = meaning_of_all(
        said.memory, words.masked, scale, lambda done, of: told(done, of, COMPARING)
    )
    update(whole, len(messages), "judging")
    judgement = judge(words, ClosedCollection(), threads=choice.workers, meaning=meaning)
    people, repeated, positions = _who(known, messages, numbers)

    def note(number: int) -> Note | None:
        found = store.texts([positions[number]])
        return read_note(found[positions[number]]) if found else None

    return JudgedMail(judgement, people, repeated, meaning.sentences.languages, len(messages), note)


def _sent(known: Remembered, choice: MailChoice) -> npt.NDArray[np.int64]:
    """Return the messages that were sent in the wished time and have words of their own."""
    rows = known.messages.rows
    kept = (rows["variant"] >= 0) & (rows["state"] == State.SENT)
    when = rows["when"]
    if choice.since is not None:
        kept &= when >= choice.since.timestamp()
    if choice.until is not None:
        kept &= when < choice.until.timestamp()
    return np.flatnonzero(kept)


def _who(
    known: Remembered, messages: npt.NDArray[np.int64], numbers: npt.NDArray[np.int32]
) -> tuple[list[frozenset[int]], npt.NDArray[np.bool_], list[int]]:
    """Return who got each variant, whether in several messages, and the place of its first one."""
    rows = known.messages.rows
    row_of = {number: row for row, number in enumerate(numbers.tolist())}
    people: list[set[int]] = [set() for _ in numbers]
    counts = np.zeros(len(numbers), np.int64)
    positions = [-1] * len(numbers)
    for message in messages.tolist():
        row = row_of[int(rows["variant"][message])]
        people[row].update(known.messages.audience(np.array([message], np.int32)).tolist())
        counts[row] += 1
        if positions[row] < 0:
            positions[row] = int(rows["position"][message])
    several = np.array([len(who) > 1 for who in people], np.bool_)
    return [frozenset(who) for who in people], several & (counts > 1), positions
