"""The evidence for one note's verdict, as places in its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api.judged import JudgedMessages
from api.verdict import Passage, Span
from dedupe import Note, Words, pair_evidence, sentence_spans, words_of


@dataclass(frozen=True, slots=True)
class Beside:
    """A note beside another: likeness of their shingles, and the passages they share."""

    jaccard: float
    containment: float
    passages: tuple[Passage, ...]


class NoteEvidence:
    """Finds places in one note's text; offsets are code points of it."""

    def __init__(self, judged: JudgedMessages, place: int, note: Note) -> None:
        self._judged = judged
        self._place = place
        self._note = note
        self._words = words_of([note])
        self._aside = judged.aside_in(place, self._words.flags)

    def beside(self, other: int, there: Note) -> Beside:
        """Compare the note with another message, set-aside text left out of both."""
        words = words_of([self._note, there])
        split = int(words.bounds[1])
        aside = self._judged.aside_in(other, words.flags[split:])
        pair = pair_evidence(words.without(np.concatenate([self._aside, aside])))
        reach_of = self._judged.verdicts.holders
        return Beside(
            pair.jaccard,
            pair.containment,
            tuple(
                Passage(r.here, r.there, max(1, reach_of(self._place, r.first, r.last)))
                for r in pair.runs
            ),
        )

    def unmasked(self, first: int, stop: int) -> Span:
        """Return where the note's unmasked words [first, stop) stand."""
        places = np.flatnonzero(self._words.flags == 0)
        return int(self._words.starts[places[first]]), int(self._words.stops[places[stop - 1]])

    def rewrite(self, wanted: float) -> tuple[Span, ...]:
        """Return the sentences to write anew for the personal share to reach ``wanted``.

        The sentences that others got most of come first; none where the share is high enough.
        """
        kept = self._words.without(self._aside)
        covered = self._covered(kept)
        counted = kept.flags == 0
        units = kept.units.astype(np.int64) * counted
        own, whole = int(units[~covered].sum()), int(units.sum())
        sentences = self._copied_sentences(kept, units * covered)
        chosen: list[Span] = []
        for gain, span in sorted(sentences, key=lambda s: (-s[0], s[1])):
            if not whole or own >= wanted * whole:
                break
            chosen.append(span)
            own += gain
        return tuple(sorted(chosen))

    def _covered(self, kept: Words) -> npt.NDArray[np.bool_]:
        """Carry the variant's covered words over to this message, unmasked word by word."""
        known = self._judged.covered_unmasked(self._place)
        covered = np.ones(len(kept.flags), np.bool_)
        plain = np.flatnonzero(kept.flags == 0)
        covered[plain[: len(known)]] = known[: len(plain)]
        return covered

    def _copied_sentences(
        self, kept: Words, units: npt.NDArray[np.int64]
    ) -> Iterator[tuple[int, Span]]:
        for start, stop in self._note.spans:
            for span in sentence_spans(self._note.message.text, start, stop):
                inside = (kept.starts >= span[0]) & (kept.stops <= span[1])
                gain = int(units[inside].sum())
                if gain:
                    yield gain, span
