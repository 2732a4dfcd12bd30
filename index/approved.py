"""Approved texts: what is allowed to repeat, ready to be found in notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from dedupe import (
    About,
    Message,
    Words,
    loose_words,
    passages,
    read_note,
    shared_stretches,
    words_of,
)
from index.ledger.results import Approval


@dataclass(frozen=True, slots=True)
class ApprovedTexts:
    """Approvals with their words; ``keys`` are their passages, ``texts`` which text has each."""

    approvals: tuple[Approval, ...]
    words: Words
    keys: npt.NDArray[np.uint64]
    texts: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.approvals)

    @classmethod
    def of(cls, approvals: Sequence[Approval]) -> ApprovedTexts:
        """Read the approved texts."""
        words = words_of(read_note(Message(a.id, a.text)) for a in approvals)
        found = passages(loose_words(words))
        order = np.argsort(found.keys, kind="stable")
        return cls(tuple(approvals), words, found.keys[order], found.notes[order])

    def chosen(self, numbers: Sequence[int]) -> ApprovedTexts:
        """Return some of the texts."""
        return ApprovedTexts.of([self.approvals[n] for n in numbers])

    def fitting(self, about: About, at: datetime) -> frozenset[int]:
        """Return the numbers of the texts that are approved for a note at a moment."""
        return frozenset(
            number
            for number, approval in enumerate(self.approvals)
            if approval.holds(at)
            and approval.sender.casefold() in ("", about.sender.casefold())
            and approval.channel.casefold() in ("", about.channel.casefold())
            and approval.campaign.casefold() in ("", about.campaign.casefold())
        )

    def holding(self, words: Words) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Return the pairs (note, text) that share a passage."""
        found = passages(loose_words(words))
        first = np.searchsorted(self.keys, found.keys, "left")
        counts = np.searchsorted(self.keys, found.keys, "right") - first
        note = np.repeat(found.notes, counts).astype(np.int64)
        edges = np.concatenate(([0], np.cumsum(counts)))
        place = np.arange(int(edges[-1])) + np.repeat(first - edges[:-1], counts)
        each = np.unique(note << np.int64(32) | self.texts[place])
        return (each >> np.int64(32)).astype(np.int32), (each & 0xFFFFFFFF).astype(np.int32)

    def marked(
        self, words: Words, notes: npt.NDArray[np.int32], texts: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.bool_]:
        """Return which words of some notes stand in approved text, for the pairs given."""
        if not len(notes):
            return np.zeros(len(words.hashes), np.bool_)
        both = words.joined(self.words)
        right = (texts + len(words)).astype(np.int32)
        return shared_stretches(both, notes, right)[: len(words.hashes)]
