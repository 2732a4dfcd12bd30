"""Copy units: what a reader of a file hands on, before anything is judged."""

from __future__ import annotations

from dataclasses import dataclass

from api.copy.findings import CopyPlace, SkippedCopy

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CopyUnit:
    """One piece of copy, as one person reads it at once: a paragraph, a button, a string.

    Spans are code points [start, stop) of ``place.text``, ascending and disjoint: ``masks`` hold
    placeholders (their values change per recipient), ``left_out`` what is shown but is no copy
    (inline code, markup inside a string), ``values`` what is known by its shape to change from
    one text to the next (dates, amounts, names in greetings). In a locale file ``locale`` is the
    language of the text, and units of one ``catalogue`` with one ``place.key`` are translations.
    ``source`` is the source text that the file itself gives beside a translation; ``echo`` marks
    that source text where it stands as a unit of its own.
    """

    place: CopyPlace
    masks: tuple[Span, ...] = ()
    left_out: tuple[Span, ...] = ()
    values: tuple[Span, ...] = ()
    locale: str = ""
    catalogue: str = ""
    source: str = ""
    echo: bool = False


@dataclass(frozen=True, slots=True)
class Ignore:
    """An inline comment that lets one unit (or, with ``whole_file``, all of a file) repeat.

    The span counts code points of the file. An empty ``reason`` lets nothing pass. ``rule`` is the
    one that it speaks of, empty for all. ``understood`` is false for a comment that speaks to
    samenote and says nothing that it knows.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    reason: str
    whole_file: bool
    rule: str = ""
    understood: bool = True


@dataclass(frozen=True, slots=True)
class CopyFile:
    """One file, read: its units in order of place, its ignores, and what could not be read."""

    path: str
    units: tuple[CopyUnit, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    skipped: tuple[SkippedCopy, ...] = ()
