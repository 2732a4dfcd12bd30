"""Remembered: one state of the memory, at one position of the ledger. Nothing in it changes."""

from __future__ import annotations

from dataclasses import dataclass

from index.common_text import CommonText
from index.frequencies import Frequencies
from index.messages import Messages
from index.segments import Segments
from index.variants import Variants


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known. ``position`` is the ledger's; ``judged`` variants were judged together.

    ``keys`` leads from look-up keys to variants; ``common`` is text known to repeat;
    ``frequencies`` says how many variants wrote a word.
    """

    position: int
    judged: int
    variants: Variants
    messages: Messages
    keys: Segments
    common: CommonText
    frequencies: Frequencies

    @classmethod
    def nothing(cls) -> Remembered:
        return cls(
            0, 0, Variants.none(), Messages.none(), Segments(), CommonText.nothing(), Frequencies()
        )
