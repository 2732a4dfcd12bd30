"""The meaning that a call is judged with, and where a store's comes from."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from dedupe import EncodedSoFar, Encoder, MeaningUnavailable, Note, Policy
from index import MeaningMemory, OutOfTime, Remembered, StoreMeaning


@dataclass(frozen=True, slots=True)
class CallMeaning:
    """A memory of what was said; ``complete``: everything remembered has been read.

    The notes are judged by their words alone where they are not encoded by ``deadline``
    (time.monotonic).
    """

    memory: MeaningMemory
    complete: bool = True
    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class MeaningReader:
    """Gives the meaning of a store to one call after the other.

    A call has ``seconds`` to encode its notes, and may spend ``catching_up`` seconds on what is
    remembered and was not read yet; None: as long as it takes. ``update`` hears of the latter.
    """

    said: StoreMeaning
    seconds: float | None = None
    catching_up: float | None = None
    update: EncodedSoFar = lambda done, of: None

    def for_call(self, known: Remembered) -> CallMeaning:
        """Return what a call is judged with, against this state of the store's memory."""
        found = self.said.upto(known, deadline=_after(self.catching_up), update=self.update)
        return CallMeaning(found.memory, found.complete, _after(self.seconds))

    def prepare(self, notes: Sequence[Note]) -> None:
        """Encode notes ahead, before anything is locked; the memory keeps their vectors."""
        try:
            self.said.memory.said(notes, _after(self.seconds))
        except (OutOfTime, MeaningUnavailable):
            return


def unused_lines(policy: Policy, encoder: Encoder | None) -> str:
    """Say that the policy's lines of meaning are not used, where they are another model's."""
    if encoder is None or not policy.lines.unused_with(encoder.digest):
        return ""
    return (
        f"the policy's lines of meaning were measured with the model {policy.lines.model}, and "
        f"are not used with {encoder.model} ({encoder.digest}). Measure them again: samenote "
        "calibrate"
    )


def _after(seconds: float | None) -> float | None:
    return None if seconds is None else time.monotonic() + seconds
