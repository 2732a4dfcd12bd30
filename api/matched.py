"""Which message a match speaks of: a verdict names it by its id, and ids may repeat.

Two files that both count their rows from 1 are common, so the id alone does not tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.verdict import Match, Span, Verdict
from dedupe import Message, fold_text


class MatchedMessages:
    """Finds the message of a match among the history and the notes, numbered in that order."""

    def __init__(self, history: Sequence[Message], notes: Sequence[Message]) -> None:
        self._messages = (*history, *notes)
        self.history = len(history)
        self._numbers: dict[str, list[int]] = {}
        for number, message in enumerate(self._messages):
            self._numbers.setdefault(message.id, []).append(number)

    def __getitem__(self, number: int) -> Message:
        return self._messages[number]

    def number(self, verdict: Verdict, match: Match) -> int | None:
        """Return the number of the match's message: of several, the one that holds a passage."""
        numbers = self._numbers.get(match.id, ())
        if len(numbers) == 1:
            return numbers[0]
        for number in numbers:
            message = self._messages[number]
            if message.sent_at == match.sent_at and _fits(verdict.text, message.text, match):
                return number
        return None


def _fits(here: str, there: str, match: Match) -> bool:
    return not match.passages or any(
        _said(here, passage.here) == _said(there, passage.there) for passage in match.passages
    )


def _said(text: str, span: Span) -> list[str]:
    return fold_text(text[span[0] : span[1]]).split()
