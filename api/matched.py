"""The messages that matches speak of: those remembered, then those of the call."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dedupe import Message


class MatchedMessages:
    """Leads from the number of a match to its message."""

    def __init__(
        self, history: int, earlier: Callable[[int], Message], notes: Sequence[Message]
    ) -> None:
        """``history`` messages are remembered; ``earlier`` gives one of them by its number."""
        self.history = history
        self._earlier = earlier
        self._notes = notes

    def __getitem__(self, number: int) -> Message:
        if number < self.history:
            return self._earlier(number)
        return self._notes[number - self.history]
