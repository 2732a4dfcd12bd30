"""Reads gettext catalogues (PO and POT): msgid is the source text, msgstr its translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from api.copy.readers.broken import BrokenFileError
from api.copy.readers.strings import Entry
from api.copy.source import Source

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FIELD: Final = re.compile(
    r'\s*(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*("(?:[^"\\]|\\.)*")\s*$'
)
_LANGUAGE: Final = re.compile(r"^Language:[ \t]*([\w@-]+)", re.MULTILINE)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "", "b": "", "f": "", "v": ""}
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)


@dataclass(slots=True)
class PoMessage:
    """One message: each field's entry by its name ("msgid", "msgstr", "msgstr[0]", ...)."""

    fields: dict[str, Entry] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The context and the source text, which name a message in every language."""
        context = self.text("msgctxt")
        return f"{context}|{self.text('msgid')}" if context else self.text("msgid")

    def text(self, name: str) -> str:
        return self.fields[name].text if name in self.fields else ""

    def strings(self) -> Iterator[tuple[str, Entry]]:
        """Yield the translations: the source text of each, and its entry."""
        for name, entry in self.fields.items():
            if name.startswith("msgstr"):
                plural = name not in ("msgstr", "msgstr[0]") and "msgid_plural" in self.fields
                yield self.text("msgid_plural" if plural else "msgid"), entry


def po_language(messages: list[PoMessage]) -> str:
    """Return the language that the catalogue's head names, or nothing."""
    head = messages[0].text("msgstr") if messages and not messages[0].text("msgid") else ""
    found = _LANGUAGE.search(head)
    return found[1] if found else ""


def po_messages(source: Source) -> list[PoMessage]:
    """Return the messages of a catalogue, its head first, obsolete ones left out.

    Raises BrokenFileError where a line is none of gettext's.
    """
    messages: list[PoMessage] = []
    message = PoMessage()
    last = ""
    for line in _LINE.finditer(source.text):
        text = line[0].strip()
        if not text or text[0] == "#":
            continue
        found = _FIELD.match(line[0])
        name = found[1] or last if found else ""
        if not found or not name:
            at = source.position(line.start())[0]
            raise BrokenFileError(f"is no valid PO: {text[:60]!r} is no line of gettext", at)
        if found[1] in ("msgctxt", "msgid") and any(n.startswith("msgstr") for n in message.fields):
            messages.append(message)
            message = PoMessage()
        _take(message, name, found, line.start(), new=bool(found[1]))
        last = name
    return [*messages, message] if message.fields else messages


def _take(message: PoMessage, name: str, found: re.Match[str], at: int, *, new: bool) -> None:
    text = _ESCAPE.sub(lambda m: _ESCAPES.get(m[1], m[1]), found[2][1:-1])
    start, stop = at + found.start(2) + 1, at + found.end(2) - 1
    before = None if new else message.fields.get(name)
    if before is None:
        message.fields[name] = Entry(name, text, start, stop)
    else:
        first = before.start if before.text else start
        message.fields[name] = Entry(name, before.text + text, first, stop)
