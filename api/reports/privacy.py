"""Finds the names and addresses in what a report says, and what stands for each until asked for.

A label is the same for the same value all through one report ("Recipient 3"), so that a reader
can follow a person without knowing who it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from api.archives.interface import Origin
from api.findings import AuditFindings
from api.reports.clean import clean, shortened

# Bounded on both sides of the @, so that a long run without spaces costs linear time
# (64 and 255: the limits of RFC 5321, section 4.5.3.1).
_ADDRESS = re.compile(r"[^\s<>()\[\]{}\"',;:@/]{1,64}@[^\s<>()\[\]{}\"',;:@/]{1,255}(?<![.!?])")
_WORD = re.compile(r"\S+")
_EDGES = ".,;:!?()[]<>\"'“”„«»"
_LONGEST_NAME = 5  # words
_LONGEST_SENTENCE = 500  # code points: a page quotes hundreds of them


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value that is shown only when a reader asks, and the label that stands for it."""

    text: str
    label: str


Piece = str | Hidden


def split_private(text: str, label: str = "address") -> tuple[Piece, ...]:
    """Return the cleaned text with every mail address in it hidden."""
    return tuple(_split(clean(text), ((m.start(), m.end(), label) for m in _addresses(text))))


def _addresses(text: str) -> Iterator[re.Match[str]]:
    return _ADDRESS.finditer(clean(text))


def _split(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[Piece]:
    end = 0
    for start, stop, label in spans:
        if start < end:
            continue
        if start > end:
            yield text[end:start]
        yield Hidden(text[start:stop], label)
        end = stop
    if end < len(text):
        yield text[end:]


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Numbers people and files in the order in which one report first speaks of them.

    ``people`` are the names and addresses known from the findings, case folded: sentences that
    the report quotes are searched for them.
    """

    people: frozenset[str]
    _numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    def recipient(self, text: str) -> Piece:
        """Return the recipient hidden behind "Recipient n"; an unknown one is only said so."""
        return self._hidden("Recipient", text) if text.strip() else "unknown recipient"

    def sender(self, text: str) -> Piece:
        """Return the sender hidden behind "Sender n"."""
        return self._hidden("Sender", text) if text.strip() else "unknown sender"

    def file(self, path: str) -> Piece:
        """Return the path hidden behind "File n": names of files and folders name people."""
        return self._hidden("File", path)

    def origin(self, origin: Origin) -> tuple[Piece, ...]:
        """Return the file hidden, the place within it shown."""
        return (self.file(origin.path), clean(str(origin).removeprefix(origin.path)))

    def sentence(self, text: str) -> tuple[Piece, ...]:
        """Return a sentence with its addresses and the names of known people hidden."""
        said = shortened(clean(text), _LONGEST_SENTENCE)
        found = [(m.start(), m.end(), "address") for m in _addresses(said)]
        words = list(_WORD.finditer(said))
        for first in range(len(words)):
            found.extend(self._names_from(said, words[first : first + _LONGEST_NAME]))
        # Longest first where two begin at one place.
        return tuple(_split(said, sorted(found, key=lambda span: (span[0], -span[1]))))

    def _names_from(self, said: str, words: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
        start = words[0].start()
        for last in words:
            run = said[start : last.end()]
            name = run.strip(_EDGES)
            if name and name.casefold() in self.people:
                at = start + run.index(name)
                yield at, at + len(name), "name"

    def _hidden(self, kind: str, text: str) -> Hidden:
        numbers = self._numbers.setdefault(kind, {})
        return Hidden(clean(text), f"{kind} {numbers.setdefault(text, len(numbers) + 1)}")


def pseudonyms(findings: AuditFindings) -> Pseudonyms:
    """Return the labels for one report, knowing every recipient of the findings."""
    everyone = {person for note in findings.notes for person in note.recipients}
    for family in findings.families:
        everyone.update(person for member in family.members for person in member.recipients)
    people: set[str] = set()
    for person in everyone:
        name, _, address = person.partition("<")
        people.update(part.strip(f" >{_EDGES}").casefold() for part in (person, name, address))
    return Pseudonyms(people=frozenset(people - {""}))
