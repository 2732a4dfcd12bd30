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
        """Return the number of the match's message: of several, the one that says its passages."""
        numbers = self._numbers.get(match.id, ())
        if len(numbers) < 2:
            return numbers[0] if numbers else None
        dated = [number for number in numbers if self._messages[number].sent_at == match.sent_at]
        return max(
            dated,
            key=lambda number: _said_alike(verdict.text, self._messages[number].text, match),
            default=None,
        )


def _said_alike(here: str, there: str, match: Match) -> int:
    """Return how many code points stand in passages that both texts say at their places."""
    return sum(
        passage.here[1] - passage.here[0]
        for passage in match.passages
        if _said(here, passage.here) == _said(there, passage.there)
    )


def _said(text: str, span: Span) -> list[str]:
    return fold_text(text[span[0] : span[1]]).split()
