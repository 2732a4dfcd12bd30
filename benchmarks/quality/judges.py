"""Who judges: the protocol every judge keeps to, and samenote itself.

A judge sees the history once, then answers for each note which history notes it takes for the same
text. It sees texts and recipients, never the labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.quality.notes import LabelledNote

Spans = tuple[tuple[int, int], ...]


class NotRunError(Exception):
    """A judge cannot be run here; the message says why, and the table repeats it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A history note taken for the same text. `relation` and `shared` only where it says so."""

    id: str
    score: float
    relation: str | None = None
    shared: Spans | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer for one note. `score` is 0 to 1, 0 where nothing was found."""

    note_id: str
    matches: tuple[Match, ...]
    score: float
    relation: str | None = None


class Judge(Protocol):
    """One tool at one setting.

    `family` is the tool, `name` the tool with its setting. Raises NotRunError from `fit` where the
    tool is missing.
    """

    name: str
    family: str

    def fit(self, history: Sequence[LabelledNote]) -> None:
        """Take in the history, replacing any taken in before."""
        ...

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        """Judge each note against the history alone, in order."""
        ...


def judgement(note_id: str, matches: Sequence[Match]) -> Judgement:
    """A judgement out of its matches, best first; ties by id."""
    ordered = tuple(sorted(matches, key=lambda m: (-m.score, m.id)))
    return Judgement(note_id, ordered, ordered[0].score if ordered else 0.0)


class Samenote:
    """samenote's own check, as `samenote check --separately` runs it, without the meaning."""

    family = "samenote"

    def __init__(self, sender: str = "sender@studio.example") -> None:
        self.name = "samenote"
        self._sender = sender
        self._history: Sequence[LabelledNote] = ()

    def fit(self, history: Sequence[LabelledNote]) -> None:
        try:
            from api import check  # noqa: F401
        except ImportError as error:
            raise NotRunError(f"samenote cannot be imported: {error}") from error
        self._history = history

    def judge(self, notes: Sequence[LabelledNote]) -> list[Judgement]:
        from api import check
        from api.archives.html_text import html_to_text
        from dedupe import Message, Recipient

        def message(note: LabelledNote) -> Message:
            to = Recipient(address=f"{note.recipient.replace(' ', '.')}@people.example")
            # As the archive readers take HTML apart before anything is judged.
            text = html_to_text(note.html).text if note.html else note.text
            return Message(note.id, text, sender=self._sender, to=(to,))

        verdicts = check(
            [message(n) for n in notes],
            history=[message(n) for n in self._history],
            separately=True,
        )
        return [
            Judgement(
                note.id,
                tuple(
                    Match(m.id, m.score, m.relation, tuple(p.here for p in m.passages))
                    for m in verdict.matches
                ),
                verdict.score,
                verdict.relation,
            )
            for note, verdict in zip(notes, verdicts, strict=True)
        ]


def sent_text(note: LabelledNote) -> str:
    """The text a judge sees: as sent, or what a plain extraction makes of the HTML."""
    if not note.html:
        return note.text
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(note.html, main_content=False, alt_texts=False))
