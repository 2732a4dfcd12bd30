"""The OpenAPI document as a page shows it: every call, what it takes and what it answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: How deep fields of fields are listed.
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a body or an answer; ``level`` says how deep it stands."""

    name: str
    type: str
    said: str
    required: bool
    level: int


@dataclass(frozen=True, slots=True)
class CallView:
    """One call. Every second piece of ``description`` is code."""

    anchor: str
    method: str
    path: str
    tag: str
    summary: str
    description: tuple[str, ...]
    parameters: tuple[FieldView, ...]
    body: tuple[FieldView, ...]
    answer: tuple[FieldView, ...]
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocsView:
    """The whole interface."""

    version: str
    calls: tuple[CallView, ...]


def docs_view(spec: Mapping[str, Any]) -> DocsView:
    """Return what the page shows of an OpenAPI document."""
    schemas = spec["components"]["schemas"]
    calls = [
        _call(path, method, operation, schemas)
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
    ]
    return DocsView(spec["info"]["version"], tuple(calls))


def _call(
    path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]
) -> CallView:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    responses = operation["responses"]
    done = next(iter(responses.values())).get("content", {}).get("application/json", {})
    return CallView(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        tag=operation["tags"][0],
        summary=operation["summary"],
        description=tuple(operation["description"].split("`")),
        parameters=tuple(
            FieldView(
                p["name"], f"{_type(p['schema'])} in the {p['in']}",
                p.get("description", "") or p["schema"].get("description", ""), p["required"], 0,
            )
            for p in operation.get("parameters", [])
        ),
        body=tuple(_fields(body.get("schema", {}), schemas, 0)),
        answer=tuple(_fields(done.get("schema", {}), schemas, 0)),
        statuses=tuple(f"{status} {said['description']}" for status, said in responses.items()),
    )  # fmt: skip


def _fields(
    schema: Mapping[str, Any], schemas: Mapping[str, Any], level: int
) -> Iterator[FieldView]:
    found = _resolved(schema, schemas)
    for name, field in found.get("properties", {}).items():
        inner = _resolved(field, schemas)
        said = field.get("description") or inner.get("description") or ""
        default = field.get("default")
        if default not in (None, "", False, [], {}):
            said = f"{said} Default: {json.dumps(default)}.".strip()
        required = name in found.get("required", [])
        yield FieldView(name, _type(field, schemas), said, required, level)
        if level + 1 < _DEEPEST:
            yield from _fields(field, schemas, level + 1)


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a schema to the object it is, or is a list of."""
    if "$ref" in schema:
        return _resolved(schemas[schema["$ref"].rsplit("/", 1)[1]], schemas)
    if "items" in schema:
        return _resolved(schema["items"], schemas)
    for one in schema.get("anyOf", []):
        if "$ref" in one or "items" in one:
            return _resolved(one, schemas)
    return schema


def _type(schema: Mapping[str, Any], schemas: Mapping[str, Any] | None = None) -> str:
    if "$ref" in schema:
        return "object"
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "anyOf" in schema and "type" not in schema:
        return " or ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if schema.get("format"):
        return f"{schema.get('type', '')} ({schema['format']})"
    return str(schema.get("type", "any"))
