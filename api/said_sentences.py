"""Whole sentences of a note's text, for words of it that say what another note says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from api.verdict import Span
from dedupe import Note, Words, said_spans, sentence_spans


def sentences_of(note: Note) -> list[Span]:
    """Return the code points of the sentences of a note's own words, in order."""
    text = note.message.text
    return [span for start, stop in note.spans for span in sentence_spans(text, start, stop)]


def spans_said(words: Words, note: int, said: npt.NDArray[np.int32]) -> list[Span]:
    """Return the code points of unmasked words [first, stop) of one note of a batch."""
    share = slice(int(words.bounds[note]), int(words.bounds[note + 1]))
    plain = words.flags[share] == 0
    return list(said_spans(said, words.starts[share][plain], words.stops[share][plain]))


def whole_sentences(sentences: Sequence[Span], spans: Iterable[Span]) -> list[Span]:
    """Widen each span to the sentences that it touches: their values and full stops too."""
    widened = []
    for start, stop in spans:
        touched = [s for s in sentences if s[0] < stop and start < s[1]]
        first = min([start, *(a for a, _ in touched)])
        widened.append((first, max([stop, *(b for _, b in touched)])))
    return widened
