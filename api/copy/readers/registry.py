"""Which reader a file needs, by its name and, for templates, by what is in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Format(StrEnum):
    """A format of copy."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    YAML = "yaml"
    JSON = "json"
    PO = "po"
    XLIFF = "xliff"
    ANDROID = "android"
    APPLE = "strings"
    CSV = "csv"


_FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        **dict.fromkeys(("html", "htm", "xhtml", "mjml"), Format.HTML),
        **dict.fromkeys(("md", "markdown", "mdx"), Format.MARKDOWN),
        **dict.fromkeys(("txt", "text"), Format.TEXT),
        **dict.fromkeys(("yml", "yaml"), Format.YAML),
        **dict.fromkeys(("json", "arb"), Format.JSON),
        **dict.fromkeys(("po", "pot"), Format.PO),
        **dict.fromkeys(("xlf", "xliff"), Format.XLIFF),
        "xml": Format.ANDROID,
        "strings": Format.APPLE,
        "csv": Format.CSV,
    }
)
#: Endings of template files; what is inside is what the name says before them, or looks like.
_TEMPLATES: Final = frozenset(
    """
    j2 jinja jinja2 njk nunjucks twig liquid hbs handlebars mustache erb ejs eta tmpl gotmpl
    gohtml tpl
    """.split()  # noqa: SIM905
)

#: Formats that hold much besides copy.
_MIXED: Final = frozenset((Format.YAML, Format.JSON, Format.CSV, Format.ANDROID))

#: Text files that are no copy, whatever their ending.
_NO_COPY: Final = re.compile(
    r"(?:licen[cs]e|notice|copying|authors|codeowners|requirements|constraints|robots|humans"
    r"|security|cmakelists|package(?:-lock)?|tsconfig|composer|manifest|todo|top_level|entry_points"
    r"|sources?)(?:[._-].*)?\Z",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"<(?:!doctype|[a-z][a-z0-9-]*)(?:\s|>|/)", re.IGNORECASE)


def format_of(path: str, *, named: bool = False) -> Format | None:
    """Return the format by a file's name; None where it is none of ours.

    ``named`` says that a person named the file: then only the ending matters. Templates without a
    second ending are HTML until ``format_inside`` has looked.
    """
    name = path.rpartition("/")[2].lower()
    stem, _, ending = name.rpartition(".")
    if ending in _TEMPLATES:
        inner = _FORMATS.get(stem.rpartition(".")[2])
        return inner if inner and inner not in _MIXED else Format.HTML
    found = _FORMATS.get(ending)
    if found is None or (not named and _NO_COPY.match(name)):
        return None
    if found == Format.ANDROID and not named:
        folder = path.rpartition("/")[0].rpartition("/")[2]
        return found if folder.startswith("values") and "strings" in name else None
    return found


def format_inside(path: str, text: str, found: Format) -> Format:
    """Settle what a template without a second ending is: HTML, or text where no tag is in it."""
    name = path.rpartition("/")[2].lower()
    stem, _, ending = name.rpartition(".")
    if found == Format.HTML and ending in _TEMPLATES:
        plain = stem.rpartition(".")[2] not in _FORMATS and not _MARKUP.search(text)
        return Format.TEXT if plain else found
    return found


def document_of(path: str) -> str:
    """Return a file's path without its endings: the parts of one mail have one document.

    ``welcome.html.erb``, ``welcome.text.erb`` and ``welcome.mjml`` are the same mail in several
    forms, and equal on purpose.
    """
    folder, slash, name = path.rpartition("/")
    parts = name.split(".")
    while len(parts) > 1 and (parts[-1].lower() in _TEMPLATES or parts[-1].lower() in _FORMATS):
        parts.pop()
    return folder + slash + ".".join(parts)
