"""A call's notes with their verdicts, and what a report for people asks about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.archives.interface import Mail
from api.distinct import distinct_notes
from api.matched import MatchedMessages
from api.verdict import Match, Span, Verdict
from dedupe import Message

DECISIONS = ("stop", "look", "send")
"""The decisions, weightiest first."""

#: Later notes of the call that are asked which words they share with an earlier one.
MOST_LATER = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """A message that a note is like, and how much; ``later`` says that it follows in the call."""

    message: Message
    score: float
    later: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """The notes of one call, each with its verdict; ``matched`` finds what they match.

    ``store`` names the store that they were held against; empty where it was no store.
    """

    mails: tuple[Mail, ...]
    verdicts: tuple[Verdict, ...]
    matched: MatchedMessages
    store: str = ""

    @property
    def searched(self) -> int:
        """How many earlier notes the notes were held against."""
        return self.verdicts[0].searched if self.verdicts else 0

    def count(self, decision: str) -> int:
        """Return how many notes have a decision."""
        return sum(verdict.decision == decision for verdict in self.verdicts)

    def texts(self) -> list[list[int]]:
        """Return the distinct notes, worst first: each a list of notes, its worst first."""
        distinct = distinct_notes(self.verdicts, self.matched.history)
        groups = [sorted(group, key=self._badness) for group in distinct]
        return sorted(groups, key=lambda group: self._badness(group[0]))

    def beside(self, number: int, same_text: Sequence[int]) -> Beside | None:
        """Return what a note is most like: its closest match, else a later copy in the call.

        ``same_text`` are the notes of the call that are the same text.
        """
        verdict = self.verdicts[number]
        for match in verdict.matches[:1]:
            return Beside(self.matched[match.number], match.score, later=False)
        for later, match in self._later(number, same_text):
            return Beside(self.mails[later].message, match.score, later=True)
        return None

    def shared(self, number: int, same_text: Sequence[int]) -> Iterator[Span]:
        """Yield the places in a note that others got, as its verdict and later copies tell."""
        for match in self.verdicts[number].matches:
            for passage in match.passages:
                yield passage.here
        for _, match in self._later(number, same_text):
            for passage in match.passages:
                yield passage.there

    def _later(self, number: int, same_text: Sequence[int]) -> Iterator[tuple[int, Match]]:
        for later in sorted(n for n in same_text if n > number)[:MOST_LATER]:
            verdict = self.verdicts[later]
            for match in verdict.matches:
                if match.number == self.matched.history + number:
                    yield later, match

    def _badness(self, number: int) -> tuple[int, bool, int, float, int]:
        verdict = self.verdicts[number]
        share = verdict.personal_share
        return (
            DECISIONS.index(verdict.decision), not verdict.exposure_count, -verdict.reach,
            1.0 if share is None else share, number,
        )  # fmt: skip
