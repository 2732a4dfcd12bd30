"""What is remembered: messages, people to forget, approvals."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from api.http.answers import (
    ApprovalAnswer,
    ApprovalsAnswer,
    ForgottenAnswer,
    RecordedAnswer,
    StoredAnswers,
)
from api.http.bodies import ApprovalBody, MessagesBody
from api.http.messages_in import messages_in
from api.http.problems import Problem
from api.http.routes import Answer, Call, Route
from dedupe import Recipient
from index import Approval, Recorded


def record(call: Call) -> Answer:
    """Record messages as sent."""
    body: MessagesBody = call.body
    messages = messages_in(body.messages, call.service.settings.limits)
    store = call.service.store(call.caller.tenant)
    with call.stages.timed("record"), store.ledger.writing(store.tenant) as writer:
        receipt = writer.record(messages)
    written = sum(position is not None for position in receipt.recorded)
    return Answer(
        {"recorded": written, "known_already": receipt.known_already,
         "forgotten": receipt.forgotten}
    )  # fmt: skip


def messages(call: Call) -> Answer:
    """Return the messages that carry an id."""
    store = call.service.store(call.caller.tenant)
    found = store.ledger.message_by_id(store.tenant, call.path["id"].strip("<> "))
    if not found:
        raise Problem(404, "not_found", "There is no message with this id.", "Check the id.")
    return Answer({"messages": [_stored(each) for each in found]})


def forget(call: Call) -> Answer:
    """Forget a person by id or address."""
    who = call.path["id"]
    wanted = {r.identity for r in (Recipient(id=who), Recipient(address=who)) if r.identity}
    store = call.service.store(call.caller.tenant)
    with call.stages.timed("record"), store.ledger.writing(store.tenant) as writer:
        done = writer.forget(sorted(wanted))
    if not done.dropped and not done.changed:
        raise Problem(
            404, "not_found", "Nothing is remembered of this person.",
            "Name them by the recipient id or the address that their messages bear.",
        )  # fmt: skip
    store.remembered()
    return Answer({"dropped": len(done.dropped), "changed": len(done.changed)})


def approve(call: Call) -> Answer:
    """Allow a text to repeat."""
    body: ApprovalBody = call.body
    store = call.service.store(call.caller.tenant)
    with call.stages.timed("record"), store.ledger.writing(store.tenant) as writer:
        made = writer.approve(Approval(**body.model_dump()))
    return Answer(_approval(made), 201, headers={"Location": f"/v1/approvals/{quote(made.id)}"})


def approvals(call: Call) -> Answer:
    """Return every approval."""
    store = call.service.store(call.caller.tenant)
    found = store.ledger.approvals(store.tenant)
    return Answer({"approvals": [_approval(each) for each in found]})


def withdraw(call: Call) -> Answer:
    """Take an approval back."""
    store = call.service.store(call.caller.tenant)
    with call.stages.timed("record"), store.ledger.writing(store.tenant) as writer:
        writer.withdraw(call.path["id"])
    return Answer(None, 204)


def _stored(found: Recorded) -> dict[str, Any]:
    message = found.message
    return {
        "id": message.id, "text": message.text, "subject": message.subject,
        "sender": message.sender, "to": [asdict(to) for to in message.to],
        "fields": dict(message.fields),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "thread": message.thread, "channel": message.channel, "campaign": message.campaign,
        "state": found.state, "recorded_at": found.at.isoformat(),
    }  # fmt: skip


def _approval(approval: Approval) -> dict[str, Any]:
    said = asdict(approval)
    for name in ("expires_at", "created_at", "withdrawn_at"):
        said[name] = said[name].isoformat() if said[name] else None
    return said


ROUTES = (
    Route(
        "POST", "/v1/messages", record, "messages", "Record messages that were sent",
        "A message that is known (same id, text and recipients) is left out, so a call may be "
        "repeated; so is one that was forgotten. `recorded` counts what was written.",
        scope="record", body=MessagesBody, answer=RecordedAnswer,
    ),
    Route(
        "GET", "/v1/messages/{id:any}", messages, "messages", "Read the messages with an id",
        "Several messages may carry one id; the oldest is first. The id is that of the message, "
        "with or without the angle brackets of a Message-ID, percent-encoded.",
        scope="record", answer=StoredAnswers, problems=(404,),
    ),
    Route(
        "DELETE", "/v1/recipients/{id:any}", forget, "recipients", "Forget a person",
        "By recipient id or address, percent-encoded. A message that only they got is deleted; "
        "one that others got too stays without them. It is gone from every file of the store.",
        scope="admin", answer=ForgottenAnswer, problems=(404,),
    ),
    Route(
        "POST", "/v1/approvals", approve, "approvals", "Allow a text to repeat",
        "Approved text is set aside in checks while the approval holds.",
        scope="admin", body=ApprovalBody, answer=ApprovalAnswer, status=201,
    ),
    Route(
        "GET", "/v1/approvals", approvals, "approvals", "List approvals",
        "Every approval ever given, the oldest first; one taken back says when.",
        scope="check", answer=ApprovalsAnswer,
    ),
    Route(
        "DELETE", "/v1/approvals/{id}", withdraw, "approvals", "Take an approval back",
        "The text counts again from now on.", scope="admin", status=204, problems=(404, 409),
    ),
)  # fmt: skip
