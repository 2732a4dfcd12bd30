"""What a judge got right: recall, false alarms, relation, marked words, area under the curve.

Every share comes with its interval: recall and the like with Wilson's 95 % interval, false alarms
with the exact one-sided 95 % upper bound (Clopper and Pearson; 3/n where none was raised).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.quality.judges import Judgement, Match
from benchmarks.quality.notes import LabelledNote

_Z = 1.959964  # the normal distribution's .975 quantile


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`, as a share with its interval."""

    hits: float
    total: int

    @property
    def value(self) -> float:
        return self.hits / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval (Wilson 1927)."""
        return wilson(self.hits, self.total)

    @property
    def upper(self) -> float:
        """The exact one-sided 95 % upper bound."""
        return upper_bound(round(self.hits), self.total)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One note judged. For a copy: was the original found, rightly named, its words marked.

    `wrong` counts history notes named that are neither truth nor kin; for an honest note any is a
    false alarm. `marked` is the share of truly shared characters in the judge's shared spans, None
    where either is unknown. `score` is to the truth for a copy, the highest for an honest note.
    """

    note: LabelledNote
    found: bool
    named: bool | None
    wrong: int
    score: float
    marked: float | None
    relation: str = "none"


def outcome(note: LabelledNote, answer: Judgement) -> Outcome:
    """Compare an answer with the truth."""
    true = [m for m in answer.matches if m.id in note.truths]
    right = {*note.truths, *note.kin}
    wrong = sum(1 for m in answer.matches if m.id not in right)
    if not note.truths:
        return Outcome(note, False, None, wrong, answer.score, None)
    if not true:
        return Outcome(note, False, None, wrong, 0.0, None)
    best = min(true, key=lambda m: note.truths.index(m.id))
    named = None if best.relation is None else best.relation in note.relations
    relation = best.relation or "none"
    return Outcome(note, True, named, wrong, best.score, _marked(note, best), relation)


def _marked(note: LabelledNote, match: Match) -> float | None:
    if note.shared is None or match.shared is None or match.id != note.truths[0]:
        return None
    truly = {i for start, stop in note.shared for i in range(start, stop) if _counts(note.text[i])}
    said = {i for start, stop in match.shared for i in range(start, stop)}
    return len(truly & said) / len(truly) if truly else None


def _counts(character: str) -> bool:
    return character.isalnum()


def recall(outcomes: Sequence[Outcome]) -> Share:
    """Copies whose original was found."""
    return Share(sum(o.found for o in outcomes), len(outcomes))


def rightly_named(outcomes: Sequence[Outcome]) -> Share:
    """Copies found and given a relation that is right, of all; empty for judges without names."""
    if all(o.named is None for o in outcomes):
        return Share(0, 0)
    return Share(sum(o.named is True for o in outcomes), len(outcomes))


def marked(outcomes: Sequence[Outcome]) -> Share:
    """The mean share of truly shared letters that the judge marked, over found copies."""
    shares = [o.marked for o in outcomes if o.marked is not None]
    return Share(sum(shares), len(shares))


def false_alarms(outcomes: Sequence[Outcome]) -> Share:
    """Honest notes with any match."""
    return Share(sum(o.wrong > 0 for o in outcomes), len(outcomes))


def grouped(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    """The outcomes by key, keys in order of first appearance."""
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(key(one), []).append(one)
    return groups


def wilson(hits: float, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share; (0, 1) where nothing was tried."""
    if not total:
        return 0.0, 1.0
    share, square = hits / total, _Z * _Z
    middle = share + square / (2 * total)
    spread = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    scale = 1 + square / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def upper_bound(hits: int, total: int, confidence: float = 0.95) -> float:
    """The exact one-sided upper bound of a share (Clopper and Pearson 1934), by bisection."""
    if not total or hits >= total:
        return 1.0
    low, high = hits / total, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(hits, total, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(hits: int, total: int, chance: float) -> float:
    """The binomial probability of at most `hits`."""
    if chance <= 0:
        return 1.0
    if chance >= 1:
        return float(hits >= total)
    logs = (
        math.lgamma(total + 1)
        - math.lgamma(k + 1)
        - math.lgamma(total - k + 1)
        + k * math.log(chance)
        + (total - k) * math.log1p(-chance)
        for k in range(hits + 1)
    )
    return min(1.0, math.fsum(math.exp(x) for x in logs))


def area_under_curve(copies: Sequence[float], honest: Sequence[float]) -> float:
    """The chance that a copy scores above an honest note, ties counting half (Hanley 1982)."""
    if not copies or not honest:
        return math.nan
    ordered = sorted([(s, 1) for s in copies] + [(s, 0) for s in honest])
    below, total, at = 0, 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end][0] == ordered[at][0]:
            end += 1
        ours = sum(kind for _, kind in ordered[at:end])
        theirs = end - at - ours
        total += ours * (below + theirs / 2)
        below += theirs
        at = end
    return total / (len(copies) * len(honest))
