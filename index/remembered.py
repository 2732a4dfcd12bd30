"""Remembered: one state of the memory, at one position of the ledger. Nothing in it changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.approved import ApprovedTexts
from index.common_text import CommonText
from index.frequencies import Frequencies
from index.messages import Messages, State
from index.segments import Segments
from index.variants import Variants


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known. ``position`` is the ledger's; ``judged`` variants were judged together.

    ``keys`` leads from look-up keys to variants; ``common`` is text known to repeat;
    ``frequencies`` says how many variants wrote a word; ``approved`` is text allowed to repeat.
    """

    position: int
    judged: int
    variants: Variants
    messages: Messages
    keys: Segments
    common: CommonText
    frequencies: Frequencies
    approved: ApprovedTexts

    def reached(self, texts: ApprovedTexts, text: int) -> set[int]:
        """Return who got an approved text: the fingerprint of it that most people got."""
        found = self.keys.find(texts.keys[texts.texts == text])
        if not len(found):
            return set()
        variants = found.of(int(np.argmax(found.counts)))
        messages = self.messages.of_variant.find(variants.astype(np.uint64)).members
        alive = messages[self.messages.rows["state"][messages] != State.GONE]
        return set(self.messages.audience(alive).tolist())

    @classmethod
    def nothing(cls) -> Remembered:
        return cls(
            0,
            0,
            Variants.none(),
            Messages.none(),
            Segments(),
            CommonText.nothing(),
            Frequencies(),
            ApprovedTexts.of(()),
        )
