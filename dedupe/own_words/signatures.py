"""The signature at the end of what the sender wrote: a delimiter, or a contact block.

The closing phrase and the name stay: they are own words, and masked elsewhere. What stands under
the name (title, firm, telephone, links) comes off.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Final

from dedupe.own_words.lines import Lines
from dedupe.own_words.phrases.lookup import CLOSINGS, LONGEST_CLOSING

_DELIMITERS: Final = frozenset(("--", "- --", "\u2014\u2014", "\u2013\u2013"))
_WEAK_DELIMITER: Final = re.compile(
    r"[\u2014\u2013\u2015]{1,80}$|_{2,120}$|-{3,120}$|={3,120}$|\*{3,120}$|~{3,120}$|[\u2500-\u257f]{2,120}$"
    r"|-\u2014|\u2014-"
)
_REMEMBERED: Final = 1024  # lines: the same signature stands under mail after mail
_MOST_LINES: Final = 14  # filled lines of a signature; RFC 3676 asks for 4, firms use about 12
_MOST_ROWS: Final = _MOST_LINES + 5  # filled lines that are looked at, with closing and name
_FARTHEST: Final = 59  # no line further up is looked at, filled or not
_PHONE: Final = re.compile(
    r"(?<![\w@/])(?:\+|\(\+?)?\d(?:[ ().\-/\u00a0\u2011]{0,3}\d){6,16}(?![\w@])"
)
_LINK: Final = re.compile(
    r"https?://|\bwww\.|[^\s@]@[^\s@]+\.\w\w|^@\w|\b[a-z0-9-]{2,60}\.(?:com|org|net|io)\b", re.I
)
_LABEL: Final = re.compile(
    r"(?:tel|phone|mobile|mobil|mob|cell|fax|telefon|t\u00e9l|tlf|puh|tel\u00e9fono|telefone|\u0442\u0435\u043b"
    r"|\u043c\u043e\u0431|\u0442\u0435\u043b\u0435\u0444\u043e\u043d|\u7535\u8bdd|\u96fb\u8a71|\u624b\u673a|\u624b\u6a5f"
    r"|\u05d8\u05dc|\u05e0\u05d9\u05d9\u05d3|\u0647\u0627\u062a\u0641|\u062c\u0648\u0627\u0644|e-?mail|skype|web|linkedin|twitter|gsm"
    r"|[mtpfdwe])\.? ?[:.\uff1a|]",
    re.I,
)
_DIGIT: Final = re.compile(r"\d")
_BULLET: Final = re.compile(r"[-*\u2022\u00b7\u2013+>]\s|\d{1,2}[.)]\s|\[")
_FIRM: Final = re.compile(
    r"\b(?:inc|ltd|llc|co|corp|gmbh|kg|ag|plc|s\.?a|s\.?l|b\.?v|n\.?v|s\.?r\.?o|a\.?s|o\.? ?o|srl"
    r"|s\.?p\.?a|jr|sr|ph\.?d|m\.?d|esq|st|ave|rd|str|ul)\.$",
    re.I,
)
_SENTENCE_END: Final = (
    ".",
    "!",
    "?",
    "\u2026",
    "\u3002",
    "\uff01",
    "\uff1f",
    "\u061f",
    ":",
    "\uff1a",
    ";",
)
_POSTSCRIPT: Final = re.compile(
    r"(?:p\.? ?){1,3}s\b|ps[:.\s]|n\.?b\.?[:\s]|p\.d\."
    r"|\u0437\.\u044b|\u043f\.\u0441|\u043f\u043f\u0441|\u9644\u8a00|\u8ffd\u4f38|\u8ffd\u8a18|\u0646\u0628",
    re.I,
)
_AROUND: Final = " ,.!;:\u2013\u2014-~*_/\u3001\u3002\uff0c\uff01\u060c\u2026\U0001f600\U0001f642"


def signature_start(lines: Lines, low: int, high: int, sender: str) -> int:
    """Return the first line of the signature that ends at ``high`` (exclusive), else ``high``.

    ``low`` is the first line that may belong to it. Looks at a bounded number of lines.
    """
    rows = _last_filled(lines, low, high)
    delimited = _delimited(lines, rows)
    if delimited is not None:
        return delimited
    start = _under_closing(lines, rows, sender)
    return high if start is None else start


def sign_off_start(lines: Lines, low: int, high: int, sender: str) -> int:
    """Return where the closing within lines [low, high) begins, in code points.

    The end of the text where there is none among the last lines.
    """
    rows = _last_filled(lines, low, high)
    anchor = _anchor(lines, rows, sender)
    if anchor is None:
        return len(lines.text)
    above = anchor - 1
    under = above >= 0 and is_closing(lines.bodies[rows[above]])
    return lines.starts[rows[above if under else anchor]]


def _last_filled(lines: Lines, low: int, high: int) -> list[int]:
    """Return the last filled lines below ``high``, in order, as many as a signature may have."""
    filled = lines.filled
    stop = bisect_left(filled, high)
    start = max(bisect_left(filled, max(low, high - _FARTHEST), 0, stop), stop - _MOST_ROWS)
    return filled[start:stop]


def _delimited(lines: Lines, rows: list[int]) -> int | None:
    """Return the topmost line that delimits a signature, or None."""
    if not rows or lines.heads[rows[0] : rows[-1] + 1].replace("\n", "").isalnum():
        return None
    for at, row in enumerate(rows):
        body = lines.bodies[row]
        if body[0].isalnum() or len(body) > 120 or len(rows) - at - 1 > _MOST_LINES:
            continue
        below = [lines.bodies[r] for r in rows[at + 1 :]]
        if body in _DELIMITERS:
            exact = lines.text[lines.starts[row] : lines.stops[row]].rstrip("\r\n") == "-- "
            if exact or all(len(b) <= 160 for b in below):
                return row
        elif _WEAK_DELIMITER.match(body) and _reads_as_contact(below):
            return row
    return None


def _reads_as_contact(bodies: list[str]) -> bool:
    """Return whether lines after a drawn rule are a signature: all short, one a way to reach."""
    return bool(bodies) and all(map(_is_signature_line, bodies)) and any(map(is_contact, bodies))


def is_contact(body: str) -> bool:
    """Return whether a line holds a telephone number, an address or a link."""
    if _DIGIT.search(body) and _PHONE.search(body):
        return True
    linked = "." in body or "@" in body or "://" in body
    return bool(linked and _LINK.search(body)) or bool(_LABEL.match(body))


def _is_signature_line(body: str) -> bool:
    """Return whether a line reads as a name, title, firm or contact rather than a sentence."""
    return len(body) <= 140 and _reads_as_signature(body)


@lru_cache(maxsize=_REMEMBERED)
def _reads_as_signature(body: str) -> bool:
    if _BULLET.match(body) or _POSTSCRIPT.match(body):
        return False
    words = len(body.split())
    if is_contact(body):
        return words <= 14 and not (words > 6 and body.endswith((".", "!", "?")))
    if body.endswith(_SENTENCE_END) and not _FIRM.search(body):
        return False
    return words <= 9 and (words > 1 or len(body) <= 40)


# --- under the closing phrase ---------------------------------------------------------------


def is_closing(body: str) -> bool:
    """Return whether a line is a closing phrase ("Best regards,"), alone or twice."""
    return len(body) <= 80 and _is_closing(body)


@lru_cache(maxsize=_REMEMBERED)
def _is_closing(body: str) -> bool:
    low = body.lower().strip(_AROUND)
    if low in CLOSINGS:
        return True
    first, slash, second = low.partition("/")
    return bool(slash) and (first.strip(_AROUND) in CLOSINGS or second.strip(_AROUND) in CLOSINGS)


def _closing_with_name(body: str) -> bool:
    """Return whether a line is a closing phrase and a name ("Best regards, Ann")."""
    comma = body.find(",", 0, LONGEST_CLOSING + 1)
    if comma < 0 or body[:comma].lower().strip(_AROUND) not in CLOSINGS:
        return False
    return 0 < len(body[comma + 1 :].split()) <= 4


def _is_name(body: str) -> bool:
    """Return whether a line may be the sender's name: short, no number, no address."""
    return (
        len(body) <= 60 and len(body.split()) <= 6 and not is_contact(body) and not _has_digit(body)
    )


