"""The check against a store: judge notes by what was sent before, and reserve them if asked.

With a reservation, check and record are one step under the store's lock: of two identical notes
checked at the same instant for different people, exactly one is first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from api.call_meaning import MeaningReader
from api.checking import PreparedCall, judge_call, overridden, prepare_call
from api.distinct import distinct_notes
from api.verdict import Verdict
from api.verdict_writing import GoneMeanwhile
from dedupe import CannotJudgeError, Message, Override, Policy
from index import ConflictError, Remembered, Reservation, Store

if TYPE_CHECKING:
    from index import Writer

#: How long a reservation counts if it is neither committed nor cancelled.
RESERVED_FOR = timedelta(hours=24)

#: How often notes are judged anew because what they are held against was forgotten meanwhile.
TRIES = 5


@dataclass(frozen=True, slots=True)
class Reserve:
    """That the notes are to be reserved, and for how long.

    A call that is repeated with the same ``idempotency_key`` gets the first call's reservation.
    """

    lasts: timedelta = RESERVED_FOR
    idempotency_key: str = ""


@dataclass(frozen=True, slots=True)
class StoreAnswer:
    """Verdicts in order of the notes, how many distinct notes they are, and the reservation.

    ``remembered`` counts the messages of the memory, by which matches are numbered; ``decisions``
    are the policy's, by the notes' ids.
    """

    verdicts: tuple[Verdict, ...]
    distinct: int
    remembered: int
    decisions: Mapping[str, str]
    reservation: Reservation | None = None

    def was(self, id_: str) -> str:
        """Return the policy's decision on a note, before anybody overrode it."""
        return self.decisions.get(id_, "")


def check_in_store(
    store: Store,
    notes: Sequence[Message],
    *,
    policy: Policy,
    separately: bool = False,
    reserve: Reserve | None = None,
    overrides: Sequence[Override] = (),
    now: datetime | None = None,
    meaning: MeaningReader | None = None,
) -> StoreAnswer:
    """Judge notes against a store and each other; reserve those that are not to be stopped.

    ``overrides`` name notes by id; those that change the policy's decision count, and are recorded
    with a reservation; ``meaning`` reads what the store's messages say, without it words alone are
    compared. Reservations whose time has run out are ended on the way. Raises
    ConflictError where an idempotency key comes again with other notes.
    """
    moment = now or datetime.now(UTC)
    prepared = prepare_call(notes)
    decided = {override.message_id: override for override in overrides}
    judging = _Judging(store, prepared, policy, separately, decided, moment, meaning)
    if reserve is None:
        return judging.look_up()
    if meaning is not None:
        # Before the lock: under it only what came meanwhile is read.
        meaning.prepare(prepared.notes)
        meaning.for_call(store.remembered())
    digest = _digest(notes)
    with store.writing() as writer:
        earlier = writer.ledger.reservation_by_key(reserve.idempotency_key)
        if reserve.idempotency_key and earlier and earlier.request_digest == digest:
            return _kept(earlier)
        writer.ledger.expire(moment)
        answer = judging.judge(writer.known)
        held = writer.ledger.reserve(
            [n for n, v in zip(notes, answer.verdicts, strict=True) if v.decision != "stop"],
            expires_at=moment + reserve.lasts,
            idempotency_key=reserve.idempotency_key,
            request_digest=digest,
        )
        if reserve.idempotency_key:
            writer.ledger.keep_answer(held.id, _as_json(answer))
        _record_overrides(writer.ledger, overrides, answer, held.id)
    return replace(answer, reservation=held)


def _record_overrides(
    ledger: Writer, overrides: Sequence[Override], answer: StoreAnswer, reservation: str
) -> None:
    """Record those that changed what the policy decided."""
    for override in overrides:
        if answer.was(override.message_id) in ("", override.decision):
            continue
        ledger.override(
            reason=override.reason, by=override.by, was=answer.was(override.message_id),
            reservation=reservation, messages=(override.message_id,),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Judging:
    """One call, to be judged against some state of the store's memory."""

    store: Store
    prepared: PreparedCall
    policy: Policy
    separately: bool
    decided: Mapping[str, Override]
    moment: datetime
    meaning: MeaningReader | None

    def look_up(self) -> StoreAnswer:
        """Judge without the lock; again, where a message that a verdict names has gone."""
        for _ in range(TRIES):
            try:
                return self.judge(self.store.remembered())
            except GoneMeanwhile:
                continue
        raise CannotJudgeError(
            "messages went on being forgotten while the notes were judged",
            where=self.store.ledger.url,
            do="Try again.",
        )

    def judge(self, known: Remembered) -> StoreAnswer:
        """Judge against what is known; a person's decision stands in place of the policy's."""
        judged = judge_call(
            known, self.prepared, self.store.texts, separately=self.separately,
            policy=self.policy, now=self.moment.timestamp(), since=self._since(),
            meaning=None if self.meaning is None else self.meaning.for_call(known),
        )  # fmt: skip
        verdicts = tuple(
            overridden(v, self.decided[v.id])
            if v.id in self.decided and self.decided[v.id].decision != v.decision
            else v
            for v in judged
        )
        texts = distinct_notes(verdicts, len(known.messages))
        before = {v.id: v.decision for v in judged}
        return StoreAnswer(verdicts, len(texts), len(known.messages), before)

    def _since(self) -> float | None:
        memory = self.policy.memory
        days = [d for d in (memory.past_days, memory.retention_days) if d is not None]
        return (self.moment - timedelta(days=min(days))).timestamp() if days else None


def _digest(notes: Sequence[Message]) -> str:
    """Return a digest by which a call that is made again is told from another one."""
    said = [
        (n.id, n.text, n.subject, n.sender, n.thread, n.channel, n.campaign, str(n.sent_at),
         [(to.identity, to.postcode, to.household, to.company) for to in n.to])
        for n in notes
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _as_json(answer: StoreAnswer) -> str:
    verdicts = [{**v.as_dict(), "numbers": v.numbers()} for v in answer.verdicts]
    said = {"verdicts": verdicts, "distinct": answer.distinct, "remembered": answer.remembered}
    return json.dumps(said)


def _kept(reservation: Reservation) -> StoreAnswer:
    """Return the answer that was given when the reservation was made."""
    if reservation.answer is None:
        raise ConflictError(
            "the answer to this call was not kept",
            where=reservation.idempotency_key,
            do="Use another idempotency key.",
        )
    said = json.loads(reservation.answer)
    return StoreAnswer(
        tuple(Verdict.of(fields) for fields in said["verdicts"]),
        said["distinct"],
        said["remembered"],
        {},
        replace(reservation, retried=True),
    )
