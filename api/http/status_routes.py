"""Whether the service runs, whether it can answer, and its measures."""

from __future__ import annotations

from typing import Any

from api.http.answers import HealthAnswer, ReadyAnswer
from api.http.measures import Measures
from api.http.problems import Problem
from api.http.routes import Answer, Call, Route
from api.http.spec import openapi
from api.version import version
from dedupe import Settings


def health(call: Call) -> Answer:
    """Say that the process runs."""
    return Answer({"status": "ok", "version": version()})


def ready(call: Call) -> Answer:
    """Say that the store can be reached and the memory has followed it; 503 else."""
    if call.service.starting.is_set():
        raise Problem(
            503, "starting", "The memory is being made.", "Ask again in a few seconds.",
            headers={"Retry-After": "2"},
        )  # fmt: skip
    store = call.service.store(call.caller.tenant)
    store.remembered()
    return Answer(
        {
            "status": "ready",
            "settings": Settings().digest,
            "judging": store.judging,
            "meaning": call.service.meaning_state(),
        }
    )


def status_routes(measures: Measures) -> tuple[Route, ...]:
    """Return the routes, the measures among them."""

    def metrics(call: Call) -> Answer:
        return Answer(measures.text(call.service.size()), media_type="text/plain; version=0.0.4")

    return (
        Route(
            "GET", "/v1/health", health, "status", "Does the process run?",
            "Answers as soon as the process does, whatever the store.", answer=HealthAnswer,
        ),
        Route(
            "GET", "/v1/ready", ready, "status", "Can it answer checks?",
            "The store can be reached and the memory is up to date; else 503. `meaning` says "
            "whether notes are compared by meaning too, or by words alone as yet.",
            answer=ReadyAnswer,
        ),
        Route(
            "GET", "/metrics", metrics, "status", "Measures for Prometheus",
            "Calls, seconds by route and stage, verdicts, memory and lag of this process.",
            scope="admin",
        ),
    )  # fmt: skip


def spec_route(routes: tuple[Route, ...]) -> Route:
    """Return the route of the OpenAPI document, which does not describe itself."""
    made: list[dict[str, Any]] = []

    def described(call: Call) -> Answer:
        if not made:
            made.append(openapi(routes, version()))
        return Answer(made[0])

    return Route("GET", "/openapi.json", described, "status", "This interface", "OpenAPI 3.1.")
