"""What calls send, checked strictly: no field that is not known, no type that is only similar."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, model_validator

Line = Annotated[str, Field(max_length=1000)]
#: As ``index`` keeps and finds them: without the angle brackets of a Message-ID.
Id = Annotated[str, Field(min_length=1, max_length=998, pattern=r"[^<>\s]")]
Value = str | int | Annotated[float, Field(allow_inf_nan=False)]
Part = Literal["id", "address", "name", "company", "household", "postcode", "groups"]


def _whole(value: object) -> object:
    """Return 3 for 3.0: in JSON, and in its schemas, both are one integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_WHOLE = BeforeValidator(_whole)


class Body(BaseModel):
    """A JSON object of which every key is known."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class RecipientBody(Body):
    """A person. Who it is: the id, else the address, else name and postcode."""

    id: Line = ""
    address: Line = ""
    name: Line = ""
    company: Line = ""
    household: Line = ""
    postcode: Line = ""
    groups: Annotated[list[Line], Field(max_length=100)] = []


class MessageBody(Body):
    """A note, or a message that was sent. Of `text` and `html` one is needed."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["text"]}, {"required": ["html"]}]}
    )

    id: Id
    text: str = Field(
        default="", description="Plain text; it goes before html where both are given."
    )
    html: str = Field(
        default="", description="Offsets then count code points of the text taken from it."
    )
    subject: Line = ""
    sender: Line = ""
    to: Annotated[list[RecipientBody], Field(max_length=10_000)] = []
    fields: dict[str, Value] = Field(default={}, description="Merge values by name.")
    sent_at: datetime | None = None
    thread: Line = ""
    channel: Line = ""
    campaign: Line = ""

    @model_validator(mode="after")
    def _some_text(self) -> MessageBody:
        if not self.model_fields_set & {"text", "html"}:
            raise ValueError("give text or html")
        return self


class ReserveBody(Body):
    """That the notes are about to be sent, so that they count from now on."""

    lasts_seconds: Annotated[int, Field(ge=1, le=30 * 86_400), _WHOLE] = 86_400
    idempotency_key: str = Field(
        default="",
        max_length=255,
        description="A repeated call gets the first answer.",
    )


class OverrideBody(Body):
    """A person's decision on one note in place of the policy's."""

    id: Id
    decision: Literal["send", "look", "stop"]
    reason: str = Field(min_length=1, max_length=1000, pattern=r"\S")
    by: str = Field(min_length=1, max_length=200, pattern=r"\S")


class CheckBody(Body):
    """Notes, or a template with the rows of its merge."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {
                    "required": ["messages"],
                    "not": {
                        "anyOf": [
                            {"required": ["template"]},
                            {"required": ["rows"]},
                            {"required": ["recipient_columns"]},
                        ]
                    },
                },
                {"required": ["template", "rows"], "not": {"required": ["messages"]}},
            ]
        }  # fmt: skip
    )

    messages: Annotated[list[MessageBody], Field(min_length=1)] = []
    template: str = Field(
        default="", min_length=1, max_length=200_000,
        description="Text or HTML with {{name}}, {name}, %(name)s or [Name]; see docs/merge.md.",
    )  # fmt: skip
    rows: Annotated[list[dict[str, Value | bool | None]], Field(min_length=1)] = []
    recipient_columns: dict[Part, str] = Field(
        default={}, description="Which column holds what of the recipient."
    )
    reserve: bool | ReserveBody = False
    overrides: Annotated[list[OverrideBody], Field(max_length=1000)] = []
    policy: dict[str, JsonValue] | None = Field(
        default=None,
        description="As docs/policy.md has it, in JSON; else the service's.",
    )
    separately: bool = Field(default=False, description="Compare with what was sent before only.")

    @model_validator(mode="after")
    def _one_kind(self) -> CheckBody:
        given = self.model_fields_set
        merge = given & {"template", "rows", "recipient_columns"}
        if "messages" in given and merge:
            raise ValueError("give messages, or template and rows, not both")
        if "messages" not in given and not {"template", "rows"} <= merge:
            raise ValueError("give messages, or template and rows")
        return self


class MessagesBody(Body):
    """Messages that were sent."""

    messages: Annotated[list[MessageBody], Field(min_length=1)]


class ApprovalBody(Body):
    """Text that is allowed to repeat. An empty sender, channel or campaign means every one."""

    text: str = Field(min_length=1, max_length=200_000, pattern=r"\S")
    owner: str = Field(min_length=1, max_length=200, pattern=r"\S")
    reason: str = Field(min_length=1, max_length=1000, pattern=r"\S")
    sender: Line = ""
    channel: Line = ""
    campaign: Line = ""
    expires_at: datetime | None = Field(default=None, description="With its time zone.")
    most_reach: Annotated[int, Field(ge=0, lt=2**63), _WHOLE] | None = None

    @model_validator(mode="after")
    def _zone(self) -> ApprovalBody:
        if self.expires_at is not None and self.expires_at.utcoffset() is None:
            raise ValueError("expires_at needs a time zone, such as Z")
        return self


class Page(Body):
    """Which part of a list: ``after`` is the ``next`` of the part before."""

    model_config = ConfigDict(strict=False)

    limit: int = Field(default=50, ge=1, le=500)
    after: int = Field(default=0, ge=0, le=2**31)


Json = dict[str, Any]
