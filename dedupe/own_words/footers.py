"""Paragraphs that a mail server, a mailing or the law adds: notices and unsubscribe lines."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from dedupe.own_words.parts import PartKind
from dedupe.own_words.phrases.lookup import (
    DEVICES,
    EXCUSES,
    FIRST_PERSON,
    LEAVE,
    LINK_WORDS,
    MAIL_WORDS,
    NOTICE_HEADINGS,
    NOTICE_PARTS,
    NOTICES,
    REGISTRATION,
    SENT_ENDS,
    SENT_FROM,
    SENT_STARTS,
    UNSUBSCRIBE,
    VIEW_ONLINE,
    Paragraph,
)
from dedupe.own_words.phrases.lookup import paragraph as read_paragraph

LONGEST_FOOTER: Final = 4000  # characters; a longer one is prose, whatever it mentions
_FOOTER: Final = 900
_BRACKETS: Final = " <>()[]*_~-\u2014\u2013\u00ab\u00bb\"'."
_AROUND_DEVICE: Final = _BRACKETS + "\u3010\u3011"
_DEVICE_LINE: Final = 140
_REMEMBERED: Final = 1024  # last lines: the same ones stand under mail after mail
_COPYRIGHT: Final = re.compile(r"(?:\u00a9|\(c\)|copyright)\s{0,3}(?:19|20)\d\d")
_COPYRIGHT_SIGNS: Final = ("\u00a9", "(c)", "copyright")
_DIGIT: Final = re.compile(r"\d")
_URL: Final = re.compile(r"\S{0,200}https?:\S+")
_SENTENCE_END: Final = re.compile(r"[.!?\u3002\uff01\uff1f\u061f\u2026]\s")


def kind_of_footer(read: Paragraph) -> PartKind | None:
    """Return what a paragraph at the end of a mail is, or None where it may be own words.

    It has at most ``LONGEST_FOOTER`` characters, so that one mail costs a bounded time.
    """
    low = read.low
    if low.strip(_BRACKETS + ":*") in NOTICE_HEADINGS or is_notice(read):
        return PartKind.DISCLAIMER
    if len(low) > _FOOTER:
        return None
    if NOTICES.within(read):
        return PartKind.DISCLAIMER
    return PartKind.UNSUBSCRIBE if _unsubscribes(read) or is_registration(read) else None


def _unsubscribes(read: Paragraph) -> bool:
    """Return whether a paragraph stands under a mailing: it says how to get no more of it, or why
    one got it, and speaks of mail or links; or it says only that."""
    low = read.low
    if any(sign in low for sign in _COPYRIGHT_SIGNS) and _COPYRIGHT.search(low):
        return True
    linked = len(low) <= 40 or LINK_WORDS.within(read)
    if not linked and not MAIL_WORDS.within(read):
        return False
    said = UNSUBSCRIBE.within(read) or VIEW_ONLINE.within(read) or (linked and LEAVE.within(read))
    return said and not any(phrase in low for phrase in FIRST_PERSON)


def is_notice(read: Paragraph) -> bool:
    """Return whether a paragraph speaks of at least three of: this message, its secrecy, whom it
    is for, what to do if it came in error."""
    missing = 0
    for part in NOTICE_PARTS:
        if not part.within(read):
            missing += 1
            if missing > 1:
                return False
    return True


def is_registration(read: Paragraph) -> bool:
    """Return whether a paragraph is a company's registration line.

    It holds a number and two such phrases; or one phrase, and is too short for a sentence.
    """
    low = read.low
    if not _DIGIT.search(low) or not REGISTRATION.within(read):
        return False
    if len(low.split()) <= 10 and not low.endswith((".", "!", "?")):
        return True
    return REGISTRATION.count(read) >= 2


def banner_kind(paragraph: str) -> PartKind | None:
    """Return what a paragraph above the text is, or None where it is the sender's."""
    if len(paragraph) > 500:
        return None
    read = read_paragraph(paragraph)
    if NOTICES.within(read):
        return PartKind.DISCLAIMER
    if (
        VIEW_ONLINE.within(read)
        and len(read.low.split()) <= 16
        and (MAIL_WORDS.within(read) or LINK_WORDS.within(read))
    ):
        return PartKind.UNSUBSCRIBE
    return None


def is_postal(bodies: list[str]) -> bool:
    """Return whether lines over a footer are a firm's postal address or links."""
    return all(
        len(body) <= 120
        and not body.endswith(("!", "?", ":"))
        and _DIGIT.search(body) is not None
        and len(re.findall(r"[,|\u00b7\u2022\uff0c\u3001]", body)) >= 2
        for body in bodies
    )


def sent_from(body: str, *, alone: bool) -> bool:
    """Return whether a line says which device or program sent the mail.

    ``alone``: it stands at the end by itself, where "Sent from a torch of pixels" is one too.
    """
    return len(body) <= _DEVICE_LINE and _sent_from(body, alone)


@lru_cache(maxsize=_REMEMBERED)
def _sent_from(body: str, alone: bool) -> bool:
    bare = body.strip(_AROUND_DEVICE)
    if bare == body and bare[:1].islower() and not bare.startswith("iP"):
        return False  # a wrapped line of running text
    low = bare.lower().replace("[", "")
    if not low.startswith(SENT_STARTS) and not low.endswith(SENT_ENDS):
        return False
    if not any(low.startswith(s) and low.endswith(e) for s, e in SENT_FROM):
        return False
    low = _URL.sub("", low.removesuffix(". get the app"))
    words = low.split()
    known = any(device in low for device in DEVICES)
    known = known or (low.startswith("sent from my ") and len(words) <= 6)
    if any(excuse in low for excuse in EXCUSES):
        return len(words) <= 20
    if _SENTENCE_END.search(low) or "," in low or ":" in low:
        return False
    if low.startswith("from my") or low.endswith(SENT_ENDS):
        return known and len(words) <= 8
    return len(words) <= (10 if known else 8 if alone else 0)
