"""A note's text with its marks: what others got, what is known to repeat, what is its own.

Colour where there is colour; without it, brackets: shared words in [ ], sentences that others got
in other words in < >, set-aside text in { }.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from rich.text import Text

from api.brief_passages import brief_passages
from api.reports.clean import clean
from api.verdict import Span, Verdict
from dedupe import Message, OwnWords, fold_text, own_words

_LONGEST: Final = 20_000  # code points; more is never shown


class Mark(StrEnum):
    """What a stretch of a checked note is."""

    OWN = "own"
    SLOT = "slot"
    SHARED = "shared"
    REWORDED = "reworded"
    SET_ASIDE = "set_aside"
    NOT_OWN_WORDS = "not_own_words"


_STYLES: Final = {
    Mark.OWN: "bold green",
    Mark.SLOT: "",
    Mark.SHARED: "yellow underline",
    Mark.REWORDED: "magenta underline",
    Mark.SET_ASIDE: "dim",
    Mark.NOT_OWN_WORDS: "dim italic",
}
_BRACKETS: Final = {
    Mark.SHARED: ("[", "]"),
    Mark.REWORDED: ("<", ">"),
    Mark.SET_ASIDE: ("{", "}"),
}
_MEANINGS: Final = {
    Mark.SHARED: "others got it too",
    Mark.REWORDED: "others got it in other words",
    Mark.SET_ASIDE: "known to repeat, not judged",
    Mark.OWN: "this note's own",
}
# One shared word between words of a note's own tells nothing, and its marks get in the way.
_FEWEST_WORDS: Final = 2
# They only help the text beside them, and not every terminal takes them in.
_DIRECTION_MARKS: Final = dict.fromkeys(map(ord, "\u061c\u200e\u200f"))


@dataclass(frozen=True, slots=True)
class MarkedNote:
    """A note's text as shown, and which marks stand in it."""

    text: Text
    marks: frozenset[Mark]


def marked_note(
    message: Message,
    verdict: Verdict,
    shared: Iterable[Span],
    reworded: Iterable[Span] = (),
    *,
    colour: bool,
) -> MarkedNote:
    """Return a note's text, marked; what its sender did not write for it is only named.

    ``shared`` are words that others got, ``reworded`` sentences that they got in other words.
    """
    text = message.text[:_LONGEST]
    own = own_words(message.text, quoted=message.quoted, sender_name=message.sender_name)
    marks = _marks(text, verdict, shared, reworded, own)
    said = Text("")
    for start, stop, mark in _runs(marks):
        if mark is Mark.NOT_OWN_WORDS:
            said.append(f"({_kinds(own, start, stop)}: not judged)\n", _STYLES[mark])
        else:
            _append(said, text[start:stop], mark, colour)
    if len(message.text) > len(text):
        said.append(" …")
    said.rstrip()
    return MarkedNote(said, frozenset(marks))


def legend(marks: frozenset[Mark], *, colour: bool) -> Text:
    """Return what the marks mean, in one line; empty where nothing but own words is marked."""
    said = Text("")
    for mark, meaning in _MEANINGS.items():
        if mark not in marks or (mark is Mark.OWN and not said):
            continue
        before, after = ("", "") if colour else _BRACKETS.get(mark, ("unmarked: ", ""))
        said.append("   " if said else "")
        said.append(f"{before}{meaning}{after}", _STYLES[mark] if colour else "")
    return said


def safe(text: str) -> str:
    """Return text that a terminal shows and does not obey."""
    return clean(text).translate(_DIRECTION_MARKS).replace("\t", " ")


def _marks(
    text: str, verdict: Verdict, shared: Iterable[Span], reworded: Iterable[Span], own: OwnWords
) -> list[Mark]:
    """Return a mark for every code point."""
    marks = [Mark.OWN] * len(text)
    sentences = list(reworded)
    _set(marks, sentences, Mark.REWORDED)
    _set(marks, shared, Mark.SHARED)
    _join(marks, text)
    runs = [(start, stop) for start, stop, mark in _runs(marks) if mark is Mark.SHARED]
    _set(marks, brief_passages(text, runs, sentences), Mark.REWORDED)
    _set(marks, [mask.span for mask in verdict.masked], Mark.SLOT, only=Mark.OWN)
    _set(marks, [aside.span for aside in verdict.set_aside], Mark.SET_ASIDE)
    _set(marks, [(part.start, part.stop) for part in own.removed], Mark.NOT_OWN_WORDS)
    for start, stop, mark in list(_runs(marks)):
        if mark is Mark.SHARED and len(fold_text(text[start:stop]).split()) < _FEWEST_WORDS:
            _set(marks, [(start, stop)], Mark.SLOT)
    return marks


def _kinds(own: OwnWords, start: int, stop: int) -> str:
    kinds = {p.kind.value for p in own.removed if p.start < stop and p.stop > start}
    return ", ".join(sorted(kinds))


def _append(said: Text, piece: str, mark: Mark, colour: bool) -> None:
    if colour or mark not in _BRACKETS:
        said.append(safe(piece), _STYLES[mark] if colour else "")
    else:
        before, after = _BRACKETS[mark]
        inner = piece.strip()
        first = len(piece) - len(piece.lstrip())
        blanks = safe(piece[:first]), safe(piece[first + len(inner) :])
        said.append(f"{blanks[0]}{before}{safe(inner)}{after}{blanks[1]}" if inner else safe(piece))


def _set(marks: list[Mark], spans: Iterable[Span], mark: Mark, *, only: Mark | None = None) -> None:
    for start, stop in spans:
        for place in range(start, min(stop, len(marks))):
            if only is None or marks[place] is only:
                marks[place] = mark


def _join(marks: list[Mark], text: str) -> None:
    """Mark what stands between shared words and holds no word itself."""
    before = 0
    for start, stop, mark in list(_runs(marks)):
        if mark is Mark.SHARED:
            if before and not any(letter.isalnum() for letter in text[before:start]):
                _set(marks, [(before, start)], Mark.SHARED)
            before = stop


def _runs(marks: list[Mark]) -> Iterator[tuple[int, int, Mark]]:
    start = 0
    for mark, run in groupby(marks):
        stop = start + sum(1 for _ in run)
        yield start, stop, mark
        start = stop
