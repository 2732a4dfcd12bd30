"""Reads texts into `NoteMeaning`: sentences with their values left out, each encoded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dedupe import (
    Encoder,
    Mask,
    NoteMeaning,
    Vectors,
    background_levels,
    background_sample,
    find_masks,
    language_of,
    sentence_spans,
    values_of,
)

#: Shorter sentences say too little, as in the product.
_LEAST_WORDS = 3
_SEED = 5


class Reader:
    """Encodes every distinct sentence once and remembers notes by their text."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}
        self._notes: dict[str, NoteMeaning] = {}

    def read(self, texts: Sequence[str]) -> list[NoteMeaning]:
        """Return the notes of texts, without a background; all new sentences in one call."""
        new = [text for text in dict.fromkeys(texts) if text not in self._notes]
        parts = {text: _sentences(text) for text in new}
        self._encode([said for found in parts.values() for said, _ in found])
        for text, found in parts.items():
            vectors = [self._vectors[said] for said, _ in found]
            self._notes[text] = NoteMeaning.of(
                np.stack(vectors) if vectors else np.zeros((0, self._encoder.dimension), "f4"),
                [weight(said) for said, _ in found],
                [values for _, values in found],
                language=language_of(text),
            )
        return [self._notes[text] for text in texts]

    def whole(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of whole texts; shape (n, d)."""
        self._encode(texts)
        return np.stack([self._vectors[text] for text in texts])

    def _encode(self, texts: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encoder.encode(new), strict=True))


def sample_of(ledger: Sequence[NoteMeaning]) -> Vectors:
    """Return the sample of a ledger's sentences, in an order that does not depend on them."""
    vectors = np.concatenate([note.vectors for note in ledger])
    return background_sample(vectors[np.random.default_rng(_SEED).permutation(len(vectors))])


def before(notes: Sequence[NoteMeaning], sample: Vectors) -> list[NoteMeaning]:
    """Return the notes with the background of a ledger of which ``sample`` is the sample."""
    return [replace(n, background=background_levels(n.vectors, sample)) for n in notes]


def _sentences(text: str) -> list[tuple[str, frozenset[object]]]:
    masks = find_masks(text, [(0, len(text))])
    found = [
        (_without_values(text, masks, a, b), values_of(text, masks, a, b))
        for a, b in sentence_spans(text, 0, len(text))
    ]
    return [(said, frozenset(v)) for said, v in found if weight(said) >= _LEAST_WORDS]


def _without_values(text: str, masks: Sequence[Mask], start: int, stop: int) -> str:
    parts, at = [], start
    for mask in masks:
        if mask.start >= start and mask.stop <= stop:
            parts += [text[at : mask.start], "…"]
            at = mask.stop
    return " ".join("".join([*parts, text[at:stop]]).split())


def weight(sentence: str) -> float:
    """Words of a sentence; 1.5 characters are one where a script puts no spaces."""
    wide = sum("一" <= c <= "鿿" for c in sentence)
    words = sum(any(c.isalnum() for c in w) for w in sentence.split() if not "一" <= w[0] <= "鿿")
    return wide / 1.5 + words
