"""The check: are these notes, not yet sent, copies of each other or of what was sent before?

The whole use case, from messages and what is remembered to verdicts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from api.call_meaning import CallMeaning
from api.collection_pause import collection_paused
from api.judged_call import JudgedCall
from api.note_evidence import Beside, CallEvidence, Pair
from api.verdict import Exposed, Masked, Match, Verdict
from dedupe import (
    Decision,
    Exposure,
    Message,
    MessageMatch,
    MessageVerdict,
    Note,
    Override,
    Policy,
    Words,
    read_again,
    read_note,
    words_of,
)
from index import Filing, MeaningMemory, Remembered, catch_up, filed, shown

#: What a verdict lists at most.
MOST_MATCHES = 20
MOST_EXPOSED = 50

#: Gives the messages at some positions of the ledger.
Texts = Callable[[Sequence[int]], Mapping[int, Message]]


def check(
    notes: Sequence[Message],
    *,
    history: Sequence[Message] = (),
    separately: bool = False,
    policy: Policy | None = None,
    threads: int = 2,
    memory: MeaningMemory | None = None,
) -> list[Verdict]:
    """Return one verdict a note, in order.

    Notes are held against ``history`` and the notes before them; reach and exposure count all
    other recipients of the call, whatever the order. ``separately`` holds each note against the
    history only. ``memory``, with the encoder in it, has the notes compared by meaning too.
    """
    known = filed(
        Remembered.nothing(),
        [Filing(k, message) for k, message in enumerate(history)],
        threads=threads,
    )

    def texts(positions: Sequence[int]) -> dict[int, Message]:
        return {p: history[p] for p in positions}

    meaning = None
    if memory is not None:
        catch_up(memory, known, texts)
        meaning = CallMeaning(memory)
    return judge_call(
        known,
        prepare_call(notes),
        texts,
        separately=separately,
        policy=policy or Policy(),
        threads=threads,
        meaning=meaning,
    )


@dataclass(frozen=True, slots=True)
class PreparedCall:
    """Notes read before anything is locked or looked up: their own words, masks and hashes."""

    notes: tuple[Note, ...]
    words: Words


def prepare_call(notes: Sequence[Message]) -> PreparedCall:
    """Read the notes of a call."""
    read = tuple(read_note(message) for message in notes)
    return PreparedCall(read, words_of(read))


def judge_call(
    known: Remembered,
    prepared: PreparedCall,
    texts: Texts,
    *,
    separately: bool,
    policy: Policy,
    now: float | None = None,
    since: float | None = None,
    threads: int = 2,
    meaning: CallMeaning | None = None,
) -> list[Verdict]:
    """Return one verdict a note, in order, against what is remembered.

    ``texts`` gives remembered messages by their position in the ledger; GoneMeanwhile is raised
    where one is there no more. Reservations count until
    ``now``, and only what was sent from ``since`` on (both in seconds since 1970). Without
    ``meaning`` words alone are compared, and the verdicts are ``degraded``.
    """
    with collection_paused():
        return _judged(
            known, prepared, texts, policy, separately=separately,
            now=time.time() if now is None else now, since=since, threads=threads,
            meaning=meaning,
        )  # fmt: skip


def _judged(
    known: Remembered,
    prepared: PreparedCall,
    texts: Texts,
    policy: Policy,
    *,
    separately: bool,
    now: float,
    since: float | None,
    threads: int,
    meaning: CallMeaning | None,
) -> list[Verdict]:
    full = np.flatnonzero(np.diff(prepared.words.bounds) > 0)
    call = JudgedCall(
        known, [prepared.notes[k] for k in full.tolist()], prepared.words.chosen(full), policy,
        separately=separately, now=now, since=since, threads=threads, meaning=meaning,
    )  # fmt: skip
    written = iter(_VerdictWriter(call, full.tolist(), texts, policy).write())
    judged = set(full.tolist())
    searched = known.messages.judgeable
    return [
        next(written) if k in judged else _empty(note, searched, call)
        for k, note in enumerate(prepared.notes)
    ]


def overridden(verdict: Verdict, override: Override) -> Verdict:
    """Return a verdict with a person's decision in place of the policy's, and why."""
    decision, reasons = override.apply(Decision(verdict.decision), ())
    said = tuple({"code": r.code, "text": r.text} for r in reasons)
    return replace(verdict, decision=decision.value, reasons=(*said, *verdict.reasons))


class GoneMeanwhile(LookupError):  # noqa: N818 - it says what happened, not that it is wrong
    """A message was forgotten or cancelled after the state that the judgement rests on."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found about one note, before its places are looked up."""

    verdict: MessageVerdict
    matches: tuple[MessageMatch, ...]
    repeats: tuple[MessageMatch, ...]
    exposed: Mapping[int, tuple[Exposure, ...]]


