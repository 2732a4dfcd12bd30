"""Recognise postal addresses where they are plain: street and number, postcode and town."""

from __future__ import annotations

import re

from dedupe.masks.letters import word_set

#: Words for a street behind its name or as its ending, and in front of its name; lower case.
_BEHIND = (
    "street st road rd avenue ave lane ln drive dr boulevard blvd court ct square sq place pl way"
    " terrace close crescent highway hwy parkway pkwy"
)
_ENDING = (
    "straße|strasse|str\\.|gasse|weg|allee|platz|ring|damm|ufer|gatan|vägen|gata|vegen|veien|vej"
    "|gade|straat|laan|plein|gracht|katu|tie|utca|út"
)
_FRONT = (
    "ul\\.|ulica|al\\.|aleja|os\\.|pl\\.|rue|avenue|av\\.|boulevard|bd|calle|c/|avda\\."
    "|plaza|via|viale|piazza|corso|rua|avenida|praça|strada|str\\.|ул\\.|улица|бул\\.|пр\\."
    "|просп\\.|вул\\."
    "|вулиця|пл\\.|οδός|شارع|רחוב"
)
_STREET_FRONTS = tuple(part.replace("\\", "") for part in _FRONT.split("|"))
_FRONT_HEADS = frozenset(front[:2] for front in _STREET_FRONTS)
_STREET_ENDINGS = (
    *(part.replace("\\", "") for part in _ENDING.split("|")),
    *["caddesi", "cad.", "sokak", "sok.", "tér"],
)
_ENDING_TAILS = frozenset(ending[-2:] for ending in _STREET_ENDINGS)
_NUMBER_WORDS = word_set("nr nr. no no: д. буд. № numer")
_NAME = r"[^\W\d_a-zа-яђ-џ][^\W\d_]*\.?"
_STREET_FIRST = re.compile(
    rf"(?:(?:{_FRONT})[ \u00a0]?(?:[^\W\d_][^\W\d_.’'-]*[ \u00a0]?){{1,2}}"
    r"|[^\W\d_]{2,24}(?:" + _ENDING + r")|[^\W\d_]+[ -](?:"
    "Straße|Strasse|Str\\.|Weg|Allee|Platz|Caddesi|Cad\\.|Sokak|Sok\\.|utca|út|tér))"
    r",?[ \u00a0](?:№ ?|nr\.? ?|no:? ?|д\. ?|буд\. ?)?$",
    re.IGNORECASE,
)
_NUMBER_TAIL = re.compile(r"\d{1,4}(?:[a-zA-Zа-я](?!\w))?(?:[/-]\d{1,4}[a-z]?)?")
_NUMBER_FIRST = re.compile(
    rf"\d{{1,5}}[a-z]?[ \u00a0]{_NAME}[ \u00a0](?:{_NAME}[ \u00a0])?(?:"
    + "|".join(w.capitalize() for w in _BEHIND.split())
    + r")(?!\w)"
)
_POSTCODE_TOWN = re.compile(
    rf"(?:\d{{2}}-\d{{3}}|(?:[A-Z]{{1,2}}-)?\d{{4,5}}|\d{{3}} \d{{2}})[ \u00a0]{_NAME}"
    rf"(?:[ -]{_NAME})?(?=[,;]|\s*(?:\n|$))"
)
_UK_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)")
_ZIP = re.compile(r"\d{5}(?:-\d{4})?(?!\d)")
_STATE_ZIP = re.compile(r"[A-Z]{2} $")


def street_around(text: str, lower: str, at: int, floor: int) -> tuple[int, int] | None:
    """Return the street and number whose number begins at ``at``, or ``None``."""
    match = _NUMBER_FIRST.match(text, at)
    if match:
        return match.span()
    if not may_name_street(text, lower, at, floor):
        return None
    begin = max(floor, at - 40)
    while begin < at and begin > floor and text[begin - 1].isalnum():
        begin += 1
    before = text[begin:at]
    if not before[-1:].isspace() and before[-1:] not in (".", "№"):
        return None
    street = _STREET_FIRST.search(before.rpartition("\n")[2])
    tail = _NUMBER_TAIL.match(text, at)
    if street is None or tail is None:
        return None
    start = at - len(street.group())
    return (start, tail.end()) if len(text[start : tail.end()].split()) <= 4 else None


def may_name_street(text: str, lower: str, at: int, floor: int) -> bool:
    """Say cheaply whether the text before a number ends like a street, or holds a word for one."""
    if at - floor < 2 or not (text[at - 1].isspace() or text[at - 1] in ".№"):
        return False
    if text[at - 2].isspace():
        return False  # the number of a table, or the first of its line
    words = lower[max(floor, at - 40) : at].rstrip("№ ,").rsplit(None, 4)[-4:]
    if not words:
        return False
    tail = "".join(words[-2:-1] if words[-1] in _NUMBER_WORDS else words[-1:]).rstrip(",")
    if tail[-2:] in _ENDING_TAILS and tail.endswith(_STREET_ENDINGS):
        return True
    return any([word.startswith(_STREET_FRONTS) for word in words if word[:2] in _FRONT_HEADS])


def town_at(text: str, at: int, floor: int) -> tuple[int, int] | None:
    """Return the postcode at ``at`` with its town, or a postcode plain by itself, or ``None``.

    Four or five digits and a capitalised word are common ("Order 10115 Please"), so the postcode
    must open a line or follow a comma, and the town must end one.
    """
    lead = text[max(floor, at - 2) : at]
    opens = at == 0 or lead[-1:] == "\n" or lead in (", ", "; ") or lead[-1:] == ","
    if opens or text[at + 2 : at + 3] == "-":
        match = _POSTCODE_TOWN.match(text, at)
        if match:
            return match.span()
    if lead[-1:] != " " or not text[at + 4 : at + 5].isdigit():
        return None
    state = _STATE_ZIP.search(text, max(floor, at - 3), at)
    if state and _ZIP.match(text, at):
        return state.start(), at + (10 if text[at + 5 : at + 6] == "-" else 5)
    return None


def uk_postcode_at(text: str, start: int) -> tuple[int, int] | None:
    """Return a British postcode that begins at ``start`` ("SW1A 1AA"), or ``None``."""
    match = _UK_POSTCODE.match(text, start)
    return match.span() if match else None
