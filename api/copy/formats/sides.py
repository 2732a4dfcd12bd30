"""The two texts of a finding as runs that are shared or differ, cut to what a reader needs.

Which words of ``here`` differ is the check's own answer. For the other text, this module finds the
words that are none of those that ``here`` shares with it; it decides nothing, it only marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.copy.differing import SPACELESS, with_placeholders
from api.copy.findings import CopyFinding
from api.copy.unsaid import unsaid
from api.reports.clean import clean
from dedupe import fold_text

LONGEST: Final = 20_000
"""Code points of a text that are looked at; more of a unit is never shown."""

_CONTEXT: Final = 90  # code points kept on either side of a difference in a long text
_ELLIPSIS: Final = " … "
_DIRECTION_MARKS: Final = dict.fromkeys(map(ord, "\u061c\u200e\u200f"))
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that the other side has too, or has not."""

    text: str
    differs: bool


def here_runs(finding: CopyFinding) -> tuple[Run, ...]:
    """Return the runs of the finding's own text; joined they are its first LONGEST code points."""
    text = finding.here.text[:LONGEST]
    told = finding.others or finding.rule == "sent-as-personal"
    return tuple(_runs(text, finding.differing if told else ()))


def there_runs(finding: CopyFinding) -> tuple[Run, ...]:
    """Return the runs of the closest other text; empty where there is none."""
    if not finding.others:
        return ()
    text = finding.others[0].text[:LONGEST]
    whole = len(finding.here.text) <= LONGEST and len(text) == len(finding.others[0].text)
    # Of a text that is cut, the ends may stand beyond the cut: nothing is said of words then.
    return tuple(_runs(text, _unshared(here_runs(finding), text) if whole else ()))


def rows(finding: CopyFinding) -> tuple[tuple[tuple[Run, ...], tuple[Run, ...]], ...]:
    """Return what stands side by side: both texts, or each sentence beside its like.

    What only one side says has a row of its own, marked as differing, the other side empty.
    """
    if not finding.sentences or not finding.others:
        return ((here_runs(finding), there_runs(finding)),)
    here, there = finding.here.text[:LONGEST], finding.others[0].text[:LONGEST]
    pairs = sorted(finding.sentences, key=lambda pair: pair.here)
    found = [(pair.here, (_said(here, pair.here), _said(there, pair.there))) for pair in pairs]
    own = unsaid(here, [pair.here for pair in pairs])
    found += [(span, (_own(here, span), ())) for span in own]
    theirs = unsaid(there, [pair.there for pair in pairs])
    ordered = [row for _, row in sorted(found, key=lambda each: each[0])]
    both = (*ordered, *(((), _own(there, span)) for span in theirs))
    return tuple(row for row in both if any(run.text for side in row for run in side))


def _said(text: str, span: tuple[int, int]) -> tuple[Run, ...]:
    return (Run(text[slice(*span)], differs=False),)


def _own(text: str, span: tuple[int, int]) -> tuple[Run, ...]:
    return (Run(text[slice(*span)], differs=True),)


def laid_out(runs: Sequence[Run], room: int) -> tuple[Run, ...]:
    """Return the runs cleaned, on one line, with about ``room`` code points of them.

    Where that is less than all, long shared runs are cut in their middle first, so that what
    differs stays; then the end is cut. Every cut shows an ellipsis.
    """
    tidy = [Run(_one_line(run.text), run.differs) for run in runs]
    if sum(len(run.text) for run in tidy) > room:
        last = len(tidy) - 1
        tidy = [
            run if run.differs or (at == 0 and last == 0) else _condensed(run, end=at == last)
            for at, run in enumerate(tidy)
        ]
    return tuple(_within(tidy, room))


def _runs(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Run]:
    at = 0
    for start, stop in sorted(spans):
        first, last = max(at, start), min(stop, len(text))
        if first >= last:
            continue
        if first > at:
            yield Run(text[at:first], differs=False)
        yield Run(text[first:last], differs=True)
        at = last
    if at < len(text):
        yield Run(text[at:], differs=False)


def _unshared(here: Sequence[Run], there: str) -> list[tuple[int, int]]:
    """Return the spans of ``there`` whose words are not among the shared words of ``here``."""
    from rapidfuzz.distance import Indel

    shared = [word for run in here if not run.differs for word, _, _ in _words(run.text)]
    words = list(_words(there))
    if not shared and here:
        return [(0, len(there))]
    spans: list[tuple[int, int]] = []
    before = -1  # the last word that differs
    for edit in Indel.opcodes(shared, [word for word, _, _ in words]):
        if edit.tag != "insert":
            continue
        start, stop = words[edit.dest_start][1], words[edit.dest_end - 1][2]
        if spans and before == edit.dest_start:
            start = spans.pop()[0]
        spans.append((start, stop))
        before = edit.dest_end
    return spans


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield folded words with their spans: a placeholder is one, and so is each character in
    scripts without spaces."""
    import regex

    word = regex.compile(rf"{SPACELESS}|(?:(?!{SPACELESS})[\w\p{{M}}])+")
    for start, stop, placeholder in with_placeholders(text):
        if placeholder:
            yield text[start:stop], start, stop
            continue
        for found in word.finditer(text, start, stop):
            yield fold_text(found[0]), found.start(), found.end()


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", clean(text).translate(_DIRECTION_MARKS))


def _condensed(run: Run, *, end: bool) -> Run:
    if end:
        return Run(_head(run.text), differs=False)
    if len(run.text) <= 2 * _CONTEXT + len(_ELLIPSIS):
        return run
    return Run(_head(run.text) + run.text[-_CONTEXT:].lstrip(), differs=False)


def _head(text: str) -> str:
    return text if len(text) <= _CONTEXT else text[:_CONTEXT].rstrip() + _ELLIPSIS


def _within(runs: Sequence[Run], room: int) -> Iterator[Run]:
    for run in runs:
        if len(run.text) > room:
            yield Run(run.text[: max(0, room - 1)].rstrip() + "…", run.differs)
            return
        if run.text:
            yield run
        room -= len(run.text)
