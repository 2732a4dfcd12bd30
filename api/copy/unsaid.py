"""What one text says and the other does not, once sentences are paired."""

from __future__ import annotations

from collections.abc import Sequence

from api.copy.units import Span


def unsaid(text: str, said: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans of a text that none of the spans ``said`` covers, blanks trimmed."""
    found, at = [], 0
    for start, stop in (*sorted(said), (len(text), len(text))):
        piece = text[at:start]
        if piece.strip():
            first = at + len(piece) - len(piece.lstrip())
            found.append((first, first + len(piece.strip())))
        at = max(at, stop)
    return tuple(found)
