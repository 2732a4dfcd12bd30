"""Earlier notes beside a checked note, as the page shows them: what is shared, in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.checked import Beside, Checked
from api.reports.clean import one_line, shortened
from api.reports.language_names import in_language
from api.reports.wording import day, likeness, relation_words
from api.verdict import Match
from api.web.note_view import NoteView, note_view
from dedupe import Message
from index import shown

#: Earlier notes beside each text, and pairs of sentences of each.
MOST_BESIDE: Final = 3
MOST_PAIRS: Final = 12


@dataclass(frozen=True, slots=True)
class BesideView:
    """An earlier note, or a later one of the call, beside the note.

    ``pairs`` are sentences of the note and what they say in other words there, in the other
    note's ``language`` where that is another one.
    """

    who: str
    when: str
    what: str
    likeness: str
    pending: bool
    note: NoteView
    language: str = ""
    pairs: tuple[tuple[str, str], ...] = ()


def beside_views(checked: Checked, number: int, group: Sequence[int]) -> list[BesideView]:
    """Return the notes that a note of the call is most like, or a later one that is like it."""
    verdict = checked.verdicts[number]
    found = [
        _match_view(verdict.text, checked.matched[match.number], match)
        for match in verdict.matches[:MOST_BESIDE]
        if checked.matched[match.number].text
    ]
    if found:
        return found
    beside = checked.beside(number, group)
    if beside is None or not beside.later:
        return []
    later = next(n for n in group if checked.mails[n].message is beside.message)
    matches = checked.verdicts[later].matches
    mine = next(m for m in matches if m.number == checked.matched.history + number)
    shared = [(p.here, p.reach) for p in mine.passages]
    return [
        BesideView(
            who_of(beside.message), "in this call", relation_words(mine.relation),
            likeness(mine.score), False,
            note_view(beside.message, None, shared, [pair.there for pair in beside.said]),
            _language(beside), _pairs(verdict.text, beside),
        )
    ]  # fmt: skip


def _match_view(text: str, message: Message, match: Match) -> BesideView:
    when = day(match.sent_at) if match.sent_at else ""
    shared = [(p.there, p.reach) for p in match.passages]
    beside = Beside(message, match.score, False, match.sentences, match.translated)
    return BesideView(
        who_of(message), when, relation_words(match.relation), likeness(match.score), match.pending,
        note_view(message, None, shared, [pair.there for pair in match.sentences]),
        _language(beside), _pairs(text, beside),
    )  # fmt: skip


def _language(beside: Beside) -> str:
    return in_language(beside.language) if beside.translated else ""


def _pairs(text: str, beside: Beside) -> tuple[tuple[str, str], ...]:
    """Return the sentences of the note with what they say in other words beside it."""
    return tuple(
        (one_line(text[slice(*pair.here)]), one_line(beside.message.text[slice(*pair.there)]))
        for pair in beside.said[:MOST_PAIRS]
    )


def who_of(message: Message) -> str:
    """Return whom a message went to, briefly."""
    people = [shown(to) for to in message.to if shown(to)]
    more = f" and {len(people) - 1:,} more" if len(people) > 1 else ""
    return shortened(one_line(people[0]), 100) + more if people else "an unknown recipient"