def _has_digit(body: str) -> bool:
    return any(map(str.isdigit, body))


def _under_closing(lines: Lines, rows: list[int], sender: str) -> int | None:
    """Return the first line of a contact block under the closing and the name, or None."""
    anchor = _anchor(lines, rows, sender)
    if anchor is None:
        return _bare_block(lines, rows)
    below = rows[anchor + 1 :]
    bodies = [lines.bodies[r] for r in below]
    if not below or len(below) > _MOST_LINES or not all(map(_is_signature_line, bodies)):
        return None
    joined = all(b - a == 1 for a, b in zip(rows[anchor:], below, strict=False))
    titles = len(below) <= 4 and joined and all(len(b.split()) <= 6 for b in bodies)
    if any(map(is_contact, bodies)) or titles:
        return below[0]
    return None


def _anchor(lines: Lines, rows: list[int], sender: str) -> int | None:
    """Return the position in ``rows`` of the closing name, the last line that stays."""
    name = sender.casefold().strip()
    longest = len(name) * 3 + 80  # folding makes three characters of one at most
    for at in range(len(rows) - 1, -1, -1):
        body = lines.bodies[rows[at]]
        if _closing_with_name(body):
            return at
        if is_closing(body):
            after = at + 1
            return after if after < len(rows) and _is_name(lines.bodies[rows[after]]) else at
        if name and len(body) <= longest and body.casefold().strip(_AROUND) == name:
            return at
    return None


def _bare_block(lines: Lines, rows: list[int]) -> int | None:
    """Return the contact lines of a last paragraph that is a name and at least two of them."""
    block: list[int] = []
    for row in reversed(rows):
        if block and block[-1] - row > 1:
            break
        block.append(row)
    block.reverse()
    if not 2 <= len(block) <= 8 or len(block) == len(rows):
        return None
    bodies = [lines.bodies[r] for r in block]
    if not all(map(_is_signature_line, bodies)):
        return None
    named = _is_name(bodies[0])
    if sum(map(is_contact, bodies[1:] if named else bodies)) < 2:
        return None
    return block[1] if named else block[0]
