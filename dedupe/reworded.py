"""Evidence that two notes say the same in other words: which sentence says what which said.

A cosine of whole notes cries wolf, since a business writes about the same things all day. Here
sentences are matched one to one, the best way in all; what everybody writes counts less; numbers,
dates and names that differ count against. A pure function of vectors: no model, no text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np
import numpy.typing as npt

from dedupe.centres import LanguageCentres, centred, e5_centres
from dedupe.encoder import Vectors
from dedupe.language import languages_differ
from dedupe.masks import Mask, MaskKind

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeaningScale:
    """What a model's cosine of sentences is worth: nothing up to a floor, all at ``same``.

    The floor is what the two sentences have in common with anything (``background``), at least
    ``least``; ``unrelated`` where that is not known. ``line``: the share of two notes, said alike,
    from which one is the other in other words. ``even`` and ``steepness`` make the public score of
    a share: half of what has the share ``even`` is a copy, if there are ten honest notes to one
    copy. ``abroad`` is for notes in two languages; None: as for one.

    All belong to the model and to what a tenant writes about: `benchmarks/meaning` measures them,
    a calibration on own mail may replace them.
    """

    unrelated: float
    same: float
    least: float = 0.0
    line: float = 0.68
    even: float = 0.68
    steepness: float = 25.0
    abroad: AbroadScale | None = None

    @property
    def line_abroad(self) -> float:
        """The line for notes in two languages."""
        return self.line if self.abroad is None else self.abroad.scale.line

    def with_lines(self, line: float, abroad: float) -> MeaningScale:
        """Return the scale with other lines, ``abroad`` for notes in two languages."""
        other = self.abroad
        if other is not None:
            other = replace(other, scale=replace(other.scale, line=abroad))
        return replace(self, line=line, abroad=other)

    def strength(self, cosines: Reals, background: Reals | float = 0.0) -> Reals:
        """Return 0 to 1; ``background`` is the cosine with any note, 0 where it is not known.

        The root lets a pair that is plainly alike count nearly as much as an equal one: of a note
        in other words every sentence is fairly near, of an honest one a few are very near.
        """
        level = np.asarray(background, np.float64)
        floor = np.where(level > 0, np.maximum(level, self.least), self.unrelated)
        floor = np.minimum(floor, self.same - 0.01)
        made: Reals = np.sqrt(np.clip((cosines - floor) / (self.same - floor), 0.0, 1.0))
        return made

    def score(self, share: float) -> float:
        """Return the public score of a share of two notes: 0 below the line, below .80 above it."""
        if share < self.line:
            return 0.0
        likely = 1 / (1 + exp(self.steepness * (self.even - share)))
        return min(_SURE, likely) + (_MOST_SCORE - _SURE) * share


@dataclass(frozen=True, slots=True)
class AbroadScale:
    """A scale for cosines that are measured from the centre of each language (`centred`)."""

    scale: MeaningScale
    centres: Callable[[], LanguageCentres]


#: multilingual-e5-small with the prompt "query: ", bf16 or float32 (benchmarks/meaning).
E5_SCALE = MeaningScale(
    unrelated=0.83,
    same=0.96,
    least=0.80,
    abroad=AbroadScale(
        MeaningScale(unrelated=0.20, same=0.80, line=0.65, even=0.65, steepness=35.0), e5_centres
    ),
)

_PASSED_OVER = frozenset({MaskKind.LINK, MaskKind.ADDRESS})

#: `excerpt` begins at .80: a note in other words never counts as much.
_MOST_SCORE = 0.79
#: From here on the share alone tells, so that of several the nearest is first.
_SURE = 0.77
#: A pair of sentences weaker than this is no pair (benchmarks/meaning).
_LEAST = 0.2
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

    ``score``: 0 to 1, the share of both that the other says too, the smaller of the two (see
    `reworded_score` for the public score);
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

    A note of no sentences, or of no weight, gives a score of 0. In two languages the background
    does not count: it was measured in one.
    """
    abroad = languages_differ(here.language, there.language)
    if not here.weights.sum() > 0 or not there.weights.sum() > 0:
        return RewordedEvidence(0.0, 0.0, (), (), abroad)
    cosines = np.asarray(here.vectors @ there.vectors.T, np.float64)
    against = _contradicting(here.values, there.values)
    strength = _strength(here, there, cosines, scale, abroad)
    strength = np.where(against, strength * _CONTRADICTED, strength)
    pairs = _matched(strength, cosines, np.minimum(here.weights[:, None], there.weights[None, :]))
    contradicted = tuple(k for k, pair in enumerate(pairs) if against[pair.here, pair.there])
    first = sum(p.strength * here.weights[p.here] for p in pairs) / here.weights.sum()
    second = sum(p.strength * there.weights[p.there] for p in pairs) / there.weights.sum()
    return RewordedEvidence(float(min(first, second)), float(first), pairs, contradicted, abroad)


def reworded_score(evidence: RewordedEvidence, scale: MeaningScale = E5_SCALE) -> float:
    """Return the public score of evidence: 0 where it is none, else above 0 and below .80.

    Of pairs scored s among 1 copy to 10 honest notes about s are copies.
    """
    if evidence.abroad and scale.abroad is not None:
        return scale.abroad.scale.score(evidence.score)
    return scale.score(evidence.score)


def strength_at_home(cosines: Reals, here: Reals, there: Reals, scale: MeaningScale) -> Reals:
    """Return what pairs of sentences in one language are worth, shape (n, m).

    ``here``, shape (n,), and ``there``, shape (m,), are their backgrounds.
    """
    levels = here[:, None], there[None, :]
    both = (levels[0] > 0) & (levels[1] > 0)
    return scale.strength(cosines, np.where(both, (levels[0] + levels[1]) / 2, 0.0))


def _strength(
    here: NoteMeaning, there: NoteMeaning, cosines: Reals, scale: MeaningScale, abroad: bool
) -> Reals:
    """Return what each pair of sentences is worth, by the scale for their languages."""
    if abroad and scale.abroad is not None:
        centres = scale.abroad.centres()
        rows, columns = (centred(n.vectors, n.language, centres) for n in (here, there))
        return scale.abroad.scale.strength(np.asarray(rows @ columns.T, np.float64))
    return strength_at_home(cosines, here.background, there.background, scale)


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
