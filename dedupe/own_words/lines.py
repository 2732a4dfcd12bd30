"""A message as lines with offsets, and which of them carry a quote mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from types import MappingProxyType
from typing import Final

# Direction marks, zero-width characters and soft hyphens: clients put them round addresses, and
# they would hide a colon or a quote mark. Each is deleted from the line as compared only.
_INVISIBLE: Final = MappingProxyType(
    dict.fromkeys(
        (
            *(0x00, 0xAD, 0x34F, 0x61C, 0xFEFF),
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x206A),
        )
    )
)
_HAS_INVISIBLE: Final = re.compile(
    "[\x00\xad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_JOINER: Final = "\u034f"  # the only one of them that counts as printable
_QUOTE_MARKS: Final = (">", "&gt;", "\uff1e")
# "Ann> text": the quoted person's name or initials before the mark, as Usenet readers wrote it.
_NAMED_MARK: Final = re.compile(r"([^\W\d_]{1,15})>(?:\s|$)")
RULE_CHARS: Final = "-_=*~#\u2013\u2014\u2015\u2500\u2501\u2550\u2212+\u00b7. "
RULES: Final = tuple("-_=*~#\u2013\u2014\u2015\u2500\u2501\u2550\u2212+")
COLON_ENDS: Final = (":", "\uff1a", ":*", ":>", ":_", ": *", ":]", ": >")
CONTENT: Final = re.compile("[^\\W_]|[\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one text, all parts but ``text`` and ``filled`` of one length.

    ``starts`` and ``stops`` are offsets of the line with its line end; ``bodies`` the line trimmed
    and without invisible characters; ``quoted`` whether it carries a quote mark.
    ``heads`` and ``tails`` are the first and the last character of each body, "\n" where there is
    none. ``filled`` are the numbers of the lines with text, ascending.
    """

    text: str
    starts: list[int]
    stops: list[int]
    bodies: list[str]
    quoted: list[bool]
    any_quoted: bool
    heads: str
    tails: str
    filled: list[int]

    def next_filled(self, index: int, limit: int = 4) -> int:
        """Return the first line at or after ``index`` with text, within ``limit``; else -1."""
        for i in range(index, min(index + limit, len(self.bodies))):
            if self.bodies[i]:
                return i
        return -1

    def previous_filled(self, index: int, limit: int = 3) -> int:
        """Return the last line at or before ``index`` with text, within ``limit``; else -1."""
        for i in range(index, max(index - limit, -1), -1):
            if self.bodies[i]:
                return i
        return -1


def read_lines(text: str, quoted: Sequence[tuple[int, int]] = ()) -> Lines:
    """Split a text at every line end Unicode knows. ``quoted`` are spans the markup
    named, ascending and apart."""
    raw = text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, raw))]
    stops = starts[1:]
    starts.pop()
    bodies = [line.strip() for line in raw]
    if "\x00" in text or (not text.isascii() and _holds_invisible(bodies)):
        bodies = [line.translate(_INVISIBLE).strip() for line in raw]
    heads = "".join([body[0] if body else "\n" for body in bodies])
    tails = "".join([body[-1] if body else "\n" for body in bodies])
    marks = _marks(heads, bodies)
    if ">" in text:
        _mark_named(bodies, marks)
        _unmark_others(bodies, marks)
    if "|" in text:
        _mark_barred(bodies, marks)
    if quoted:
        _mark_spans(text, starts, stops, marks, quoted)
    filled = list(compress(range(len(bodies)), bodies))
    return Lines(text, starts, stops, bodies, marks, True in marks, heads, tails, filled)


def _holds_invisible(bodies: list[str]) -> bool:
    beyond = "".join([body for body in bodies if not body.isascii()])
    if beyond.isprintable() and _JOINER not in beyond:
        return False  # sooner than the pattern; the others are all unprintable
    return _HAS_INVISIBLE.search(beyond) is not None


def _marks(heads: str, bodies: list[str]) -> list[bool]:
    """Return which lines begin with a quote mark."""
    if "&" in heads or "\uff1e" in heads:
        return [body.startswith(_QUOTE_MARKS) for body in bodies]
    if ">" in heads:
        return [head == ">" for head in heads]
    return [False] * len(bodies)


def _unmark_others(bodies: list[str], marks: list[bool]) -> None:
    """Unmark ">From " (how mbox files guard a line) and, where nothing else is quoted, ">>> "
    (the prompt of Python)."""
    marked = list(compress(range(len(marks)), marks))
    prompts = [i for i in marked if bodies[i].startswith(">>> ")]
    rows = [i for i in marked if bodies[i].startswith(">From ")]
    if prompts and len(prompts) + len(rows) == len(marked):
        rows += prompts
    for i in rows:
        marks[i] = False


def _mark_named(bodies: list[str], marks: list[bool]) -> None:
    """Mark "Ann> text" where the same name stands on at least two lines."""
    found: dict[str, list[int]] = {}
    for i in [i for i, body in enumerate(bodies) if ">" in body and 0 < body.find(">") < 16]:
        if match := _NAMED_MARK.match(bodies[i]):
            found.setdefault(match[1], []).append(i)
    for rows in found.values():
        if len(rows) > 1:
            for i in rows:
                marks[i] = True


def _mark_barred(bodies: list[str], marks: list[bool]) -> None:
    """Mark runs of at least two lines that begin with their only bar, under a line with an address.

    A table has several bars a line, and people bar the output of programs without an address.
    """
    if sum([body[:1] == "|" for body in bodies]) < 2:
        return
    run: list[int] = []
    above = ""
    for i, body in enumerate([*bodies, ""]):
        if body.startswith("|") and body.count("|") == 1:
            run.append(i)
            continue
        if len(run) > 1 and "@" in above:
            for j in run:
                marks[j] = True
        run = []
        above = body or above


def _mark_spans(
    text: str,
    starts: list[int],
    stops: list[int],
    marks: list[bool],
    quoted: Sequence[tuple[int, int]],
) -> None:
    """Mark the lines that lie in one of the spans, but for white space at their ends."""
    at = 0
    for i, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        line = text[start:stop]
        begin, end = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        while at < len(quoted) and quoted[at][1] <= begin:
            at += 1
        if at < len(quoted) and quoted[at][0] <= begin < end <= quoted[at][1]:
            marks[i] = True


def is_rule(body: str) -> bool:
    """Return whether a line is nothing but a drawn rule ("-----", "____")."""
    return len(body) > 1 and body.startswith(RULES) and not body.strip(RULE_CHARS)


def closes_bracket(lines: Lines, end: int) -> bool:
    """Return whether a ">" that begins the line ends an address begun on the line before."""
    before = lines.previous_filled(end - 1)
    rest = lines.bodies[end]
    if before < 0 or lines.quoted[before] or len(rest) > 60 or not rest.endswith(COLON_ENDS):
        return False
    body = lines.bodies[before]
    return body.count("<") > body.count(">") or body.startswith("mailto:")


def join_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
