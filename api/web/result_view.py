"""The result of a check as the page shows it: the headline, and the distinct texts, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.archives.interface import Skipped
from api.checked import DECISIONS, Checked
from api.matched import MatchedMessages
from api.notes import Notes
from api.reports.clean import clean, one_line, shortened
from api.reports.verdict_words import (
    advice,
    basis,
    caveats,
    finding,
    how_to_rewrite,
    personal,
    repeats,
    who_could_compare,
)
from api.reports.wording import count, listed
from api.store_checking import StoreAnswer
from api.verdict import Span, Verdict
from api.web.beside_view import MOST_BESIDE, BesideView, beside_views, who_of
from api.web.note_view import REWORDED, NoteView, heat_of, note_view
from dedupe import Message
from index import Reservation, Store

#: Distinct texts shown, and passages offered for approval.
MOST_TEXTS: Final = 20
MOST_PASSAGES: Final = 5
#: Notes of one text whose decisions are listed.
MOST_LISTED: Final = 500
#: A shorter passage is nothing that anybody approves.
_FEWEST_CHARACTERS: Final = 40
_TO_DO: Final = {"stop": "to stop", "look": "to look at", "send": "to send"}


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage that others got: its text, how many, and the strength of its colour."""

    text: str
    reach: int
    heat: int


@dataclass(frozen=True, slots=True)
class TextView:
    """One distinct text of the call: its worst note in full, and each note's decision."""

    decision: str
    advice: str
    finding: str
    notes: int
    label: str
    subject: str
    reach: int
    reached: str
    personal: str
    share: int | None
    compare: str
    repeats: str
    caveats: tuple[str, ...]
    note: NoteView
    beside: tuple[BesideView, ...]
    matches: int
    passages: tuple[PassageView, ...]
    rewrite: tuple[str, ...]
    how_to_rewrite: str
    every: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    """A whole call. ``worst`` is the weightiest decision."""

    worst: str
    headline: str
    notes: int
    searched: str
    texts: tuple[TextView, ...]
    more: int
    skipped: tuple[str, ...]
    more_skipped: int
    warnings: tuple[str, ...]
    reservation: Reservation | None
    held: int
    words_only: str
    reworded: bool


def result_view(
    store: Store, notes: Notes, answer: StoreAnswer, words_only: str = ""
) -> ResultView:
    """Return what the page shows of a call's answer.

    ``words_only`` says why notes were not compared by meaning, where they were not.
    """
    checked = _checked(store, notes, answer)
    texts = checked.texts()
    drawn = tuple(_text(checked, group) for group in texts[:MOST_TEXTS])
    warnings = [clean(w) for w in notes.warnings]
    warnings += [clean(f"{m.origin}: {w}") for m in notes.mails for w in m.warnings][:20]
    return ResultView(
        worst=drawn[0].decision,
        headline=_headline(checked, len(texts)),
        notes=len(notes.mails),
        searched=_searched(checked.searched),
        texts=drawn,
        more=len(texts) - len(drawn),
        skipped=tuple(_fault(fault) for fault in notes.skipped[:10]),
        more_skipped=max(0, len(notes.skipped) - 10),
        warnings=tuple(warnings),
        reservation=answer.reservation,
        held=len(answer.reservation.positions) if answer.reservation else 0,
        words_only=words_only if any(v.degraded for v in answer.verdicts) else "",
        reworded=any(run.kind == REWORDED for text in drawn for run in text.note.runs),
    )


def _checked(store: Store, notes: Notes, answer: StoreAnswer) -> Checked:
    """Put notes and verdicts together, with the remembered messages that are shown beside."""
    wanted = {
        match.number: match.id
        for verdict in answer.verdicts
        for match in verdict.matches[:MOST_BESIDE]
        if match.number < answer.remembered
    }
    rows = store.remembered().messages.rows["position"]
    places = {number: int(rows[number]) for number in wanted if number < len(rows)}
    read = store.texts(sorted(places.values()))
    # Somebody may have been forgotten meanwhile, and numbers moved: then it is not shown.
    found = {n: read[p] for n, p in places.items() if p in read and read[p].id == wanted[n]}
    gone = Message("", "")
    messages = [mail.message for mail in notes.mails]
    matched = MatchedMessages(answer.remembered, lambda n: found.get(n, gone), messages)
    return Checked(notes.mails, answer.verdicts, matched)


