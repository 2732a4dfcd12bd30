"""The verdicts of a check on the terminal: readable at 80 columns, without colour, in a pipe.

A few notes are shown in full, in order; of many, a summary and the worst distinct ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.text import Text

from api.archives.interface import Mail
from api.checked import DECISIONS, Beside, Checked
from api.reports.clean import one_line, shortened
from api.reports.language_names import in_language
from api.reports.note_marks import Mark, legend, marked_note, safe
from api.reports.terminal_page import LABEL_WIDTH, Page
from api.reports.verdict_words import (
    advice,
    caveats,
    finding,
    how_to_rewrite,
    personal,
    repeats,
    who_could_compare,
)
from api.reports.wording import count, day, likeness, listed
from api.verdict import Verdict
from dedupe import Message
from index import shown

if TYPE_CHECKING:
    from rich.console import Console

IN_FULL: Final = 5
"""Up to this many notes are shown in full, in order."""

WORST: Final = 10
"""Of more notes, so many distinct ones are shown."""

_NOTE_LINES: Final = 40
_BRIEF_LINES: Final = 4
_BESIDE_LINES: Final = 2
_MOST_REWRITTEN: Final = 3
_MOST_PAIRS: Final = 4
_PAIR_LINES: Final = 6
_BRIEF: Final = 200  # code points
_STYLES: Final = {"stop": "bold red", "look": "bold yellow", "send": "bold green"}
_TO_DO: Final = {"stop": "to stop", "look": "to look at", "send": "to send"}


def render_verdicts(checked: Checked, console: Console) -> None:
    """Print the verdicts of one call."""
    page = Page(console)
    writer = _Writer(page, checked, colour=bool(console.color_system) and not console.no_color)
    if len(checked.mails) > IN_FULL:
        writer.summary()
    else:
        writer.all_in_full()
    writer.footer()


class _Writer:
    """Writes the verdicts of one call to one page."""

    def __init__(self, page: Page, checked: Checked, *, colour: bool) -> None:
        self._page = page
        self._checked = checked
        self._colour = colour
        self._texts = checked.texts()
        self._marks: frozenset[Mark] = frozenset()

    def all_in_full(self) -> None:
        same = {number: group for group in self._texts for number in group}
        if len(self._checked.mails) > 1:
            self._headline()
        for number in range(len(self._checked.mails)):
            self._page.gap()
            self._full(number, same[number])

    def summary(self) -> None:
        self._headline()
        bad = [g for g in self._texts if self._checked.verdicts[g[0]].decision != "send"]
        for rank, group in enumerate(bad[:WORST], 1):
            self._page.gap()
            self._brief(rank, group)
        if len(bad) > WORST:
            self._page.gap()
            self._page.paragraph(f"and {count(len(bad) - WORST, 'more distinct note')}")

    def footer(self) -> None:
        self._page.gap()
        if meaning := legend(self._marks, colour=self._colour):
            self._page.line(meaning)
        self._page.paragraph(_compared_with(self._checked), style="dim")
        if self._checked.words_only:
            self._page.paragraph(one_line(self._checked.words_only), style="dim")

    def _headline(self) -> None:
        notes, texts = len(self._checked.mails), len(self._texts)
        are = f" are {count(texts, 'distinct note')}; " if texts < notes else ": "
        parts = [
            f"{number:,} {_TO_DO[decision]}"
            for decision in DECISIONS
            if (number := self._checked.count(decision))
        ]
        self._page.paragraph(f"{count(notes, 'note')}{are}{listed(parts)}", style="bold")

    def _full(self, number: int, same_text: Sequence[int]) -> None:
        verdict, mail = self._checked.verdicts[number], self._checked.mails[number]
        self._decision(verdict, f"{advice(verdict.decision)} {finding(verdict)}")
        self._page.line(Text(_label(mail), "dim"), indent=6, hanging=2)
        for caveat in caveats(verdict):
            self._page.line(Text(caveat), indent=6)
        self._page.gap()
        self._facts(number, same_text, verdict)
        self._page.gap()
        self._note(number, same_text, _NOTE_LINES, indent=2)
        self._rewrite(verdict)

    def _decision(self, verdict: Verdict, said: str) -> None:
        line = Text("").append(f"{verdict.decision.upper()}  ", _STYLES[verdict.decision])
        line.append(said, style="bold")
        self._page.line(line, hanging=6)

    def _facts(self, number: int, same_text: Sequence[int], verdict: Verdict) -> None:
        if compare := who_could_compare(verdict):
            self._page.field("Could compare", compare)
        if again := repeats(verdict):
            self._page.field("Same person", again)
        self._page.field("Personal share", personal(verdict))
        beside = self._checked.beside(number, same_text)
        if beside is not None:
            self._page.field("Most like", _most_like(beside))
            if beside.said:
                self._said_alike(verdict.text, beside)
                return
            said = Text(f"“{shortened(one_line(beside.message.text), 400)}”")
            self._page.clipped(said, indent=LABEL_WIDTH, lines=_BESIDE_LINES)

    def _said_alike(self, text: str, beside: Beside) -> None:
        """Print the sentences that say the same in other words, side by side."""
        self._page.gap()
        heads = Text("You wrote", "dim"), Text("They get" if beside.later else "They got", "dim")
        self._page.beside(*heads, indent=2, lines=1)
        for pair in beside.said[:_MOST_PAIRS]:
            here, there = text[slice(*pair.here)], beside.message.text[slice(*pair.there)]
            both = (Text(safe(one_line(said))) for said in (here, there))
            self._page.beside(*both, indent=2, lines=_PAIR_LINES)
        more = len(beside.said) - _MOST_PAIRS
        if more > 0:
            self._page.line(Text(f"and {count(more, 'more sentence')}", "dim"), indent=2)

    def _note(self, number: int, same_text: Sequence[int], lines: int, *, indent: int) -> None:
        message, verdict = self._checked.mails[number].message, self._checked.verdicts[number]
        shared = self._checked.shared(number, same_text)
        reworded = self._checked.reworded(number, same_text)
        marked = marked_note(message, verdict, shared, reworded, colour=self._colour)
        self._marks |= marked.marks
        self._page.clipped(marked.text, indent=indent, lines=lines)

    def _rewrite(self, verdict: Verdict) -> None:
        if not verdict.rewrite:
            return
        self._page.gap()
        self._page.paragraph(f"{how_to_rewrite(verdict)}:")
        for start, stop in verdict.rewrite[:_MOST_REWRITTEN]:
            said = shortened(one_line(verdict.text[start:stop]), _BRIEF)
            self._page.line(Text(f"“{said}”"), indent=2)
        more = len(verdict.rewrite) - _MOST_REWRITTEN
        if more > 0:
            self._page.line(Text(f"and {count(more, 'more sentence')}"), indent=2)

    def _brief(self, rank: int, group: list[int]) -> None:
        worst = group[0]
        verdict, mail = self._checked.verdicts[worst], self._checked.mails[worst]
        line = Text(f"{rank:>2}. ")
        line.append(verdict.decision.upper(), _STYLES[verdict.decision])
        line.append(f"  {count(len(group), 'note')}. {finding(verdict)}")
        self._page.line(line, hanging=4)
        where = f"personal share {personal(verdict)}; worst: {_label(mail)}"
        self._page.line(Text(where, "dim"), indent=4, hanging=2)
        if compare := who_could_compare(verdict):
            self._page.line(Text(f"could compare: {compare}"), indent=4, hanging=2)
        self._note(worst, group, _BRIEF_LINES, indent=4)


def _compared_with(checked: Checked) -> str:
    earlier = count(checked.searched, "earlier note")
    store = one_line(checked.store)
    if checked.searched:
        return (
            f"Compared with {earlier} of the store {store}."
            if store
            else f"Compared with {earlier}."
        )
    if store:
        return f"Compared with each other only: the store {store} holds nothing yet."
    return "Compared with each other only: no history was given."


def _most_like(beside: Beside) -> str:
    to = _recipients(beside.message) or "an unknown recipient"
    sent = beside.message.sent_at
    when = "later in this call" if beside.later else day(sent) if sent else ""
    language = f", {in_language(beside.language)}" if beside.translated else ""
    return f"to {to}{when and ', '}{when} (likeness {likeness(beside.score)}){language}"


def _label(mail: Mail) -> str:
    """Return where a note stands and to whom it goes."""
    place = one_line(str(mail.origin))
    where = "standard input" if place == "-" else shortened(place, _BRIEF)
    to = _recipients(mail.message)
    return f"{where}, to {to}" if to else where


def _recipients(message: Message) -> str:
    people = [shown(to) for to in message.to if shown(to)]
    more = f" and {len(people) - 1:,} more" if len(people) > 1 else ""
    return shortened(one_line(people[0]), _BRIEF) + more if people else ""
