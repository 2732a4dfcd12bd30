"""Evidence that two notes say the same in other words: which sentence says what which said.

A cosine of whole notes cries wolf, since a business writes about the same things all day. Here
sentences are matched one to one, the best way in all; what everybody writes counts less; numbers,
dates and names that differ count against. A pure function of vectors: no model, no text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.encoder import Vectors
from dedupe.language import languages_differ
from dedupe.masks import Mask, MaskKind

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeaningScale:
    """What a model's cosine of sentences is worth: nothing up to ``unrelated``, all at ``same``.

    ``line``: the share of two notes, said alike, from which one is the other reworded. ``abroad``
    is the scale for notes in two languages, whose cosines run lower; None: this one. All belong to
    the model, and to what the tenant writes about: `benchmarks/meaning` measures them, and a
    calibration on own mail may replace them.
    """

    unrelated: float
    same: float
    line: float = 0.5
    abroad: MeaningScale | None = None

    def strength(self, cosines: Reals, background: Reals | float = 0.0) -> Reals:
        """Return 0 to 1; ``background`` is the cosine that such a sentence has with any note."""
        floor = np.minimum(np.maximum(self.unrelated, background), self.same - 0.01)
        made: Reals = np.clip((cosines - floor) / (self.same - floor), 0.0, 1.0)
        return made


#: multilingual-e5-small with the prompt "query: ", bf16 or float32 (benchmarks/meaning).
E5_SCALE = MeaningScale(0.80, 0.96, line=0.4, abroad=MeaningScale(0.78, 0.90, line=0.4))

_PASSED_OVER = frozenset({MaskKind.LINK, MaskKind.ADDRESS})

_LEAST_SCORE = 0.5
_MOST_SCORE = 0.79

#: A pair of sentences weaker than this is no pair (benchmarks/meaning).
_LEAST = 0.05
#: What is left of a pair whose numbers, dates or names contradict each other.
_CONTRADICTED = 0.4


@dataclass(frozen=True, slots=True)
class NoteMeaning:
    """One note, sentence by sentence.

    ``vectors``: shape (n, d), rows of length 1. ``weights``: shape (n,), how much each sentence
    says (its words). ``values``: the folded numbers, dates and names of each sentence.
    ``background``: shape (n,), the cosine that such a sentence has with the tenant's other mail;
    zeros where that is not known. ``language``: by `language_of`, 0 where it is not known.
    """

    vectors: Vectors
    weights: Reals
    values: tuple[frozenset[object], ...]
    background: Reals
    language: int = 0

    @classmethod
    def of(
        cls,
        vectors: Vectors,
        weights: Sequence[float] | Reals,
        values: Sequence[frozenset[object]] | None = None,
        background: Sequence[float] | Reals | None = None,
        language: int = 0,
    ) -> NoteMeaning:
        """Check that all parts speak of the same sentences; ValueError if not."""
        count = len(vectors)
        said: tuple[frozenset[object], ...] = (frozenset(),) * count
        said = said if values is None else tuple(values)
        level = np.zeros(count) if background is None else np.asarray(background, np.float64)
        weighed = np.asarray(weights, np.float64)
        if not len(said) == len(level) == len(weighed) == count:
            raise ValueError("vectors, weights, values and background are of as many sentences")
        return cls(vectors, weighed, said, level, language)


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Sentence ``here`` says what sentence ``there`` said; their cosine, and what that is worth."""

    here: int
    there: int
    cosine: float
    strength: float


@dataclass(frozen=True, slots=True)
class RewordedEvidence:
    """How far two notes say the same.

    ``score``: 0 to 1, the share of both that the other says too, the smaller of the two;
    ``containment``: the share of the first that the second says. ``pairs`` in order of the first
    note. ``contradicted``: places in ``pairs`` whose numbers, dates or names differ. ``abroad``:
    the notes are in two languages.
    """

    score: float
    containment: float
    pairs: tuple[SentencePair, ...]
    contradicted: tuple[int, ...]
    abroad: bool = False


def reworded_evidence(
    here: NoteMeaning, there: NoteMeaning, scale: MeaningScale = E5_SCALE
) -> RewordedEvidence:
    """Match the sentences of two notes one to one (Kuhn 1955), the heaviest pairs together.

    A note of no sentences, or of no weight, gives a score of 0.
    """
    abroad = languages_differ(here.language, there.language)
    scale = scale.abroad or scale if abroad else scale
    if not here.weights.sum() > 0 or not there.weights.sum() > 0:
        return RewordedEvidence(0.0, 0.0, (), (), abroad)
    cosines = np.asarray(here.vectors @ there.vectors.T, np.float64)
    level = np.maximum(here.background[:, None], there.background[None, :])
    strength = scale.strength(cosines, level)
    against = _contradicting(here.values, there.values)
    strength = np.where(against, strength * _CONTRADICTED, strength)
    pairs = _matched(strength, cosines, np.minimum(here.weights[:, None], there.weights[None, :]))
    contradicted = tuple(k for k, pair in enumerate(pairs) if against[pair.here, pair.there])
    first = sum(p.strength * here.weights[p.here] for p in pairs) / here.weights.sum()
    second = sum(p.strength * there.weights[p.there] for p in pairs) / there.weights.sum()
    return RewordedEvidence(float(min(first, second)), float(first), pairs, contradicted, abroad)


def reworded_score(evidence: RewordedEvidence, scale: MeaningScale = E5_SCALE) -> float:
    """Return the public score, 0 below the line and below `EXCERPT_FROM` above it."""
    scale = scale.abroad or scale if evidence.abroad else scale
    if evidence.score < scale.line:
        return 0.0
    over = (evidence.score - scale.line) / (1 - scale.line)
    return _LEAST_SCORE + (_MOST_SCORE - _LEAST_SCORE) * min(over, 1.0)


def values_of(text: str, masks: Sequence[Mask], start: int, stop: int) -> frozenset[str]:
    """Return the numbers that a sentence [start, stop) of a text gives, in plain digits.

    Dates, times and amounts count by their digits, so that "1 March" and "1 березня" agree; those
    of links and addresses do not count. Names do not: in a note to somebody else they differ
    rightly.
    """
    passed_over = [m for m in masks if m.kind in _PASSED_OVER and m.start < stop and m.stop > start]
    found: set[str] = set()
    for run in re.finditer(r"\d+", text[start:stop]):
        at = start + run.start()
        if not any(m.start <= at < m.stop for m in passed_over):
            digits = unicodedata.normalize("NFKC", run.group())
            found.add("".join(str(unicodedata.digit(d)) for d in digits).lstrip("0") or "0")
    return frozenset(found)


def _matched(strength: Reals, cosines: Reals, weights: Reals) -> tuple[SentencePair, ...]:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(strength * weights, maximize=True)
    return tuple(
        SentencePair(int(i), int(j), float(cosines[i, j]), float(strength[i, j]))
        for i, j in zip(rows, columns, strict=True)
        if strength[i, j] >= _LEAST
    )


def _contradicting(
    here: Sequence[frozenset[object]], there: Sequence[frozenset[object]]
) -> npt.NDArray[np.bool_]:
    """Say of each pair of sentences whether both give values and share none."""
    made = np.zeros((len(here), len(there)), np.bool_)
    for i, a in enumerate(here):
        for j, b in enumerate(there):
            made[i, j] = bool(a) and bool(b) and not a & b
    return made
