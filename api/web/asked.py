"""One request for a page: who asks, and what the form or the query says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Response, request

from api.http.problems import Problem
from api.http.stages import Stages
from api.web.session import Visitor
from index import Store

if TYPE_CHECKING:
    from api.web.page import Page


class Asked:
    """One request for a page: who asks, what for, and what draws the answer."""

    def __init__(self, page: Page, who: Visitor, stages: Stages, path: Mapping[str, str]) -> None:
        self.page = page
        self.who = who
        self.stages = stages
        self.path = path
        self.form = request.form
        self.query = request.args

    @property
    def store(self) -> Store:
        """The visitor's store."""
        assert self.who.caller is not None
        return self.page.service.store(self.who.caller.tenant)

    def draw(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page."""
        return self.page.draw(template, self.who, status, **values)


def go_to(path: str) -> Response:
    """Send the browser to another page with GET."""
    return Response(status=303, headers={"Location": path})


def whole_of(said: str) -> int:
    """Return a number of a query; 0 for what is none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0


def day_of(said: str) -> datetime | None:
    """Return the day of a form, in UTC; None where none was given. Raises Problem."""
    if not said:
        return None
    try:
        return datetime.fromisoformat(said).replace(tzinfo=UTC)
    except ValueError:
        raise Problem(422, "wrong_day", "The last day is no date.", "Write 2027-12-31.") from None


def reach_of(said: str) -> int | None:
    """Return a number of people of a form; None where none was given. Raises Problem."""
    if not said.strip():
        return None
    if not (said.isascii() and said.strip().isdigit() and len(said) < 12):
        raise Problem(422, "wrong_reach", "The number of people is no number.", "Write 500.")
    return int(said)
