"""Finds the names and addresses in what a report says, and what stands for each until asked for.

A label is the same for the same value all through one report ("Recipient 3"), so that a reader
can follow a person without knowing who it is. Found are mail addresses, names written before them
("Anna Nowak <anna@...>"), and names that the findings know; other names in running text are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from api.archives.interface import Origin
from api.findings import AuditFindings, FamilyFinding
from api.reports.clean import clean, shortened

# Bounded on both sides of the @, so that a long run without spaces costs linear time
# (64 and 255: the limits of RFC 5321, section 4.5.3.1).
_ADDRESS = re.compile(r"[^\s<>()\[\]{}\"',;:@/]{1,64}@[^\s<>()\[\]{}\"',;:@/]{1,255}(?<![.!?])")
_WORD = re.compile(r"\S+")
_EDGES = ".,;:!?()[]<>\"'“”„«»"
_LONGEST_NAME = 5  # words
_NAME_REACH = 80  # code points before an address in which its name is looked for
_LONGEST_SENTENCE = 500  # code points: a page quotes hundreds of them

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value that is shown only when a reader asks, and the label that stands for it."""

    text: str
    label: str


Piece = str | Hidden


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Numbers people and files in the order in which one report first speaks of them.

    ``people`` are names and addresses known from the findings, case folded, and ``beginnings``
    the first word of each.
    """

    people: frozenset[str]
    beginnings: frozenset[str]
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
        """Return a sentence of ours with addresses and the names of known people hidden."""
        return self._hide(shortened(clean(text), _LONGEST_SENTENCE), frozenset(), fewest_words=1)

    def quoted(self, text: str, names: frozenset[str] = frozenset()) -> tuple[Piece, ...]:
        """Return text from mail with addresses and names hidden.

        Known people by names of two words or more, since a single one ("Will") is often a word;
        ``names``, which the findings mark in this very family, whatever their length.
        """
        return self._hide(clean(text), names, fewest_words=2)

    def _hide(self, said: str, names: frozenset[str], fewest_words: int) -> tuple[Piece, ...]:
        found = [*_addresses(said), *_occurrences(said, names)]
        found.extend(self._known(said, fewest_words))
        return _split(said, found)

    def _known(self, said: str, fewest_words: int) -> Iterator[Span]:
        words = list(_WORD.finditer(said))
        for first, word in enumerate(words):
            if word.group().strip(_EDGES).casefold() not in self.beginnings:
                continue
            for last in words[first + fewest_words - 1 : first + _LONGEST_NAME]:
                run = said[word.start() : last.end()]
                name = run.strip(_EDGES)
                if name.casefold() in self.people:
                    at = word.start() + run.index(name)
                    yield at, at + len(name), "name"

    def _hidden(self, kind: str, text: str) -> Hidden:
        numbers = self._numbers.setdefault(kind, {})
        return Hidden(clean(text), f"{kind} {numbers.setdefault(text, len(numbers) + 1)}")


def pseudonyms(findings: AuditFindings) -> Pseudonyms:
    """Return the labels for one report, knowing every recipient and every name marked private."""
    told = findings.notes.records.told
    everyone = {who for n in range(len(findings.notes)) for who in told(n).recipients}
    for family in findings.families:
        everyone.update(person for member in family.members for person in member.recipients)
        everyone.update(private_names(family))
    for pair in findings.reworded:
        everyone.update((*pair.here.recipients, *pair.there.recipients))
    people: set[str] = set()
    for person in everyone:
        name, _, address = person.partition("<")
        people.update(part.strip(f" >{_EDGES}").casefold() for part in (person, name, address))
    return knowing(people)


def knowing(people: Iterable[str]) -> Pseudonyms:
    """Return labels that know these names and addresses, case folded."""
    known = frozenset(person for person in people if person.split())
    return Pseudonyms(known, frozenset(person.split()[0] for person in known))


def private_names(family: FamilyFinding) -> frozenset[str]:
    """Return what the members that are shown mark as private, as it is written there."""
    sides = (*(family.pair or ()), *(family.weakest_pair or ()))
    marked = (clean(side.text[s.start : s.stop]) for side in sides for s in side.spans if s.private)
    return frozenset(name.strip() for name in marked if len(name.strip()) > 1)


def _addresses(said: str) -> Iterator[Span]:
    for match in _ADDRESS.finditer(said):
        name = _name_before(said, match.start())
        if name:
            yield name
        yield match.start(), match.end(), "address"


def _name_before(said: str, address: int) -> Span | None:
    """Return the words in capitals, or in quotes, that stand before "<address"."""
    before = said[max(0, address - _NAME_REACH) : address]
    line = before[before.rfind("\n") + 1 :]
    if not line.endswith("<"):
        return None
    words = list(_WORD.finditer(line[:-1]))
    start = stop = len(line)
    for word in reversed(words[-_LONGEST_NAME:]):
        text = word.group()
        if text[-1] in ":;,>" or not text.lstrip("\"'(“«")[:1].isupper():
            break
        start, stop = word.start(), words[-1].end()
    if start == len(line):
        return None
    offset = address - len(line)
    return offset + start, offset + stop, "name"


def _occurrences(said: str, names: frozenset[str]) -> Iterator[Span]:
    if not names:
        return
    # Longest first, so that "Anna Nowak" is not taken for "Anna". Between letters of scripts
    # without capitals there is no telling where a name ends: it is found within a run too.
    ranked = sorted(names, key=lambda name: (-len(name), name))
    pattern = "|".join(
        rf"(?<!\w){re.escape(n)}(?!\w)" if n[0].isupper() or n[0].islower() else re.escape(n)
        for n in ranked
    )
    for match in re.finditer(pattern, said):
        yield match.start(), match.end(), "name"


def _split(said: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """Return the text in pieces; of spans that overlap the first counts, then the longest."""
    pieces: list[Piece] = []
    end = 0
    for start, stop, label in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < end:
            continue
        if start > end:
            pieces.append(said[end:start])
        pieces.append(Hidden(said[start:stop], label))
        end = stop
    if end < len(said):
        pieces.append(said[end:])
    return tuple(pieces)
