"""What copy units say: each distinct sentence encoded once, and paired with its like elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api.copy.findings import SentencePair
from api.copy.judged_text import JudgedText, judged_text
from api.copy.units import CopyUnit, Span
from api.said_sentences import spans_said, whole_sentences
from dedupe import (
    EncodedSoFar,
    Encoder,
    Meaning,
    Message,
    Note,
    SaidAlike,
    Words,
    hash_words,
    sentence_spans,
)
from index import MeaningMemory, meaning_of_all


@dataclass(frozen=True, slots=True)
class UnitMeaning:
    """Encodes what units say, and remembers it: a revision of the same copy is half read then.

    ``update`` hears how many sentences are encoded, and of how many.
    """

    memory: MeaningMemory
    update: EncodedSoFar

    @classmethod
    def by(cls, encoder: Encoder, update: EncodedSoFar) -> UnitMeaning:
        """Return what reads units with an encoder, nothing read yet."""
        return cls(MeaningMemory(encoder), update)

    def of(self, units: Sequence[CopyUnit], words: Words) -> Meaning:
        """Return the meaning of units, whose ``words`` are one note each.

        Raises MeaningUnavailable where the model cannot be loaded.
        """
        self.memory.read(words.masked, unit_notes(units, words), update=self.update)
        return meaning_of_all(self.memory, words.masked, self.memory.scale)


def unit_notes(units: Sequence[CopyUnit], words: Words) -> list[Note]:
    """Return units as notes of one unit each, with the unmasked words that ``words`` hold of them.

    What is no copy, and what is approved, is blank; so a sentence around it stays one sentence.
    """
    judged = [judged_text(u.place.text, u.masks, u.left_out, u.values) for u in units]
    whole = hash_words(
        [j.text for j in judged], [j.spans for j in judged], [j.masks for j in judged]
    )
    notes = []
    for number, (unit, text) in enumerate(zip(units, judged, strict=True)):
        gone = _gone(whole, words, number)
        notes.append(_note(text, (*unit.left_out, *gone)))
    return notes


def _gone(whole: Words, words: Words, number: int) -> list[Span]:
    """Return the runs of one note's words that were taken out of it."""
    share = slice(int(whole.bounds[number]), int(whole.bounds[number + 1]))
    kept = words.starts[int(words.bounds[number]) : int(words.bounds[number + 1])]
    starts, stops = whole.starts[share], whole.stops[share]
    out: npt.NDArray[np.bool_] = ~np.isin(starts, kept)
    edges = np.flatnonzero(np.diff(out.astype(np.int8), prepend=0, append=0))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(int(starts[first]), int(stops[stop - 1])) for first, stop in runs]


def _note(judged: JudgedText, blank: Sequence[Span]) -> Note:
    text = judged.text
    for start, stop in blank:
        text = text[:start] + " " * (stop - start) + text[stop:]
    masks = tuple(
        mask
        for mask in judged.masks
        if not any(start < mask.stop and mask.start < stop for start, stop in blank)
    )
    return Note(Message("", text), ((0, len(text)),), masks, False, len(text))


def sentence_pairs(
    said: SaidAlike, units: Sequence[CopyUnit], words: Words, here: int, there: int
) -> tuple[SentencePair, ...]:
    """Return the sentences of two units that say the same, in the order of the first unit's.

    ``words`` are those of all ``units``; ``said`` is told from the side of the unit ``here``.
    """
    mine, theirs = (
        whole_sentences(sentence_spans(text, 0, len(text)), spans_said(words, unit, spans))
        for unit, spans in ((here, said.here), (there, said.there))
        for text in (units[unit].place.text,)
    )
    return tuple(sorted({SentencePair(a, b) for a, b in zip(mine, theirs, strict=True)}))
