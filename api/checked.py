"""A call's notes with their verdicts, and what a report for people asks about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.archives.interface import Mail
from api.distinct import distinct_notes
from api.matched import MatchedMessages
from api.verdict import Match, SaidAlike, Span, Verdict
from dedupe import Message, language_name, language_of

DECISIONS = ("stop", "look", "send")
"""The decisions, weightiest first."""

#: Later notes of the call that are asked which words they share with an earlier one.
MOST_LATER = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """A message that a note is like, and how much; ``later`` says that it follows in the call.

    ``said`` pairs the note's sentences with what they say in other words there, in the note's
    order; ``translated``: it is in another language.
    """

    message: Message
    score: float
    later: bool
    said: tuple[SaidAlike, ...] = ()
    translated: bool = False

    @property
    def language(self) -> str:
        """The code of the other language, ISO 639-1; empty where it is the same or not known."""
        text = self.message.text
        told = " ".join(text[start:stop] for start, stop in (pair.there for pair in self.said))
        return language_name(language_of(told)) if self.translated else ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The notes of one call, each with its verdict; ``matched`` finds what they match.

    ``store`` names the store that they were held against; empty where it was no store.
    """

    mails: tuple[Mail, ...]
    verdicts: tuple[Verdict, ...]
    matched: MatchedMessages
    store: str = ""
    #: Why words alone were compared, or meaning in part only; empty where there is nothing to say.
    words_only: str = ""

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
            return Beside(
                self.matched[match.number], match.score, False, match.sentences, match.translated
            )
        for later, match in self._later(number, same_text):
            said = tuple(sorted((pair.turned() for pair in match.sentences), key=lambda p: p.here))
            message = self.mails[later].message
            return Beside(message, match.score, True, said, match.translated)
        return None

    def shared(self, number: int, same_text: Sequence[int]) -> Iterator[Span]:
        """Yield the places in a note that others got, as its verdict and later copies tell."""
        for match in self.verdicts[number].matches:
            for passage in match.passages:
                yield passage.here
        for _, match in self._later(number, same_text):
            for passage in match.passages:
                yield passage.there

    def reworded(self, number: int, same_text: Sequence[int]) -> Iterator[Span]:
        """Yield the sentences of a note that others got in other words."""
        for match in self.verdicts[number].matches:
            for pair in match.sentences:
                yield pair.here
        for _, match in self._later(number, same_text):
            for pair in match.sentences:
                yield pair.there

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
