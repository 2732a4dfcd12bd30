"""Reads one file, whatever its format, into copy units and ignores; what is broken is said."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from api.copy.findings import SkippedCopy
from api.copy.ignores import Syntax, find_ignores
from api.copy.judged_text import with_values
from api.copy.readers.broken import BrokenFileError
from api.copy.readers.html import read_html
from api.copy.readers.registry import Format, format_inside, format_of
from api.copy.readers.text import read_text
from api.copy.source import NotTextError, Source, decoded
from api.copy.units import CopyFile, CopyUnit, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_COMMENTS: Final[Mapping[Format, Syntax]] = MappingProxyType(
    {
        Format.YAML: "hash",
        Format.PO: "hash",
        Format.APPLE: "slashes",
        Format.JSON: "value",
        Format.CSV: "value",
        Format.XLIFF: "xml",
    }
)


class FileReader:
    """Reads files one by one; keeps no file, only its parsers.

    ``source_language`` is that of strings whose file names none.
    """

    def __init__(self, source_language: str) -> None:
        self._source_language = source_language

    @cached_property
    def _markdown(self) -> MarkdownIt:
        from api.copy.readers.markdown import markdown_parser

        return markdown_parser()

    def read(self, path: str, raw: bytes, *, named: bool = False) -> CopyFile | None:
        """Return what a file holds; None where it is no copy.

        ``named`` says that a person named the file, or the configuration says it holds strings:
        then it is copy, or broken.
        """
        found = format_of(path, named=named)
        if found is None:
            return None if not named else _unread(path, "has no ending of a format that is read")
        try:
            source, said = decoded(path, raw)
            found = format_inside(path, source.text, found)
            units, code = self._units(source, found, named=named)
        except NotTextError as error:
            return _unread(path, str(error))
        except BrokenFileError as error:
            return _unread(path, error.reason, error.line)
        if units is None:
            return None
        ignores = find_ignores(source, _COMMENTS.get(found, "markup"), code)
        ordered = sorted(units, key=lambda unit: (unit.place.line, unit.place.column))
        return CopyFile(path, tuple(map(with_values, ordered)), ignores, said)

    def _units(
        self, source: Source, found: Format, *, named: bool
    ) -> tuple[list[CopyUnit] | None, list[Span]]:
        """Return the units, and the spans of code blocks; no units where the file is no copy."""
        if found == Format.HTML:
            return read_html(source), []
        if found == Format.TEXT:
            return read_text(source), []
        if found == Format.MARKDOWN:
            from api.copy.readers.markdown import read_markdown

            return read_markdown(source, self._markdown)
        from api.copy.readers.locale_units import Strings, locale_units

        return locale_units(source, found, Strings(self._source_language, named)), []


def _unread(path: str, reason: str, line: int = 0) -> CopyFile:
    return CopyFile(path, skipped=(SkippedCopy(path, line, reason),))
