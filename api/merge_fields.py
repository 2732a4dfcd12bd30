"""A template's placeholders: which marks stand for which column, and what is done to the value.

Known are ``{{name}}``, ``{{{name}}}``, ``%(name)s``, ``*|NAME|*``, ``<<Name>>``, ``«Name»``,
``{name}`` and ``[Name]``, in ``{{ }}`` with filters. A name is a column's whatever its letter case,
spaces, underscores, hyphens and dots. Conditionals and loops are not filled in but an error: the
rendered notes can be checked as CSV or JSONL instead.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from api.merge_filters import Filter, read_filters
from dedupe import CannotJudgeError, names_a_field


class Style(Enum):
    """How a placeholder is marked."""

    DOUBLE = "{{}}"
    PERCENT = "%()s"
    STARS = "*||*"
    ANGLES = "<<>>"
    QUOTES = "«»"
    BRACE = "{}"
    SQUARE = "[]"


#: What stands between these marks is a placeholder for certain.
CERTAIN: Final = frozenset((Style.DOUBLE, Style.PERCENT, Style.STARS))

_NAME: Final = r"[^\n{}\[\]<>«»|%*()]"
_MARKS: Final = re.compile(
    r"(?P<comment>\{#.{0,500}?#\}|\{\{!.{0,500}?\}\})"
    r"|(?P<block>\{%.{0,400}?%\}|\{\{\{?~?\s*(?:[#/^>&]|else\b|end\b|if\b|range\b)[^{}]{0,200}\}\}\}?"
    r"|<%[^=].{0,400}?%>|\*\|/?(?:IF|ELSEIF|ELSE|END|IFNOT)\b[^|\n]{0,100}\|\*)"
    r"|\{\{\{(?P<triple>[^{}]{0,200})\}\}\}"
    r"|\{\{(?P<double>[^{}]{0,200})\}\}"
    r"|%\((?P<percent>[^()\n]{1,60})\)[sd]"
    r"|\*\|(?P<stars>[^|*\n]{1,60})\|\*"
    rf"|<<(?P<angles>{_NAME}{{1,60}})>>"
    rf"|«(?P<quotes>{_NAME}{{1,60}})»"
    rf"|\{{(?P<brace>{_NAME}{{1,60}})\}}"
    rf"|\[(?P<square>{_NAME}{{1,60}})\](?!\()",
    re.DOTALL,
)
_STYLES: Final = {
    "triple": Style.DOUBLE,
    "double": Style.DOUBLE,
    "percent": Style.PERCENT,
    "stars": Style.STARS,
    "angles": Style.ANGLES,
    "quotes": Style.QUOTES,
    "brace": Style.BRACE,
    "square": Style.SQUARE,
}
_BETWEEN: Final = re.compile(r"[\s_.\-'’]+")
_LIKE_NAME: Final = re.compile(r"[^\W\d][\w .\-'’]{0,39}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a template for a column's value. ``raw``: not escaped in HTML."""

    column: str
    filters: tuple[Filter, ...] = ()
    raw: bool = False

    def fill(self, values: Mapping[str, str], *, escape: bool) -> str:
        """Return what stands here in the note of a row."""
        value = values.get(self.column, "")
        for each in self.filters:
            value = each.apply(value)
        return html.escape(value, quote=False) if escape and not self.raw else value


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that looks like a placeholder's and is no column; ``mark`` is how it is written."""

    name: str
    mark: str
    line: int
    style: Style


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text with slots in it."""

    parts: tuple[str | Slot, ...]

    @property
    def columns(self) -> frozenset[str]:
        """The columns whose values stand in the text."""
        return frozenset(part.column for part in self.parts if isinstance(part, Slot))

    @property
    def needed(self) -> frozenset[str]:
        """The columns without which something is missing: those with no default."""
        return frozenset(
            part.column
            for part in self.parts
            if isinstance(part, Slot) and not any(f.has_default for f in part.filters)
        )

    def fill(self, values: Mapping[str, str], *, escape: bool = False) -> str:
        """Return the text of one row. ``escape`` values for HTML."""
        return "".join(
            part if isinstance(part, str) else part.fill(values, escape=escape)
            for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its placeholders found."""

    pattern: Pattern
    unknown: tuple[Unknown, ...]
    styles: frozenset[Style]


