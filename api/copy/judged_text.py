"""A unit's text as it is judged: placeholders are slots, and so are values known by their shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.copy.units import CopyUnit, Span
from dedupe import Mask, MaskKind, MaskSource, find_masks

#: Follows the one letter that stands for a placeholder: folded away, and keeps offsets true.
_JOINER = "\u2060"

#: Texts of fewer words are told only where they are the same, values and all. Text that puts no
#: spaces between words is long enough from so many characters on.
_FEWEST = 6
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A text of the same length as the unit's, each placeholder one letter, code left out."""

    text: str
    spans: tuple[Span, ...]
    masks: tuple[Mask, ...]


def judged_text(
    text: str, masks: tuple[Span, ...], left_out: tuple[Span, ...], values: tuple[Span, ...]
) -> JudgedText:
    """Return a text as it is judged: ``masks`` are placeholders, ``values`` recognised ones."""
    parts, at = [], 0
    for start, stop in masks:
        parts += [text[at:start], "x", _JOINER * (stop - start - 1)]
        at = stop
    slots = sorted((*masks, *values)) if values else masks
    fields = tuple(Mask(a, b, MaskKind.FIELD, MaskSource.ROW) for a, b in slots)
    return JudgedText("".join([*parts, text[at:]]), _around(len(text), left_out), fields)


def _around(length: int, left_out: Sequence[Span]) -> tuple[Span, ...]:
    edges = [0, *(edge for span in left_out for edge in span), length]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((start, stop) for start, stop in pairs if start < stop)


def with_values(unit: CopyUnit) -> CopyUnit:
    """Return the unit with the values in it that are known by their shape: dates, amounts, names.

    This is the slow part of judging a text, so it is done where files are read, in processes.
    """
    text = unit.place.text
    if len(text) < _SHORTEST or (text.count(" ") < _FEWEST - 1 and text.isascii()):
        return unit
    found = values_in(text, unit.masks, unit.left_out)
    return replace(unit, values=found) if found else unit


def values_in(
    text: str, masks: tuple[Span, ...], left_out: tuple[Span, ...] = ()
) -> tuple[Span, ...]:
    """Return the spans of values that are known by their shape, outside the placeholders."""
    judged = judged_text(text, masks, left_out, ())
    return tuple(
        (mask.start, mask.stop)
        for mask in find_masks(judged.text, judged.spans)
        if not any(start < mask.stop and mask.start < stop for start, stop in masks)
    )
