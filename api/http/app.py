"""The application: routes to handlers, with access, validation, problems, measures and logs."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Request, Response, request
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError, to_json
from werkzeug.exceptions import HTTPException

from api.compiled_cache import use_own_cache
from api.http.access import LOCAL, Access, Caller
from api.http.app_faults import broken, from_http
from api.http.logs import LOGGER
from api.http.measures import Measures
from api.http.problems import MEDIA_TYPE, Problem, from_error, from_validation
from api.http.rates import Buckets
from api.http.routes import Answer, Call, Route
from api.http.service import Service, Settings
from api.http.stages import Stages
from dedupe import SamenoteError

_LOG = logging.getLogger(LOGGER)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_API_POLICY = "default-src 'none'; frame-ancestors 'none'"


def create_app(settings: Settings, *, service: Service | None = None) -> Flask:
    """Return the application. Call it in the process that serves: nothing in it survives a fork."""
    use_own_cache()
    from api.http.check_routes import ROUTES as CHECK
    from api.http.family_routes import ROUTES as FAMILY
    from api.http.memory_routes import ROUTES as MEMORY
    from api.http.status_routes import spec_route, status_routes
    from api.web.page import add_page

    app = Flask("samenote", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.limits.body_bytes
    # What a form says besides its files: a pasted note or template, and an approval's text.
    app.config["MAX_FORM_MEMORY_SIZE"] = 8 * settings.limits.text + 1_000_000
    app.url_map.merge_slashes = False
    measures = Measures()
    used = service or Service(settings)
    access = Access(open_=settings.open_, buckets=Buckets())
    app.extensions["samenote"] = used
    routes = (*CHECK, *MEMORY, *FAMILY, *status_routes(measures))
    dispatcher = _Dispatcher(used, access, measures)
    for route in (*routes, spec_route(routes)):
        app.add_url_rule(
            route.rule, f"{route.method} {route.path}", dispatcher.view(route),
            methods=[route.method], provide_automatic_options=False,
        )  # fmt: skip
    add_page(app, used, access, measures, routes)
    app.register_error_handler(Exception, _unexpected)
    app.after_request(_with_headers)
    return app


class _Dispatcher:
    """Makes views of routes: who calls, what they send, the handler, the answer, the record."""

    def __init__(self, service: Service, access: Access, measures: Measures) -> None:
        self._service = service
        self._access = access
        self._measures = measures

    def view(self, route: Route) -> Callable[..., Response]:
        """Return the view function of a route."""

        def answered(**path: str) -> Response:
            return self._answered(route, path)

        return answered

    def _answered(self, route: Route, path: Mapping[str, str]) -> Response:
        begun, stages = time.perf_counter(), Stages()
        caller, fault, answer = None, None, None
        try:
            caller = self._caller(route)
            with stages.timed("read"):
                body = _validated(route, request)
            call = Call(self._service, caller, path, body, dict(request.headers), stages)
            answer = route.handler(call)
        except Problem as problem:
            fault = problem
        except SamenoteError as error:
            fault = from_error(error)
        except HTTPException as error:
            fault = from_http(error, self._service.settings.limits)
        except Exception as error:
            fault = broken(error)
        with stages.timed("write"):
            response = problem_response(fault) if fault else _response(answer or Answer(None, 204))
        self._account(route, response.status_code, begun, stages, caller, fault, answer)
        return response

    def _caller(self, route: Route) -> Caller:
        if not route.scope:
            return Caller(LOCAL, ())
        caller = self._access.caller(
            self._service.ledger, request.headers.get("Authorization", ""), request.host
        )
        caller.need(route.scope)
        return caller

    def _account(
        self, route: Route, status: int, begun: float, stages: Stages, caller: Caller | None,
        fault: Problem | None, answer: Answer | None,
    ) -> None:  # fmt: skip
        seconds = time.perf_counter() - begun
        self._measures.called(route.public_path, status, seconds, stages)
        said: dict[str, Any] = {
            "route": route.public_path, "method": route.method, "status": status,
            "ms": round(seconds * 1000, 1),
            "stages": {name: round(s * 1000, 1) for name, s in stages.seconds.items()},
        }  # fmt: skip
        if caller and caller.key:
            said["key"] = caller.key
        if fault:
            said["problem"] = fault.code
        if answer and isinstance(answer.body, Mapping) and "verdicts" in answer.body:
            verdicts = answer.body["verdicts"]
            self._measures.judged((v["decision"], v["relation"]) for v in verdicts)
            said["notes"] = len(verdicts)
        quiet = route.tag == "status" and status < 400
        _LOG.log(logging.DEBUG if quiet else logging.INFO, "call", extra=said)


def _validated(route: Route, asked: Request) -> BaseModel | None:
    """Return the body or the query as its model. Raises Problem."""
    try:
        if route.query is not None:
            return route.query.model_validate(asked.args.to_dict())
        if route.body is None:
            return None
        if asked.mimetype != "application/json":
            raise Problem(
                415, "not_json", "The body's media type is not application/json.",
                "Send JSON with the header Content-Type: application/json.",
            )  # fmt: skip
        return route.body.model_validate_json(asked.get_data(cache=False))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=False)
        raise from_validation(faults) from None


def problem_response(problem: Problem) -> Response:
    """Return the answer that a problem is."""
    return Response(problem.as_json(), problem.status, dict(problem.headers), mimetype=MEDIA_TYPE)


def _response(answer: Answer) -> Response:
    if answer.body is None:
        return Response(status=answer.status, headers=dict(answer.headers))
    text = answer.body if isinstance(answer.body, str) else _json(answer.body)
    return Response(text, answer.status, dict(answer.headers), content_type=answer.media_type)


def _unexpected(error: Exception) -> Response:
    """Answer what no view was found for, or what broke outside of one."""
    if isinstance(error, HTTPException):
        return problem_response(from_http(error, _service().settings.limits))
    return problem_response(broken(error))


def _json(body: Mapping[str, Any]) -> str | bytes:
    """Return JSON; pydantic's writer takes a tenth of the time, but no half of a surrogate pair."""
    try:
        return to_json(body)
    except PydanticSerializationError:
        return json.dumps(body)


def _service() -> Service:
    from flask import current_app

    found: Service = current_app.extensions["samenote"]
    return found


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _API_POLICY)
    return response
