"""The user's own lines of meaning: from which likeness on one note is another one reworded.

A line belongs to the model that it was measured with; with another one it is not used.
"""

from __future__ import annotations

from dataclasses import dataclass

from dedupe.errors import UsageError
from dedupe.meaning_scale import MeaningScale


@dataclass(frozen=True, slots=True)
class MeaningLines:
    """Lines (0 to 1: the share of two notes that is said alike) measured on somebody's own mail.

    ``line`` is for notes in one language, ``abroad`` for notes in two; None: the model's own.
    ``model`` is the digest of the encoder they were measured with. Raises UsageError for a line
    that names no model, or lies outside 0 to 1.
    """

    line: float | None = None
    abroad: float | None = None
    model: str = ""

    def __post_init__(self) -> None:
        given = [line for line in (self.line, self.abroad) if line is not None]
        if any(not 0 < line <= 1 for line in given):
            raise UsageError("a line of meaning lies above 0 and is 1 at most")
        if given and not self.model:
            raise UsageError(
                "a line of meaning belongs to a model, and none is named",
                do="Measure it on your own mail: samenote calibrate --write POLICY",
            )

    def unused_with(self, model: str) -> bool:
        """Say whether there are lines that are not used, since they are another model's."""
        return bool(self.model) and self.model != model

    def scale(self, model: str, own: MeaningScale) -> MeaningScale:
        """Return the scale to judge with: the model's ``own``, with these lines in it."""
        if not self.model or self.unused_with(model):
            return own
        return own.with_lines(
            own.line if self.line is None else self.line,
            own.line_abroad if self.abroad is None else self.abroad,
        )
