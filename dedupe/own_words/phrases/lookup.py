"""The tables in the form that matching wants, made once at import from the readable ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from dedupe.own_words.phrases import headers, mailings, notices, replies, signatures

Table = Mapping[str, Iterable[str]]


class Role(StrEnum):
    """What a field of a header block tells."""

    FROM = "from"
    DATE = "date"
    TO = "to"
    SUBJECT = "subject"
    OTHER = "other"


# The head of a word: its first letters, four at most. Heads tell cheaply which phrases of several
# words a text may hold; a word behind a space begins there in the text as well as in the phrase.
_HEAD: Final = re.compile(r"(\w{1,4})\w*+")
_WORD: Final = re.compile(r"\w+")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph made ready for looking phrases up: in lower case, its heads, its letters."""

    low: str
    heads: frozenset[str]
    letters: frozenset[str]  # those beyond ASCII


def paragraph(text: str) -> Paragraph:
    """Read a paragraph for looking phrases up in it."""
    low = text.lower()
    letters = frozenset() if low.isascii() else frozenset(_BEYOND_ASCII.findall(low))
    return Paragraph(low, frozenset(_HEAD.findall(low)), letters)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of all languages, by what a text must hold for them to be worth a look.

    ``plain`` are looked for always; ``headed`` by the head of a word that is not their first;
    ``lettered`` by one of their letters beyond ASCII.
    """

    every: tuple[str, ...]
    plain: tuple[str, ...]
    headed: Mapping[str, tuple[str, ...]]
    heads: frozenset[str]
    lettered: Mapping[str, tuple[str, ...]]

    def count(self, read: Paragraph) -> int:
        """Return how many of the phrases stand in a paragraph."""
        return sum(phrase in read.low for phrase in self.every)

    def within(self, read: Paragraph) -> bool:
        """Return whether one of the phrases stands in a paragraph."""
        low = read.low
        for phrase in self.plain:  # plain loops: half the time of any()
            if phrase in low:
                return True
        if not self.heads.isdisjoint(read.heads):
            for head in self.heads & read.heads:
                for phrase in self.headed[head]:
                    if phrase in low:
                        return True
        for letter in read.letters:
            for phrase in self.lettered.get(letter, ()):
                if phrase in low:
                    return True
        return False


def _flat(table: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for row in table.values() for phrase in row))


def _phrases(table: Table) -> Phrases:
    flat = _flat(table)
    # A phrase that holds a shorter one is never needed: the shorter finds it.
    needed = tuple(p for p in flat if not any(q != p and q in p for q in flat))
    uses = Counter(letter for p in needed for letter in set(_BEYOND_ASCII.findall(p)))
    plain: list[str] = []
    headed: dict[str, list[str]] = {}
    lettered: dict[str, list[str]] = {}
    for phrase in needed:
        if head := _telling_head(phrase):
            headed.setdefault(head, []).append(phrase)
        elif phrase.isascii():
            plain.append(phrase)
        else:
            rarest = min(_BEYOND_ASCII.findall(phrase), key=lambda c: (uses[c], c))
            lettered.setdefault(rarest, []).append(phrase)
    return Phrases(needed, tuple(plain), _frozen(headed), frozenset(headed), _frozen(lettered))


def _frozen(groups: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: tuple(group) for key, group in groups.items()})


def _telling_head(phrase: str) -> str:
    """Return the head of the longest word that is certain to be a word of the text too.

    Not the first, which may end a longer word of the text; nor a short last one, which may begin
    a longer word. Empty where there is none.
    """
    words = [w for w in _WORD.finditer(phrase) if w.start() > 0]
    certain = [w.group() for w in words if w.end() < len(phrase) or len(w.group()) >= 4]
    return max(certain, key=len)[:4] if certain else ""


def _roles() -> Mapping[str, Role]:
    tables = {
        Role.OTHER: headers.OTHER,
        Role.TO: headers.TO,
        Role.DATE: headers.DATE,
        Role.SUBJECT: headers.SUBJECT,
        Role.FROM: headers.FROM,
    }
    return MappingProxyType({name: role for role, table in tables.items() for name in _flat(table)})


ROLES: Final = _roles()
LONGEST_FIELD: Final = max(map(len, ROLES)) + 8
ORIGINAL: Final = frozenset(_flat(replies.ORIGINAL))
FORWARDED: Final = frozenset(_flat(replies.FORWARDED))
WROTE: Final = frozenset(_flat(replies.WROTE))
WROTE_UNSPACED: Final = _flat(replies.WROTE_UNSPACED)
# "il" is he in French and the in Italian, where it opens the line.
PRONOUNS: Final = frozenset(_flat(replies.PRONOUNS)) - frozenset(_flat(replies.OPENERS))
OPENER: Final = "|".join(map(re.escape, sorted(_flat(replies.OPENERS), key=len, reverse=True)))
CLOSINGS: Final = frozenset(_flat(signatures.CLOSINGS))
LONGEST_CLOSING: Final = max(map(len, CLOSINGS)) + 4
SENT_FROM: Final = tuple(
    dict.fromkeys(frame for row in signatures.SENT_FROM.values() for frame in row)
)
SENT_STARTS: Final = tuple(dict.fromkeys(start for start, _ in SENT_FROM if start))
SENT_ENDS: Final = tuple(dict.fromkeys(end for start, end in SENT_FROM if not start))
DEVICES: Final = signatures.DEVICES
EXCUSES: Final = signatures.EXCUSES
NOTICE_PARTS: Final = (
    _phrases(notices.SECRET),  # the shortest table first: two misses decide
    _phrases(notices.ADDRESSEE),
    _phrases(notices.THIS_MESSAGE),
    _phrases(notices.IN_ERROR),
)
NOTICE_HEADINGS: Final = frozenset(_flat(notices.NOTICE_HEADINGS))
NOTICES: Final = _phrases(notices.NOTICES)
UNSUBSCRIBE: Final = _phrases(mailings.UNSUBSCRIBE)
VIEW_ONLINE: Final = _phrases(mailings.VIEW_ONLINE)
MAIL_WORDS: Final = _phrases(mailings.MAIL_WORDS)
LINK_WORDS: Final = _phrases(mailings.LINK_WORDS)
LEAVE: Final = _phrases(mailings.LEAVE)
REGISTRATION: Final = _phrases(mailings.REGISTRATION)
FIRST_PERSON: Final = mailings.FIRST_PERSON
