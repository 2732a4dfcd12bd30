"""Where somebody else's text begins: the introduction of a reply, a header block, a separator.

The rules are about shape first (a date, a time, an address, a colon at the end) and about words
second, so that a layout in a language without a table is often still seen. Lines longer than a
mail program writes are never looked at, which keeps the work linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dedupe.own_words.lines import Lines
from dedupe.own_words.parts import PartKind
from dedupe.own_words.phrases.lookup import (
    FORWARDED,
    LONGEST_FIELD,
    OPENER,
    ORIGINAL,
    PRONOUNS,
    ROLES,
    WROTE,
    WROTE_UNSPACED,
    Role,
)


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


_LINE: Final = 300  # a longer line is prose; mail programs wrap introductions at 80 to 200
_JOINED: Final = 420
_ADDRESS: Final = re.compile(r"[^\s<>@\"]@[^\s<>@]+\.\w")
_ADDRESS_LAST: Final = re.compile(r"@[^\s<>@]{1,120}\.\w+[>)\]\"'*\s&;gt]{0,12}[:\uff1a*]{0,3}$")
_YEAR: Final = re.compile(r"(?<!\d)(?:\d{4}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d))|\d\u5e74")
_TIME: Final = re.compile(
    r"(?<!\d)\d{1,2}[:.h\u0589\uff1a]\d\d(?!\d)|(?<!\d)\d{1,2} ?[ap]\.?m\b|\d[\u65f6\u6642\uc2dc]",
    re.I,
)
_STARTS_WITH_DATE: Final = re.compile(
    rf"[-\s*_\"(\[\u201c]{{0,12}}(?:(?:{OPENER})\s+)?(?:[^\W\d]{{1,16}}['\u05f3]?[.,\u060c\u3001]{{0,2}}\s+){{0,3}}\d",
    re.I,
)
_CJK_START: Final = re.compile("\\W{0,3}[\u5728\u4e8e]?\\s{0,2}\\d{2,4}\\s?[\u5e74\ub144/.-]")
_STAMP_AND_NAME: Final = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d \S[^:]{0,80}$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ENDS: Final = (":", "\uff1a", ":*", ":>", ":_", ": *", ":]", ": >")
_RULE_CHARS: Final = "-_=*~#\u2013\u2014\u2015\u2500\u2501\u2550\u2212+\u00b7. "
_RULES: Final = tuple("-_=*~#\u2013\u2014\u2015\u2500\u2501\u2550\u2212+")


def is_rule(body: str) -> bool:
    """Return whether a line is nothing but a drawn rule ("-----", "____")."""
    return body.startswith(_RULES) and not body.strip(_RULE_CHARS)


def find_openings(lines: Lines) -> list[Opening]:
    """Return all openings in order of their first line; they may touch, never overlap."""
    bodies = lines.bodies
    found = _separators(lines) + _header_blocks(lines)
    stamped = "GMT" in lines.text
    last = -1
    for i, body in enumerate(bodies):
        if len(body) > _LINE or not body:
            continue
        if (
            body.endswith(_ENDS)
            or "@" in body
            or body.startswith("--")
            or (stamped and _STAMP_AND_NAME.match(body))
        ) and (opening := _introduction(lines, i, last)):
            found.append(opening)
            last = i
    found.sort(key=lambda opening: (opening.first, -opening.last))
    return _without_overlap(found)


def _without_overlap(found: list[Opening]) -> list[Opening]:
    kept: list[Opening] = []
    for opening in found:
        if not kept or opening.first > kept[-1].last:
            kept.append(opening)
    return kept


# --- the line "On ... wrote:" ---------------------------------------------------------------


def _introduction(lines: Lines, end: int, after: int) -> Opening | None:
    """Return the introduction whose last line is ``end``: that line alone, or up to 4 joined."""
    if lines.quoted[end] and not _closes_bracket(lines, end):
        return None
    following = lines.next_filled(end + 1)
    marked = following >= 0 and lines.quoted[following]
    if marked and _closes_bracket(lines, following):
        return None
    joined = ""
    first = -1
    complete = False
    for i in _upwards(lines, end, after):
        body = lines.bodies[i]
        joined = f"{body} {joined}" if joined else body
        if len(joined) > _JOINED:
            break
        whole = joined.count(">") <= joined.count("<") + joined.count("->")
        if not whole or not _introduces(joined, marked):
            continue
        starts = bool(_STARTS_WITH_DATE.match(body) or _CJK_START.match(body))
        named = "@" in joined or _says_wrote(joined.lower())
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


def _closes_bracket(lines: Lines, end: int) -> bool:
    """Return whether a ">" that begins the line ends an address begun on the line before."""
    before = lines.previous_filled(end - 1)
    rest = lines.bodies[end]
    if before < 0 or lines.quoted[before] or len(rest) > 60 or not rest.endswith(_ENDS):
        return False
    body = lines.bodies[before]
    return body.count("<") > body.count(">") or body.startswith("mailto:")


def _upwards(lines: Lines, end: int, after: int) -> list[int]:
    """Return the lines that may belong to one introduction, last first.

    A blank line may stand only where an address in angle brackets was set on lines of its own.
    """
    rows = [end]
    i = end - 1
    while i > after and len(rows) < 6:
        body = lines.bodies[i]
        top = lines.bodies[rows[-1]]
        if not body:
            if not top.startswith("<"):
                break
        elif len(body) > _LINE or lines.quoted[i]:
            break
        else:
            rows.append(i)
        if len(rows) > 3 and not top.startswith(("<", "mailto:", ">")):
            break
        i -= 1
    return rows


def _introduces(line: str, marked: bool) -> bool:
    """Return whether the joined line introduces a quoted text."""
    low = line.lower()
    words = _WORD.findall(low)
    if len(words) > 40 or low.startswith(("<", "mailto:", ">")):
        return False
    ends = low.endswith(_ENDS)
    wrote = _says_wrote(low)
    address = bool(_ADDRESS.search(low))
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
        return dated and (time or year) and short and not reports
    if marked and ends:
        return short and year and time
    return bool(_STAMP_AND_NAME.match(line))


def _says_wrote(low: str) -> bool:
    return not WROTE.isdisjoint(_WORD.findall(low)) or any(verb in low for verb in WROTE_UNSPACED)


def _introduces_address(
    low: str, words: list[str], ends: bool, wrote: bool, marked: bool, when: bool, dated: bool
) -> bool:
    """Decide on a line that holds a mail address."""
    address_last = bool(_ADDRESS_LAST.search(low))
    short = len(words) <= 24
    if wrote and (ends or words[-1] in WROTE or low.endswith(WROTE_UNSPACED)):
        return when or marked or len(words) <= 14
    if wrote and when and dated and low.strip(_RULE_CHARS).endswith("wrote"):
        return True
    if ends and address_last and when:
        return short and (dated or marked or bool(_TIME.search(low)))
    if ends and marked:
        return short
    return dated and when and address_last and marked and short


# --- "-----Original Message-----", "Begin forwarded message:" ---------------------------------


def _separators(lines: Lines) -> list[Opening]:
    """Return the separators with a known phrase, between rules or before a colon."""
    found = []
    for i, body in enumerate(lines.bodies):
        if 4 < len(body) < 90 and (kind := separator_kind(body)) and not lines.quoted[i]:
            found.append(Opening(i, i, kind, _marked_after(lines, i)))
    return found


def separator_kind(body: str) -> PartKind | None:
    """Return what a separator line opens, or None where it is no separator."""
    ruled = body.startswith(_RULES) and body[1:2] in _RULE_CHARS + body[0]
    if not ruled and not body.endswith((":", "\uff1a")):
        return None
    phrase = body.strip(_RULE_CHARS + ":\uff1a>").lower()
    if phrase in FORWARDED:
        return PartKind.FORWARD
    if ruled and (phrase in ORIGINAL or phrase.startswith("forwarded by ")):
        return PartKind.FORWARD if phrase.startswith("forwarded") else PartKind.QUOTE
    return None


def _marked_after(lines: Lines, index: int) -> bool:
    following = lines.next_filled(index + 1)
    return following >= 0 and lines.quoted[following]


# --- From / Sent / To / Subject -----------------------------------------------------------------


def field_role(body: str) -> Role | None:
    """Return the role of a line "Field: value" of a header block, or None."""
    name, colon, _ = body[:LONGEST_FIELD].replace("\uff1a", ":").partition(":")
    if not colon:
        return None
    return ROLES.get(name.strip(" *_\t\xa0").lower())


def _header_blocks(lines: Lines) -> list[Opening]:
    found: list[Opening] = []
    bodies = lines.bodies
    i = 0
    while i < len(bodies):
        body = bodies[i]
        if not body or lines.quoted[i] or field_role(body) is None:
            i += 1
            continue
        last, roles = _block(lines, i)
        if opening := _judge_block(lines, i, last, roles):
            found.append(opening)
        i = last + 1
    return found


def _block(lines: Lines, first: int) -> tuple[int, set[Role]]:
    """Return the last line of the block that begins at ``first``, and the roles in it.

    Between two fields one blank line may stand, or up to three lines that continue a value.
    """
    roles: set[Role] = set()
    last = first
    i = first
    while i < len(lines.bodies) and i - last <= 4 and i - first < 60:
        body = lines.bodies[i]
        if lines.quoted[i] and not _closes_bracket(lines, i):
            break
        role = field_role(body)
        if role:
            roles.add(role)
            roles.update(_roles_inside(body))
            last = i
        elif not body and i - last > 1:
            break
        i += 1
    return last, roles


def _roles_inside(body: str) -> set[Role]:
    """Return the roles of further fields on one line ("To: a@b Subject: c")."""
    if body.count(":") < 2 or len(body) > _LINE:
        return set()
    names = (part.split()[-1:] for part in body.split(":")[1:-1])
    return {ROLES[name[0].lower()] for name in names if name and name[0].lower() in ROLES}


def _judge_block(lines: Lines, first: int, last: int, roles: set[Role]) -> Opening | None:
    """Decide whether a run of fields is a mail's header block, not a form or an itinerary."""
    before = lines.previous_filled(first - 1)
    above = lines.bodies[before] if before >= 0 else ""
    separator = separator_kind(above)
    ruled = bool(separator) or is_rule(above)
    named = Role.SUBJECT in roles and Role.FROM in roles and len(roles) >= 3
    addressed = {Role.FROM, Role.DATE} <= roles and any(
        "@" in body for body in lines.bodies[first : last + 1]
    )
    addressed = addressed and len(roles) >= 3
    introduced = ruled and Role.FROM in roles and len(roles) >= 2
    if not (named or addressed or introduced or (separator and roles)):
        return None
    kind = separator or PartKind.QUOTE
    return Opening(before if ruled else first, last, kind, _marked_after(lines, last))
