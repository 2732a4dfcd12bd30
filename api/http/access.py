"""Who calls: by the key they show, or anybody on this machine while no key was ever made."""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass

from api.http.problems import Problem
from api.http.rates import Buckets, read_rate
from index import Key, Ledger

#: Whose notes an open service holds, and those of the command line.
LOCAL = "local"
SCOPES = ("check", "record", "admin")
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="samenote"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose notes the caller sees, and what they may do. ``key`` is a key's id; "" in the open."""

    tenant: str
    scopes: tuple[str, ...]
    key: str = ""

    def need(self, scope: str) -> None:
        """Raise Problem (403) where the caller lacks a scope."""
        if scope and scope not in self.scopes:
            raise Problem(
                403, "missing_scope", f"This key lacks the scope {scope!r}.",
                f"Use a key made with `samenote keys create --scope {scope}`.",
            )  # fmt: skip


class Access:
    """Tells callers apart. ``open_`` serves those without a key while the store has none."""

    def __init__(self, *, open_: bool, buckets: Buckets) -> None:
        self._open = open_
        self._buckets = buckets

    def caller(self, ledger: Ledger, authorization: str, host: str) -> Caller:
        """Return who calls. Raises Problem: 401, 403 for a foreign host, 429."""
        if authorization:
            return self.bearer(ledger.key(_bearer(authorization)))
        if not self.is_open(ledger):
            raise _unauthorised("no_key", "This call needs a key.")
        refuse_foreign(host)
        return Caller(LOCAL, SCOPES)

    def is_open(self, ledger: Ledger) -> bool:
        """Tell whether no key is asked for."""
        return self._open and not ledger.has_keys()

    def bearer(self, key: Key | None) -> Caller:
        """Return the caller with a key. Raises Problem for none, a revoked or too busy one."""
        if key is None:
            raise _unauthorised("unknown_key", "There is no such key.")
        if key.revoked_at is not None:
            raise _unauthorised("revoked_key", "This key was revoked.")
        rate = read_rate(key.rate)
        if rate is not None and (wait := self._buckets.wait(key.id, rate)):
            seconds = max(1, math.ceil(wait))
            raise Problem(
                429, "too_many_calls", f"This key may make {key.rate.replace('/', ' calls a ')}.",
                f"Call again in {seconds:,} s.", headers={"Retry-After": str(seconds)},
                limit=rate.calls,
            )  # fmt: skip
        return Caller(key.tenant, key.scopes, key.id)


def is_loopback(host: str) -> bool:
    """Tell whether a host or address means this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def refuse_foreign(host: str) -> None:
    """Refuse a call by another name than this machine's own.

    A foreign web page can make its own name point here (DNS rebinding) and would then read what
    the browser, which sits on this machine, may read.
    """
    name = host.rsplit("]", 1)[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    if not is_loopback(name):
        raise Problem(
            403, "foreign_host", "Without a key the service answers on this machine's own name.",
            "Call it as http://127.0.0.1, or make a key with `samenote keys create`.",
        )  # fmt: skip


def _bearer(authorization: str) -> str:
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise _unauthorised("wrong_scheme", "The header must be: Authorization: Bearer KEY.")
    return secret.strip()


def _unauthorised(code: str, detail: str) -> Problem:
    return Problem(
        401, code, detail, "Send `Authorization: Bearer KEY`; `samenote keys create` makes one.",
        headers=_CHALLENGE,
    )  # fmt: skip
