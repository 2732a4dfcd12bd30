"""A mail-merge template: plain text, HTML or a mail with its header on top, and what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from api.archives.charsets import decode
from api.archives.csv_rows import is_utf16
from api.archives.interface import Origin, Skipped
from api.archives.recognise import HEAD_BYTES, Kind, recognise
from api.archives.rfc822 import read_message
from api.merge_charsets import likely_charset
from api.merge_fields import (
    CERTAIN,
    Columns,
    Marked,
    Pattern,
    Style,
    Unknown,
    folded,
    mark,
    names_in,
)
from dedupe import CannotJudgeError

TEMPLATE_BYTES: Final = 1_000_000
"""A longer file is no template."""

_HEADER_LINE: Final = re.compile(r"([A-Za-z][A-Za-z-]{0,40})[ \t]*:[ \t]?(.*)")
_TOLD: Final = frozenset(("to", "subject", "from"))
_ENCODED: Final = re.compile(
    r"content-transfer-encoding\s*:\s*(?:base64|quoted)|content-type\s*:\s*multipart", re.IGNORECASE
)
_HTML: Final = re.compile(
    r"(?i)\s*<(?:!doctype|!--|/?(?:html|head|body|style|p|div|table|h\d|center|span|font|br)\b"
    r"[^<>]{0,2000}/?>)"
)
_EMPTY: Final = Pattern(())


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template as read, its placeholders not yet looked for.

    ``header`` holds the fields of a mail's header by their small names, with the line of each;
    ``body`` begins at line ``first_line`` of ``file``.
    """

    body: str
    markup: bool
    header: Mapping[str, tuple[str, int]]
    first_line: int
    file: str
    warnings: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Every name that may be a placeholder's, folded."""
        header = [value for value, _ in self.header.values()]
        return [name for text in (*header, self.body) for name in names_in(text)]


@dataclass(frozen=True, slots=True)
class Template:
    """A template with its slots. Parts that it does not have are empty."""

    body: Pattern
    markup: bool
    to: Pattern
    subject: Pattern
    sender: Pattern
    warnings: tuple[str, ...]

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the template uses."""
        return self.body.columns | self.to.columns | self.subject.columns | self.sender.columns

    @property
    def needed(self) -> frozenset[str]:
        """The columns of the note itself that have no default."""
        return self.body.needed | self.subject.needed


def read_template(path: str) -> TemplateText:
    """Read a template from a file.

    Raises CannotJudgeError for a file that cannot be read, is empty or is no text.
    """
    try:
        with open(path, "rb") as source:
            raw = source.read(TEMPLATE_BYTES + 1)
    except OSError as error:
        raise CannotJudgeError(
            f"the template could not be read: {error.strerror}", where=path
        ) from error
    if len(raw) > TEMPLATE_BYTES:
        raise CannotJudgeError(f"longer than {TEMPLATE_BYTES:,} bytes: no template", where=path)
    if not raw.strip():
        raise CannotJudgeError("the template is empty", where=path)
    if b"\0" in raw[:HEAD_BYTES] and not is_utf16(raw[:HEAD_BYTES]):
        raise CannotJudgeError(
            "the template is no text file", where=path, do="Save it as plain text, HTML or .eml."
        )
    charset = likely_charset(raw)
    by_name = True if path.lower().endswith((".html", ".htm")) else None
    made = template_text(decode(raw, charset), path, html=by_name)
    if charset != "utf-8" and not is_utf16(raw[:HEAD_BYTES]):
        said = f"{path}: not UTF-8; read as {charset}. If letters look wrong, save it as UTF-8."
        made = replace(made, warnings=(said,))
    joined = "\n".join(f"{name}: {value}" for name, (value, _) in made.header.items())
    return _decoded(raw, made) if _ENCODED.search(joined) else made


def template_text(text: str, file: str = "template", *, html: bool | None = None) -> TemplateText:
    """Part a template's text into header and body. ``html``: None looks for markup.

    Raises CannotJudgeError for a text that is empty or longer than ``TEMPLATE_BYTES`` characters.
    """
    if not text.strip() or len(text) > TEMPLATE_BYTES:
        fault = "is empty" if not text.strip() else f"is over {TEMPLATE_BYTES:,} characters"
        raise CannotJudgeError(f"the template {fault}", where=file)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header, body, first_line = _parted(text)
    kind = header.get("content-type", ("", 0))[0].lower()
    markup = "text/html" in kind or bool(html) or (html is None and bool(_HTML.match(body)))
    if "text/plain" in kind:
        markup = False
    return TemplateText(body, markup, header, first_line, file)


def filled_by(text: TemplateText, columns: Columns) -> Template:
    """Find a template's slots for the columns of a table.

    Raises CannotJudgeError for a placeholder that is no column, naming its line, the columns there
    are and the nearest; and for logic and unknown filters.
    """
    markeds: dict[str, Marked] = {}
    for name in ("to", "subject", "from"):
        value, line = text.header.get(name, ("", 0))
        markeds[name] = mark(value, columns, first_line=line, markup=False, file=text.file)
    markeds["body"] = mark(
        text.body, columns, first_line=text.first_line, markup=text.markup, file=text.file
    )
    warnings = [*text.warnings] + _unknown(markeds.values(), columns, text.file)
    if not any(each.pattern.columns for each in markeds.values()):
        warnings.append(f"{text.file}: the template has no field: every row gets the same text")
    return Template(
        markeds["body"].pattern, text.markup, markeds["to"].pattern, markeds["subject"].pattern,
        markeds["from"].pattern, tuple(warnings),
    )  # fmt: skip


def _parted(text: str) -> tuple[dict[str, tuple[str, int]], str, int]:
    """Part a mail's header off: lines ``Name: value`` up to an empty one, To or the like among."""
    header: dict[str, tuple[str, int]] = {}
    last = ""
    lines = text.split("\n")
    for number, line in enumerate(lines[:200], 1):
        if not line.strip():
            if not _TOLD & header.keys():
                break
            return header, "\n".join(lines[number:]), number + 1
        found = _HEADER_LINE.match(line)
        if line[0] in " \t" and last:
            value, at = header[last]
            header[last] = (f"{value} {line.strip()}", at)
        elif found:
            last = found[1].lower()
            header.setdefault(last, (found[2].strip(), number))
        else:
            break
    return {}, text, 1


