"""The page's views: a check, families, approvals, the key asked for once, the interface's docs."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException

from api.http.access import Access
from api.http.app_faults import broken, from_http
from api.http.logs import LOGGER
from api.http.measures import Measures
from api.http.problems import Problem, from_error
from api.http.routes import Route
from api.http.service import Service
from api.http.spec import openapi
from api.http.stages import Stages
from api.store_checking import Reserve, check_in_store
from api.store_families import StoreFamilies
from api.version import version
from api.web.asked import Asked, day_of, go_to, reach_of, whole_of
from api.web.docs_view import DocsView, docs_view
from api.web.drawing import Drawing
from api.web.family_view import family_view
from api.web.forms import notes_of
from api.web.result_view import result_view
from api.web.session import (
    SESSION,
    Visitor,
    refuse_foreign_form,
    session_for,
    set_cookies,
    visitor,
)
from dedupe import SamenoteError
from index import Approval

#: How long notes reserved from the page count before somebody says what became of them.
HELD = timedelta(hours=24)
#: Families on one page.
FAMILIES = 20
_LOG = logging.getLogger(LOGGER)

View = Callable[[Asked], Response]


class Page:
    """The views, and what they share."""

    def __init__(
        self, service: Service, access: Access, measures: Measures, routes: Sequence[Route]
    ) -> None:
        self.service = service
        self._access = access
        self._measures = measures
        self._routes = routes
        self._drawing = Drawing()

    def add_to(self, app: Flask) -> None:
        """Add the page's paths to an application."""
        for path, view, method, scope in (
            ("/", self.home, "GET", "check"),
            ("/check", self.check, "POST", "check"),
            ("/reservations/<id>/<end>", self.settle, "POST", "record"),
            ("/families", self.families, "GET", "check"),
            ("/families/<id>", self.family, "GET", "check"),
            ("/approvals", self.approvals, "GET", "check"),
            ("/approvals", self.approve, "POST", "admin"),
            ("/approvals/<id>/withdraw", self.withdraw, "POST", "admin"),
            ("/key", self.give_key, "POST", ""),
            ("/leave", self.leave, "POST", ""),
            ("/docs", self.docs, "GET", ""),
        ):
            app.add_url_rule(
                path, f"page {method} {path}", self._view(path, view, scope),
                methods=[method], provide_automatic_options=False,
            )  # fmt: skip
        for name in ("page.css", "icon.svg"):
            app.add_url_rule(
                f"/{name}", f"page {name}", self._file(name), provide_automatic_options=False
            )

    def draw(self, template: str, who: Visitor | None, status: int, **values: Any) -> Response:
        """Return a page drawn, with what every page needs."""
        secure = request.is_secure
        markup = self._drawing.draw(template, who=who, at=request.path, **values)
        response = Response(markup, status, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = self._drawing.policy
        response.headers["X-Frame-Options"] = "DENY"
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if who is not None:
            set_cookies(response, who, secure=secure)
        return response

    def _file(self, name: str) -> Callable[[], Response]:
        body, kind = self._drawing.file(name)

        def given() -> Response:
            response = Response(body, content_type=kind)
            response.headers["Cache-Control"] = "max-age=300"
            return response

        return given

    def _view(self, path: str, view: View, scope: str) -> Callable[..., Response]:
        def answered(**values: str) -> Response:
            begun, stages = time.perf_counter(), Stages()
            response, problem = self._answered(view, scope, stages, values)
            seconds = time.perf_counter() - begun
            route = f"page {path}"
            self._measures.called(route, response.status_code, seconds, stages)
            said: dict[str, Any] = {
                "route": route, "method": request.method, "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            }  # fmt: skip
            _LOG.info("call", extra=said | ({"problem": problem.code} if problem else {}))
            return response

        return answered

    def _answered(
        self, view: View, scope: str, stages: Stages, values: Mapping[str, str]
    ) -> tuple[Response, Problem | None]:
        who: Visitor | None = None
        try:
            who = visitor(request, self.service.ledger, self._access, self.service.clock())
            if request.method == "POST":
                refuse_foreign_form(request, who.token)
            if scope and who.caller is None:
                return self.draw("key.html.j2", who, 401, problem=None), None
            if scope and who.caller is not None:
                who.caller.need(scope)
            return view(Asked(self, who, stages, values)), None
        except Problem as problem:
            fault = problem
        except SamenoteError as error:
            fault = from_error(error)
        except HTTPException as error:
            fault = from_http(error, self.service.settings.limits)
        except Exception as error:
            fault = broken(error)
        response = self.draw("problem.html.j2", who, fault.status, problem=fault)
        response.headers.extend(dict(fault.headers))
        return response, fault

    def home(self, asked: Asked) -> Response:
        """The form."""
        known = asked.store.remembered()
        return asked.draw("home.html.j2", remembered=known.messages.judgeable, form={})

    def check(self, asked: Asked) -> Response:
        """The result of a check."""
        reserve = Reserve(HELD) if asked.form.get("reserve") and asked.who.may("record") else None
        with asked.stages.timed("messages"):
            notes = notes_of(_request(), self.service.settings.limits)
        messages = [mail.message for mail in notes.mails]
        with asked.stages.timed("check"):
            answer = check_in_store(
                asked.store, messages, policy=self.service.settings.policy, reserve=reserve,
                separately=bool(asked.form.get("separately")), now=self.service.clock(),
                meaning=self.service.meaning(asked.store),
            )  # fmt: skip
        self._measures.judged((v.decision, v.relation) for v in answer.verdicts)
        with asked.stages.timed("write"):
            view = result_view(asked.store, notes, answer, self.service.words_only())
            return asked.draw("result.html.j2", result=view)

    def settle(self, asked: Asked) -> Response:
        """Say what became of reserved notes."""
        store = asked.store
        with store.ledger.writing(store.tenant) as writer:
            if asked.path["end"] == "commit":
                writer.commit(asked.path["id"])
                said = "Remembered as sent. Later notes are compared with it."
            else:
                writer.cancel(asked.path["id"])
                said = "Forgotten: it was not sent, and counts no longer."
        return asked.draw("done.html.j2", said=said)

    def families(self, asked: Asked) -> Response:
        """The list of families."""
        first = whole_of(asked.query.get("after", ""))
        found = StoreFamilies(asked.store, self.service.clock())
        shown = [family_view(f) for f in found.findings(first, first + FAMILIES)]
        following = first + FAMILIES if first + FAMILIES < len(found) else None
        return asked.draw(
            "families.html.j2", families=shown, total=len(found), first=first,
            following=following, before=max(0, first - FAMILIES),
        )  # fmt: skip

    def family(self, asked: Asked) -> Response:
        """One family with its members."""
        id_ = asked.path["id"]
        found = StoreFamilies(asked.store, self.service.clock()).named(id_)
        chosen = [f for f in found if f.id == id_]
        if not chosen:
            raise Problem(404, "not_found", "There is no such family.", "Look in the list.")
        return asked.draw("family.html.j2", family=family_view(chosen[0]))

    def approvals(self, asked: Asked) -> Response:
        """Text that is allowed to repeat."""
        store = asked.store
        now = self.service.clock()
        found = store.ledger.approvals(store.tenant)
        return asked.draw(
            "approvals.html.j2", form=asked.query,
            holding=[a for a in found if a.holds(now)],
            ended=[a for a in found if not a.holds(now)],
        )  # fmt: skip

    def approve(self, asked: Asked) -> Response:
        """Allow a text to repeat."""
        store, form = asked.store, asked.form
        approval = Approval(
            form.get("text", "").replace("\r\n", "\n"), form.get("owner", "").strip(),
            form.get("reason", "").strip(), form.get("sender", "").strip(),
            form.get("channel", "").strip(), form.get("campaign", "").strip(),
            day_of(form.get("expires", "")), reach_of(form.get("most_reach", "")),
        )  # fmt: skip
        with store.ledger.writing(store.tenant) as writer:
            writer.approve(approval)
        return go_to("/approvals")

    def withdraw(self, asked: Asked) -> Response:
        """Take an approval back."""
        store = asked.store
        with store.ledger.writing(store.tenant) as writer:
            writer.withdraw(asked.path["id"])
        return go_to("/approvals")

    def give_key(self, asked: Asked) -> Response:
        """Begin a session with a key."""
        key = self.service.ledger.key(asked.form.get("key", "").strip())
        if key is None or key.revoked_at is not None:
            said = "There is no such key." if key is None else "This key was revoked."
            return asked.draw("key.html.j2", 401, problem=said)
        asked.who.cookies[SESSION] = session_for(key, self.service.clock())
        return self._kept(asked, go_to("/"))

    def leave(self, asked: Asked) -> Response:
        """End a session."""
        asked.who.cookies[SESSION] = ""
        return self._kept(asked, go_to("/"))

    def docs(self, asked: Asked) -> Response:
        """The HTTP interface, described."""
        return asked.draw("docs.html.j2", docs=self._docs)

    @cached_property
    def _docs(self) -> DocsView:
        return docs_view(openapi(self._routes, version()))

    def _kept(self, asked: Asked, response: Response) -> Response:
        set_cookies(response, asked.who, secure=request.is_secure)
        return response


def add_page(
    app: Flask, service: Service, access: Access, measures: Measures, routes: Sequence[Route]
) -> None:
    """Add the page to an application."""
    Page(service, access, measures, routes).add_to(app)


def _request() -> Request:
    return request
