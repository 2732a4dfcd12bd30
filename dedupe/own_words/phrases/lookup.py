"""The tables in the form that matching wants, made once at import from the readable ones."""

from __future__ import annotations

import re
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


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of all languages, the plain ASCII ones apart: most mail needs only those."""

    ascii: tuple[str, ...]
    other: tuple[str, ...]

    def count(self, low: str) -> int:
        """Return how many of the phrases stand in a lower-case text."""
        return sum(phrase in low for phrase in (*self.ascii, *self.other))

    def within(self, low: str) -> bool:
        """Return whether one of the phrases stands in a lower-case text."""
        for phrase in self.ascii:  # a plain loop: half the time of any()
            if phrase in low:
                return True
        if not low.isascii():
            for phrase in self.other:
                if phrase in low:
                    return True
        return False


def _flat(table: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for row in table.values() for phrase in row))


def _phrases(table: Table) -> Phrases:
    flat = _flat(table)
    # A phrase that holds a shorter one is never needed: the shorter finds it.
    needed = [p for p in flat if not any(q != p and q in p for q in flat)]
    return Phrases(
        tuple(p for p in needed if p.isascii()), tuple(p for p in needed if not p.isascii())
    )


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