class Columns:
    """A table's columns by name, as templates write them."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.names = tuple(headings)
        self._exact = frozenset(headings)
        self._folded: dict[str, str] = {}
        for heading in headings:
            self._folded.setdefault(folded(heading), heading)

    def find(self, name: str) -> str | None:
        """Return the column that a name means, or None."""
        name = name.strip()
        if name in self._exact:
            return name
        return self._folded.get(folded(name)) if folded(name) else None


def folded(name: str) -> str:
    """Return a name as compared: letter case, spaces, underscores and hyphens do not matter."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", name).casefold())


def names_in(text: str) -> list[str]:
    """Return every name that may be a placeholder's, folded, without knowing the columns."""
    found = []
    for match in _MARKS.finditer(text):
        group = match.lastgroup or ""
        if group in _STYLES:
            found.append(folded(_bare(match[group])))
    return [name for name in found if name]


def mark(text: str, columns: Columns, *, first_line: int, markup: bool, file: str) -> Marked:
    """Find the placeholders of a text.

    ``first_line`` is where the text begins in ``file``, ``markup`` says that it is HTML. Raises
    CannotJudgeError for conditionals, loops and filters that are not known.
    """
    parts: list[str | Slot] = []
    unknown: list[Unknown] = []
    styles: set[Style] = set()
    at = 0
    line, counted = first_line, 0
    percent = "%(" in text
    for match in _MARKS.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        found = _read(match, columns, markup, f"{file}:{line}")
        if found is None:
            continue
        if isinstance(found, str):
            style = _STYLES[match.lastgroup or ""]
            unknown += _doubtful(found, match[0], line, style)
            continue
        parts += [text[at : match.start()], *found]
        at = match.end()
        if found:
            styles.add(_STYLES.get(match.lastgroup or "", Style.DOUBLE))
    parts.append(text[at:])
    if percent and Style.PERCENT in styles:
        parts = [p.replace("%%", "%") if isinstance(p, str) else p for p in parts]
    return Marked(Pattern(tuple(_joined(parts))), tuple(unknown), frozenset(styles))


def _read(
    match: re.Match[str], columns: Columns, markup: bool, where: str
) -> list[Slot] | str | None:
    """Return a placeholder's slot (none for a comment), its name if unknown, None if it is text."""
    group = match.lastgroup or ""
    if group == "comment":
        return []
    if group == "block":
        column = columns.find(match[0].strip("{}~ ")) if match[0].startswith("{{") else None
        if column is not None:
            return [Slot(column)]  # a column named "end date"
        raise _no_logic(match[0], where)
    inside = html.unescape(match[group]) if markup else match[group]
    if group not in ("double", "triple"):
        column = columns.find(inside)
        return [Slot(column)] if column is not None else inside
    name, filters = read_filters(inside.strip(" \t\r\n-~"), where)
    column = columns.find(name)
    if column is None:
        return name
    raw = group == "triple" or any(each.raw for each in filters)
    return [Slot(column, filters, raw)]


def _doubtful(name: str, text: str, line: int, style: Style) -> Iterable[Unknown]:
    """Return what looks like a placeholder and is none; what looks like prose is left alone."""
    bare = name.strip()
    if style is Style.QUOTES or not bare:
        return []  # « » quote in half of Europe
    if style in CERTAIN:
        return [Unknown(bare, text, line, style)]
    if style is Style.SQUARE and not names_a_field(bare):
        return []
    likely = _LIKE_NAME.fullmatch(bare) and len(bare.split()) <= 4
    return [Unknown(bare, text, line, style)] if likely else []


def _bare(inside: str) -> str:
    return html.unescape(inside).partition("|")[0].strip(" \t\r\n-~")


def _joined(parts: Iterable[str | Slot]) -> Iterator[str | Slot]:
    """Join neighbouring texts and drop empty ones."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        yield part
        text = ""
    if text:
        yield text


def _no_logic(mark: str, where: str) -> CannotJudgeError:
    return CannotJudgeError(
        f"conditionals, loops and other logic are not filled in: {' '.join(mark.split())[:60]}",
        where=where,
        do="Merge it with your own tool and check the finished notes as CSV or JSONL.",
    )
