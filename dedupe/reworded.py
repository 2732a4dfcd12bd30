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

from dedupe.centres import centred
from dedupe.encoder import Vectors
from dedupe.joined_sentences import may_be_together, taken_together
from dedupe.language import languages_differ
from dedupe.masks import Mask, MaskKind
from dedupe.meaning_scale import E5_SCALE, AbroadScale, MeaningScale, Reals

_PASSED_OVER = frozenset({MaskKind.LINK, MaskKind.ADDRESS})

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
    does not count: it was measured in one; and one sentence may be what two or three said.
    """
    abroad = languages_differ(here.language, there.language)
    if not here.weights.sum() > 0 or not there.weights.sum() > 0:
        return RewordedEvidence(0.0, 0.0, (), (), abroad)
    matched = _one_to_one(here, there, scale, abroad)
    if abroad and scale.abroad is not None and _may_be_together(here, there):
        together = _together(here, there, scale.abroad)
        if together.score >= max(scale.abroad.together, matched.score):
            return together
    return matched


def _one_to_one(
    here: NoteMeaning, there: NoteMeaning, scale: MeaningScale, abroad: bool
) -> RewordedEvidence:
    cosines = np.asarray(here.vectors @ there.vectors.T, np.float64)
    against = _contradicting(here.values, there.values)
    strength = _strength(here, there, cosines, scale, abroad)
    strength = np.where(against, strength * _CONTRADICTED, strength)
    pairs = _matched(strength, cosines, np.minimum(here.weights[:, None], there.weights[None, :]))
    contradicted = tuple(k for k, pair in enumerate(pairs) if against[pair.here, pair.there])
    first = sum(p.strength * here.weights[p.here] for p in pairs) / here.weights.sum()
    second = sum(p.strength * there.weights[p.there] for p in pairs) / there.weights.sum()
    return RewordedEvidence(float(min(first, second)), float(first), pairs, contradicted, abroad)


def _may_be_together(here: NoteMeaning, there: NoteMeaning) -> bool:
    counts, lengths = np.array([len(there.vectors)]), np.array([there.weights.sum()])
    return bool(may_be_together(len(here.vectors), float(here.weights.sum()), counts, lengths)[0])


def _together(here: NoteMeaning, there: NoteMeaning, abroad: AbroadScale) -> RewordedEvidence:
    """Hold one sentence against all of the other note; each of its sentences is a pair."""
    centres = abroad.centres()
    first, second = (
        taken_together(centred(n.vectors, n.language, centres), n.weights) for n in (here, there)
    )
    strength = float(abroad.scale.strength(np.array([first @ second], np.float64))[0])
    said, other = (frozenset[object]().union(*n.values) for n in (here, there))
    against = bool(said and other and not said & other)
    strength *= _CONTRADICTED if against else 1.0
    cosine = float(
        taken_together(here.vectors, here.weights) @ taken_together(there.vectors, there.weights)
    )
    pairs = tuple(
        SentencePair(i, j, cosine, strength)
        for i in range(len(here.vectors))
        for j in range(len(there.vectors))
    )
    contradicted = tuple(range(len(pairs))) if against else ()
    return RewordedEvidence(strength, strength, pairs, contradicted, True)


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
