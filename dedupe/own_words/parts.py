"""What own words are made of: the spans that stay, and the parts that come off."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PartKind(StrEnum):
    """Why a part of a message is not the sender's own words."""

    QUOTE = "quote"
    FORWARD = "forward"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Removed:
    """Code points [start, stop) of the text, and what they are."""

    start: int
    stop: int
    kind: PartKind


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the sender wrote for this message.

    ``spans`` and ``removed`` are code points [start, stop) of the text as given, each ascending,
    neither overlapping itself nor the other. White space between them belongs to none, so they
    need not cover the text. ``kept_whole`` says that what would have come off was all there was
    or nearly all, so that it was kept; ``removed`` then holds at most the lines that introduced
    it ("Begin forwarded message:" and the header block under it), and a signature or a quote
    within it. ``signed_at`` is where the sign-off (closing phrase, name) begins, so that own words
    from there on stand in it or below it; the length of the text where nothing is signed.
    """

    spans: tuple[tuple[int, int], ...]
    removed: tuple[Removed, ...]
    kept_whole: bool
    signed_at: int


@dataclass(frozen=True, slots=True)
class Opening:
    """Lines [first, last] that introduce what somebody else wrote.

    ``marked``: the introduced text carries quote marks, so answers may stand between. Else it
    runs to the end of the message, since nothing shows where it would stop.
    """

    first: int
    last: int
    kind: PartKind
    marked: bool
