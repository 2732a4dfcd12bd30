"""The evidence for verdicts, as places in the notes' texts: passages, set-aside text, rewriting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

import numpy as np
import numpy.typing as npt

from api.judged_call import JudgedCall
from api.verdict import LeftOut, Passage, SaidAlike, Span
from dedupe import (
    Note,
    PairEvidence,
    Words,
    pair_evidences,
    said_spans,
    sentence_spans,
    with_carried_masks,
    words_of,
)

#: Why text was set aside.
COMMON = "common"
APPROVED = "approved"

#: One note of the call beside another message.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A note beside another message: what they share word for word, and what both say.

    ``reworded`` is None unless they say the same in other words.
    """

    pair: PairEvidence
    passages: tuple[Passage, ...]
    reworded: Reworded | None


@dataclass(frozen=True, slots=True)
class Reworded:
    """How two notes say the same in other words."""

    cosine: float
    translated: bool
    sentences: tuple[SaidAlike, ...]


class CallEvidence:
    """Finds places in the notes of a call; offsets are code points of their texts."""

    def __init__(self, call: JudgedCall) -> None:
        self._call = call
        self._aside = call.aside

    def beside(self, pairs: Sequence[Pair], earlier: Mapping[int, Note]) -> Iterator[Evidence]:
        """Compare notes (numbers in the call) with messages, set-aside text left out of both.

        ``earlier`` holds the messages of the memory that the pairs name, without their masks.
        """
        call = self._call
        others = list(earlier)
        rows = np.array([call.sendings.variant(message) for message in others], np.int32)
        read = words_of(earlier[message] for message in others)
        there = with_carried_masks(read, call.judgement.words, rows)
        aside = [
            call.aside_in(row, there.flags[first:stop])
            for row, first, stop in zip(
                rows.tolist(), there.bounds[:-1].tolist(), there.bounds[1:].tolist(), strict=True
            )
        ]
        whole = call.words.joined(there)
        words = whole.without(np.concatenate([self._aside, *aside]))
        place = {message: len(call.notes) + k for k, message in enumerate(others)}
        left = np.array([note for note, _ in pairs], np.int32)
        right = np.array(
            [m - call.first if m >= call.first else place[m] for _, m in pairs], np.int32
        )
        found = pair_evidences(words, left, right)
        for (note, other), there_, pair in zip(pairs, right.tolist(), found, strict=True):
            passages = tuple(
                Passage(r.here, r.there, self._reach(note, r.first, r.last)) for r in pair.runs
            )
            yield Evidence(pair, passages, self._reworded(note, other, whole, there_))

    def _reworded(self, note: int, other: int, words: Words, place: int) -> Reworded | None:
        """Return how a note and a message, notes of ``words``, say the same in other words."""
        sendings = self._call.sendings
        said = self._call.judgement.reworded.between(self._call.rows[note], sendings.variant(other))
        if said is None:
            return None
        here, there = _spans(words, note, said.here), _spans(words, place, said.there)
        cosines = [round(float(cosine), 4) for cosine in said.cosines]
        sentences = tuple(starmap(SaidAlike, zip(here, there, cosines, strict=True)))
        return Reworded(round(said.cosine, 4), said.abroad, sentences)

    def set_aside(self, note: int) -> tuple[LeftOut, ...]:
        """Return the stretches of a note that were set aside, and how many people got each."""
        words, call = self._note_words(note), self._call
        places = np.flatnonzero(words.flags == 0)
        aside, approved = self._aside_of(note)[places], call.approved(note)
        found = list(call.quoted[note])
        for why, marked in ((COMMON, aside & ~approved), (APPROVED, aside & approved)):
            for first, stop in _runs(marked):
                span = int(words.starts[places[first]]), int(words.stops[places[stop - 1]])
                reach = call.sendings.reach_of_block(call.rows[note], first, stop)
                found.append(LeftOut(span, why, reach))
        return tuple(sorted(found, key=lambda left: left.span))

    def rewrite(self, note: int, wanted: float) -> tuple[Span, ...]:
        """Return the sentences to write anew for the personal share to reach ``wanted``.

        The sentences that others got most of come first; none where the share is high enough.
        """
        kept = self._note_words(note).without(self._aside_of(note))
        covered = self._covered(note, kept)
        counted = kept.flags == 0
        units = kept.units.astype(np.int64) * counted
        own, whole = int(units[~covered].sum()), int(units.sum())
        if not whole or own >= wanted * whole:
            return ()
        sentences = self._copied_sentences(note, kept, units * covered)
        chosen: list[Span] = []
        for gain, span in sorted(sentences, key=lambda s: (-s[0], s[1])):
            if own >= wanted * whole:
                break
            chosen.append(span)
            own += gain
        return tuple(sorted(chosen))

    def _note_words(self, note: int) -> Words:
        return self._call.words.chosen(np.array([note], np.int64))

    def _aside_of(self, note: int) -> npt.NDArray[np.bool_]:
        bounds = self._call.words.bounds
        return self._aside[int(bounds[note]) : int(bounds[note + 1])]

    def _reach(self, note: int, first: int, last: int) -> int:
        """Return how many others hold a run of a note's words, at least whom it is shared with."""
        return max(1, self._call.verdicts.holders(self._call.first + note, first, last))

    def _covered(self, note: int, kept: Words) -> npt.NDArray[np.bool_]:
        """Carry the variant's covered words over to this message, unmasked word by word."""
        known = self._call.covered_unmasked(self._call.first + note)
        covered = np.ones(len(kept.flags), np.bool_)
        plain = np.flatnonzero(kept.flags == 0)
        covered[plain[: len(known)]] = known[: len(plain)]
        return covered

    def _copied_sentences(
        self, note: int, kept: Words, units: npt.NDArray[np.int64]
    ) -> Iterator[tuple[int, Span]]:
        read = self._call.notes[note]
        for start, stop in read.spans:
            for span in sentence_spans(read.message.text, start, stop):
                inside = (kept.starts >= span[0]) & (kept.stops <= span[1])
                gain = int(units[inside].sum())
                if gain:
                    yield gain, span


def _spans(words: Words, note: int, sentences: npt.NDArray[np.int32]) -> list[Span]:
    """Return the code points of sentences, which are unmasked words [first, stop) of a note."""
    share = slice(int(words.bounds[note]), int(words.bounds[note + 1]))
    plain = words.flags[share] == 0
    return list(said_spans(sentences, words.starts[share][plain], words.stops[share][plain]))


def _runs(marked: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield (first, stop) of each run of marked words."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
