"""A note's text and a family's skeleton as runs that the page's template marks up one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.findings import MarkedSpan, MarkedText, Skeleton, Slot
from api.reports.clean import clean, one_line, shortened
from api.reports.privacy import Hidden, Piece, Pseudonyms
from api.reports.wording import SLOT_EXAMPLE_LENGTH, count, day, generic_words

TEXT_LIMIT = 4000  # code points of one note's own words that the page shows
COLLAPSED_LIMIT = 600  # of each part that is not the sender's own words
SPANS_LIMIT = 400
SKELETON_LIMIT = 3000
SLOTS_LIMIT = 24
EXAMPLES_LIMIT = 8
EXAMPLE_LENGTH = 120
KIND_LENGTH = 24
RECIPIENTS_LIMIT = 3


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one kind: a span's kind, "slot" or "plain". ``slot`` only in a skeleton."""

    kind: str
    pieces: tuple[Piece, ...]
    note: str = ""
    slot: SlotView | None = None


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot as the page shows it. ``warning`` says why it is not personal, else is empty."""

    number: int
    kind: str
    filled: Piece | None
    examples: tuple[tuple[Piece, int], ...]
    distinct: int
    more: int
    empty: int
    warning: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SideView:
    """One member of a pair. ``cut`` says what the page leaves out of it, else is empty."""

    recipients: tuple[Piece, ...]
    sent: str
    origin: tuple[Piece, ...]
    subject: Hidden | None
    runs: tuple[Run, ...]
    has_own: bool
    cut: str


def side_view(member: MarkedText, labels: Pseudonyms, names: frozenset[str]) -> SideView:
    """Return one member for the page, its text cut where it is very long."""
    spans = tuple(_filled(member))
    shown = tuple(_within(spans))
    left_out = len(member.text) - (shown[-1].stop if shown else 0)
    has_own = any(
        span.kind == "own" and any(c.isalnum() for c in member.text[span.start : span.stop])
        for span in spans
    )
    return SideView(
        recipients=_recipients(member.recipient, labels),
        sent=day(member.sent_at),
        origin=labels.origin(member.origin),
        subject=Hidden(clean(member.subject), "hidden") if member.subject.strip() else None,
        runs=tuple(_run(member.text, span, labels, names) for span in shown),
        has_own=has_own,
        cut=f"{count(left_out, 'more character')} not shown" if left_out else "",
    )


def skeleton_runs(
    skeleton: Skeleton, labels: Pseudonyms, names: frozenset[str]
) -> tuple[tuple[Run, ...], str]:
    """Return a skeleton's runs and what was left out of it, said in words."""
    runs: list[Run] = []
    room = SKELETON_LIMIT
    for at, part in enumerate(skeleton.parts):
        if room <= 0 or len(runs) >= SPANS_LIMIT:
            return tuple(runs), f"{count(len(skeleton.parts) - at, 'more part')} not shown"
        if isinstance(part, Slot):
            runs.append(Run("slot", (), slot=slot_view(part, labels, names)))
            room -= SLOT_EXAMPLE_LENGTH
        else:
            runs.append(Run("plain", labels.quoted(part[:room], names)))
            room -= len(part)
    return tuple(runs), f"{count(-room, 'more character')} not shown" if room < 0 else ""


def slot_view(slot: Slot, labels: Pseudonyms, names: frozenset[str]) -> SlotView:
    """Return a slot with its most frequent fillings."""
    said = generic_words(slot, show=not slot.private)
    examples = tuple(
        (_example(text, slot, labels), people) for text, people in slot.examples[:EXAMPLES_LIMIT]
    )
    return SlotView(
        number=slot.number,
        kind=_kind(slot),
        filled=examples[0][0] if slot.generic and examples else None,
        examples=examples,
        distinct=slot.distinct,
        more=max(0, slot.distinct - len(examples)),
        empty=slot.empty,
        warning=labels.quoted(said, names) if said else (),
    )


def _recipients(said: str, labels: Pseudonyms) -> tuple[Piece, ...]:
    """Return each of several addresses joined by commas; a name may hold a comma of its own."""
    people = said.split(", ")
    if not all("@" in person for person in people):
        people = [said]
    more = len(people) - RECIPIENTS_LIMIT
    shown = tuple(labels.recipient(person) for person in people[:RECIPIENTS_LIMIT])
    return (*shown, f"{more:,} more") if more > 0 else shown


def _kind(slot: Slot) -> str:
    return shortened(one_line(slot.kind), KIND_LENGTH)


def _example(text: str, slot: Slot, labels: Pseudonyms) -> Piece:
    said = shortened(one_line(text), EXAMPLE_LENGTH)
    # A slot of words may hold an address too: the whole filling is then hidden.
    if slot.private or any(isinstance(piece, Hidden) for piece in labels.sentence(said)):
        return Hidden(said, _kind(slot) if slot.private else "hidden")
    return said


def _filled(member: MarkedText) -> Iterator[MarkedSpan]:
    """Yield the spans with every gap between them as plain shared ground, so nothing is lost."""
    end = 0
    for span in member.spans:
        if span.start > end:
            yield MarkedSpan(end, span.start, "shared")
        if span.stop > span.start:
            yield span
        end = span.stop
    if end < len(member.text):
        yield MarkedSpan(end, len(member.text), "shared")


def _within(spans: tuple[MarkedSpan, ...]) -> Iterator[MarkedSpan]:
    room = TEXT_LIMIT
    for span in spans[:SPANS_LIMIT]:
        if room <= 0:
            return
        if span.kind == "not_own_words":
            yield span
            continue
        stop = min(span.stop, span.start + room)
        yield MarkedSpan(span.start, stop, span.kind, span.private)
        room -= span.stop - span.start


def _run(text: str, span: MarkedSpan, labels: Pseudonyms, names: frozenset[str]) -> Run:
    said = clean(text[span.start : span.stop])
    if not said.strip():
        return Run("plain", (said,))
    if span.kind == "not_own_words":
        lines = count(len(said), "character")
        kept = said.strip("\n")[:COLLAPSED_LIMIT]
        more = f" (the first {COLLAPSED_LIMIT})" if len(said) > COLLAPSED_LIMIT else ""
        # Hidden as a whole: signatures and quoted mail are where names and addresses stand.
        return Run(span.kind, (Hidden(kept, "hidden"),), note=f"{lines}{more}")
    if not span.private:
        return Run(span.kind, labels.quoted(said, names))
    core = said.strip()
    before, _, after = said.partition(core)
    parts: tuple[Piece, ...] = (before, Hidden(core, "hidden"), after)
    return Run(span.kind, tuple(piece for piece in parts if piece))
