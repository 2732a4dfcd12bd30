"""Filing: from messages of the ledger to what the memory knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from dedupe import (
    Families,
    Message,
    Words,
    normalised_address,
    read_notes,
    words_of,
)
from index.arriving import judged_as_they_come
from index.collector_pause import collector_paused
from index.common_readers import with_readers
from index.judging import judged_together
from index.messages import NewMessage, State
from index.people import People
from index.remembered import Remembered

#: All variants are judged together again once so many, or as many as then (this part), came one by
#: one: each of them twice over in all, however many there are (docs/decisions/0010).
FEW = 2000
PART = 1.0

#: Notes hashed at a time.
BATCH = 4096


@dataclass(frozen=True, slots=True)
class Filing:
    """One message of the ledger with its position there, and what is known to have become of it."""

    position: int
    message: Message
    state: State = State.SENT
    expires: float = float("nan")
    reservation: str = ""


def filed(
    known: Remembered,
    filings: Sequence[Filing],
    *,
    threads: int = 1,
    more: bool = False,
    beside: bool = False,
) -> Remembered:
    """Return what is known once these messages are, which follow those known so far.

    Where there are ``more`` to come at once, variants that are to be judged with all others wait
    for them: ``judged_if_due`` must follow before anything is asked. Where all are judged together
    ``beside`` the memory in use, whatever comes is judged as it comes.
    """
    if not filings:
        return known
    with collector_paused():
        return _filed(known, filings, threads, more, beside)


def _filed(
    known: Remembered, filings: Sequence[Filing], threads: int, more: bool, beside: bool
) -> Remembered:
    words = _words([filing.message for filing in filings])
    numbers = known.variants.numbers(words.masked)
    full = np.diff(words.bounds) > 0
    numbers[~full] = -1
    fresh = np.flatnonzero(full & (numbers < 0))
    _, first, which = np.unique(words.masked[fresh], return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    numbers[fresh] = len(known.variants) + rank[which]
    new = words.chosen(fresh[np.sort(first)])
    together = not beside and is_due(known, len(new))
    before = known
    known = _unjudged(known, new) if together else _with_variants(known, new, threads)
    known = _with_messages(known, filings, numbers, words.exact)
    if together:
        return known if more else judged_together(known, threads=threads)
    return with_readers(before, known)


def judged_if_due(known: Remembered, *, threads: int = 1) -> Remembered:
    """Return the memory with all variants judged together, where so many came since the last time.

    A long tail of the ledger is filed in batches and judged once: judged after each batch, all of
    it would be judged five times over.
    """
    return judged_together(known, threads=threads) if is_due(known) else known


def is_due(known: Remembered, further: int = 0) -> bool:
    """Say whether, with so many further variants, it is time to judge all of them together."""
    waiting = len(known.variants) + further - known.judged
    return waiting > max(FEW, PART * known.judged)


def _words(messages: Sequence[Message]) -> Words:
    parts = [
        words_of(read_notes(messages[first : first + BATCH]))
        for first in range(0, len(messages), BATCH)
    ]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined.joined(part)
    return joined


def _with_variants(known: Remembered, new: Words, threads: int) -> Remembered:
    """Return what is known with new variants, each judged against what is known before it."""
    if not len(new):
        return known
    said = judged_as_they_come(known, new, len(known.variants), threads=threads)
    variants = known.variants.added(new, said.written, said.sizes, said.families, said.rough)
    return replace(said.known, variants=variants)


def _unjudged(known: Remembered, new: Words) -> Remembered:
    """Return what is known with new variants that are about to be judged with all others."""
    first, count = len(known.variants), len(new)
    families = Families(
        np.arange(first, first + count, dtype=np.int32), np.zeros(count, np.int8),
        np.zeros(count, np.float32), np.ones(count, np.bool_),
    )  # fmt: skip
    written = np.ones(len(new.hashes), np.bool_)
    sizes = np.zeros((count, known.variants.notes["sizes"].shape[1]), np.int32)
    return replace(
        known, variants=known.variants.added(new, written, sizes, families, families.leaders)
    )


def _with_messages(
    known: Remembered,
    filings: Sequence[Filing],
    numbers: npt.NDArray[np.int32],
    exact: npt.NDArray[np.uint64],
) -> Remembered:
    messages = known.messages
    people = People(messages, (to for filing in filings for to in filing.message.to))
    first_named: list[int] = []
    new = []
    for k, filing in enumerate(filings):
        message, name = filing.message, str(filing.position)
        got = people.of(name, message.to)
        first_named += [len(messages) + k] * (people.count_new - len(first_named))
        new.append(
            NewMessage(
                filing.position, int(numbers[k]), int(exact[k]), seconds(message.sent_at),
                filing.state, filing.expires, filing.reservation, message.thread,
                normalised_address(message.sender), got,
                people.meetings(name, message.to, message.thread),
            )
        )  # fmt: skip
    filed_messages = messages.named(people.new(), first_named).filed(new)
    return replace(known, messages=filed_messages, position=filings[-1].position)


def seconds(moment: datetime | None) -> float:
    """Return seconds since 1970; NaN for none. A time without zone is taken as UTC."""
    if moment is None:
        return float("nan")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
