"""Problems: every refusal as application/problem+json (RFC 9457), naming the field and the cure.

``code`` tells problems apart for programs, ``do`` says what to do now, and ``errors`` names fields
by JSON pointer (RFC 6901). Nothing of a note's text or of a person is ever repeated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from dedupe import CannotJudgeError, SamenoteError
from index import ConflictError, NotFoundError

MEDIA_TYPE = "application/problem+json"
#: Fields named in one answer; more is not read by anybody.
MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, named by its JSON pointer."""

    pointer: str
    detail: str


@dataclass(slots=True, eq=False)
class Problem(Exception):
    """A refusal. ``headers`` go with the answer."""

    status: int
    code: str
    detail: str
    do: str = ""
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as RFC 9457 has it."""
        said: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.do:
            said["do"] = self.do
        if self.limit is not None:
            said["limit"] = self.limit
        if self.errors:
            said["errors"] = [
                {"pointer": e.pointer, "detail": e.detail} for e in self.errors[:MOST_ERRORS]
            ]
        return said

    def as_json(self) -> str:
        """Return the body of the answer."""
        return json.dumps(self.as_dict())


def at(code: str, pointer: str, detail: str, do: str = "", limit: int | None = None) -> Problem:
    """Return the problem that one field of the body makes: 422."""
    return Problem(422, code, detail, do, (FieldError(pointer, detail),), limit=limit)


def from_error(error: SamenoteError) -> Problem:
    """Return the problem that an error of the rooms below is; where a store is stays unsaid."""
    match error:
        case NotFoundError():
            return Problem(404, "not_found", error.what, error.do)
        case ConflictError():
            return Problem(409, "conflict", error.what, error.do)
        case CannotJudgeError():
            return Problem(
                503, "store_unavailable", error.what, error.do, headers={"Retry-After": "5"}
            )
        case _:
            return Problem(422, "wrong_use", error.what, error.do)


def from_validation(faults: Sequence[Mapping[str, Any]]) -> Problem:
    """Return the problem that pydantic's errors are: 400 for what is no JSON, else 422."""
    if faults and faults[0]["type"] == "json_invalid":
        return Problem(
            400, "malformed_json", f"The body is not JSON: {_said(faults[0])}",
            "Send one JSON object in UTF-8.",
        )  # fmt: skip
    errors = [FieldError(pointer_to(fault["loc"]), _said(fault)) for fault in faults]
    first = errors[0] if errors else FieldError("", "")
    more = f" (and {len(errors) - 1:,} more)" if len(errors) > 1 else ""
    place = first.pointer or "the body"
    return Problem(
        422, "wrong_body", f"{place}: {first.detail}{more}",
        "See /docs or /openapi.json for what this call takes.", errors,
    )  # fmt: skip


def pointer_to(steps: Sequence[object]) -> str:
    """Return the JSON pointer of a place that pydantic names by steps."""
    return "".join("/" + str(s).replace("~", "~0").replace("/", "~1")[:100] for s in steps)


def _said(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "extra_forbidden":
        return "there is no such field"
    if fault["type"] == "missing":
        return "it is missing"
    text = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Invalid JSON: ")
    return text[:200]
