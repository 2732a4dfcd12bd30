"""The line "On ... wrote:" over a quoted reply, in whatever layout and language.

The rules are about shape first (a date, a time, an address, a colon at the end) and about words
second, so that a layout in a language without a table is often still seen. Lines longer than a
mail program writes are never looked at, and at most six are joined, so the work is linear.
"""

from __future__ import annotations

import re
from typing import Final

from dedupe.own_words.lines import COLON_ENDS, RULE_CHARS, Lines, closes_bracket
from dedupe.own_words.parts import Opening, PartKind
from dedupe.own_words.phrases.lookup import OPENER, PRONOUNS, WROTE, WROTE_UNSPACED

_LINE: Final = 300  # a longer line is prose; mail programs wrap introductions at 80 to 200
_JOINED: Final = 420
_MOST_LINES: Final = 6
_ADDRESS: Final = re.compile(r"[^\s<>@\"]@[^\s<>@]+\.\w")
_ADDRESS_LAST: Final = re.compile(r"@[^\s<>@]{1,120}\.\w+[>)\]\"'*\s&;gt]{0,12}[:\uff1a*]{0,3}$")
_YEAR: Final = re.compile(r"(?<!\d)(?:\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d))|\d\u5e74")
_TIME: Final = re.compile(
    r"(?<!\d)\d{1,2}[:.h\u0589\uff1a]\d\d(?!\d)|(?<!\d)\d{1,2} ?[ap]\.?m\b|\d[\u65f6\u6642\uc2dc]",
    re.I,
)
_STARTS_WITH_DATE: Final = re.compile(
    rf"[-\s*_\"(\[\u201c]{{0,12}}(?:(?:{OPENER})\s+)?(?:[^\s\d@<>]{{1,16}}\s+){{0,3}}\d",
    re.I,
)
_CJK_START: Final = re.compile("\\W{0,3}[\u5728\u4e8e]?\\s{0,2}\\d{2,4}\\s?[\u5e74\ub144/.-]")
_STAMP_AND_NAME: Final = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d \S[^:]{0,80}$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ENDINGS: Final = frozenset(end[-1] for end in (*COLON_ENDS, "--"))
_REST: Final = ("<", "mailto:", ">")  # how a line begins that continues an address
_BRACKETED: Final = re.compile(r"(?:[<(]|&lt;)[^\s<>@]{1,80}@")
_DIGIT: Final = re.compile(r"\d")


def introductions(lines: Lines) -> list[Opening]:
    """Return the introductions of quoted replies, in order."""
    found = []
    last = -1
    for i in _possible_ends(lines):
        if lines.quoted[i] and not lines.bodies[i].endswith(COLON_ENDS):
            continue  # only the end of an address in brackets, set on a line of its own
        if 1 < len(lines.bodies[i]) <= _LINE and _may_end(lines, i):
            opening = _introduction(lines, i, last)
            if opening:
                found.append(opening)
                last = i
    return found


def _possible_ends(lines: Lines) -> list[int]:
    """Return the lines with a last character, an address or a time zone as an end has."""
    bodies, tails = lines.bodies, lines.tails
    if "GMT" in lines.text:
        return [
            i
            for i in lines.filled
            if tails[i] in _ENDINGS or "@" in bodies[i] or "GMT" in bodies[i]
        ]
    return [i for i in lines.filled if tails[i] in _ENDINGS or "@" in bodies[i]]


def _may_end(lines: Lines, i: int) -> bool:
    """Return whether a line may end an introduction: by a colon, a verb, or over a quote."""
    body = lines.bodies[i]
    if body.endswith(COLON_ENDS) or "GMT" in body:
        return True
    if "@" not in body:
        return body.startswith("--") and body.endswith("--")
    body = body.rstrip(RULE_CHARS)
    if body.endswith((">", ")")):
        return i + 2 < len(lines.bodies) and (lines.quoted[i + 1] or lines.quoted[i + 2])
    return body[body.rfind(" ") + 1 :].lower() in WROTE


