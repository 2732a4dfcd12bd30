"""The check: are these notes, not yet sent, copies of each other or of what was sent before?

The whole use case, from messages and what is remembered to verdicts.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from api.call_meaning import CallMeaning
from api.judged_call import JudgedCall
from api.verdict import Verdict
from api.verdict_writing import Texts, VerdictWriter, masked_of
from dedupe import (
    Decision,
    Message,
    Note,
    Override,
    Policy,
    Words,
    read_notes,
    sizes_of,
    words_of,
)
from index import Filing, MeaningMemory, Remembered, catch_up, collector_paused, filed


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
    with collector_paused():
        read = tuple(read_notes(notes))
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
    with collector_paused():
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
    full = np.flatnonzero(sizes_of(prepared.words.bounds))
    words = prepared.words
    call = JudgedCall(
        known, [prepared.notes[k] for k in full.tolist()],
        words if len(full) == len(words) else words.chosen(full), policy,
        separately=separately, now=now, since=since, threads=threads, meaning=meaning,
    )  # fmt: skip
    written = iter(VerdictWriter(call, full.tolist(), texts, policy).write())
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


def _empty(note: Note, searched: int, call: JudgedCall) -> Verdict:
    """Return the verdict on a note with no own words: nothing is judged, and that is said."""
    reason = {"code": "nothing_to_judge", "text": "The note has no words of its own to judge."}
    return Verdict(
        id=note.message.id, decision="send", relation="none", score=0.0, personal_share=None,
        reach=0, exposure=(), exposure_count=0, words=0, too_short=True, same_person=(),
        matches=(), masked=masked_of(note), set_aside=(), rewrite=(), reasons=(reason,),
        searched=searched, cut=False, degraded=call.degraded, settings=call.settings,
        text=note.message.text,
    )  # fmt: skip
