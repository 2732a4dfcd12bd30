"""The check: are these notes, not yet sent, copies of each other or of what was sent before?

The whole use case in memory, from messages to verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from api.archives.interface import Origin
from api.judged import JudgedMessages
from api.note_evidence import NoteEvidence
from api.preparation import ReadNote, Record, about_of, read_note, words_of
from api.verdict import Exposed, LeftOut, Masked, Match, Verdict
from dedupe import Exposure, Message, MessageMatch, Policy, Scope, Settings
from index import Collection

#: What a verdict lists at most.
MOST_MATCHES = 20
MOST_EXPOSED = 50

#: Notes hashed at a time.
BATCH = 4096


def check(
    notes: Sequence[Message],
    *,
    history: Sequence[Message] = (),
    separately: bool = False,
    policy: Policy | None = None,
    threads: int = 2,
) -> list[Verdict]:
    """Return one verdict a note, in order.

    Notes are held against ``history`` and the notes before them; reach and exposure count all
    other recipients of the call, whatever the order. ``separately`` holds each note against the
    history only.
    """
    rules = policy or Policy()
    read = [read_note(message) for message in (*history, *notes)]
    collection = Collection()
    numbers: list[int] = []
    exact: list[int] = []
    for first in range(0, len(read), BATCH):
        words = words_of(read[first : first + BATCH])
        numbers += collection.add(words)
        exact += words.exact.tolist()
    judgeable = [k for k in range(len(read)) if collection.length(numbers[k])]
    remembered = sum(k < len(history) for k in judgeable)
    judged = JudgedMessages(
        [_record(read[k], k) for k in judgeable],
        [numbers[k] for k in judgeable],
        [exact[k] for k in judgeable],
        collection, rules, scope=Scope(remembered, separately), threads=threads,
    )  # fmt: skip
    texts = [read[k] for k in judgeable]
    places = {k: place for place, k in enumerate(judgeable)}
    writer = _VerdictWriter(judged, texts, remembered, rules)
    return [
        writer.write(places[k]) if k in places else _empty(read[k], remembered)
        for k in range(len(history), len(read))
    ]


class _VerdictWriter:
    """Turns what was judged of one note into its verdict."""

    def __init__(
        self, judged: JudgedMessages, texts: Sequence[ReadNote], searched: int, policy: Policy
    ) -> None:
        self._judged = judged
        self._texts = texts
        self._searched = searched
        self._policy = policy
        self._settings = Settings().digest
        self._blocks = judged.blocks()

    def write(self, place: int) -> Verdict:
        note = self._texts[place]
        found = self._judged.verdicts.verdict(place)
        evidence = NoteEvidence(self._judged, place, note)
        matches = islice(self._judged.verdicts.matches(place), MOST_MATCHES)
        exposed = self._judged.verdicts.exposed(place)
        return Verdict(
            id=note.message.id,
            decision=found.decision.value,
            relation=found.relation.word,
            score=round(found.score, 4),
            personal_share=_rounded(found.personal_share),
            reach=found.reach,
            exposure=self._exposure(exposed),
            exposure_count=len(exposed),
            words=found.words,
            too_short=found.too_short,
            same_person=tuple(
                self._match(evidence, m)
                for m in self._judged.verdicts.repeats(place)[:MOST_MATCHES]
            ),
            matches=tuple(self._match(evidence, m) for m in matches),
            masked=_masked(note),
            set_aside=tuple(
                LeftOut(evidence.unmasked(first, stop), "common", reach)
                for first, stop, reach in self._blocks.of(self._judged.variants[place])
            ),
            rewrite=evidence.rewrite(self._policy.rules_for(note.message.channel).personal_line),
            reasons=tuple({"code": r.code, "text": r.text} for r in found.reasons),
            searched=self._searched,
            cut=found.cut,
            degraded=True,
            settings=self._settings,
            text=note.message.text,
        )

    def _match(self, evidence: NoteEvidence, match: MessageMatch) -> Match:
        record = self._judged.records[match.message]
        pair = evidence.beside(match.message, self._texts[match.message])
        names = [self._judged.persons.name(p) for p in self._judged.people[match.message]]
        return Match(
            record.message_id, match.relation.word, round(match.score, 4),
            round(pair.jaccard, 4), round(pair.containment, 4), None,
            ", ".join(name for name in names if name), record.sent_at, pair.passages,
        )  # fmt: skip

    def _exposure(self, exposed: Mapping[int, tuple[Exposure, ...]]) -> tuple[Exposed, ...]:
        return tuple(
            Exposed(self._judged.persons.name(person), tuple(kind.value for kind in why))
            for person, why in islice(exposed.items(), MOST_EXPOSED)
        )


def _record(note: ReadNote, number: int) -> Record:
    message = note.message
    return Record(
        Origin("", row=number + 1), message.id, message.sender, message.sender_name, message.to,
        message.sent_at, message.thread, None, False, note.kept_whole, about_of(message),
    )  # fmt: skip


def _masked(note: ReadNote) -> tuple[Masked, ...]:
    return tuple(Masked((m.start, m.stop), m.kind.value, m.source.value) for m in note.masks)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _empty(note: ReadNote, searched: int) -> Verdict:
    """Return the verdict on a note with no own words: nothing is judged, and that is said."""
    reason = {"code": "nothing_to_judge", "text": "The note has no words of its own to judge."}
    return Verdict(
        id=note.message.id, decision="send", relation="none", score=0.0, personal_share=None,
        reach=0, exposure=(), exposure_count=0, words=0, too_short=True, same_person=(),
        matches=(), masked=_masked(note), set_aside=(), rewrite=(), reasons=(reason,),
        searched=searched, cut=False, degraded=True, settings=Settings().digest,
        text=note.message.text,
    )  # fmt: skip
