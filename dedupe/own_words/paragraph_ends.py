"""Where the footer in the last paragraph of a text begins.

The same footers stand under mail after mail, so the last few hundred answers are remembered; they
follow from the paragraph alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dedupe.own_words.footers import LONGEST_FOOTER, is_registration, kind_of_footer
from dedupe.own_words.parts import PartKind
from dedupe.own_words.phrases.lookup import MAIL_WORDS, Paragraph, paragraph
from dedupe.own_words.signatures import is_closing

_REMEMBERED: Final = 512


@dataclass(frozen=True, slots=True)
class ParagraphEnd:
    """What stands at the end of a paragraph. Lines count from its first, which is 0.

    ``kind`` is None where there is no footer. ``below`` is the line under the closing phrase and
    the name, -1 without one. ``begin`` is the line where the footer begins, -1 where that cannot
    be told.
    """

    kind: PartKind | None
    below: int
    begin: int


_NOTHING: Final = ParagraphEnd(None, -1, -1)


def paragraph_end(bodies: list[str]) -> ParagraphEnd:
    """Read the end of a paragraph, given as its trimmed lines."""
    text = "\n".join(bodies)
    return _read(text) if len(text) <= LONGEST_FOOTER else _NOTHING


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str) -> ParagraphEnd:
    read = paragraph(text)
    kind = kind_of_footer(read)
    if kind is None:
        return _NOTHING
    bodies = text.split("\n")
    below = _below_closing(bodies)
    if below < 0 and is_registration(read):
        return ParagraphEnd(kind, below, 0)
    return ParagraphEnd(kind, below, _begin(bodies, below))


def _begin(bodies: list[str], below: int) -> int:
    """Return the first line with which what follows is a footer still."""
    for i in range(max(1, below), len(bodies)):
        before = bodies[i - 1]
        if _speaks_of_mail(paragraph(before)):
            break
        ended = before.endswith((".", "!", "?", ",")) or len(before) < 40
        if ended and kind_of_footer(paragraph("\n".join(bodies[i:]))):
            return i
    return 0 if below < 0 else -1


def _speaks_of_mail(line: Paragraph) -> bool:
    return MAIL_WORDS.within(line) or kind_of_footer(line) is not None


def _below_closing(bodies: list[str]) -> int:
    """Return the line under the closing phrase and the name in a paragraph, or -1."""
    for i in range(len(bodies) - 1, -1, -1):
        if is_closing(bodies[i]):
            return min(i + 2, len(bodies))
    return -1
