"""Strings for translation: from an entry of any locale file to its copy unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from api.copy.findings import Kind
from api.copy.source import Source
from api.copy.units import CopyUnit, Span

#: Placeholders inside strings: of Rails, ICU, i18next, gettext, printf, Apple and Android.
_PLACEHOLDER: Final = re.compile(
    r"\{\{\{?.{1,200}?\}\}\}?|%\{[\w.]{1,60}\}|%\([\w.]{1,60}\)[sdif]|[$#]\{[^{}\n]{1,120}\}"
    r"|\$t\([^()\n]{1,80}\)|\{\s*[\w.\-]{0,60}\s*(?:,\s*(?!plural|select)[^{}\n]{1,80})?\}"
    r"|%(?:\d{1,2}\$)?[-+ 0#]{0,3}\d{0,3}(?:\.\d{1,2})?(?:l{0,2}[diuxXfFeEgGcsS@]|h?[du])\b|%@|%%"
    r"|\[\[[\w.: -]{1,60}\]\]|\*\|[\w:.-]{1,60}\|\*|<%=.{1,200}?%>|__\w{1,40}__",
    re.DOTALL,
)
#: What is shown by no client as text: tags, character references, the frame of ICU plurals.
_MARKUP: Final = re.compile(
    r"</?[A-Za-z][^<>]{0,2000}>|</?\d{1,2}/?>|<!--.{0,2000}?-->|&(?:#?\w{1,10});"
    r"|\{\s*\w{1,60}\s*,\s*(?:plural|select|selectordinal)\s*,|(?:=\d{1,3}|\w{1,20})\s*\{(?=[^{}]*\})",
    re.DOTALL,
)
_INK: Final = re.compile(r"\w")

# What the last part of a key says of its string.
_KINDS: Final[tuple[tuple[re.Pattern[str], Kind], ...]] = (
    (re.compile(r"subject", re.IGNORECASE), "subject"),
    (re.compile(r"pre_?-?header|preview_?text", re.IGNORECASE), "preheader"),
    (re.compile(r"(?:^|[_.-])(?:title|heading|headline)\b", re.IGNORECASE), "heading"),
    (re.compile(r"(?:^|[_.-])(?:button|btn|cta|action)\b", re.IGNORECASE), "button"),
    (re.compile(r"(?:^|[_.-])alt\b", re.IGNORECASE), "alt"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One string of a locale file: code points [start, stop) of the file hold it.

    ``text`` is its value, escapes resolved; ``key`` names it across languages.
    """

    key: str
    text: str
    start: int
    stop: int


def string_unit(
    source: Source,
    entry: Entry,
    locale: str,
    catalogue: str,
    *,
    given: str = "",
    echo: bool = False,
) -> CopyUnit | None:
    """Return the unit of a string; None where it holds no letter or digit.

    ``given`` is the source text beside a translation, ``echo`` marks such a text itself.
    """
    text = " ".join(entry.text.split())
    if not _INK.search(text):
        return None
    place = source.place(entry.start, entry.stop, _kind(entry.key), text, entry.key)
    masks = (
        tuple(m.span() for m in _PLACEHOLDER.finditer(text)) if "%" in text or _held(text) else ()
    )
    return CopyUnit(
        place, masks, _left_out(text, masks), (), locale, catalogue, " ".join(given.split()), echo
    )


def _held(text: str) -> bool:
    return any(mark in text for mark in ("{", "[[", "*|", "$t(", "__"))


def _left_out(text: str, masks: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans of markup that is in no placeholder."""
    if not any(mark in text for mark in "<&{"):
        return ()
    return tuple(
        mark.span()
        for mark in _MARKUP.finditer(text)
        if not any(a < mark.end() and mark.start() < b for a, b in masks)
    )


def _kind(key: str) -> Kind:
    last = key.rpartition(".")[2]
    return next((kind for pattern, kind in _KINDS if pattern.search(last)), "string")