class _VerdictWriter:
    """Turns what was judged of the notes of a call into their verdicts."""

    def __init__(
        self, call: JudgedCall, places: Sequence[int], texts: Texts, policy: Policy
    ) -> None:
        self._call = call
        self._places = places
        self._policy = policy
        self._searched = call.known.messages.judgeable
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
        earlier = {
            m: read_again(self._messages[m]) for m in {m for _, m in pairs} if m < self._call.first
        }
        beside = self._evidence.beside(pairs, earlier)
        return [self._verdict(note, found, beside) for note, found in enumerate(self._found)]

    def _find(self, message: int) -> _Found:
        verdicts = self._call.verdicts
        return _Found(
            verdicts.verdict(message),
            tuple(islice(verdicts.matches(message), MOST_MATCHES)),
            tuple(verdicts.repeats(message)[:MOST_MATCHES]),
            verdicts.exposed(message),
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
        wanted |= {
            known.naming(person)
            for found in self._found
            for person in islice(found.exposed, MOST_EXPOSED)
            if person < len(known.people)
        }
        listed = sorted(wanted)
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
            exposure_count=len(found.exposed),
            words=said.words,
            too_short=said.too_short,
            same_person=tuple(self._match(m, beside[note, m.message]) for m in found.repeats),
            matches=tuple(self._match(m, beside[note, m.message]) for m in found.matches),
            masked=_masked(read),
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
            bool(said and said.translated), self._call.sendings.pending(match.message), number,
        )  # fmt: skip

    def _exposure(self, exposed: Mapping[int, tuple[Exposure, ...]]) -> tuple[Exposed, ...]:
        listed = [
            Exposed(self._name(person), tuple(kind.value for kind in why))
            for person, why in islice(exposed.items(), MOST_EXPOSED)
        ]
        return tuple(sorted(listed, key=lambda e: e.recipient))

    def _name(self, person: int) -> str:
        known = self._call.known.messages
        if person >= len(known.people):
            return self._call.persons.name(person)
        message = self._messages[known.naming(person)]
        return next((shown(to) for to in message.to if known.is_person(person, to)), "")


def _names(message: Message) -> str:
    """Return whom a message went to, as a person writes it, each once."""
    if len(message.to) == 1:
        return shown(message.to[0])
    return ", ".join({to.identity: shown(to) for to in message.to if shown(to)}.values())


def _masked(note: Note) -> tuple[Masked, ...]:
    return tuple(Masked((m.start, m.stop), m.kind.value, m.source.value) for m in note.masks)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _empty(note: Note, searched: int, call: JudgedCall) -> Verdict:
    """Return the verdict on a note with no own words: nothing is judged, and that is said."""
    reason = {"code": "nothing_to_judge", "text": "The note has no words of its own to judge."}
    return Verdict(
        id=note.message.id, decision="send", relation="none", score=0.0, personal_share=None,
        reach=0, exposure=(), exposure_count=0, words=0, too_short=True, same_person=(),
        matches=(), masked=_masked(note), set_aside=(), rewrite=(), reasons=(reason,),
        searched=searched, cut=False, degraded=call.degraded, settings=call.settings,
        text=note.message.text,
    )  # fmt: skip
