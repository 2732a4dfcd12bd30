"""The verdicts of a judged call, with their matches, people and evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from api.judged_call import JudgedCall
from api.note_evidence import Beside, CallEvidence, Pair
from api.verdict import Exposed, Masked, Match, Verdict
from dedupe import Exposure, Message, MessageMatch, MessageVerdict, Note, Policy
from index import shown

#: What a verdict lists at most.
MOST_MATCHES = 20
MOST_EXPOSED = 50

#: Gives the messages at some positions of the ledger.
Texts = Callable[[Sequence[int]], Mapping[int, Message]]


class GoneMeanwhile(LookupError):  # noqa: N818 - it says what happened, not that it is wrong
    """A message was forgotten or cancelled after the state that the judgement rests on."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found about one note, before its places are looked up."""

    verdict: MessageVerdict
    matches: tuple[MessageMatch, ...]
    repeats: tuple[MessageMatch, ...]
    exposed: Mapping[int, tuple[Exposure, ...]]
    exposure_count: int


class VerdictWriter:
    """Turns what was judged of the notes of a call into their verdicts."""

    def __init__(
        self, call: JudgedCall, places: Sequence[int], texts: Texts, policy: Policy
    ) -> None:
        self._call = call
        self._places = places
        self._policy = policy
        self._searched = call.known.messages.judgeable
        self._names: dict[int, str] = {}
        self._found = [self._find(call.first + k) for k in range(len(call.notes))]
        self._messages = self._read(texts)
        self._evidence = CallEvidence(call)

    def write(self) -> list[Verdict]:
        """Return the verdicts, in order of the notes."""
        pairs: list[Pair] = [
            (note, match.message)
            for note, found in enumerate(self._found)
            for match in (*found.repeats, *found.matches)
        ]
        earlier = {m: self._messages[m] for m in {m for _, m in pairs} if m < self._call.first}
        beside = self._evidence.beside(pairs, earlier)
        return [self._verdict(note, found, beside) for note, found in enumerate(self._found)]

    def _find(self, message: int) -> _Found:
        verdicts = self._call.verdicts
        exposed = verdicts.exposed(message)
        return _Found(
            verdicts.verdict(message),
            tuple(islice(verdicts.matches(message), MOST_MATCHES)),
            tuple(verdicts.repeats(message)[:MOST_MATCHES]),
            exposed.first(MOST_EXPOSED),
            len(exposed),
        )

    def _read(self, texts: Texts) -> Mapping[int, Message]:
        """Fetch every remembered message that a verdict speaks of."""
        known = self._call.known.messages
        wanted = {
            m.message
            for found in self._found
            for m in (*found.repeats, *found.matches)
            if m.message < self._call.first
        }
        people = {p for found in self._found for p in found.exposed if p < len(known.people)}
        self._naming = known.naming(sorted(people))
        listed = sorted(wanted.union(self._naming.values()))
        self._pending = self._call.sendings.pending(listed)
        positions = known.rows["position"][listed].tolist()
        fetched = texts(positions)
        if len(fetched) < len(positions):
            raise GoneMeanwhile
        return {m: fetched[p] for m, p in zip(listed, positions, strict=True)}

    def _verdict(
        self,
        note: int,
        found: _Found,
        beside: Mapping[Pair, Beside],
    ) -> Verdict:
        read, said = self._call.notes[note], found.verdict
        return Verdict(
            id=read.message.id,
            decision=said.decision.value,
            relation=said.relation.word,
            score=round(said.score, 4),
            personal_share=_rounded(said.personal_share),
            reach=said.reach,
            exposure=self._exposure(found.exposed),
            exposure_count=found.exposure_count,
            words=said.words,
            too_short=said.too_short,
            same_person=tuple(self._match(m, beside[note, m.message]) for m in found.repeats),
            matches=tuple(self._match(m, beside[note, m.message]) for m in found.matches),
            masked=masked_of(read),
            set_aside=self._evidence.set_aside(note),
            rewrite=self._evidence.rewrite(
                note, self._policy.rules_for(read.message.channel).personal_line
            ),
            reasons=tuple({"code": r.code, "text": r.text} for r in said.reasons),
            searched=self._searched,
            cut=said.cut,
            degraded=self._call.degraded,
            settings=self._call.settings,
            text=read.message.text,
        )

    def _match(self, match: MessageMatch, beside: Beside) -> Match:
        here = match.message - self._call.first
        number = match.message if here < 0 else self._call.first + self._places[here]
        message = self._messages[match.message] if here < 0 else self._call.notes[here].message
        said = beside.reworded
        return Match(
            message.id, match.relation.word, round(match.score, 4), round(beside.jaccard, 4),
            round(beside.containment, 4), said.cosine if said else None, _names(message),
            message.sent_at, beside.passages, said.sentences if said else (),
            bool(said and said.translated), match.message in self._pending, number,
        )  # fmt: skip

    def _exposure(self, exposed: Mapping[int, tuple[Exposure, ...]]) -> tuple[Exposed, ...]:
        listed = [
            Exposed(self._name(person), tuple(kind.value for kind in why))
            for person, why in exposed.items()
        ]
        return tuple(sorted(listed, key=lambda e: e.recipient))

    def _name(self, person: int) -> str:
        if person not in self._names:
            self._names[person] = self._found_name(person)
        return self._names[person]

    def _found_name(self, person: int) -> str:
        known = self._call.known.messages
        if person not in self._naming:
            return self._call.persons.name(person)
        to = self._messages[self._naming[person]].to
        if len(to) == 1:  # whom the message names
            return shown(to[0])
        return next((shown(each) for each in to if known.is_person(person, each)), "")


def _names(message: Message) -> str:
    """Return whom a message went to, as a person writes it, each once."""
    if len(message.to) == 1:
        return shown(message.to[0])
    return ", ".join({to.identity: shown(to) for to in message.to if shown(to)}.values())


def masked_of(note: Note) -> tuple[Masked, ...]:
    """Return the values of a note that change per recipient."""
    return tuple(Masked((m.start, m.stop), m.kind.value, m.source.value) for m in note.masks)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
