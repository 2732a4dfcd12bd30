"""Where somebody else's text begins: the introduction of a reply, a header block, a separator."""

from __future__ import annotations

from dedupe.own_words.header_blocks import header_blocks, separators
from dedupe.own_words.introductions import introductions
from dedupe.own_words.lines import Lines
from dedupe.own_words.parts import Opening
from dedupe.own_words.patches import passed_on_patches


def find_openings(lines: Lines) -> list[Opening]:
    """Return all openings in order of their first line; they never overlap."""
    found = separators(lines) + header_blocks(lines) + introductions(lines)
    found += passed_on_patches(lines)
    found.sort(key=lambda opening: (opening.first, -opening.last))
    kept: list[Opening] = []
    for opening in found:
        if not kept or opening.first > kept[-1].last:
            kept.append(opening)
    return kept
