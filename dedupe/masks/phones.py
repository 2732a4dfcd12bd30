"""Recognise telephone numbers: by a leading plus or zero, or by how their digits are grouped."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"[+(]?\d(?:[ \u00a0./()\-–]{0,2}\d){6,15}(?!\d)")
_GROUPS = re.compile(
    r"\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}$|\d{3}[- ]\d{3}[- ]\d{3}$|\d{2}(?:[ .-]\d{2}){3,4}$"
)


def phone_at(text: str, at: int, floor: int) -> tuple[int, int] | None:
    """Return the telephone number whose first digit stands at ``at``, or ``None``.

    7 to 16 digits (ITU-T E.164 allows 15 besides the zero in brackets); a plus or bracket before
    the first digit belongs to it.
    """
    start = at
    while start > floor and at - start < 2 and text[start - 1] in "+(":
        start -= 1
    match = _DIGITS.match(text, start) or _DIGITS.match(text, at)
    if match is None:
        return None
    token = match.group()
    marked = token[0] == "+" or (token[0] == "(" and ")" in token)
    zero = token[0] == "0" and any(char in token for char in " -/().") and token[1] != "."
    if marked or zero or _GROUPS.match(token):
        return match.span()
    return None
