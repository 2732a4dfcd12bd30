"""A pair of notes as a calibration shows it: both texts, and which sentences say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dedupe import Note, SaidAlike, said_spans, words_of
from index import shown


@dataclass(frozen=True, slots=True)
class ShownNote:
    """One note: its id, to whom and when it went, and its own words."""

    id: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two notes of which ``share`` (0 to 1) is said alike; ``sentences``: here, there, cosine."""

    share: float
    cosine: float
    here: ShownNote
    there: ShownNote
    sentences: tuple[tuple[str, str, float], ...]


def shown_pair(said: SaidAlike, here: Note, there: Note) -> ShownPair:
    """Return two notes side by side."""
    sides = zip(_sentences(here, said, 0), _sentences(there, said, 1), said.cosines, strict=True)
    return ShownPair(
        said.share, said.cosine, _note(here), _note(there),
        tuple((a, b, float(cosine)) for a, b, cosine in sides),
    )  # fmt: skip


def _sentences(note: Note, said: SaidAlike, side: int) -> list[str]:
    words = words_of([note])
    plain = words.flags == 0
    spans = (said.here, said.there)[side]
    starts, stops = words.starts[plain], words.stops[plain]
    made = []
    for k in range(len(spans)):
        found = list(said_spans(spans[k : k + 1], starts, stops))
        made.append(" ".join(note.message.text[found[0][0] : found[0][1]].split()) if found else "")
    return made


def _note(note: Note) -> ShownNote:
    message = note.message
    text = "\n".join(message.text[start:stop].strip() for start, stop in note.spans)
    names = tuple(name for to in message.to if (name := shown(to)))
    return ShownNote(message.id, names, message.sent_at, text)
