"""Separators ("-----Original Message-----") and header blocks (From, Sent, To, Subject)."""

from __future__ import annotations

from typing import Final

from dedupe.own_words.lines import RULE_CHARS, RULES, Lines, closes_bracket, is_rule
from dedupe.own_words.parts import Opening, PartKind
from dedupe.own_words.phrases.lookup import FORWARDED, LONGEST_FIELD, ORIGINAL, ROLES, Role

_LINE: Final = 300
_LONG_RULE: Final = 10
_RULE_STARTS: Final = frozenset(RULES)
_COLONS: Final = frozenset(":\uff1a")


def separators(lines: Lines) -> list[Opening]:
    """Return the separators with a known phrase, between rules or before a colon."""
    heads, tails = lines.heads, lines.tails
    if _COLONS.isdisjoint(tails) and _RULE_STARTS.isdisjoint(heads):
        return []
    rows = [i for i in lines.filled if heads[i] in _RULE_STARTS or tails[i] in _COLONS]
    found = []
    for i in rows:
        body = lines.bodies[i]
        if 4 < len(body) < 90 and (kind := separator_kind(body)) and not lines.quoted[i]:
            found.append(Opening(i, i, kind, _marked_after(lines, i)))
    return found


def separator_kind(body: str) -> PartKind | None:
    """Return what a separator line opens, or None where it is no separator."""
    ruled = body.startswith(RULES) and body[1:2] in RULE_CHARS + body[0]
    if not ruled and not body.endswith((":", "\uff1a")):
        return None
    phrase = body.strip(RULE_CHARS + ":\uff1a>").lower()
    if phrase in FORWARDED:
        return PartKind.FORWARD
    if ruled and (phrase in ORIGINAL or phrase.startswith("forwarded by ")):
        return PartKind.FORWARD if phrase.startswith("forwarded") else PartKind.QUOTE
    return None


def _marked_after(lines: Lines, index: int) -> bool:
    following = lines.next_filled(index + 1)
    return following >= 0 and lines.quoted[following]


def field_role(body: str) -> Role | None:
    """Return the role of a line "Field: value" of a header block, or None."""
    name, colon, _ = body[:LONGEST_FIELD].replace("\uff1a", ":").partition(":")
    if not colon:
        return None
    return ROLES.get(name.strip(" *_\t\xa0").lower())


def header_blocks(lines: Lines) -> list[Opening]:
    """Return the header blocks of quoted and forwarded mails."""
    found: list[Opening] = []
    if ":" not in lines.text and "\uff1a" not in lines.text:
        return []
    rows = [i for i in lines.filled if ":" in lines.bodies[i] or "\uff1a" in lines.bodies[i]]
    last = -1
    for i in rows:
        if i <= last or lines.quoted[i] or field_role(lines.bodies[i]) is None:
            continue
        last, roles = _block(lines, i)
        if opening := _judge_block(lines, i, last, roles):
            found.append(opening)
    return found


def _block(lines: Lines, first: int) -> tuple[int, list[Role]]:
    """Return the last line of the block that begins at ``first``, and the roles in it, in order.

    Between two fields one blank line may stand, or up to three lines that continue a value.
    """
    roles: list[Role] = []
    last = first
    i = first
    while i < len(lines.bodies) and i - last <= 4 and i - first < 60:
        body = lines.bodies[i]
        if lines.quoted[i] and not closes_bracket(lines, i):
            break
        role = field_role(body)
        if role:
            roles += [role, *_roles_inside(body)]
            last = i
        elif not body and i - last > 1:
            break
        i += 1
    return last, roles


def _roles_inside(body: str) -> list[Role]:
    """Return the roles of further fields on one line ("To: a@b Subject: c")."""
    if body.count(":") < 2 or len(body) > _LINE:
        return []
    names = (part.split()[-1:] for part in body.split(":")[1:-1])
    return [ROLES[name[0].lower()] for name in names if name and name[0].lower() in ROLES]


def _judge_block(lines: Lines, first: int, last: int, order: list[Role]) -> Opening | None:
    """Decide whether a run of fields is a mail's header block, not a form or an itinerary."""
    before = lines.previous_filled(first - 1)
    above = lines.bodies[before] if before >= 0 else ""
    separator = separator_kind(above)
    ruled = bool(separator) or is_rule(above)
    roles = set(order)
    enough = Role.FROM in roles and len(roles) >= (2 if ruled else 3)
    # Without subject, rule and address: an itinerary has From and To, then Date.
    mail = ruled or Role.SUBJECT in roles or order[:2] == [Role.FROM, Role.DATE]
    addressed = Role.DATE in roles and any("@" in b for b in lines.bodies[first : last + 1])
    # A long rule and a sender with an address: somebody else's text passed on, as with patches.
    passed_on = is_rule(above) and len(above) >= _LONG_RULE and order[:1] == [Role.FROM]
    passed_on = passed_on and "@" in lines.bodies[first]
    if not (enough and (mail or addressed)) and not separator and not passed_on:
        return None
    kind = separator or (PartKind.FORWARD if passed_on and not enough else PartKind.QUOTE)
    return Opening(before if ruled else first, last, kind, _marked_after(lines, last))
