"""What may follow a name in ``{{ }}``: a default and the letter case, as Jinja and Liquid do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from dedupe import CannotJudgeError

_QUOTES: Final = "\"'“”„‘’‚«»"
_PIPE: Final = re.compile(r"""\|(?=(?:[^"']*(?:"[^"]*"|'[^']*'))*[^"']*$)""")
_DEFAULT: Final = re.compile(
    rf"default\s*[:(=]?\s*[{_QUOTES}](.*?)[{_QUOTES}]\s*(?:,[^)]{{0,40}})?\)?",
    re.IGNORECASE,
)
_WORDS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "upper": str.upper,
        "upcase": str.upper,
        "lower": str.lower,
        "downcase": str.lower,
        "title": str.title,
        "capitalize": str.capitalize,
        "trim": str.strip,
        "strip": str.strip,
        "escape": str,
        "e": str,
        "safe": str,
        "raw": str,
    }
)
_RAW: Final = frozenset(("safe", "raw"))


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: a word, or a default for a value that is empty."""

    word: str
    default: str = ""
    has_default: bool = False

    @property
    def raw(self) -> bool:
        """Whether it says that the value is HTML already."""
        return self.word in _RAW

    def apply(self, value: str) -> str:
        """Return the value as the filter leaves it."""
        if self.has_default:
            return value if value.strip() else self.default
        return _WORDS[self.word](value)


def read_filters(inside: str, where: str) -> tuple[str, tuple[Filter, ...]]:
    """Part what stands in ``{{ }}`` into the name and its filters.

    Raises CannotJudgeError for a filter that is not known.
    """
    if "|" not in inside:
        return inside, ()
    name, *rest = (part.strip() for part in _PIPE.split(inside))
    return name, tuple(_filter(part, where) for part in rest)


def _filter(said: str, where: str) -> Filter:
    if default := _DEFAULT.fullmatch(said):
        return Filter("default", default[1], has_default=True)
    word = said.removesuffix("()").strip().lower()
    if word in _WORDS:
        return Filter(word)
    known = ["default", *_WORDS]
    near = get_close_matches(re.split(r"\W", word)[0], known, 1, 0.6)
    meant = f"Did you mean {near[0]!r}? " if near else ""
    raise CannotJudgeError(
        f"there is no filter {said[:40]!r}",
        where=where,
        do=f'{meant}Known are default:"...", upper, lower, title, capitalize, trim and safe.',
    )
