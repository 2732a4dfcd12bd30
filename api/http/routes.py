"""A route: one method of one path, what it takes, what it answers, and which scope it needs.

One table serves the dispatcher, the access check and the OpenAPI document, so that they agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from api.http.access import Caller
from api.http.service import Service
from api.http.stages import Stages


@dataclass(frozen=True, slots=True)
class Call:
    """One call: who made it, the values in its path, and its body or query once validated."""

    service: Service
    caller: Caller
    path: Mapping[str, str]
    body: Any
    headers: Mapping[str, str]
    stages: Stages


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered. ``body`` None is none at all; a text is sent as it is."""

    body: Mapping[str, Any] | str | None
    status: int = 200
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """``path`` names its values by ``{name}``; ``{name:any}`` may hold slashes.

    ``scope`` empty needs no key. ``problems`` are the statuses it may refuse with besides those
    that every call shares. ``query`` and ``body`` are models; a call has one of them at most.
    """

    method: str
    path: str
    handler: Callable[[Call], Answer]
    tag: str
    summary: str
    description: str
    scope: str = ""
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    problems: tuple[int, ...] = ()

    @property
    def public_path(self) -> str:
        """The path as OpenAPI writes it."""
        return self.path.replace(":any}", "}")

    @property
    def rule(self) -> str:
        """The path as Werkzeug writes it."""
        return (
            self.path.replace("{", "<path:" if ":any}" in self.path else "<")
            .replace(":any}", ">")
            .replace("}", ">")
        )
