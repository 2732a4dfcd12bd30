"""From the bodies of calls to the messages of ``dedupe``, the same as the other doors read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.archives.interface import Mail, Origin, Skipped
from api.archives.records import message_from
from api.http.bodies import CheckBody, MessageBody
from api.http.limits import Limits
from api.http.problems import FieldError, Problem, at
from api.merge import merged
from api.merged import Merged
from dedupe import Message, SamenoteError

#: Errors of a merge say where by these words; the field is named so.
_PLACES = {"rows": "/rows", "recipient_columns": "/recipient_columns"}


def messages_in(bodies: Sequence[MessageBody], limits: Limits) -> list[Message]:
    """Return the messages of a call. Raises Problem, naming the limit, where it is too much."""
    refuse_too_many(len(bodies), limits, "/messages")
    for number, body in enumerate(bodies):
        for name, said in (("text", body.text), ("html", body.html)):
            if len(said) > limits.text:
                raise at(
                    "text_too_long", f"/messages/{number}/{name}",
                    f"The {name} has {len(said):,} characters; at most {limits.text:,} are taken.",
                    "Send the message's own words without attachments or quoted mail.",
                    limits.text,
                )  # fmt: skip
    return [_message(body, number) for number, body in enumerate(bodies)]


def merge_in(body: CheckBody, limits: Limits) -> Merged:
    """Return the notes of a template and its rows. Raises Problem for what cannot be merged."""
    refuse_too_many(len(body.rows), limits, "/rows")
    columns = {str(part): name for part, name in body.recipient_columns.items()}
    try:
        found = merged(body.template, body.rows, columns, most=limits.notes)
    except SamenoteError as error:
        pointer = _PLACES.get(error.where, "/template")
        raise Problem(
            422, "cannot_merge", error.what, error.do, (FieldError(pointer, error.what),)
        ) from error
    for number, message in enumerate(found.messages):
        if len(message.text) > limits.text:
            raise at(
                "text_too_long", f"/rows/{number}",
                f"The note of this row has {len(message.text):,} characters; at most "
                f"{limits.text:,} are taken.", "Shorten the template or the row.", limits.text,
            )  # fmt: skip
    return found


def refuse_too_many(count: int, limits: Limits, pointer: str) -> None:
    """Raise Problem where a call holds more notes than it may."""
    if count > limits.notes:
        raise at(
            "too_many_notes", pointer,
            f"{count:,} notes in one call; at most {limits.notes:,} are taken.",
            "Send them in several calls.", limits.notes,
        )  # fmt: skip


def _message(body: MessageBody, number: int) -> Message:
    record: dict[str, object] = body.model_dump(exclude={"sent_at"})
    origin = Origin("messages", row=number + 1)
    found: Mail | Skipped = message_from(record, origin)
    if isinstance(found, Skipped):
        # No text at all is nothing to judge, and the verdict says so; the others are judged.
        found = message_from(record | {"text": "-"}, origin)
        assert isinstance(found, Mail)
        return replace(found.message, text="", quoted=(), sent_at=body.sent_at)
    return replace(found.message, sent_at=body.sent_at)
