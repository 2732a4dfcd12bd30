"""Quoted text of a call's notes: found by what their readers have already, and taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from api.verdict import LeftOut, Span
from dedupe import Note, Words, normalised_address, words_of
from index import Remembered, earlier_messages, quoted_words

QUOTED = "quoted"


def without_quotes(
    known: Remembered, notes: Sequence[Note], words: Words, people: Sequence[tuple[int, ...]]
) -> tuple[list[Note], Words, list[tuple[LeftOut, ...]]]:
    """Return the notes and words without what they quote, and what each note quotes.

    Quoted is what stands in an earlier message of the note's thread, or that its recipients sent
    or got before.
    """
    nothing: list[tuple[LeftOut, ...]] = [()] * len(notes)
    if not len(known.messages):
        return list(notes), words, nothing
    earlier = earlier_messages(
        known,
        [[p for p in each if p < len(known.messages.people)] for each in people],
        [[normalised_address(to.address) for to in n.message.to if to.address] for n in notes],
        [n.message.thread for n in notes],
    )
    marked = quoted_words(known, words, earlier)
    if not marked.any():
        return list(notes), words, nothing
    kept, quotes = [], []
    for k, note in enumerate(notes):
        first, stop = int(words.bounds[k]), int(words.bounds[k + 1])
        spans = _spans(words, marked, first, stop)
        reach = len(known.messages.audience(earlier[k])) if spans else 0
        kept.append(_without(note, spans))
        quotes.append(tuple(LeftOut(span, QUOTED, reach) for span in spans))
    return kept, words_of(kept), quotes


def _spans(words: Words, marked: npt.NDArray[np.bool_], first: int, stop: int) -> list[Span]:
    """Return the code points of each run of marked words among words [first, stop)."""
    edges = np.diff(np.concatenate(([0], marked[first:stop].astype(np.int8), [0])))
    begins, ends = np.flatnonzero(edges > 0) + first, np.flatnonzero(edges < 0) + first - 1
    return [(int(words.starts[b]), int(words.stops[e])) for b, e in zip(begins, ends, strict=True)]


def _without(note: Note, quoted: Sequence[Span]) -> Note:
    """Return a note whose own words leave out some spans."""
    spans = list(note.spans)
    for start, stop in quoted:
        spans = [
            part
            for a, b in spans
            for part in ((a, min(b, start)), (max(a, stop), b))
            if part[0] < part[1]
        ]
    masks = tuple(
        mask for mask in note.masks if any(a <= mask.start and mask.stop <= b for a, b in spans)
    )
    return replace(note, spans=tuple(spans), masks=masks) if quoted else note
