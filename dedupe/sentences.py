"""Sentences of a text, found by their closing marks in any script."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？؟।။]+[」』”’)]*|\n\s*\n|\r\n\s*\r\n")


def sentence_spans(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return code points [first, last) of each sentence between two places, blanks trimmed."""
    spans = []
    at = start
    for end in [match.end() for match in _END.finditer(text, start, stop)] + [stop]:
        piece = text[at:end]
        if piece.strip():
            first = at + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(piece.strip())))
        at = end
    return spans
