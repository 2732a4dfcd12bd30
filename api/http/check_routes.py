"""Checks and reservations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from api.call_meaning import unused_lines
from api.http.answers import CheckAnswer, SettledAnswer
from api.http.bodies import CheckBody, ReserveBody
from api.http.messages_in import merge_in, messages_in
from api.http.problems import FieldError, Problem, at
from api.http.routes import Answer, Call, Route
from api.merged import Merged
from api.policy_file import policy_of
from api.store_checking import Reserve, StoreAnswer, check_in_store
from dedupe import CannotJudgeError, Decision, Message, Override, Policy
from index import Reservation, collector_paused

#: A header that means the same as ``reserve.idempotency_key``.
IDEMPOTENCY = "Idempotency-Key"
MOST_KEY = 255


def check(call: Call) -> Answer:
    """Judge the notes, or those of the merge; reserve them if asked."""
    body: CheckBody = call.body
    if body.reserve or body.overrides:
        call.caller.need("record")
    reserve = _reserve(call, body)
    with call.stages.timed("merge" if body.rows else "messages"):
        made = _notes(call, body)
    notes = made.messages if isinstance(made, Merged) else made
    policy = _policy(call, body)
    overrides = _overrides(body, {note.id for note in notes})
    store = call.service.store(call.caller.tenant)
    meaning = call.service.meaning(store)
    waits = reserve is not None or meaning is not None
    with collector_paused():
        with call.stages.timed("check"), call.service.turn(notes, waits=waits):
            answer = check_in_store(
                store, notes, policy=policy, separately=body.separately, reserve=reserve,
                overrides=overrides, now=call.service.clock(), meaning=meaning,
            )  # fmt: skip
        unused = unused_lines(policy, meaning.said.memory.encoder) if meaning else ""
        return Answer(_said(answer, made, unused))


def commit(call: Call) -> Answer:
    """Turn reserved notes into sent ones."""
    return _settled(call, "committed")


def cancel(call: Call) -> Answer:
    """End a reservation: its notes count no longer."""
    return _settled(call, "cancelled")


def _settled(call: Call, state: str) -> Answer:
    id_ = call.path["id"]
    store = call.service.store(call.caller.tenant)
    with call.stages.timed("record"), store.ledger.writing(store.tenant) as writer:
        (writer.commit if state == "committed" else writer.cancel)(id_)
    return Answer({"id": id_, "state": state})


def _notes(call: Call, body: CheckBody) -> Merged | list[Message]:
    limits = call.service.settings.limits
    return merge_in(body, limits) if body.rows else messages_in(body.messages, limits)


def _policy(call: Call, body: CheckBody) -> Policy:
    if body.policy is None:
        return call.service.settings.policy
    try:
        return policy_of(dict(body.policy))
    except CannotJudgeError as error:
        raise Problem(
            422, "wrong_policy", error.what, error.do, (FieldError("/policy", error.what),)
        ) from error


def _overrides(body: CheckBody, ids: set[str]) -> list[Override]:
    for number, each in enumerate(body.overrides):
        if each.id.strip("<> ") not in ids:
            raise at(
                "no_such_note", f"/overrides/{number}/id", "No note of this call has this id.",
                "Name a note by the id that the call gives it; in a merge it is 'row 1' and so on.",
            )  # fmt: skip
    return [
        Override(o.id.strip("<> "), Decision(o.decision), o.reason, o.by) for o in body.overrides
    ]


def _reserve(call: Call, body: CheckBody) -> Reserve | None:
    asked = body.reserve if isinstance(body.reserve, ReserveBody) else ReserveBody()
    header = call.headers.get(IDEMPOTENCY, "")
    if len(header) > MOST_KEY:
        raise Problem(
            422, "key_too_long", f"The {IDEMPOTENCY} has {len(header):,} characters.",
            f"Give one of at most {MOST_KEY}.", limit=MOST_KEY,
        )  # fmt: skip
    key = asked.idempotency_key or header
    return Reserve(timedelta(seconds=asked.lasts_seconds), key) if body.reserve else None


def _said(answer: StoreAnswer, made: Merged | list[Message], unused: str) -> dict[str, Any]:
    merge = made if isinstance(made, Merged) else None
    return {
        "verdicts": [verdict.as_dict() for verdict in answer.verdicts],
        "distinct": answer.distinct,
        "reservation": _reservation(answer.reservation) if answer.reservation else None,
        "skipped": [
            {"row": fault.origin.row, "reason": fault.reason}
            for fault in (merge.skipped if merge else ())
        ],
        "warnings": [*(merge.warnings if merge else ()), *([unused] if unused else ())],
    }


def _reservation(held: Reservation) -> dict[str, Any]:
    return {
        "id": held.id, "state": held.state, "expires_at": held.expires_at.isoformat(),
        "notes": len(held.positions), "retried": held.retried,
    }  # fmt: skip


ROUTES = (
    Route(
        "POST", "/v1/check", check, "check", "Check notes, or a mail merge, before they are sent",
        "Judges each note against what was sent before and the notes before it; `reach`, "
        "`exposure` and the decision count all other recipients of the call, whatever the order. "
        "Nothing is recorded unless `reserve` asks for it: then the notes that are not to be "
        "stopped count from now on, until they are committed, cancelled or time is up. Check and "
        "reserve are one step: of two equal notes checked at one instant, exactly one is first. "
        "`reserve` and `overrides` need the scope `record`. Offsets count code points.",
        scope="check", body=CheckBody, answer=CheckAnswer, problems=(409,),
    ),
    Route(
        "POST", "/v1/reservations/{id}/commit", commit, "reservations",
        "Say that reserved notes were sent", "They count as sent from now on.",
        scope="record", answer=SettledAnswer, problems=(404, 409),
    ),
    Route(
        "POST", "/v1/reservations/{id}/cancel", cancel, "reservations",
        "Say that reserved notes are not sent", "Their text is deleted and counts no longer.",
        scope="record", answer=SettledAnswer, problems=(404, 409),
    ),
)  # fmt: skip
