"""Inline ignores: ``samenote: ignore REASON`` in a comment of whatever syntax the file has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

from api.copy.source import Source
from api.copy.units import Ignore, Span

Syntax = Literal["markup", "hash", "slashes", "value", "xml"]

#: The words, and what was written in their place; letter case makes no difference.
_WORDS: Final = r"samenote{b}*:{b}*(?:(ignore)(-file)?(\([\w-]*\)|(?![\w-]))(?:{b}|:)*)?"
#: What is meant for us where any text may stand: copy may begin with our name, too.
_MEANT: Final = re.compile(r"samenote\s*:\s*(?:ignor|skip|disabl)", re.IGNORECASE)


def _comment(opening: str, closing: str, blank: str) -> str:
    words = _WORDS.replace("{b}", blank)
    return rf"{opening}{blank}*{words}(.{{0,500}}?)\s*{closing}"


def _either(*comments: tuple[str, str], blank: str = r"\s") -> str:
    return "|".join(_comment(*pair, blank) for pair in comments)


def _compiled(*syntaxes: str) -> re.Pattern[str]:
    return re.compile("|".join(syntaxes), re.DOTALL | re.IGNORECASE)


def _to_the_line_end(opening: str) -> str:
    # Nothing of the next line is a reason.
    return _either((opening, r"(?=[\r\n]|\Z)"), blank=r"[^\S\r\n]")


# HTML, Jinja and Twig, Handlebars, Go, ERB, Liquid, JSX in Markdown.
_MARKUP: Final = _compiled(
    _either(
        ("<!--+", "--+>"),
        (r"\{#[-+]?", r"[-+]?#\}"),
        (r"\{\{~?!--", r"--~?\}\}"),
        (r"\{\{~?!", r"~?\}\}"),
        (r"\{\{-?\s*/\*", r"\*/\s*-?\}\}"),
        ("<%--", "--%>"),
        (r"<%[-_]?\s*#", "[-_]?%>"),
        (r"\{%-?\s*#", r"-?%\}"),
        (r"\{%-?\s*comment\s*-?%\}", r"\{%-?\s*endcomment"),
        (r"\{/\*+", r"\*/\}"),
    )
)
_SYNTAXES: Final[Mapping[Syntax, re.Pattern[str]]] = MappingProxyType(
    {
        "markup": _MARKUP,
        "hash": _compiled(_to_the_line_end(r"(?:^|(?<=\s))#[.:,|~]?")),
        "slashes": _compiled(_either((r"/\*+", r"\*/")), _to_the_line_end("//")),
        # Formats without comments: a note, or a value beside the string, holds the words alone.
        "value": _compiled(_either(('[",;\\t]', '[",;\\t\\r\\n]'))),
        "xml": _compiled(_either(("<!--+", "--+>"), ("<note[^<>]*>", "</note>"))),
    }
)


def is_meant(text: str) -> bool:
    """Say whether a string of a format without comments speaks to samenote, and is no copy."""
    return _MEANT.match(text) is not None


def find_ignores(source: Source, syntax: Syntax, code: Sequence[Span] = ()) -> tuple[Ignore, ...]:
    """Return the ignores of a file, in order; those in ``code`` or back quotes are examples.

    A comment that begins as one does and says something else is among them, not ``understood``.
    """
    if "samenote" not in source.text.lower():
        return ()
    found = _SYNTAXES[syntax].finditer(source.text)
    return tuple(
        _ignore(source, comment)
        for comment in found
        if source.text[comment.start() - 1 : comment.start()] != "`"
        and not any(start <= comment.start() < stop for start, stop in code)
        and (syntax != "value" or is_meant(comment[0][1:].lstrip()))
    )


def _ignore(source: Source, comment: re.Match[str]) -> Ignore:
    # Four groups a syntax; those of the syntax that fits are the ones with a reason, if empty.
    fours = zip(*[iter(comment.groups())] * 4, strict=True)
    verb, whole, rule, said = next(groups for groups in fours if groups[3] is not None)
    line, column = source.position(comment.start())
    end_line, end_column = source.position(comment.end())
    return Ignore(
        line, column, end_line, end_column, " ".join(comment[0].split()),
        " ".join(said.split()) if verb else "", bool(whole),
        (rule or "").strip("()").lower(), understood=bool(verb),
    )  # fmt: skip
