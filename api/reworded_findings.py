"""Messages of an archive that say the same to different people in other words.

Each variant stands with the one that is most like it, best first. The two texts are read again
from the archive; nothing else keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.archive_readers import ReadAgain
from api.family_texts import PRIVATE_KINDS
from api.findings import RewordedFinding, RewordedSide, SentencePair
from api.records import Record, names_of
from api.said_sentences import sentences_of, spans_said, whole_sentences
from api.verdict import Span
from dedupe import Note, Reworded, SaidAlike, language_name, language_of, words_of
from index import seconds

#: Pairs that the findings hold.
MOST_PAIRS = 100

#: Messages of a variant that are looked at for two that went to different people.
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class SentTexts:
    """The messages of an archive: ``variants`` and ``people`` of ``records``, one entry each."""

    records: Sequence[Record]
    variants: Sequence[int]
    people: Sequence[Sequence[int]]


class RewordedWriter:
    """Finds the best pair of each variant, and writes it with the sentences that agree."""

    def __init__(self, sent: SentTexts, reworded: Reworded, read_again: ReadAgain) -> None:
        self._sent = sent
        self._reworded = reworded
        self._read_again = read_again
        self._messages: dict[int, list[int]] = {}
        self._found = list(self._pairs())

    def __len__(self) -> int:
        return len(self._found)

    def write(self) -> tuple[RewordedFinding, ...]:
        """Return the best pairs, at most MOST_PAIRS; what can be read no more is left out."""
        written = (self._finding(*pair) for pair in self._found[:MOST_PAIRS])
        return tuple(finding for finding in written if finding is not None)

    def _pairs(self) -> Iterator[tuple[SaidAlike, int, int]]:
        """Yield (how, message, other message), best first; a variant with its best partner only."""
        told = self._reworded
        if not len(told):
            return
        self._messages = self._by_variant()
        listed = zip(
            told.score.tolist(), told.left.tolist(), told.right.tolist(), told.said, strict=True
        )
        shown: set[int] = set()
        for _, left, right, said in sorted(listed, key=lambda p: (-p[0], p[2], p[1])):
            if left in shown and right in shown:
                continue
            two = self._to_different_people(right, left)
            if two is not None:
                shown |= {left, right}
                yield said.turned(), *two

    def _by_variant(self) -> dict[int, list[int]]:
        sent = self._sent
        found: dict[int, list[int]] = {}
        for message, variant in enumerate(sent.variants):
            found.setdefault(variant, []).append(message)
        for messages in found.values():
            messages.sort(key=lambda m: (_time(sent.records[m]), sent.records[m].message_id, m))
        return found

    def _to_different_people(self, first: int, second: int) -> tuple[int, int] | None:
        people = self._sent.people
        for one in self._messages[first][:_LOOKED_AT]:
            for other in self._messages[second][:_LOOKED_AT]:
                if not set(people[one]) & set(people[other]):
                    return one, other
        return None

    def _finding(self, said: SaidAlike, here: int, there: int) -> RewordedFinding | None:
        records = self._sent.records[here], self._sent.records[there]
        notes = [self._read_again(record.origin) for record in records]
        if notes[0] is None or notes[1] is None:
            return None
        both = notes[0], notes[1]
        words = words_of(both)
        spans = [
            whole_sentences(sentences_of(note), spans_said(words, k, side))
            for k, (note, side) in enumerate(zip(both, (said.here, said.there), strict=True))
        ]
        pairs = zip(*spans, said.cosines.tolist(), strict=True)
        return RewordedFinding(
            round(said.score, 4),
            round(said.cosine, 4),
            said.abroad,
            _side(records[0], both[0], spans[0]),
            _side(records[1], both[1], spans[1]),
            tuple(
                SentencePair(_text(both[0], mine), _text(both[1], theirs), round(cosine, 4))
                for mine, theirs, cosine in sorted(pairs)
            ),
        )


def _side(record: Record, note: Note, spans: Sequence[Span]) -> RewordedSide:
    text = note.message.text
    private = {text[m.start : m.stop] for m in note.masks if m.kind in PRIVATE_KINDS}
    told = " ".join(text[start:stop] for start, stop in spans)
    return RewordedSide(
        record.origin, record.message_id, names_of(record), record.sent_at,
        language_name(language_of(told)), tuple(sorted(private)),
    )  # fmt: skip


def _text(note: Note, span: Span) -> str:
    return " ".join(note.message.text[slice(*span)].split())


def _time(record: Record) -> float:
    moment = seconds(record.sent_at)
    return moment if moment == moment else float("inf")
