"""A note as the page shows it: every stretch of its text with what it is, and how many got it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from api.brief_passages import brief_passages
from api.reports.clean import clean
from api.verdict import Span, Verdict
from dedupe import Message, fold_text, own_words

#: Code points of a note that are shown.
MOST_SHOWN: Final = 20_000
#: The least reach of each of the four strengths of colour.
HEATS: Final = (1, 3, 10, 100)
# One shared word between words of a note's own tells nothing, and its mark gets in the way.
_FEWEST_WORDS: Final = 2
#: What a stretch begins with where a value before it was cut off.
_LEADING: Final = " ,.;:!?，。；：！？،؛؟"

OWN, SHARED, SLOT, ASIDE, NOT_OWN = "own", "shared", "slot", "aside", "not-own"
#: A sentence that others got in other words.
REWORDED = "reworded"
#: Neither here nor there: punctuation, or one shared word by itself.
PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. ``reach`` other people got it; ``heat`` is 1 to 4 by reach, else 0."""

    text: str
    kind: str
    reach: int
    heat: int


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note's runs, whether its end is left out, and the stretches that are its own."""

    runs: tuple[Run, ...]
    cut: bool
    own: tuple[str, ...]


def note_view(
    message: Message,
    verdict: Verdict | None,
    shared: Iterable[tuple[Span, int]],
    reworded: Iterable[Span] = (),
) -> NoteView:
    """Return a note marked. ``shared`` are places that others got, each with how many did;
    ``reworded`` sentences that they got in other words.
    """
    text = message.text[:MOST_SHOWN]
    marks = _marks(message, text, verdict, shared, reworded)
    runs = []
    for (kind, reach), start, stop in _stretches(marks):
        heat = sum(reach >= least for least in HEATS) if kind == SHARED else 0
        runs.append(Run(clean(text[start:stop]), kind, reach if kind == SHARED else 0, heat))
    own = [" ".join(run.text.split()).lstrip(_LEADING) for run in runs if run.kind == OWN]
    told = tuple(said for said in own if len(fold_text(said).split()) >= 3)
    return NoteView(tuple(runs), len(message.text) > len(text), told)


def heat_of(reach: int) -> int:
    """Return the strength of colour for so many people, 1 to 4."""
    return max(1, sum(reach >= least for least in HEATS))


Marks = list[tuple[str, int]]


def _marks(
    message: Message,
    text: str,
    verdict: Verdict | None,
    shared: Iterable[tuple[Span, int]],
    reworded: Iterable[Span],
) -> Marks:
    """Return what every code point is, and how many others got it."""
    marks: Marks = [(OWN, 0)] * len(text)
    sentences = list(reworded)
    for start, stop in sentences:
        _fill(marks, start, stop, REWORDED)
    for (start, stop), reach in shared:
        for place in range(start, min(stop, len(marks))):
            marks[place] = (SHARED, max(reach, marks[place][1]))
    _join(marks, text)
    runs = [(a, b) for (kind, _), a, b in _stretches(marks, by_kind=True) if kind == SHARED]
    for start, stop in brief_passages(text, runs, sentences):
        _fill(marks, start, stop, REWORDED)
    if verdict is not None:
        _mark_verdict(marks, verdict)
    own = own_words(message.text, quoted=message.quoted, sender_name=message.sender_name)
    for part in own.removed:
        _fill(marks, part.start, part.stop, NOT_OWN)
    for (kind, _), start, stop in list(_stretches(marks, by_kind=True)):
        words = len(fold_text(text[start:stop]).split())
        if (kind == SHARED and words < _FEWEST_WORDS) or (kind == OWN and not words):
            _fill(marks, start, stop, PLAIN)
    return marks


def _mark_verdict(marks: Marks, verdict: Verdict) -> None:
    """Mark what a verdict says is masked or set aside."""
    for start, stop in [mask.span for mask in verdict.masked]:
        for place in range(start, min(stop, len(marks))):
            if marks[place][0] == OWN:
                marks[place] = (SLOT, 0)
    for start, stop in [aside.span for aside in verdict.set_aside]:
        _fill(marks, start, stop, ASIDE)


def _fill(marks: Marks, start: int, stop: int, kind: str) -> None:
    for place in range(start, min(stop, len(marks))):
        marks[place] = (kind, 0)


def _join(marks: Marks, text: str) -> None:
    """Mark what stands between shared words and holds no word itself."""
    before, reach = 0, 0
    for (kind, many), start, stop in list(_stretches(marks)):
        if kind != SHARED:
            continue
        if before and not any(letter.isalnum() for letter in text[before:start]):
            for place in range(before, start):
                marks[place] = (SHARED, min(reach, many))
        before, reach = stop, many


def _stretches(
    marks: Marks, *, by_kind: bool = False
) -> Iterator[tuple[tuple[str, int], int, int]]:
    start = 0
    for mark, run in groupby(marks, key=lambda m: (m[0], 0) if by_kind else m):
        stop = start + sum(1 for _ in run)
        yield mark, start, stop
        start = stop
