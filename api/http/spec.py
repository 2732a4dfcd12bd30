"""The OpenAPI 3.1 document of the routes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.http.answers import ProblemAnswer
from api.http.problems import MEDIA_TYPE
from api.http.routes import Route

_REFERENCE = "#/components/schemas/{model}"
_TAGS = {
    "check": "Notes before they are sent.",
    "reservations": "Notes that are about to be sent.",
    "messages": "What was sent.",
    "recipients": "People.",
    "families": "One text with its variations, for people to read.",
    "approvals": "Text that is allowed to repeat.",
    "status": "How the service is.",
}


def openapi(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """Return the document that describes the routes."""
    models = _models(routes)
    schemas, defined = models_json_schema(
        [(model, _mode(model, routes)) for model in models], ref_template=_REFERENCE
    )
    paths: dict[str, Any] = {}
    for route in routes:
        operation = _operation(route, schemas)
        paths.setdefault(route.public_path, {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "samenote", "version": version,
            "description": "Tells a sender, before sending, whether a personal note is really "
            "personal: who else got the same text. Errors are problem+json (RFC 9457).",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": said} for name, said in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": defined.get("$defs", {}),
            "securitySchemes": {
                "key": {
                    "type": "http", "scheme": "bearer",
                    "description": "A key of `samenote keys create`. Not asked for on the "
                    "service's own machine while no key was ever made.",
                }
            },
        },
    }  # fmt: skip


def _models(routes: Iterable[Route]) -> list[type[BaseModel]]:
    found: dict[type[BaseModel], None] = {ProblemAnswer: None}
    for route in routes:
        for model in (route.body, route.answer):
            if model is not None:
                found[model] = None
    return list(found)


def _mode(model: type[BaseModel], routes: Iterable[Route]) -> Any:
    return "validation" if any(route.body is model for route in routes) else "serialization"


def _operation(route: Route, schemas: Mapping[Any, Any]) -> dict[str, Any]:
    by_model = {model: schema for (model, _), schema in schemas.items()}
    said: dict[str, Any] = {
        "operationId": _operation_id(route), "tags": [route.tag], "summary": route.summary,
        "description": route.description, "responses": _responses(route, by_model),
    }  # fmt: skip
    if parameters := [*_in_path(route), *_in_query(route), *_in_header(route)]:
        said["parameters"] = parameters
    if route.body is not None:
        content = {"application/json": {"schema": by_model[route.body]}}
        said["requestBody"] = {"required": True, "content": content}
    if route.scope:
        said["security"] = [{"key": []}, {}]
        said["description"] += f" Scope: `{route.scope}`."
    return said


def _operation_id(route: Route) -> str:
    words = re.findall(r"[a-z]+", route.path.replace("/v1", "").replace("{id:any}", "{id}"))
    return "_".join([route.method.lower(), *(w for w in words if w != "id")]) + (
        "_one" if route.path.endswith("}") else ""
    )


def _responses(route: Route, by_model: Mapping[Any, Any]) -> dict[str, Any]:
    done: dict[str, Any] = {"description": HTTPStatus(route.status).phrase}
    if route.answer is not None:
        done["content"] = {"application/json": {"schema": by_model[route.answer]}}
    elif route.status != 204:
        done["content"] = {"text/plain": {"schema": {"type": "string"}}}
    said = {str(route.status): done}
    for status in sorted({*_shared(route), *route.problems}):
        said[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": by_model[ProblemAnswer]}},
        }
    return said


def _shared(route: Route) -> list[int]:
    shared = [503] if route.path != "/v1/health" else []
    shared += [401, 403, 429] if route.scope else []
    shared += [400, 413, 415, 422] if route.body else []
    return shared + ([422] if route.query else [])


def _in_path(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True,
         "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)}", route.public_path)
    ]  # fmt: skip


def _in_query(route: Route) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    fields = route.query.model_json_schema()["properties"]
    return [
        {"name": name, "in": "query", "required": False, "schema": schema}
        for name, schema in fields.items()
    ]


def _in_header(route: Route) -> list[dict[str, Any]]:
    if route.path != "/v1/check":
        return []
    return [
        {"name": "Idempotency-Key", "in": "header", "required": False,
         "description": "The same as reserve.idempotency_key.",
         "schema": {"type": "string", "maxLength": 255}}
    ]  # fmt: skip