def _headline(checked: Checked, texts: int) -> str:
    notes = len(checked.mails)
    if notes == 1:
        return finding(checked.verdicts[0])
    are = f" are {count(texts, 'distinct note')}; " if texts < notes else ": "
    parts = [
        f"{number:,} {_TO_DO[decision]}"
        for decision in DECISIONS
        if (number := checked.count(decision))
    ]
    return f"{count(notes, 'note')}{are}{listed(parts)}"


def _searched(searched: int) -> str:
    if not searched:
        return "Nothing is remembered yet, so there was nothing to compare with but this call."
    return f"Compared with {count(searched, 'earlier note')}."


def _text(checked: Checked, group: Sequence[int]) -> TextView:
    number = group[0]
    verdict, mail = checked.verdicts[number], checked.mails[number]
    shared = _shared(checked, number, group)
    view = note_view(mail.message, verdict, shared, checked.reworded(number, group))
    return TextView(
        decision=verdict.decision,
        advice=advice(verdict.decision),
        finding=finding(verdict),
        notes=len(group),
        label=_label(mail.message, str(mail.origin), len(checked.mails)),
        subject=shortened(one_line(mail.message.subject), 200),
        reach=verdict.reach,
        reached=_reached(verdict),
        personal=personal(verdict),
        share=None if verdict.personal_share is None else round(100 * verdict.personal_share),
        compare=who_could_compare(verdict),
        repeats=repeats(verdict),
        caveats=tuple(caveats(verdict)),
        note=view,
        beside=tuple(beside_views(checked, number, group)),
        matches=len(verdict.matches),
        passages=_passages(verdict.text, shared),
        rewrite=tuple(
            shortened(one_line(verdict.text[start:stop]), 300) for start, stop in verdict.rewrite
        ),
        how_to_rewrite=how_to_rewrite(verdict),
        every=tuple(
            (
                checked.verdicts[n].decision,
                _label(checked.mails[n].message, str(checked.mails[n].origin), 2),
            )
            for n in sorted(group)[:MOST_LISTED]
        ),
    )


def _shared(checked: Checked, number: int, group: Sequence[int]) -> list[tuple[Span, int]]:
    """Return the places that others got, each with how many; later notes of the call included."""
    verdict = checked.verdicts[number]
    told = {p.here: p.reach for match in verdict.matches for p in match.passages}
    for span in checked.shared(number, group):
        told.setdefault(span, verdict.reach)
    return sorted(told.items())


def _passages(text: str, shared: Sequence[tuple[Span, int]]) -> tuple[PassageView, ...]:
    """Return the longest passages of the note that do not overlap."""
    chosen: list[tuple[Span, int]] = []
    for span, reach in sorted(shared, key=lambda each: each[0][0] - each[0][1]):
        apart = all(span[1] <= s[0] or span[0] >= s[1] for s, _ in chosen)
        if apart and span[1] - span[0] >= _FEWEST_CHARACTERS:
            chosen.append((span, reach))
    return tuple(
        PassageView(clean(text[start:stop]).strip(), reach, heat_of(reach))
        for (start, stop), reach in chosen[:MOST_PASSAGES]
    )


def _reached(verdict: Verdict) -> str:
    if basis(verdict) == "none" or not verdict.reach:
        return "nobody else"
    return count(verdict.reach, "other person", "other people")


def _label(message: Message, origin: str, notes: int) -> str:
    to = who_of(message)
    return to if notes == 1 else shortened(one_line(f"{origin}, to {to}"), 200)


def _fault(fault: Skipped) -> str:
    return clean(f"{fault.origin}: {fault.reason}")
