"""The copy check's configuration: [tool.samenote.copy] in pyproject.toml, [copy] in samenote.toml.

The nearest of the two files upward from the working directory counts, samenote.toml first.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from api.copy.findings import RULES, Rule, Severity
from api.copy.locales import locale_code
from dedupe import UsageError

Level = Literal["error", "warning", "note", "off"]


@dataclass(frozen=True, slots=True)
class Approved:
    """Text that may repeat, and why. After ``until`` it may not any more.

    ``line`` is where it stands in its file, 1 where that is not known.
    """

    text: str
    reason: str
    until: date | None = None
    line: int = 1

    def holds(self, today: date) -> bool:
        """Say whether the text may still repeat on a day."""
        return self.until is None or self.until >= today


@dataclass(frozen=True, slots=True)
class CopySettings:
    """What to read and what to say.

    ``file`` is where the settings stand, None for the defaults. Patterns are those of gitignore,
    relative to the configuration file. Units under ``least_words`` words are told only if they
    are verbatim (or differ in placeholders alone) and have ``least_words_verbatim``.
    ``unread`` is the other configuration in the same folder, which does not count.
    """

    file: Path | None = None
    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    source_language: str = "en"
    least_words: int = 12
    least_words_verbatim: int = 8
    least_score: float = 0.0
    largest_file: float = 10.0
    baseline: str = ""
    common: bool = True
    rules: Mapping[Rule, Level] = field(default_factory=lambda: MappingProxyType({}))
    approved: tuple[Approved, ...] = ()
    unread: Path | None = None

    def level(self, rule: Rule, usual: Severity) -> Level:
        """Return how a rule's findings are told: as configured, else as usual."""
        return self.rules.get(rule, usual)


#: What each key must be; a message names it.
_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "paths": "a list of paths",
        "exclude": "a list of patterns as in .gitignore",
        "strings": "a list of patterns as in .gitignore",
        "source-language": "a language code like 'en'",
        "least-words": "a whole number from 1 on",
        "least-words-verbatim": "a whole number from 1 on",
        "least-score": "a number from 0 to 1",
        "largest-file": "a number of megabytes",
        "baseline": "a path",
        "common": "true or false",
        "rules": "a table of rule = level",
        "approved": "a list of tables with text and reason",
    }
)
_APPROVED_KEYS: Final = ("text", "reason", "until")
_LEVELS: Final[tuple[Level, ...]] = get_args(Level)


def find_settings(start: Path) -> CopySettings:
    """Return the settings of the nearest configuration upward from a folder, or the defaults.

    Raises UsageError naming file and key where the configuration is wrong.
    """
    for folder in (start, *start.parents):
        for name, keys in (("samenote.toml", ("copy",)), ("pyproject.toml", _IN_PYPROJECT)):
            path = folder / name
            if path.is_file() and (table := _table(path, keys)) is not None:
                settings = _settings(path, ".".join(keys), table)
                return replace(settings, unread=_beside(path))
    return CopySettings()


def _beside(path: Path) -> Path | None:
    """Return the pyproject.toml beside a samenote.toml, if it has settings of ours too."""
    other = path.with_name("pyproject.toml")
    if other == path or not other.is_file():
        return None
    try:
        return other if _table(other, _IN_PYPROJECT) is not None else None
    except UsageError:  # What does not count is not at fault either.
        return None


def read_settings(path: Path) -> CopySettings:
    """Return the settings of one configuration file. Raises UsageError where it has none."""
    keys = _IN_PYPROJECT if path.name == "pyproject.toml" else ("copy",)
    if not path.is_file():
        raise UsageError("there is no such file", where=str(path))
    table = _table(path, keys)
    if table is None:
        raise UsageError(f"has no table [{'.'.join(keys)}]", where=str(path))
    return _settings(path, ".".join(keys), table)


_IN_PYPROJECT: Final = ("tool", "samenote", "copy")


def _table(path: Path, keys: Sequence[str]) -> dict[str, Any] | None:
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is no valid TOML: {error}", where=str(path)) from None
    except OSError as error:
        raise UsageError(f"could not be read: {error.strerror}", where=str(path)) from None
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    if table is None or isinstance(table, dict):
        return table
    raise UsageError(f"{'.'.join(keys)} is no table", where=str(path))


