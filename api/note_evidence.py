"""The evidence for verdicts, as places in the notes' texts: passages, set-aside text, rewriting."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from api.judged_call import JudgedCall
from api.said_sentences import sentences_of, spans_said, whole_sentences
from api.verdict import LeftOut, Passage, SaidAlike, Span
from dedupe import (
    Message,
    Words,
    pair_evidences,
    read_again,
    sentence_spans,
    with_carried_masks,
    words_again,
)

#: Why text was set aside.
COMMON = "common"
APPROVED = "approved"

#: One note of the call beside another message.
Pair = tuple[int, int]


class Beside(NamedTuple):
    """A note beside another message: likeness of the shingles, and the passages they share.

    ``reworded`` is None unless they say the same in other words.
    """

    jaccard: float
    containment: float
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
        self._sentences: dict[int, list[Span]] = {}
        self._reached: dict[tuple[int, int, int], int] = {}

    def beside(self, pairs: Sequence[Pair], earlier: Mapping[int, Message]) -> dict[Pair, Beside]:
        """Compare notes (numbers in the call) with messages, set-aside text left out of both.

        ``earlier`` holds the messages of the memory that the pairs name.
        """
        if not pairs:
            return {}
        place = {message: len(self._call.notes) + k for k, message in enumerate(earlier)}
        first = self._call.first
        left = np.array([note for note, _ in pairs], np.int32)
        right = np.array([m - first if m >= first else place[m] for _, m in pairs], np.int32)
        whole, aside = self._all_words(earlier)
        found = pair_evidences(whole.without(aside), left, right)
        beside = {}
        edges = zip(found.bounds, found.bounds[1:], strict=False)
        listed = zip(pairs, right.tolist(), found.jaccard, found.containment, edges, strict=True)
        for pair, there, jaccard, containment, (start, stop) in listed:
            passages = tuple(
                [
                    Passage((a, b), (c, d), self._reach(pair[0], run_first, run_last))
                    for a, b, c, d, run_first, run_last in found.runs[start:stop]
                ]
            )
            said = self._reworded(pair, whole, there, earlier)
            beside[pair] = Beside(jaccard, containment, passages, said)
        return beside

    def _reworded(
        self, pair: Pair, words: Words, there: int, earlier: Mapping[int, Message]
    ) -> Reworded | None:
        """Return how a note and a message, which is note ``there`` of ``words``, say the same."""
        note, other = pair
        if not len(self._call.judgement.reworded):
            return None
        variant = self._call.sendings.variant(other)
        said = self._call.judgement.reworded.between(self._call.rows[note], variant)
        if said is None:
            return None
        first = self._call.first
        mine = self._whole(first + note, earlier, spans_said(words, note, said.here))
        theirs = self._whole(other, earlier, spans_said(words, there, said.there))
        sentences = tuple(
            SaidAlike(here, beside, round(cosine, 4))
            for here, beside, cosine in zip(mine, theirs, said.cosines.tolist(), strict=True)
        )
        return Reworded(round(said.cosine, 4), said.abroad, sentences)

    def _whole(
        self, message: int, earlier: Mapping[int, Message], spans: Sequence[Span]
    ) -> list[Span]:
        """Widen spans of words to the sentences that they stand in, values and full stop too."""
        if message not in self._sentences:
            here = message - self._call.first
            note = self._call.notes[here] if here >= 0 else read_again(earlier[message])
            self._sentences[message] = sentences_of(note)
        return whole_sentences(self._sentences[message], spans)

    def _all_words(self, earlier: Mapping[int, Message]) -> tuple[Words, npt.NDArray[np.bool_]]:
        """Return the words of the notes and of earlier messages after them, and what is aside."""
        call = self._call
        if not earlier:
            return call.words, self._aside
        rows = np.array([call.sendings.variant(message) for message in earlier], np.int32)
        exact = call.known.messages.rows["exact"][list(earlier)]
        there = with_carried_masks(
            words_again(list(earlier.values()), exact), call.judgement.words, rows
        )
        return call.words.joined(there), np.concatenate((self._aside, call.aside_in(there, rows)))

    def set_aside(self, note: int) -> tuple[LeftOut, ...]:
        """Return the stretches of a note that were set aside, and how many people got each."""
        words, call = self._note_words(note), self._call
        found = list(call.quoted[note])
        marked = self._aside_of(note)
        if not marked.any():
            return tuple(found)
        places = np.flatnonzero(words.flags == 0)
        aside = marked[places]
        parts = [(COMMON, aside)]
        if len(call.known.approved):
            approved = call.approved(note)
            parts = [(COMMON, aside & ~approved), (APPROVED, aside & approved)]
        for why, marked in parts:
            for first, stop in _runs(marked):
                span = int(words.starts[places[first]]), int(words.stops[places[stop - 1]])
                reach = call.sendings.reach_of_block(call.rows[note], first, stop)
                found.append(LeftOut(span, why, reach))
        return tuple(sorted(found, key=lambda left: left.span))

    def rewrite(self, note: int, wanted: float) -> tuple[Span, ...]:
        """Return the sentences to write anew for the personal share to reach ``wanted``.

        The sentences that others got most of come first; none where the share is high enough.
        """
        kept = self._kept.one(note)
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

    @cached_property
    def _kept(self) -> Words:
        """The words of the notes that were not set aside."""
        return self._call.words.without(self._aside)

    def _note_words(self, note: int) -> Words:
        return self._call.words.one(note)

    def _aside_of(self, note: int) -> npt.NDArray[np.bool_]:
        bounds = self._call.words.bounds
        return self._aside[int(bounds[note]) : int(bounds[note + 1])]

    def _reach(self, note: int, first: int, last: int) -> int:
        """Return how many others hold a run of a note's words, at least whom it is shared with."""
        run = (note, first, last)
        if run not in self._reached:
            others = self._call.verdicts.holders(self._call.first + note, first, last)
            self._reached[run] = max(1, others)
        return self._reached[run]

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
        starts, stops = kept.starts.tolist(), kept.stops.tolist()
        before = [0, *accumulate(units.tolist())]
        for start, stop in read.spans:
            for span in sentence_spans(read.message.text, start, stop):
                # Words ascend, so those inside the sentence stand side by side.
                gain = before[bisect_right(stops, span[1])] - before[bisect_left(starts, span[0])]
                if gain > 0:
                    yield gain, span


def _runs(marked: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield (first, stop) of each run of marked words."""
    edged = np.zeros(len(marked) + 2, np.bool_)
    edged[1:-1] = marked
    edges = np.flatnonzero(edged[1:] != edged[:-1])
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