def _decoded(raw: bytes, text: TemplateText) -> TemplateText:
    """Return a saved mail's template by its text part, out of base64 or quoted-printable."""
    if recognise(raw[:HEAD_BYTES], text.file, told=True) is not Kind.MESSAGE:
        return text
    mail = read_message(raw, Origin(text.file, 0, len(raw)))
    if isinstance(mail, Skipped):
        raise CannotJudgeError(mail.reason, where=text.file)
    return replace(text, body=mail.message.text, markup=False, warnings=())


def _unknown(markeds: Iterable[Marked], columns: Columns, file: str) -> list[str]:
    """Raise for names that can only be fields; return a warning for each that may be prose."""
    told = list(markeds)
    known: frozenset[Style] = frozenset().union(*(each.styles for each in told))
    fatal: list[Unknown] = []
    warnings: list[str] = []
    for one in (unknown for each in told for unknown in each.unknown):
        if one.style in CERTAIN or not known - {one.style}:
            fatal.append(one)
        else:
            warnings.append(
                f"{file}:{one.line}: {one.mark} looks like a field but is no column; "
                "it is left as it stands"
            )
    if fatal:
        raise _no_column(fatal, columns, file)
    return list(dict.fromkeys(warnings))


def _no_column(unknown: list[Unknown], columns: Columns, file: str) -> CannotJudgeError:
    first, *others = {folded(one.name): one for one in reversed(unknown)}.values()
    first, *others = sorted([first, *others], key=lambda one: one.line)
    what = f"there is no column for {' '.join(first.mark.split())[:60]}"
    if others:
        more = ", ".join(f"{' '.join(o.mark.split())[:60]} (line {o.line})" for o in others[:5])
        what += f", nor for {more}" + (" and others" if len(others) > 5 else "")
    by_folded = {folded(name): name for name in reversed(columns.names)}
    near = get_close_matches(folded(first.name), [*by_folded], 1, 0.5)
    meant = f"Did you mean {by_folded[near[0]]!r}? " if near else ""
    shown = ", ".join(name[:40] for name in columns.names[:20])
    more = ", ..." if len(columns.names) > 20 else ""
    return CannotJudgeError(
        what, where=f"{file}:{first.line}", do=f"{meant}The columns are: {shown}{more}."
    )