def _settings(path: Path, name: str, table: dict[str, Any]) -> CopySettings:
    where = f"{path} [{name}]"
    for key in table:
        _known(key, list(_TYPES), where, "key")
    read = _Table(table, where)
    return CopySettings(
        file=path,
        paths=read.texts("paths"),
        exclude=read.texts("exclude"),
        strings=read.texts("strings"),
        source_language=read.language(),
        least_words=int(read.number("least-words", 12, 1, 10_000, whole=True)),
        least_words_verbatim=int(read.number("least-words-verbatim", 8, 1, 10_000, whole=True)),
        least_score=read.number("least-score", 0.0, 0.0, 1.0),
        largest_file=read.number("largest-file", 10.0, 0.001, 1000.0),
        baseline=read.text("baseline", ""),
        common=read.flag("common"),
        rules=read.rules(),
        approved=_with_lines(read.approved(), path),
    )


#: How an approval begins where it is a table of its own.
_APPROVAL: Final = re.compile(
    r"^[ \t]*\[\[[ \t]*(?:tool\.samenote\.)?copy\.approved[ \t]*\]\]", re.MULTILINE
)


def _with_lines(approved: tuple[Approved, ...], path: Path) -> tuple[Approved, ...]:
    """Return approvals with the lines they stand in; the parser of TOML keeps none."""
    if not approved:
        return ()
    text = path.read_text(encoding="utf-8")
    lines = [text.count("\n", 0, found.start()) + 1 for found in _APPROVAL.finditer(text)]
    if len(lines) != len(approved):
        return approved
    return tuple(replace(each, line=line) for each, line in zip(approved, lines, strict=True))


def _known(given: str, known: Sequence[str], where: str, what: str) -> None:
    if given not in known:
        near = difflib.get_close_matches(given, known, 1)
        meant = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
        raise UsageError(f"there is no {what} {given!r}", where=where, do=meant)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the configuration, read key by key, with errors that name the key."""

    table: Mapping[str, Any]
    where: str

    def _wrong(self, key: str, value: object) -> UsageError:
        return UsageError(f"{key} = {value!r} is not {_TYPES[key]}", where=self.where)

    def text(self, key: str, default: str) -> str:
        value = self.table.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._wrong(key, value)
        return tuple(value)

    def number(
        self, key: str, default: float, least: float, most: float, *, whole: bool = False
    ) -> float:
        value = self.table.get(key, default)
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value <= most:
            raise self._wrong(key, value)
        return float(value)

    def flag(self, key: str) -> bool:
        value = self.table.get(key, True)
        if not isinstance(value, bool):
            raise self._wrong(key, value)
        return value

    def language(self) -> str:
        code = locale_code(self.text("source-language", "en").replace("_", "-"))
        if not code:
            raise self._wrong("source-language", self.table["source-language"])
        return code

    def rules(self) -> Mapping[Rule, Level]:
        value = self.table.get("rules", {})
        if not isinstance(value, dict):
            raise self._wrong("rules", value)
        levels: dict[Rule, Level] = {}
        for given, level in value.items():
            _known(given, RULES, self.where, "rule")
            if level not in _LEVELS:
                levels_said = ", ".join(_LEVELS)
                raise UsageError(
                    f"rules.{given} = {level!r} is no level", where=self.where,
                    do=f"There are: {levels_said}.",
                )  # fmt: skip
            levels[given] = level
        return MappingProxyType(levels)

    def approved(self) -> tuple[Approved, ...]:
        value = self.table.get("approved", [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self._wrong("approved", value)
        return tuple(self._approved(number, each) for number, each in enumerate(value, 1))

    def _approved(self, number: int, entry: dict[str, Any]) -> Approved:
        where = f"{self.where} approved number {number}"
        for key in entry:
            _known(key, _APPROVED_KEYS, where, "key")
        for key in ("text", "reason"):
            if not isinstance(entry.get(key), str) or not entry[key].strip():
                raise UsageError(
                    f"{key} is missing", where=where, do="Say what may repeat and why."
                )
        until = entry.get("until")
        if until is not None and type(until) is not date:
            raise UsageError(f"until = {until!r} is no date", where=where, do="Write 2027-12-31.")
        return Approved(entry["text"], entry["reason"], until)
