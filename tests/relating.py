"""Short ways for tests to make words, pairs and relations out of plain text.

A text may mark masks by square brackets, ``"Dear [Anna], ..."``; the brackets are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dedupe import Loose, Relation, Words, hash_words, loose_words
from dedupe.comparison import compare_pairs
from dedupe.rarity import weights
from dedupe.related import Related, relate


@dataclass(frozen=True, slots=True)
class Stretch:
    """A mask or a span, as hash_words asks for."""

    start: int
    stop: int


def unbracketed(text: str) -> tuple[str, tuple[Stretch, ...]]:
    """Return the text without its brackets, and where they stood."""
    out, masks = "", []
    for part in re.split(r"(\[[^\]]*\])", text):
        if part.startswith("["):
            masks.append(Stretch(len(out), len(out) + len(part) - 2))
            part = part[1:-1]
        out += part
    return out, tuple(masks)


def words(*texts: str) -> Words:
    """Hash whole texts as own words; brackets are masks."""
    read = [unbracketed(text) for text in texts]
    return plain_words([text for text, _ in read], [masks for _, masks in read])


def plain_words(texts: Sequence[str], masks: Sequence[Sequence[Stretch]] | None = None) -> Words:
    """Hash whole texts as they stand."""
    spans = [[(0, len(text))] if text else [] for text in texts]
    return hash_words(texts, spans, masks or [()] * len(texts))


def loose(found: Words) -> Loose:
    """Return the unmasked words."""
    return loose_words(found)


def related(left: str, right: str) -> Related:
    """Relate two texts by an exact comparison."""
    return related_words(words(left, right))


def related_words(both: Words) -> Related:
    """Relate notes 0 and 1 of a batch."""
    one, other = np.array([0], np.int32), np.array([1], np.int32)
    return relate(compare_pairs(both, weights(both), one, other))


def relation(left: str, right: str) -> Relation:
    """Return what the left text is to the right one."""
    return Relation(int(related(left, right).forward[0]))


def numbered(first: int, stop: int, stem: str = "word") -> str:
    """Return words that stand in no table: ``word10 word11 ...``."""
    return " ".join(f"{stem}{letters(k)}" for k in range(first, stop))


def letters(number: int) -> str:
    """Write a number in letters, so that nothing takes it for a number."""
    return "".join("qwzxvkjhyf"[int(digit)] for digit in str(number))
