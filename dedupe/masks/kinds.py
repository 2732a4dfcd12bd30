"""What a mask is: a short value that changes per recipient, and where it stands."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class MaskKind(StrEnum):
    """What a masked value says.

    ``ADDRESS`` is an e-mail address, a postal address or a telephone number. ``FIELD`` is a merge
    field: a placeholder that was left unfilled, or a value of the merge row of no plainer kind.
    """

    NAME = "name"
    COMPANY = "company"
    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    NUMBER = "number"
    LINK = "link"
    ADDRESS = "address"
    CODE = "code"
    FIELD = "field"

    __hash__ = str.__hash__  # an Enum's own is a call into Python


class MaskSource(StrEnum):
    """How a masked value is known: from the merge row, from the headers, or by its own shape."""

    ROW = "row"
    HEADERS = "headers"
    RECOGNISED = "recognised"


class Mask(NamedTuple):
    """Code points [start, stop) of a text that hold one value.

    A named tuple, because a mail has many: it is made in a third of the time.
    """

    start: int
    stop: int
    kind: MaskKind
    source: MaskSource


#: A candidate before overlaps are settled: start, stop, kind, source. A plain tuple, because a
#: mail may hold thousands and most are dropped.
Found = tuple[int, int, MaskKind, MaskSource]

#: The longest mask, in words (a number with its separators, a link, an address and a code count
#: as one word each) and in characters of scripts that put no spaces between words.
MOST_WORDS = 4
MOST_UNSPACED = 12
