"""Inline ignores: ``samenote: ignore REASON`` in a comment of whatever syntax the file has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

from api.copy.source import Source
from api.copy.units import Ignore, Span

Syntax = Literal["markup", "hash", "slashes", "value", "xml"]

_WORDS: Final = r"samenote:\s*ignore(-file)?(\([\w-]*\)|(?![\w-]))[:\s]*"


def _comment(opening: str, closing: str) -> str:
    return rf"{opening}\s*{_WORDS}(.{{0,500}}?)\s*{closing}"


def _either(*comments: tuple[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(_comment(*pair) for pair in comments), re.DOTALL)


# HTML, Jinja and Twig, Handlebars, Go, ERB, Liquid, JSX in Markdown.
_MARKUP: Final = _either(
    ("<!--+", "--+>"),
    (r"\{#[-+]?", r"[-+]?#\}"),
    (r"\{\{!--", r"--\}\}"),
    (r"\{\{!", r"\}\}"),
    (r"\{\{-?\s*/\*", r"\*/\s*-?\}\}"),
    ("<%#", "-?%>"),
    (r"\{%-?\s*comment\s*-?%\}", r"\{%-?\s*endcomment"),
    (r"\{/\*", r"\*/\}"),
)
_SYNTAXES: Final[Mapping[Syntax, re.Pattern[str]]] = MappingProxyType(
    {
        "markup": _MARKUP,
        "hash": _either((r"(?:^|(?<=\s))#[.:,|~]?", r"(?=[\r\n]|\Z)")),
        "slashes": _either((r"/\*", r"\*/"), ("//", r"(?=[\r\n]|\Z)")),
        # Formats without comments: a note, or a value beside the string, holds the words alone.
        "value": _either(('[",;\\t]', '[",;\\t\\r\\n]')),
        "xml": _either(("<!--+", "--+>"), ("<note[^<>]*>", "</note>")),
    }
)


def find_ignores(source: Source, syntax: Syntax, code: Sequence[Span] = ()) -> tuple[Ignore, ...]:
    """Return the ignores of a file, in order; those in ``code`` or back quotes are examples."""
    if "samenote:" not in source.text:
        return ()
    found = _SYNTAXES[syntax].finditer(source.text)
    return tuple(
        _ignore(source, comment)
        for comment in found
        if source.text[comment.start() - 1 : comment.start()] != "`"
        and not any(start <= comment.start() < stop for start, stop in code)
    )


def _ignore(source: Source, comment: re.Match[str]) -> Ignore:
    # Three groups a syntax; those of the syntax that fits are the ones with a reason, if empty.
    threes = zip(*[iter(comment.groups())] * 3, strict=True)
    whole, rule, said = next(groups for groups in threes if groups[2] is not None)
    reason = " ".join(said.split())
    line, column = source.position(comment.start())
    end_line, end_column = source.position(comment.end())
    text = " ".join(comment[0].split())
    return Ignore(line, column, end_line, end_column, text, reason, bool(whole), rule.strip("()"))
