"""Who is at the page: a key given once and remembered by a cookie, and forms that are our own.

A session is ``key id, end, signature``, signed with the key's hash: it needs no secret besides the
store, holds in every process, and ends with the key. A form's token is derived from a cookie that
another site can neither read nor set.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Request, Response

from api.http.access import Access, Caller
from api.http.problems import Problem
from index import Key, Ledger

SESSION = "samenote_session"
VISIT = "samenote_visit"
LASTS = timedelta(hours=12)


@dataclass(slots=True)
class Visitor:
    """Who asks for a page. ``caller`` None must give a key first; ``token`` goes into forms.

    ``cookies`` are to be set with the answer; an empty value takes one away.
    """

    caller: Caller | None
    token: str
    session: bool
    cookies: dict[str, str] = field(default_factory=dict)

    def may(self, scope: str) -> bool:
        """Tell whether the visitor has a scope."""
        return self.caller is not None and scope in self.caller.scopes


def visitor(asked: Request, ledger: Ledger, access: Access, now: datetime) -> Visitor:
    """Return who asks. Raises Problem for a foreign host in the open, or too many calls."""
    cookies: dict[str, str] = {}
    session = asked.cookies.get(SESSION, "")
    key = _key(session, ledger, now) if session else None
    if key is not None:
        return Visitor(access.bearer(key), _token(session), True)
    visit = asked.cookies.get(VISIT, "")
    if len(visit) < 32:
        visit = cookies[VISIT] = secrets.token_urlsafe(32)
    if session:
        cookies[SESSION] = ""
    if access.is_open(ledger):
        return Visitor(access.caller(ledger, "", asked.host), _token(visit), False, cookies)
    return Visitor(None, _token(visit), False, cookies)


def session_for(key: Key, now: datetime) -> str:
    """Return a session cookie's value for a key."""
    end = str(int((now + LASTS).timestamp()))
    return f"{key.id}.{end}.{_signature(key, end)}"


def refuse_foreign_form(asked: Request, token: str) -> None:
    """Raise Problem (403) for a form that is not one of this page's own, sent from this page."""
    site = asked.headers.get("Sec-Fetch-Site", "none")
    origin = asked.headers.get("Origin", "")
    foreign = bool(origin) and origin != "null" and urlsplit(origin).netloc != asked.host
    given = asked.form.get("token", "")
    same = hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
    if site not in ("same-origin", "none") or foreign or not same:
        raise Problem(
            403, "foreign_form", "This form is too old, or does not come from this page.",
            "Open the page again and repeat it; cookies must be allowed.",
        )  # fmt: skip


def set_cookies(response: Response, who: Visitor, *, secure: bool) -> None:
    """Set what the visitor's browser is to keep: out of reach of scripts and of other sites."""
    for name, value in who.cookies.items():
        response.set_cookie(
            name, value, httponly=True, samesite="Lax", secure=secure, path="/",
            max_age=int(LASTS.total_seconds()) if value else 0,
        )  # fmt: skip


def _key(session: str, ledger: Ledger, now: datetime) -> Key | None:
    id_, _, rest = session.partition(".")
    end, _, signature = rest.partition(".")
    if not end.isascii() or not end.isdigit() or len(end) > 12 or int(end) < now.timestamp():
        return None
    key = ledger.key_by_id(id_)
    if key is None or key.revoked_at is not None:
        return None
    wanted = _signature(key, end).encode()
    return key if hmac.compare_digest(signature.encode("utf-8", "replace"), wanted) else None


def _signature(key: Key, end: str) -> str:
    said = f"samenote session|{key.id}|{end}".encode()
    return hmac.new(key.hash, said, hashlib.sha256).hexdigest()


def _token(cookie: str) -> str:
    return hmac.new(cookie.encode("utf-8", "replace"), b"samenote form", hashlib.sha256).hexdigest()
