"""A patch passed on under a long rule: whoever reviews or forwards it writes above the rule."""

from __future__ import annotations

from typing import Final

from dedupe.own_words.lines import CONTENT, Lines
from dedupe.own_words.parts import Opening, PartKind

_SHORTEST_RULE: Final = 10
_GIT: Final = "diff --git a/"
_OLD: Final = "--- a/"
_NEW: Final = "+++ b/"


def passed_on_patches(lines: Lines) -> list[Opening]:
    """Return the rule that begins a passed-on patch, at most one.

    That is a line of ten or more dashes below a blank one, with own words above and a unified
    diff anywhere below. A patch without such a rule is its sender's.
    """
    if "-" not in lines.heads or (_GIT not in lines.text and _NEW not in lines.text):
        return []
    patch = _last_patch(lines)
    written = False
    for row in lines.filled:
        if row >= patch:
            break
        if lines.quoted[row]:
            continue
        if written and not lines.bodies[row - 1] and _is_long_rule(lines.bodies[row]):
            return [Opening(row, row, PartKind.FORWARD, marked=False)]
        written = written or CONTENT.search(lines.bodies[row]) is not None
    return []


def _is_long_rule(body: str) -> bool:
    return body[0] == "-" and len(body) >= _SHORTEST_RULE and not body.strip("-")


def _last_patch(lines: Lines) -> int:
    """Return the last line that begins a unified diff; -1 where there is none."""
    bodies = lines.bodies
    for row in reversed(lines.filled):
        if bodies[row].startswith(_GIT):
            return row
        if bodies[row].startswith(_NEW) and row > 0 and bodies[row - 1].startswith(_OLD):
            return row
    return -1
