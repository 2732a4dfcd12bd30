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
    ending_keys,
    judge_recalled,
    normalised_address,
    passages,
    rarity_keys,
    read_note,
    rough_leaders,
    words_of,
)
from index.common_readers import with_readers
from index.judging import judged_together, written_words
from index.messages import NewMessage, State
from index.people import People
from index.recall import Recall, loose_words, recall
from index.remembered import Remembered

#: All variants are judged together again once so many, or so large a part, came one by one.
FEW = 2000
PART = 0.25

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
    known: Remembered, filings: Sequence[Filing], *, threads: int = 1, more: bool = False
) -> Remembered:
    """Return what is known once these messages are, which follow those known so far.

    Where there are ``more`` to come at once, variants that are to be judged with all others wait
    for them: ``judged_if_due`` must follow before anything is asked.
    """
    if not filings:
        return known
    words = _words([filing.message for filing in filings])
    numbers = known.variants.numbers(words.masked)
    full = np.diff(words.bounds) > 0
    numbers[~full] = -1
    fresh = np.flatnonzero(full & (numbers < 0))
    _, first, which = np.unique(words.masked[fresh], return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    numbers[fresh] = len(known.variants) + rank[which]
    new = words.chosen(fresh[np.sort(first)])
    together = _is_due(known, len(new))
    before = known
    known = _with_variants(known, new, threads, together=together)
    known = _with_messages(known, filings, numbers, words.exact)
    if together:
        return known if more else judged_together(known, threads=threads)
    return with_readers(before, known)


def judged_if_due(known: Remembered, *, threads: int = 1) -> Remembered:
    """Return the memory with all variants judged together, where so many came since the last time.

    A long tail of the ledger is filed in batches and judged once: judged after each batch, all of
    it would be judged five times over.
    """
    return judged_together(known, threads=threads) if _is_due(known, 0) else known


def _is_due(known: Remembered, further: int) -> bool:
    waiting = len(known.variants) + further - known.judged
    return waiting > max(FEW, PART * known.judged)


def _words(messages: Sequence[Message]) -> Words:
    parts = [
        words_of(read_note(message) for message in messages[first : first + BATCH])
        for first in range(0, len(messages), BATCH)
    ]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined.joined(part)
    return joined


def _with_variants(known: Remembered, new: Words, threads: int, *, together: bool) -> Remembered:
    if not len(new):
        return known
    if together:
        return _unjudged(known, new)
    found = recall(known, new, np.full(len(new), -1, np.int32), together=True)
    judgement = judge_recalled(found.recalled, threads=threads)
    written = written_words(judgement)[judgement.words.bounds[found.asked] :]
    first = len(known.variants)
    rows = found.numbers.copy()
    rows[found.asked :] = np.arange(first, first + len(new))
    said = judgement.families
    mine = slice(found.asked, None)
    families = Families(
        rows[said.leaders[mine]], said.relations[mine], said.scores[mine], said.core[mine]
    )
    own = rows.copy()
    own[: found.asked] = known.variants.notes["rough"][rows[: found.asked]]
    rough = rough_leaders(judgement.words, judgement.near, own)[found.asked :]
    return _extended(known, found, new, written, families, rough)


def _extended(
    known: Remembered,
    found: Recall,
    new: Words,
    written: npt.NDArray[np.bool_],
    families: Families,
    rough: npt.NDArray[np.int32],
) -> Remembered:
    """Return what is known with new variants, the look-up keys of their words as given too."""
    first = len(known.variants)
    raw, ends = passages(loose_words(new)), ending_keys(new, found.aside)
    notes = np.concatenate((found.keys.notes, raw.notes, ends.notes))
    keys = np.concatenate((found.keys.keys, raw.keys, ends.keys))
    order = np.argsort(notes, kind="stable")
    return replace(
        known,
        variants=known.variants.added(new, written, found.keys.sizes, families, rough),
        keys=known.keys.added(keys[order], notes[order] + np.int32(first)),
        common=known.common if found.fresh is None else known.common.joined(found.fresh),
        frequencies=known.frequencies.added(rarity_keys(new), new.bounds, written),
    )


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
