"""A TOML table read strictly: every fault names the file, the line, the key and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from dedupe import CannotJudgeError

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(
    r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART: Final = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")

#: A step from a table to what is in it: a key, or the place in an array of tables.
Step = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a TOML document, with where it stands; ``source`` is the document's text."""

    values: dict[str, object]
    path: tuple[Step, ...]
    file: str
    source: str

    def fault(self, what: str, key: str = "", *, do: str = "") -> CannotJudgeError:
        """Return the error about a key, or about the table itself."""
        path = (*self.path, key) if key else self.path
        line = line_of(self.source, path)
        return CannotJudgeError(what, where=f"{self.file}:{line}" if line else self.file, do=do)

    def name(self, key: str = "") -> str:
        """Return the key as a person would write it: ``stop.reach``, ``exempt 2: reason``."""
        said = ""
        for step in (*self.path, *([key] if key else [])):
            if isinstance(step, int):
                said += f" {step + 1}:"
            elif said.endswith(":"):
                said += f" {step}"
            else:
                said += f".{step}" if said else step
        return said.rstrip(":")

    def only(self, allowed: Iterable[str]) -> None:
        """Raise CannotJudgeError for the first key that is not among those allowed."""
        known = list(allowed)
        for key in self.values:
            if key not in known:
                near = get_close_matches(key, known, 1, 0.5)
                meant = f"Did you mean {near[0]!r}? " if near else ""
                listed = ", ".join(known)
                raise self.fault(
                    f"there is no key {self.name(key)!r}", key, do=f"{meant}Allowed here: {listed}."
                )

    def table(self, key: str) -> Table:
        """Return the table under a key, empty where there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.fault(
                f"{self.name(key)!r} is a table, not {_shown(value)}", key,
                do=f"Write [{self.name(key)}] on a line of its own, and its keys below.",
            )  # fmt: skip
        return Table(value, (*self.path, key), self.file, self.source)

    def tables(self, key: str) -> list[Table]:
        """Return the array of tables under a key, empty where there is none."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault(
                f"{self.name(key)!r} is a list of tables", key,
                do=f"Write [[{self.name(key)}]] above each of them.",
            )  # fmt: skip
        return [
            Table(item, (*self.path, key, place), self.file, self.source)
            for place, item in enumerate(value)
        ]

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """Return the number under a key, whole or not, between two bounds."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(key, value, f"a number from {low:g} to {high:g}")
        if not low <= value <= high:
            raise self._wrong(key, value, f"from {low:g} to {high:g}")
        return float(value)

    def whole(self, key: str, low: int, high: int) -> int | None:
        """Return the whole number under a key, between two bounds; None where it is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, value, f"a whole number from {low:,} to {high:,}")
        if not low <= value <= high:
            raise self._wrong(key, value, f"from {low:,} to {high:,}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return the true or false under a key."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def text(self, key: str) -> str:
        """Return the text under a key, empty where it is not there; an empty text is a fault."""
        value = self.values.get(key, "")
        if not isinstance(value, str) or (key in self.values and not value.strip()):
            raise self._wrong(key, value, "a text in quotes")
        return value

    def words(self, key: str, allowed: Sequence[str]) -> list[str] | None:
        """Return the list of words under a key, each allowed; None where it is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            raise self._wrong(key, value, f'a list such as ["{allowed[0]}"]')
        return [self.word_of(key, item, allowed) for item in value]

    def word_of(self, key: str, value: object, allowed: Sequence[str]) -> str:
        """Return a value that must be one of the words allowed."""
        if isinstance(value, str) and value in allowed:
            return value
        near = get_close_matches(str(value), allowed, 1, 0.5)
        meant = f"Did you mean {near[0]!r}? " if near else ""
        raise self.fault(
            f"{self.name(key)!r} can not hold {_shown(value)}", key,
            do=f"{meant}Allowed: {', '.join(allowed)}.",
        )  # fmt: skip

    def _wrong(self, key: str, value: object, wanted: str) -> CannotJudgeError:
        return self.fault(f"{self.name(key)!r} must be {wanted}, not {_shown(value)}", key)


def line_of(source: str, path: Sequence[Step]) -> int:
    """Return the line, from 1, on which a key or table is written; 0 where it is not found.

    A search, not a parser: keys inside inline tables are given the line of their table.
    """
    best, depth = 0, 0
    here: tuple[Step, ...] = ()
    counts: dict[tuple[Step, ...], int] = {}
    for number, line in enumerate(source.splitlines(), 1):
        if header := _HEADER.match(line):
            here = _parts(header[2])
            if header[1] == "[[":
                place = counts.get(here, -1) + 1
                counts[here] = place
                here = (*here, place)
            told = here
        elif key := _KEY.match(line):
            told = (*here, *_parts(key[1]))
        else:
            continue
        if len(told) > depth and told == tuple(path[: len(told)]):
            best, depth = number, len(told)
        elif not best and len(told) > len(path) and told[: len(path)] == tuple(path):
            best = number
    return best


def _parts(dotted: str) -> tuple[Step, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _shown(value: object) -> str:
    shown = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else repr(value)
    return str(shown)[:60]
