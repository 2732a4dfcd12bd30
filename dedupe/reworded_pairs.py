"""Which rows of a judgement say the same in other words: every candidate pair, judged.

A cheap bound first, since most pairs fall far below the line (dedupe.reworded_bound).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dedupe.centres import centred
from dedupe.joined_sentences import may_be_together
from dedupe.language import languages_differ
from dedupe.meaning import SAID_ALIKE, Meaning, Reworded, SaidAlike, Spans
from dedupe.meaning_scale import Reals
from dedupe.note_sentences import NoteSentences, sentence_values
from dedupe.ragged import ragged
from dedupe.reworded import (
    NoteMeaning,
    RewordedEvidence,
    reworded_evidence,
    reworded_score,
    strength_at_home,
)
from dedupe.reworded_bound import most_alike
from dedupe.words import UNITS_PER_WORD, Words


def reworded_pairs(
    meaning: Meaning,
    words: Words,
    aside: npt.NDArray[np.bool_],
    related: npt.NDArray[np.int64],
    short: npt.NDArray[np.bool_],
) -> Reworded:
    """Name the pairs of rows that say the same in other words.

    ``aside`` (bool, one a word) says nothing; ``related`` are pairs that are one text by their
    words, as ``left << 32 | right``; ``short`` (bool, one a row) are too short to judge so.
    """
    keys = meaning.left.astype(np.int64) << np.int64(32) | meaning.right
    too_short = short[meaning.left] | short[meaning.right]
    asked = np.flatnonzero(~np.isin(keys, related) & ~too_short)
    rows = _Rows(meaning, words, aside)
    near = rows.may_be_alike(meaning.left[asked], meaning.right[asked])
    found = [
        (int(meaning.left[k]), int(meaning.right[k]), said)
        for k in asked[near].tolist()
        if (said := rows.alike(int(meaning.left[k]), int(meaning.right[k]))) is not None
    ]
    left = np.array([left for left, _, _ in found], np.int32)
    right = np.array([right for _, right, _ in found], np.int32)
    rows_found = np.bincount(np.concatenate((left, right)), minlength=len(words))
    rows_asked = np.bincount(np.concatenate((meaning.left, meaning.right)), minlength=len(words))
    return Reworded(
        left,
        right,
        np.array([said.score for _, _, said in found], np.float32),
        tuple(said for _, _, said in found),
        frozenset(np.flatnonzero(meaning.cut & (2 * rows_found > rows_asked)).tolist()),
    )


class _Rows:
    """Gives what each row says, its set-aside text left out."""

    def __init__(self, meaning: Meaning, words: Words, aside: npt.NDArray[np.bool_]) -> None:
        self._meaning = meaning
        self._weights = _weights(meaning.sentences, words, aside)
        self._made: dict[int, NoteMeaning] = {}

    def may_be_alike(
        self, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.bool_]:
        """Say of each pair whether its sentences can reach the line at all."""
        able = np.zeros(len(left), np.bool_)
        order = np.argsort(left, kind="stable")
        edges = np.flatnonzero(np.diff(left[order], prepend=-1, append=-1))
        for first, stop in pairwise(edges.tolist()):
            pairs = order[first:stop]
            able[pairs] = self._may_reach(int(left[pairs[0]]), right[pairs])
        return able

    def _may_reach(self, left: int, rights: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Say which rows can say the same as one row."""
        languages = self._meaning.sentences.languages
        here, scale = int(languages[left]), self._meaning.scale
        differ = np.array([languages_differ(here, int(languages[r])) for r in rights.tolist()])
        able = np.zeros(len(rights), np.bool_)
        if not differ.all():
            able[~differ] = self._at_home(left, rights[~differ]) >= scale.line
        if differ.any():
            able[differ] = self._abroad(left, rights[differ]) >= scale.line_abroad
            able[differ] |= self._together(left, rights[differ])
        return able

    def _at_home(self, left: int, rights: npt.NDArray[np.int32]) -> Reals:
        """Return what rows in one row's language can have in common with it at most."""
        mine, theirs, bounds = self._places(left, rights)
        vectors, background = self._meaning.vectors, self._meaning.background
        here, there = self._meaning.which[mine], self._meaning.which[theirs]
        strength = strength_at_home(
            np.asarray(vectors[here] @ vectors[there].T, np.float64),
            background[here], background[there], self._meaning.scale,
        )  # fmt: skip
        return most_alike(strength, self._weights[mine], self._weights[theirs], bounds)

    def _abroad(self, left: int, rights: npt.NDArray[np.int32]) -> Reals:
        """Return what rows in another language can have in common with a row at most."""
        scale = self._meaning.scale.abroad
        if scale is None:
            return self._at_home(left, rights)
        mine, theirs, bounds = self._places(left, rights)
        centres, told = scale.centres(), self._meaning.sentences
        here, *there = (
            centred(
                self._meaning.vectors[self._meaning.which[told.bounds[r] : told.bounds[r + 1]]],
                int(told.languages[r]), centres,
            )
            for r in (left, *rights.tolist())
        )  # fmt: skip
        strength = scale.scale.strength(np.asarray(here @ np.concatenate(there).T, np.float64))
        return most_alike(strength, self._weights[mine], self._weights[theirs], bounds)

    def _together(self, left: int, rights: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Say which rows may be one sentence for all of a row, or it for all of theirs."""
        mine, theirs, bounds = self._places(left, rights)
        sums = np.concatenate(([0.0], np.cumsum(self._weights[theirs])))
        return may_be_together(
            mine.stop - mine.start, float(self._weights[mine].sum()),
            np.diff(bounds), sums[bounds[1:]] - sums[bounds[:-1]],
        )  # fmt: skip

    def _places(
        self, left: int, rights: npt.NDArray[np.int32]
    ) -> tuple[slice, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return where a row's sentences are, where those of others are, and bounds of these."""
        told = self._meaning.sentences
        bounds, theirs = ragged(told.bounds[rights], np.diff(told.bounds)[rights])
        return slice(int(told.bounds[left]), int(told.bounds[left + 1])), theirs, bounds

    def alike(self, left: int, right: int) -> SaidAlike | None:
        evidence = reworded_evidence(self._of(left), self._of(right), self._meaning.scale)
        score = reworded_score(evidence, self._meaning.scale)
        return self._said(left, right, evidence, score) if score > 0 else None

    def _of(self, row: int) -> NoteMeaning:
        if row not in self._made:
            told = self._meaning.sentences
            share = slice(int(told.bounds[row]), int(told.bounds[row + 1]))
            which = self._meaning.which[share]
            self._made[row] = NoteMeaning.of(
                self._meaning.vectors[which], self._weights[share],
                [sentence_values(v) for v in told.values[share].tolist()],
                self._meaning.background[which], int(told.languages[row]),
            )  # fmt: skip
        return self._made[row]

    def _said(self, left: int, right: int, evidence: RewordedEvidence, score: float) -> SaidAlike:
        pairs = [pair for pair in evidence.pairs if pair.strength >= SAID_ALIKE]
        here, there = [pair.here for pair in pairs], [pair.there for pair in pairs]
        return SaidAlike(
            score, evidence.score, self._cosine(left, right), evidence.abroad,
            self._spans(left, here), self._spans(right, there),
            np.array([pair.cosine for pair in pairs], np.float32),
        )  # fmt: skip

    def _cosine(self, left: int, right: int) -> float:
        """Return the cosine of the two rows as wholes: of their sentences' weighted means."""
        first, second = (
            note.weights.astype(np.float32) @ note.vectors
            for note in (self._of(left), self._of(right))
        )
        lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
        return float(first @ second) / lengths if lengths else 0.0

    def _spans(self, row: int, places: list[int]) -> Spans:
        told = self._meaning.sentences
        at = int(told.bounds[row]) + np.array(places, np.int64)
        return np.stack((told.firsts[at], told.stops[at]), axis=1)


def _weights(
    sentences: NoteSentences, words: Words, aside: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return how many words of each sentence are left once set-aside text is out."""
    unmasked = np.flatnonzero(words.flags == 0)
    left = (words.units * ~aside)[unmasked] / UNITS_PER_WORD
    sums = np.concatenate(([0.0], np.cumsum(left)))
    first = np.searchsorted(unmasked, words.bounds[:-1])[sentences.notes]
    result: npt.NDArray[np.float64] = sums[first + sentences.stops] - sums[first + sentences.firsts]
    return result