def _introduction(lines: Lines, end: int, after: int) -> Opening | None:
    """Return the introduction whose last line is ``end``: that line alone, or up to 4 joined."""
    if lines.quoted[end] and not closes_bracket(lines, end):
        return None
    following = lines.next_filled(end + 1)
    marked = following >= 0 and lines.quoted[following]
    if marked and closes_bracket(lines, following):
        return None
    rows = _upwards(lines, end, after)
    if not marked and not _may_introduce(" ".join([lines.bodies[i] for i in rows]).lower()):
        return None
    joined = ""
    first = -1
    complete = False
    for i in rows:
        body = lines.bodies[i]
        joined = f"{body} {joined}" if joined else body
        if len(joined) > _JOINED:
            break
        whole = joined.count(">") <= joined.count("<") + joined.count("->")
        if not whole or not _introduces(joined, marked):
            continue
        starts = bool(_STARTS_WITH_DATE.match(body) or _CJK_START.match(body))
        named = "@" in joined or _says_wrote(joined.lower(), _WORD.findall(joined.lower()))
        if first < 0 or starts or not complete:
            first = i
            complete = named
        if starts and named:
            first = _date_above(lines, first, after)
            break
    return Opening(first, end, PartKind.QUOTE, marked) if first >= 0 else None


def _date_above(lines: Lines, first: int, after: int) -> int:
    """Return the line above if it is the date alone ("On Nov 21, 2014,"), else ``first``."""
    above = first - 1
    if above <= after or lines.quoted[above]:
        return first
    body = lines.bodies[above]
    dated = len(body) <= 40 and body.endswith(",") and _YEAR.search(body)
    return above if dated and _STARTS_WITH_DATE.match(body) else first


def _upwards(lines: Lines, end: int, after: int) -> list[int]:
    """Return the lines that may belong to one introduction, last first.

    A blank line may stand only where an address in angle brackets was set on lines of its own.
    """
    rows = [end]
    i = end - 1
    while i > after and len(rows) < _MOST_LINES:
        body = lines.bodies[i]
        top = lines.bodies[rows[-1]]
        if not body:
            if not top.startswith("<"):
                break
        elif len(body) > _LINE or lines.quoted[i]:
            break
        else:
            rows.append(i)
        if len(rows) > 3 and not top.startswith(_REST):
            break
        i -= 1
    return rows


def _introduces(line: str, marked: bool) -> bool:
    """Return whether the joined line introduces a quoted text."""
    low = line.lower()
    if low.startswith("--") and low.strip(RULE_CHARS).endswith("wrote"):
        return len(low) <= 160
    if low.startswith(_REST) or not (marked or "@" in low or _DIGIT.search(low)):
        return False
    words = _WORD.findall(low)
    if len(words) > 40:
        return False
    ends = low.endswith(COLON_ENDS)
    wrote = _says_wrote(low, words)
    address = "@" in low and bool(_ADDRESS.search(low))
    if not ((ends or marked) and (wrote or address or marked)) and not (wrote and address):
        return bool(_STAMP_AND_NAME.match(line))
    year = bool(_YEAR.search(low))
    time = bool(_TIME.search(low))
    dated = bool(_STARTS_WITH_DATE.match(low) or _CJK_START.match(low))
    short = len(words) <= 18
    reports = not PRONOUNS.isdisjoint(words)
    if address:
        return _introduces_address(low, words, ends, wrote, marked, year or time, dated)
    if wrote and ends:
        if marked and short:
            return True
        if reports or not short:
            return False
        return (dated and (time or year)) or (time and year and len(words) <= 12)
    if marked and ends:
        return short and year and time
    return bool(_STAMP_AND_NAME.match(line))


def _may_introduce(low: str) -> bool:
    """Say cheaply whether unmarked text may follow: an address, a time zone or a verb is needed."""
    return "@" in low or "gmt" in low or _says_wrote(low, _WORD.findall(low))


def _says_wrote(low: str, words: list[str]) -> bool:
    """Return whether a line says that somebody wrote, in any language of the table."""
    if not WROTE.isdisjoint(words):
        return True
    return not low.isascii() and any(verb in low for verb in WROTE_UNSPACED)


def _introduces_address(
    low: str, words: list[str], ends: bool, wrote: bool, marked: bool, when: bool, dated: bool
) -> bool:
    """Decide on a line that holds a mail address."""
    address_last = bool(_ADDRESS_LAST.search(low))
    short = len(words) <= 24
    if wrote and (ends or words[-1] in WROTE or low.endswith(WROTE_UNSPACED)):
        return when or marked or len(words) <= 14
    bracketed = bool(_BRACKETED.search(low))
    if ends and when and short and bracketed and (dated or address_last):
        return dated or marked or bool(_TIME.search(low))
    if ends and marked:
        return short
    return dated and when and address_last and marked and short
